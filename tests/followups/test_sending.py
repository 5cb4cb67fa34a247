"""The cards at the organizer's desk: when they go out, sent and stopped by a press, never in the request."""

from datetime import timedelta

import followup_builders
import make
import pytest
from flask import Flask
from followup_builders import cards_page as page
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.door import presence
from eventapp.door.models import Visit
from eventapp.events.models import Event
from eventapp.followups.models import Card
from eventapp.followups.sending import actions, jobs
from eventapp.followups.sending.models import CardSending
from eventapp.mail.deliver import deliver_due
from eventapp.people.models import Link


def written() -> int:
    return db.session.scalar(db.select(db.func.count(Card.id))) or 0


def kept(event: Event) -> CardSending:
    return db.session.get_one(CardSending, event.id, populate_existing=True)


def test_a_press_writes_nothing_itself_and_the_worker_everything_once(
    app: Flask, client: Visitor
) -> None:
    event, _people = followup_builders.evening("Ana", "Ben")
    followup_builders.organizer(client, event)

    sent = client.submit(page(event), to="/cards/sending")
    client.post(page(event, "/sending"))

    assert sent.status_code == 303
    assert written() == 0
    assert "The cards are about to be written" in client.get(page(event)).text
    assert jobs.draft_due() == 2
    assert jobs.draft_due() == 0
    assert kept(event).asked_at is None
    assert len(followup_builders.letters("card")) == 2


def test_the_page_tells_how_far_they_are_until_the_last_has_left(
    app: Flask, client: Visitor
) -> None:
    event, _people = followup_builders.evening("Ana", "Ben", "Cem")
    followup_builders.organizer(client, event)
    client.submit(page(event), to="/cards/sending")
    evening = actions.begin(event, now=clock.now())
    actions.write_part(event, evening, now=clock.now(), most=2)
    db.session.commit()

    half = client.get(page(event, "/progress")).json
    jobs.draft_due()
    all_written = client.get(page(event, "/progress")).json
    deliver_due()
    gone = client.get(page(event, "/progress")).json

    assert "2 of 3 cards are written, 0 letters have left." in half["html"]
    assert "3 of 3 cards are written, 0 letters have left." in all_written["html"]
    assert (half["over"], all_written["over"], gone["over"]) == (False, False, True)
    assert "3 cards went out" in client.get(page(event)).text


def test_stopping_takes_back_what_has_not_left_and_the_rest_can_be_sent_later(
    app: Flask, client: Visitor
) -> None:
    event, people = followup_builders.evening("Ana", "Ben", "Cem", "Dot")
    followup_builders.organizer(client, event)
    client.submit(page(event), to="/cards/sending")
    evening = actions.begin(event, now=clock.now())
    actions.write_part(event, evening, now=clock.now(), most=3)
    db.session.commit()
    deliver_due(limit=1)
    links = db.session.scalar(db.select(db.func.count(Link.id)).filter_by(purpose="card"))

    client.submit(page(event), to="/cards/stop")
    stopped = client.get(page(event)).text
    rest = actions.write_part(event, evening, now=clock.now(), most=9)
    db.session.commit()

    assert "Stopped. 2 letters were taken back." in stopped
    assert (rest.new, rest.last) == (0, True)
    assert jobs.draft_due() == 0
    assert written() == len(followup_builders.letters("card")) == 1
    assert links == 3
    assert db.session.scalar(db.select(db.func.count(Link.id)).filter_by(purpose="card")) == 1
    said = client.get(page(event)).text
    assert "1 card has left" in said
    client.submit(page(event), to="/cards/sending")
    assert jobs.draft_due() == 3
    deliver_due()
    assert {
        letter.to for letter in followup_builders.letters("card") if letter.state == "sent"
    } == {rsvp.person.email for rsvp in people}


def test_whoever_is_checked_in_afterwards_can_still_get_a_card(app: Flask, client: Visitor) -> None:
    event = make.past_event()
    ana, ben, cem = people = followup_builders.guests(event, "Ana", "Ben", "Cem")
    followup_builders.seat(event, [people])
    followup_builders.arrive(ana, ben)
    actions.draft(event, now=clock.now())
    followup_builders.arrive(cem)
    db.session.commit()
    deliver_due()

    followup_builders.organizer(client, event).submit(page(event), to="/cards/sending")
    jobs.draft_due()

    assert {letter.to for letter in followup_builders.letters("card")} == {
        "ana@example.org",
        "ben@example.org",
        "cem@example.org",
    }


def test_cards_to_be_looked_at_first_wait_for_the_press(app: Flask, client: Visitor) -> None:
    event, _people = followup_builders.evening("Ana", "Ben")
    followup_builders.organizer(client, event)

    client.submit(page(event), to="/cards/choice", mode="review")

    assert jobs.draft_due() == 0
    said = client.get(page(event)).text
    assert "They wait for you" in said
    assert "nobody gets a card, and nobody is asked how it was" in said
    client.submit(page(event), to="/cards/sending")
    assert jobs.draft_due() == 2


