"""Events by the API: by the forms and actions of their pages."""

import api_builders
import make
from flask import Flask
from visitor import Visitor


def test_a_draft_is_made_changed_published_and_called_off(app: Flask, client: Visitor) -> None:
    host = make.community()
    ask = api_builders.program(client, host)

    made = ask(
        "POST",
        "/events",
        json={
            "title": "Chess",
            "starts_at": "2027-03-04T18:00:00+01:00",
            "ends_at": "2027-03-04T20:30:00+01:00",
            "tables": 4,
        },
    )
    assert made.status_code == 201, made.text
    number = made.json["id"]
    changed = ask("PATCH", f"/events/{number}", json={"capacity": 24, "place_name": "The Library"})
    out = ask("POST", f"/events/{number}/publication")
    off = ask("POST", f"/events/{number}/cancellation")

    assert made.headers["Location"].endswith(f"/api/v1/events/{number}")
    assert made.json["starts_at"] == "2027-03-04T18:00:00+01:00"
    assert (changed.json["capacity"], changed.json["tables"]) == (24, 4)
    assert [answer.json["state"] for answer in (made, changed, out, off)] == [
        "draft", "draft", "published", "cancelled",
    ]  # fmt: skip
