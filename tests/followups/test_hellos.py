"""Say hello: a guest scans another's badge; who may see whom, and that nobody else learns of it."""

from datetime import timedelta

import followup_builders
import make
import pytest
from flask import Flask
from visitor import Visitor
from words import says

from eventapp import clock
from eventapp.db import db
from eventapp.door import actions as door
from eventapp.door.models import Arrival
from eventapp.followups import actions
from eventapp.followups.hellos.actions import may_greet
from eventapp.followups.models import Card, Hello
from eventapp.followups.sending import actions as sending
from eventapp.people.actions import page_token_of, token_of
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps.models import Rsvp

NOBODY = "Nobody to say hello to here"


def tonight(*names: str) -> list[Rsvp]:
    """An event that is on, with everybody checked in."""
    start = clock.now() - timedelta(hours=1)
    event = make.event(starts_at=start, ends_at=start + timedelta(hours=3))
    people = followup_builders.guests(event, *names)
    followup_builders.arrive(*people)
    db.session.commit()
    return people


def page_of(rsvp: Rsvp) -> str:
    return f"/B/{door.code_of(rsvp)}/hello"


def opens_own_page(client: Visitor, rsvp: Rsvp) -> None:
    assert client.get(f"/r/{token_of(rsvp.link)}").status_code == 200


def greet(client: Visitor, rsvp: Rsvp, **fields: object) -> None:
    assert client.submit(page_of(rsvp), to="/hello", **fields).status_code == 303


def hellos() -> list[tuple[int, int]]:
    return [(one.rsvp_id, one.other_id) for one in db.session.scalars(db.select(Hello))]


@pytest.fixture
def ana_and_ben(app: Flask, client: Visitor) -> list[Rsvp]:
    """Two who are here; this browser has opened the first one's page."""
    people = tonight("Ana", "Ben")
    opens_own_page(client, people[0])
    return people


def test_a_scanned_badge_leads_a_guest_to_say_hello(ana_and_ben, client: Visitor) -> None:
    _ana, ben = ana_and_ben

    scanned = client.get(f"/B/{door.code_of(ben)}")
    page = client.get(scanned.headers["Location"])

    assert "Say hello to Ben" in page.text
    assert "a look at your CV" in page.text
    assert "ben@" not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert hellos() == []


def test_a_tick_is_kept_with_its_line_and_shown_on_ones_own_page_alone(
    ana_and_ben, client: Visitor
) -> None:
    ana, ben = ana_and_ben

    greet(client, ben, keep=ben.id, **{f"line-{ben.id}": "The plots!"})

    (wish,) = followup_builders.wishes()
    assert (wish.rsvp_id, wish.other_id, wish.note) == (ana.id, ben.id, "The plots!")
    assert "The plots!" in client.get(page_of(ben)).text
    assert followup_builders.letters("introduction") == []
    assert [other.id for other in actions.on_card(ana)] == [ben.id]
    assert actions.on_card(ben) == []


def test_hello_without_a_tick_is_on_ones_own_card(ana_and_ben, client: Visitor) -> None:
    ana, ben = ana_and_ben

    greet(client, ben)

    assert followup_builders.wishes() == []
    assert [other.id for other in actions.on_card(ana)] == [ben.id]


def test_whoever_takes_their_consent_back_is_on_nobody_s_card(ana_and_ben, client: Visitor) -> None:
    ana, ben = ana_and_ben
    greet(client, ben)

    ben.keep_in_touch_at = None

    assert actions.on_card(ana) == []


def test_nobody_greets_a_guest_of_another_event(app: Flask) -> None:
    (ana,), (ben,) = tonight("Ana"), tonight("Ben")

    assert not may_greet(ana, ben, now=clock.now())


def test_the_one_who_was_scanned_finds_nothing_of_it_anywhere(
    ana_and_ben, client: Visitor, app: Flask
) -> None:
    ana, ben = ana_and_ben
    theirs = app.test_client()
    opens_own_page(theirs, ben)
    pages = [page_of(ana), f"/r/{token_of(ben.link)}"]
    before = [without_token(theirs.get(path).text) for path in pages]

    greet(client, ben, keep=ben.id)

    assert [without_token(theirs.get(path).text) for path in pages] == before


def test_two_who_scan_each_other_are_introduced_with_the_next_batch(
    ana_and_ben, client: Visitor, app: Flask
) -> None:
    ana, ben = ana_and_ben
    greet(client, ben, keep=ben.id)
    theirs = app.test_client()
    opens_own_page(theirs, ben)
    greet(theirs, ana, keep=ana.id)

    made = followup_builders.batch(ana.event)

    assert made == 1
    assert len(followup_builders.letters("introduction")) == 2


def test_who_scanned_finds_them_on_the_card_and_who_was_scanned_does_not(
    app: Flask, client: Visitor
) -> None:
    event = make.past_event()
    ana, ben, cem, dot = people = followup_builders.guests(event, "Ana", "Ben", "Cem", "Dot")
    followup_builders.seat(event, [[ana, cem], [ben, dot]])
    followup_builders.arrive(*people)
    sending.draft(event, now=clock.now())
    opens_own_page(client, ana)

    greet(client, ben, keep=ben.id)

    mine, theirs = (client.get(followup_builders.path_of(one)).text for one in (ana, ben))
    assert "You said hello" in mine
    assert f'value="{ben.id}" data-tick="wish" checked' in mine
    assert not says(theirs.partition("<main")[2].replace("Ana@", ""), "Ana")
    assert "You said hello" not in theirs


