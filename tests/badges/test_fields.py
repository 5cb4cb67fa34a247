from datetime import timedelta
from zoneinfo import ZoneInfo

import make
import pytest
from badges_builders import badges
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.badges import actions, guest_badges
from eventapp.badges.badge import Badge, Logo, Words
from eventapp.badges.fields import FIELDS, OFFERED, without, words_without
from eventapp.db import db
from eventapp.events import drafts, local_time

FULL = Badge(
    "Aiko", "Tanaka", "she/her", "data", "Student", 4, ("3",), "7", 2, "https://x", "no", "Oslo"
)


@pytest.mark.parametrize("field", sorted(set(FIELDS) - {"event", "logo"}))
def test_a_badge_does_without_each_field_and_keeps_all_else(field: str) -> None:
    lost = {
        name for name in vars(FULL) if getattr(without(FULL, [field]), name) != getattr(FULL, name)
    }

    assert lost == {
        "tables": {"route", "host_table", "plan_version"},
        "plan": {"plan_version"},
        "code": {"url"},
    }.get(field, {field})


def test_whoever_gave_only_a_last_name_keeps_it() -> None:
    assert without(Badge("", "Tanaka"), FIELDS).last_name == "Tanaka"


def test_event_and_logo_are_words_around_the_guests_own() -> None:
    words = Words(event="Evening", logo=Logo(b"", 1, 1))

    assert words_without(words, ["event"]) == Words(logo=words.logo)
    assert words_without(words, ["logo"]) == Words(event="Evening")


def test_what_is_ticked_is_what_the_badges_of_this_event_bear(app: Flask, client: Visitor) -> None:
    event, other = make.event(), make.event()
    rsvps = [make.rsvp(one, first_name="Aiko", last_name="Tanaka") for one in (event, other)]
    make.sign_in(client, make.member(event.community, "organizer"))
    ticked = [field for field in OFFERED if field not in {"last_name", "code"}]

    chosen = "/fields?stock=avery-l4785&start=1&what=all&order=name&blanks=10"
    saved = client.submit(badges(event), to=chosen, fields=ticked)

    assert saved.status_code == 303
    with app.test_request_context():
        (here,) = guest_badges.badges(event, [rsvps[0]])
        (there,) = guest_badges.badges(other, [rsvps[1]])
    assert (here.last_name, here.url) == ("", "")
    assert there.last_name == "Tanaka"
    assert actions.left_off(event) == {"last_name", "code"}
    assert 'value="last_name" form="fields-form">' in client.get(badges(event)).text


def test_a_mark_that_no_badge_gets_is_not_offered(client: Visitor) -> None:
    event = make.event()
    make.sign_in(client, make.member(event.community, "organizer"))

    offered = client.get(badges(event)).text

    assert all(f'name="fields" value="{field}"' in offered for field in OFFERED)
    assert 'value="photos"' not in offered


def test_who_only_watches_the_door_chooses_nothing(client: Visitor) -> None:
    event = make.event()
    make.sign_in(client, make.member(event.community, "door"))

    assert "fields-form" not in client.get(badges(event)).text


def test_a_repeated_event_has_the_same_badges(app: Flask) -> None:
    event = make.event()
    actions.choose(event, {"tables"})
    then = local_time.repeated(event.starts_at, event.ends_at, ZoneInfo(event.zone), days=7)

    draft = drafts.copy(event, then, now=clock.now() + timedelta(hours=1))

    db.session.flush()
    assert actions.left_off(draft) == set(OFFERED) - {"tables"}
