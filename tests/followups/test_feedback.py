"""How was it? Asked once, of who was there; shown to organizers as numbers of five and more, without names."""

from datetime import timedelta

import followup_builders
import make
import pytest
from flask import Flask, current_app
from followup_builders import letters
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.followups import jobs
from eventapp.followups.feedback import actions
from eventapp.followups.models import Feedback
from eventapp.followups.sending import jobs as sending_jobs
from eventapp.people import preferences
from eventapp.people.actions import erase, token_of
from eventapp.rsvps.models import Rsvp


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "PAUSE", 0)


def asked() -> list[str]:
    return [letter.about for letter in letters("feedback")]


def page_of(rsvp: Rsvp) -> str:
    return f"/r/{token_of(rsvp.link)}/feedback"


def past(*names: str, here: int = 0, **given) -> list[Rsvp]:
    """Guests of yesterday without tables, the first ones checked in, after the cards' time."""
    event = make.past_event(followed_up_at=clock.now())
    guests = followup_builders.guests(event, *names, **given)
    followup_builders.arrive(*guests[:here])
    db.session.commit()
    return guests


def test_who_was_checked_in_is_asked_once_part_by_part(
    each_database: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "PART", 2)
    guests = past("Ana", "Ben", "Cem", "Dan", here=3)

    numbers = [jobs.ask_how_it_was(), jobs.ask_how_it_was()]

    assert numbers == [3, 0]
    assert asked() == [f"rsvp:{rsvp.id}" for rsvp in guests[:3]]
    assert actions.due(clock.now()) == []


def test_where_no_door_ran_who_had_a_place_is_asked(app: Flask) -> None:
    event = make.past_event(followed_up_at=clock.now(), capacity=1)
    going, _waiting = followup_builders.guests(event, "Ana", "Ben")
    db.session.commit()

    jobs.ask_how_it_was()

    assert asked() == [f"rsvp:{going.id}"]


@pytest.mark.usefixtures("by_day")
def test_a_card_asks_as_well_so_that_nobody_gets_two_letters(app: Flask) -> None:
    event, (ana, ben) = followup_builders.evening("Ana", "Ben")
    (cem,) = followup_builders.guests(event, "Cem", keep_in_touch=False)
    followup_builders.arrive(cem)
    db.session.commit()

    early = jobs.ask_how_it_was()
    sending_jobs.draft_due()
    jobs.ask_how_it_was()

    cards = letters("card")
    assert early == 0
    assert asked() == [f"rsvp:{cem.id}"]
    assert {card.about for card in cards} == {f"rsvp:{one.id}" for one in (ana, ben)}
    assert all("/feedback" in card.text and "/feedback" in card.html for card in cards)


def test_nobody_is_asked_before_the_morning_after_nor_long_after(app: Flask) -> None:
    for ago in (timedelta(hours=11), timedelta(days=10)):
        over = clock.now() - ago
        event = make.event(
            starts_at=over - timedelta(hours=2), ends_at=over, followed_up_at=clock.now()
        )
        make.rsvp(event)
    db.session.commit()

    assert jobs.ask_how_it_was() == 0


def test_two_taps_and_a_line_are_kept_and_may_be_changed(app: Flask, client: Visitor) -> None:
    (ana,) = past("Ana", here=1)

    client.submit(page_of(ana), met="yes", words="Longer rounds")
    client.submit(page_of(ana), met="no", again="yes", words="Shorter rounds")

    (kept,) = db.session.scalars(db.select(Feedback).execution_options(populate_existing=True))
    assert (kept.met, kept.again, kept.words) == ("no", "yes", "Shorter rounds")
    assert "Shorter rounds" in client.get(page_of(ana)).text


def test_who_was_not_there_is_not_asked_and_cannot_answer(app: Flask, client: Visitor) -> None:
    ana, ben = past("Ana", "Ben", here=1)

    assert client.get(page_of(ana)).status_code == 200
    assert client.get(page_of(ben)).status_code == 404