def no_consent(ana: Rsvp, ben: Rsvp) -> None:
    ben.keep_in_touch_at = None


def no_consent_of_mine(ana: Rsvp, ben: Rsvp) -> None:
    ana.keep_in_touch_at = None


def not_here(ana: Rsvp, ben: Rsvp) -> None:
    db.session.execute(db.delete(Arrival).where(Arrival.rsvp_id == ben.id))


def not_here_myself(ana: Rsvp, ben: Rsvp) -> None:
    db.session.execute(db.delete(Arrival).where(Arrival.rsvp_id == ana.id))


def gave_back(ana: Rsvp, ben: Rsvp) -> None:
    rsvps.cancel(ben, now=clock.now())


def called_off(ana: Rsvp, ben: Rsvp) -> None:
    ben.event.cancelled_at = clock.now()


def long_over(ana: Rsvp, ben: Rsvp) -> None:
    ben.event.starts_at -= timedelta(days=11)
    ben.event.ends_at -= timedelta(days=11)


def card_closed(ana: Rsvp, ben: Rsvp) -> None:
    now = clock.now()
    make.saved(Card(rsvp=ben, link=ben.link, created_at=now, closes_at=now - timedelta(minutes=1)))


def another_event(ana: Rsvp, ben: Rsvp) -> None:
    elsewhere = make.event()
    ben.event_id, ben.role_id = elsewhere.id, None


IN_THE_WAY = [
    no_consent, no_consent_of_mine, not_here, not_here_myself, gave_back, called_off, long_over,
    card_closed, another_event,
]  # fmt: skip


@pytest.mark.parametrize("happens", IN_THE_WAY)
def test_whatever_is_in_the_way_shows_the_same_page_and_takes_nothing(
    ana_and_ben, client: Visitor, happens
) -> None:
    ana, ben = ana_and_ben
    happens(ana, ben)
    db.session.commit()

    shown = client.get(page_of(ben))
    sent = client.post(page_of(ben), data={"keep": ben.id})

    assert (shown.status_code, sent.status_code) == (404, 404)
    assert NOBODY in shown.text
    assert not says(shown.text, "Ben")
    assert (hellos(), followup_builders.wishes()) == ([], [])


def test_ones_own_badge_shows_no_hello(ana_and_ben, client: Visitor) -> None:
    ana, _ben = ana_and_ben

    assert client.get(f"/B/{door.code_of(ana)}").status_code == 200
    assert client.get(page_of(ana)).status_code == 404


def test_a_browser_that_opened_no_page_of_its_own_sees_no_name(app: Flask) -> None:
    ana, ben = tonight("Ana", "Ben")
    stranger, typed = app.test_client(), app.test_client()
    # Whoever typed somebody's address into the form holds the page's token, not the letter's.
    ana.link.page_digest = ana.link.page_digest or ""
    typed.get(f"/r/{page_token_of(ana.link)}")

    for client in (stranger, typed):
        shown = client.get(page_of(ben))
        scanned = client.get(f"/B/{door.code_of(ben)}")

        assert (shown.status_code, scanned.status_code) == (404, 200)
        assert not says(shown.text + scanned.text, "Ben")
        assert "Mail me my link" in scanned.text


def test_a_made_up_code_is_no_badge(ana_and_ben, client: Visitor) -> None:
    _ana, ben = ana_and_ben
    code = door.code_of(ben)

    assert client.get(f"/B/{code[:-1]}{'A' if code[-1] != 'A' else 'B'}/hello").status_code == 404


def test_door_staff_who_are_guests_too_still_get_the_door(ana_and_ben, client: Visitor) -> None:
    ana, ben = ana_and_ben
    make.sign_in(client, make.member(ben.event.community, "door"))
    opens_own_page(client, ana)

    scanned = client.get(f"/B/{door.code_of(ben)}")

    assert "/door?" in scanned.headers["Location"]


def test_a_signed_in_guest_needs_no_link(app: Flask, client: Visitor) -> None:
    ana, ben = tonight("Ana", "Ben")
    make.sign_in(client, ana.person)

    assert "Say hello to Ben" in client.get(page_of(ben)).text


def test_a_tick_without_anything_to_share_is_given_back(ana_and_ben, client: Visitor) -> None:
    _ana, ben = ana_and_ben

    answer = client.submit(page_of(ben), to="/hello", keep=ben.id, **{f"share-{ben.id}": None})

    assert answer.status_code == 422
    assert "at least one way in which Ben may reach you" in answer.text
    assert (hellos(), followup_builders.wishes()) == ([], [])


def test_nobody_says_hello_to_a_whole_hall(
    ana_and_ben, client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    _ana, ben = ana_and_ben
    monkeypatch.setattr("eventapp.followups.hellos.actions.MOST", 0)

    assert client.post(page_of(ben), data={"keep": ben.id}).status_code == 409


def without_token(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrf_token" not in line]
