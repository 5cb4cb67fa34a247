"""A device with a pass prints one badge at a time, and sees no page about all of them."""

import re

import door_builders
import make
import pytest
from badges_builders import badges, prints
from door_builders import door
from visitor import Visitor

from eventapp.errors import Refused


def test_a_device_prints_one_badge_and_not_the_list(
    client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eventapp.press.draw", lambda *_pages, **_words: b"%PDF-")
    rsvp = make.rsvp()
    other = make.rsvp(rsvp.event)
    theirs = make.print_run(event=rsvp.event)
    door_builders.device(client, rsvp.event, stock="avery-5390")
    desk = badges(rsvp.event)

    one = client.post(f"{desk}/prints", data={"rsvp": rsvp.id, "stock": "avery-5390"})
    file = client.get(one.location)
    every = client.post(f"{desk}/prints", data={"what": "all", "again": "1"})
    pages = [client.get(desk + more) for more in ("", "/prints", f"/prints/{theirs.id}.pdf")]
    client.post(door(rsvp.event, "/arrivals"), data={"rsvp": rsvp.id})
    shown = client.get(door(rsvp.event, f"?who={rsvp.id}"))

    assert (file.status_code, file.data) == (200, b"%PDF-")
    assert every.status_code == 409
    assert other.first_name not in every.text
    assert {page.status_code for page in pages} <= {303, 404}
    assert 'name="stock" value="avery-5390"' in shown.text
    # What was chosen for the device counts, not what its browser printed on before.
    assert "data-print" not in shown.text


def test_a_device_that_is_asked_about_a_reprint_finds_back_to_its_door(
    client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eventapp.press.draw", lambda *_pages, **_words: b"%PDF-")
    rsvp = make.rsvp()
    door_builders.device(client, rsvp.event)
    path = prints(rsvp.event)
    client.post(path, data={"rsvp": rsvp.id})

    asked = client.post(path, data={"rsvp": rsvp.id})

    assert "Print this badge again?" in asked.text
    links = set(re.findall(r'href="(/[^"#]*)"', asked.text))
    assert door(rsvp.event, "") in links
    assert {link for link in links if client.get(link).status_code != 200} == set()


def test_a_device_hears_why_a_badge_can_t_be_printed_without_the_page_of_all(
    client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise Refused("Nobody can draw this name.")

    monkeypatch.setattr("eventapp.badges.printing.choosing.wanted", refuse)
    rsvp = make.rsvp()
    door_builders.device(client, rsvp.event)

    said = client.post(prints(rsvp.event), data={"rsvp": rsvp.id})

    assert "Nobody can draw this name." in said.text
    assert "/badges" not in said.text