def test_an_answer_that_is_none_is_said_so(app: Flask, client: Visitor) -> None:
    (ana,) = past("Ana", here=1)

    answer = client.post(page_of(ana), data={"met": "perhaps"})

    assert answer.status_code == 422
    assert db.session.scalars(db.select(Feedback)).all() == []


@pytest.mark.parametrize(("answers", "shown"), [(4, False), (5, True)])
def test_organizers_see_numbers_and_words_from_five_on_without_names(
    app: Flask, client: Visitor, answers: int, shown: bool
) -> None:
    names = [f"Guest{n}" for n in range(6)]
    guests = past(*names, here=6)
    for n, rsvp in enumerate(guests[:answers]):
        actions.answer(
            rsvp, met="yes" if n else "no", again="", words=f"Words {n}", now=clock.now()
        )
    event = guests[0].event
    make.sign_in(client, make.member(event.community, right="organizer"))

    page = client.get(f"/desk/{event.community.slug}/events/{event.slug}/lookback").text

    assert ("4 of 5 met somebody" in page) == shown
    assert ("met somebody they’d talk to" in page) == shown
    assert ("Words 3" in page) == shown
    assert not any(name in page for name in names)


def test_a_letter_that_waited_stays_when_it_was_said_meanwhile_or_switched_off(app: Flask) -> None:
    ana, ben, _cem = past("Ana", "Ben", "Cem", here=3)
    jobs.ask_how_it_was()
    check = current_app.extensions["mail_checks"]["feedback"]

    actions.answer(ana, met="yes", again="", words="", now=clock.now())
    preferences.switch_off(ben.person, "feedback", now=clock.now())
    db.session.flush()

    assert [check(letter) for letter in letters("feedback")] == [False, False, True]


def told(event) -> actions.Heard:
    db.session.expire_all()
    return actions.heard(event)


def say(rsvp: Rsvp, met: str = "yes", words: str = "", again: str = "yes") -> None:
    actions.answer(rsvp, met=met, again=again, words=words, now=clock.now())
    db.session.commit()


def test_two_looks_never_differ_by_what_one_guest_said(app: Flask) -> None:
    guests = past(*(f"Guest{n}" for n in range(10)), here=10)
    event, looks = guests[0].event, []

    for n, rsvp in enumerate(guests):
        say(rsvp, met="yes" if n % 2 else "no", words=f"Words {n}")
        looks.append(told(event))

    assert [look.answers for look in looks] == [0, 0, 0, 0, 5, 5, 5, 5, 5, 10]
    assert len({str(look) for look in looks[4:9]}) == 1
    assert looks[4].met == (2, 5)
    assert looks[9].met == (5, 10)


def test_an_answer_that_was_told_stays_as_it_is(app: Flask, client: Visitor) -> None:
    guests = past(*(f"Guest{n}" for n in range(5)), here=5)
    for rsvp in guests:
        say(rsvp, words="As it was")
    before = told(guests[0].event)

    page = client.get(page_of(guests[0]))
    answer = client.post(page_of(guests[0]), data={"met": "no", "words": "Another"})

    assert "stays as it is" in page.text
    assert answer.status_code == 409
    assert told(guests[0].event) == before


def test_with_an_erased_answer_go_the_four_it_was_told_with(app: Flask) -> None:
    guests = past(*(f"Guest{n}" for n in range(11)), here=11)
    for n, rsvp in enumerate(guests[:10]):
        say(rsvp, words=f"Words {n}")
    event = guests[0].event

    erase(guests[2].person)
    db.session.commit()
    after = told(event)
    say(guests[10], words="Words 10")

    assert after.answers == 5
    assert after.words == [f"Words {n}" for n in range(5, 10)]
    # Nor do the four come back with somebody else.
    assert told(event) == after


def test_who_sends_an_empty_form_hides_nobody(app: Flask) -> None:
    guests = past(*(f"Guest{n}" for n in range(6)), here=6)
    for rsvp in guests[:4]:
        say(rsvp, met="", again="", words=" ".strip())
    say(guests[4], words="Only me")

    assert told(guests[0].event).words == []