def test_cards_that_nobody_looked_at_in_ten_days_are_never_sent(
    app: Flask, client: Visitor
) -> None:
    event, _people = followup_builders.evening("Ana", "Ben")
    actions.choose(event, "review", sends_at=None, now=clock.now())
    event.starts_at -= timedelta(days=10)
    event.ends_at -= timedelta(days=10)
    db.session.commit()
    followup_builders.organizer(client, event)

    said = client.get(page(event)).text

    assert "nobody got one, and nobody will" in said
    assert client.post(page(event, "/sending")).status_code == 409
    assert client.get(page(event, "/review")).status_code == 409
    assert jobs.draft_due() == 0


def test_a_chosen_time_is_one_on_the_clocks_of_the_event(app: Flask, client: Visitor) -> None:
    event, _people = followup_builders.evening("Ana", "Ben", zone="Asia/Tokyo")
    at = (event.local_end + timedelta(days=2)).replace(hour=19, minute=0)
    followup_builders.organizer(client, event)

    client.submit(page(event), to="/cards/choice", mode="at", sends_at=f"{at:%Y-%m-%dT%H:%M}")

    sends_at = kept(event).sends_at
    assert sends_at is not None
    assert f"{sends_at.astimezone(at.tzinfo):%d %H:%M}" == f"{at:%d} 19:00"
    assert event.id not in actions.due(sends_at - timedelta(minutes=1))
    assert event.id in actions.due(sends_at)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Give day and time"),
        ("soon", "Give day and time"),
        ("2019-01-01T12:00", "after the end of the event"),
        ("2199-01-01T12:00", "within ten days"),
        ("9999-01-01T12:00", "Check the year"),
    ],
)
def test_a_time_that_cannot_be_is_said_at_its_field(
    app: Flask, client: Visitor, typed: str, said: str
) -> None:
    event, _people = followup_builders.evening("Ana", "Ben")

    answer = followup_builders.organizer(client, event).submit(
        page(event), to="/cards/choice", mode="at", sends_at=typed
    )

    assert answer.status_code in {409, 422}
    assert said in answer.text
    assert db.session.get(CardSending, event.id) is None


def test_it_can_be_chosen_before_the_event_and_is_copied_with_it(
    app: Flask, client: Visitor
) -> None:
    event = make.event()
    followup_builders.organizer(client, event)
    assert "They go out" in client.get(page(event)).text

    client.submit(page(event), to="/cards/choice", mode="review")
    copied = make.event(community=event.community)
    actions.copy(event, copied)

    assert "They wait for you after the event" in client.get(page(event)).text
    assert actions.goes_out_at(copied) is None
    assert client.post(page(event, "/sending")).status_code == 409


def test_cards_on_their_way_are_not_put_off(app: Flask, client: Visitor) -> None:
    event, _people = followup_builders.drafted("Ana", "Ben")
    db.session.commit()

    answer = followup_builders.organizer(client, event).post(
        page(event, "/choice"), data={"mode": "review"}
    )

    assert answer.status_code == 409


@pytest.mark.parametrize("who", ["nobody", "door", "stranger"])
def test_the_cards_are_for_organizers(app: Flask, client: Visitor, who: str) -> None:
    event, _people = followup_builders.evening("Ana", "Ben")
    if who == "door":
        make.sign_in(client, make.member(event.community, "door"))
    elif who == "stranger":
        make.sign_in(client, make.member(make.community(), "owner"))
    db.session.commit()

    for ending in ("", "/review", "/lines", "/progress"):
        assert client.get(page(event, ending)).status_code in {302, 303, 404}
    for ending in ("/sending", "/stop", "/choice"):
        assert client.post(page(event, ending)).status_code in {302, 303, 404}
    assert db.session.get(CardSending, event.id) is None


def test_cards_that_wait_to_be_looked_at_are_a_next_step_until_they_went(
    app: Flask, client: Visitor
) -> None:
    event, _people = followup_builders.evening("Ana", "Ben")
    followup_builders.organizer(client, event)
    home = f"/desk/{event.community.slug}"
    before = client.get(home).text

    actions.choose(event, "review", sends_at=None, now=clock.now())
    waiting = client.get(home).text
    event.starts_at -= timedelta(days=8)
    event.ends_at -= timedelta(days=8)
    late = client.get(home).text
    actions.draft(event, now=clock.now())
    gone = client.get(home).text

    step = "Look through the follow-up cards"
    assert [step in said for said in (before, waiting, late, gone)] == [False, True, True, False]
    assert "after that nobody gets one" in waiting


def test_who_sat_alone_gets_no_card(app: Flask) -> None:
    event = make.past_event()
    ana, ben, cem = followup_builders.guests(event, "Ana", "Ben", "Cem")
    followup_builders.seat(event, [[ana, ben], [cem]])
    followup_builders.arrive(ana, ben, cem)

    assert actions.draft(event, now=clock.now()) == 2


def test_a_card_on_which_nobody_is_left_stays_here(app: Flask) -> None:
    event, (_ana, ben) = followup_builders.drafted("Ana", "Ben")
    presence.end(ben, now=event.starts_at)
    db.session.execute(db.delete(Visit))
    db.session.commit()

    assert deliver_due() == 0
