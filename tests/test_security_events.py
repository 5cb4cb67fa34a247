"""What whoever watches over a site finds in its log: who tried what, and what was turned away."""

import make
import pytest
from conftest import visitor
from structlog.testing import capture_logs

from eventapp import clock, security_events
from eventapp.db import db
from eventapp.people.actions import sign_in_link, token_of


@pytest.fixture
def lines(app, monkeypatch):
    """The line of each request; in a test there is none but by asking."""
    monkeypatch.setattr(app, "testing", False)
    with capture_logs() as found:
        yield found


def test_every_endpoint_that_is_named_there_answers_a_post(app) -> None:
    takes = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in rule.methods}

    assert set(security_events.SIGNING_IN) <= takes


def test_signing_in_is_logged_whether_it_went_well_or_not(app, client, lines) -> None:
    someone = make.person()
    link = sign_in_link(someone, now=clock.now())
    db.session.commit()

    client.post(f"/sign-in/{token_of(link)}")
    client.post("/sign-in/nothing-of-the-kind")
    client.get("/desk")

    used, missed, after = (line for line in lines if line["event"] == "request")
    assert (used["security"], used["refused"]) == ("sign-in letter used", False)
    assert (missed["security"], missed["refused"]) == ("sign-in letter used", True)
    assert after["person"] == someone.id
    assert used["client"] == after["client"]


def test_what_is_turned_away_is_logged_with_who_and_from_where(app, lines) -> None:
    somebody, other = visitor(app), make.community()
    make.sign_in(somebody, one := make.person())
    db.session.commit()

    somebody.get(f"/desk/{other.slug}")
    somebody.post("/sign-out", headers={"X-CSRFToken": ""})
    somebody.get("/" + "x" * 9_000)

    foreign, unmarked, long = (line for line in lines if line["event"] == "request")
    assert (foreign["security"], foreign["person"]) == ("no access", one.id)
    assert (unmarked["security"], unmarked["refused"]) == ("sign-out", True)
    assert long["security"] == "too large"


def test_a_line_tells_no_address_that_a_request_came_from(app, client, lines) -> None:
    client.get("/", environ_base={"REMOTE_ADDR": "203.0.113.7"})
    client.get("/", environ_base={"REMOTE_ADDR": "203.0.113.8"})

    first, second = (line for line in lines if line["event"] == "request")
    assert "203.0.113" not in str([first, second])
    assert first["client"] != second["client"]
    assert "security" not in first
