"""Who came without an address gives one by the code on their badge, and only by opening its letter."""

from datetime import timedelta

import door_builders
import make
import pytest
from concurrent_requests import rush, statuses
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.door import actions, badge_owners
from eventapp.mail.models import Message
from eventapp.people.actions import token_of
from eventapp.people.models import AddressChange
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps.attendees import actions as attendees
from eventapp.rsvps.merging.models import PersonMerge
from eventapp.rsvps.models import HistoryEntry, Rsvp

FORM = "Is this your badge?"


def walk_in(name: str = "Rosa") -> Rsvp:
    return door_builders.walk_in(door_builders.event(), name)


def badge(rsvp: Rsvp) -> str:
    return f"/badge/{actions.code_of(rsvp)}"


def ask(client: Visitor, rsvp: Rsvp, email: str = "rosa@example.org"):
    return client.post(f"{badge(rsvp)}/addresses", data={"email": email})


def letters(kind: str = "badge-owner") -> list[str]:
    return list(db.session.scalars(db.select(Message.to).filter_by(kind=kind).order_by("id")))


def link_to(email: str) -> str:
    """The path of the link in the letter to an address."""
    found = db.select(AddressChange).filter_by(email=email).order_by(AddressChange.id.desc())
    return f"/address/{token_of(db.session.scalars(found).first())}"


def email_of(rsvp: Rsvp) -> str | None:
    db.session.refresh(rsvp)
    return rsvp.person.email


def test_a_typed_address_changes_nothing_until_its_letter_says_yes(client: Visitor) -> None:
    rsvp = walk_in()

    page = client.get(badge(rsvp))
    answer = ask(client, rsvp)
    shown = client.get(link_to("rosa@example.org"))

    assert FORM in page.text
    assert "Look into your mail" in client.get(answer.headers["Location"]).text
    assert letters() == ["rosa@example.org"]
    assert "Is this your badge, Rosa?" in shown.text
    assert email_of(rsvp) is None


def test_yes_opens_the_page_of_the_evening_and_the_invite_follows(client: Visitor) -> None:
    rsvp = walk_in()
    ask(client, rsvp)

    answer = client.submit(link_to("rosa@example.org"))

    assert answer.headers["Location"] == f"/r/{token_of(rsvp.link)}"
    assert client.get(answer.headers["Location"]).status_code == 200
    assert email_of(rsvp) == "rosa@example.org"
    assert letters("invite") == ["rosa@example.org"]
    kept = db.session.scalars(db.select(HistoryEntry).filter_by(what="address")).one()
    assert (kept.before, kept.after) == ("", "rosa@example.org")


def test_the_first_who_says_yes_has_the_badge_and_hears_of_no_other(client: Visitor) -> None:
    rsvp = walk_in()
    ask(client, rsvp, "stranger@example.net")
    ask(client, rsvp)
    late = link_to("stranger@example.net")
    client.submit(link_to("rosa@example.org"))

    answer = client.post(late)

    assert answer.status_code == 410
    assert email_of(rsvp) == "rosa@example.org"
    assert FORM not in client.get(badge(rsvp)).text
    left = {change.email for change in db.session.scalars(db.select(AddressChange))}
    assert left == {"rosa@example.org", ""}


def test_two_yeses_at_once_are_one_owner(each_database: Flask) -> None:
    rsvp = walk_in()
    names = ["rosa@example.org", "stranger@example.net"]
    for email in names:
        badge_owners.ask(rsvp, email, now=clock.now())
    db.session.commit()
    paths = [link_to(email) for email in names]

    answers = rush(each_database, [(path, {}, None) for path in paths])

    assert statuses(answers) == {303: 1, 410: 1}
    assert len(letters("invite")) == 1


def with_an_address(rsvp: Rsvp) -> None:
    rsvp.person.email = "own@example.org"


def with_a_shared_address(rsvp: Rsvp) -> None:
    rsvp.person.shares = make.person()


def who_gave_the_place_back(rsvp: Rsvp) -> None:
    rsvp.state = "cancelled"


def who_is_not_in(rsvp: Rsvp) -> None:
    actions.undo(rsvp.event, rsvp.id, by=make.person(), now=clock.now())


def whom_somebody_brings(rsvp: Rsvp) -> None:
    rsvp.brought_by = make.rsvp(rsvp.event)


def whose_evening_was_long_ago(rsvp: Rsvp) -> None:
    event = rsvp.event
    event.starts_at -= timedelta(days=9)
    event.ends_at -= timedelta(days=9)


def whose_event_was_called_off(rsvp: Rsvp) -> None:
    rsvp.event.cancelled_at = clock.now()


@pytest.mark.parametrize(
    "guest",
    [
        with_an_address,
        with_a_shared_address,
        who_gave_the_place_back,
        who_is_not_in,
        whom_somebody_brings,
        whose_evening_was_long_ago,
        whose_event_was_called_off,
    ],
)
def test_the_badge_of_a_guest_is_offered_to_nobody(client: Visitor, guest) -> None:
    rsvp, free = walk_in(), walk_in("Kit")
    guest(rsvp)
    db.session.flush()
    same = ask(client, free).headers["Location"].rpartition("?")[2]

    page, answer = client.get(badge(rsvp)), ask(client, rsvp, "stranger@example.net")

    assert FORM not in page.text
    # The words after it are the same as for a badge that waits for its owner.
    assert answer.headers["Location"].rpartition("?")[2] == same
    assert "Look into your mail" in client.get(answer.headers["Location"]).text
    assert "stranger@example.net" not in letters()
    assert (
        db.session.scalar(db.select(AddressChange).filter_by(email="stranger@example.net")) is None
    )


@pytest.mark.parametrize("guest", [who_gave_the_place_back, who_is_not_in])
def test_a_letter_opens_nothing_once_the_badge_is_no_longer_worn(client: Visitor, guest) -> None:
    rsvp = walk_in()
    ask(client, rsvp)
    guest(rsvp)

    client.post(link_to("rosa@example.org"))

    assert "rosa@example.org" not in letters("invite")


def test_the_badge_and_its_letter_tell_a_stranger_no_more_than_the_badge_does(
    client: Visitor,
) -> None:
    rsvp = walk_in("Zebedee")
    ask(client, rsvp, "stranger@example.net")

    page = client.get(badge(rsvp)).text
    (letter,) = db.session.scalars(db.select(Message).filter_by(kind="badge-owner"))
    opened = client.get(link_to("stranger@example.net")).text

    assert "Zebedee" not in page
    for text in (page, letter.subject, letter.text, letter.html, opened):
        assert rsvp.event.title not in text
        assert rsvp.event.place_name not in text
    assert rsvp.role.name in opened


def test_one_address_gets_one_letter_an_hour_and_a_badge_causes_so_many_a_day(
    client: Visitor,
) -> None:
    rsvp = walk_in()
    now = clock.now()

    for _ in "123":
        ask(client, rsvp)
    for number in range(40):
        badge_owners.ask(rsvp, f"{number}@example.net", now=now)

    assert letters().count("rosa@example.org") == 1
    assert len(letters()) == badge_owners.A_DAY


def test_of_one_connection_few_are_written_to_at_once(app: Flask, client: Visitor) -> None:
    app.config["STRANGERS_AN_HOUR"] = 3

    for number, rsvp in enumerate([walk_in(name) for name in ("Rosa", "Kit", "Mai", "Ben", "Ana")]):
        assert ask(client, rsvp, f"{number}@example.net").status_code == 303

    due = db.session.scalars(db.select(Message.due_at).filter_by(kind="badge-owner")).all()
    assert [at <= clock.now() for at in sorted(due)] == [True] * 3 + [False] * 2


def test_who_is_known_by_the_address_gets_the_evening_to_what_they_have(client: Visitor) -> None:
    rsvp = walk_in()
    rosa = make.person(email="rosa@example.org", first_name="Rosa")
    earlier = make.rsvp(make.event(community=rsvp.event.community), person=rosa)
    ask(client, rsvp)

    answer = client.submit(link_to("rosa@example.org"))

    assert answer.status_code == 303
    db.session.refresh(rsvp)
    assert rsvp.person_id == earlier.person_id == rosa.id
    # For a day an organizer can part them again.
    assert db.session.scalars(db.select(PersonMerge)).one().kept_id == rosa.id


def test_who_had_answered_and_came_as_a_walk_in_is_one_guest_who_is_in(client: Visitor) -> None:
    rsvp = walk_in()
    rosa = make.person(email="rosa@example.org", first_name="Rosa")
    twice = make.rsvp(rsvp.event, person=rosa, first_name="Rosa")
    ask(client, rsvp)

    client.submit(link_to("rosa@example.org"))

    db.session.refresh(twice)
    assert email_of(rsvp) == "rosa@example.org"
    assert (rsvp.state, twice.state) == ("going", "cancelled")
    assert rsvps.count(rsvp.event, "going") == 1


def test_another_name_at_an_address_that_answered_is_a_second_person_there(
    client: Visitor,
) -> None:
    rsvp = walk_in()
    other = make.rsvp(rsvp.event, email="ben@example.org", first_name="Ben")
    ask(client, rsvp, "ben@example.org")

    client.submit(link_to("ben@example.org"))

    db.session.refresh(rsvp)
    assert (rsvp.person.email, rsvp.person.shares_id) == (None, other.person_id)
    assert other.going
    assert letters("shared") == ["ben@example.org"]


def test_an_organizer_gives_a_badge_that_a_stranger_took_to_whom_it_belongs(
    client: Visitor,
) -> None:
    rsvp = walk_in()
    ask(client, rsvp, "stranger@example.net")
    own = client.submit(link_to("stranger@example.net")).headers["Location"]
    organizer = make.member(rsvp.event.community)

    attendees.correct_address(rsvp, "rosa@example.org", by=organizer, now=clock.now())

    assert email_of(rsvp) == "rosa@example.org"
    assert client.get(own).status_code in {404, 410}


@pytest.mark.parametrize("typed", ["", "nobody", "x" * 300 + "@example.org"])
def test_what_is_no_address_comes_back_with_what_to_mend(client: Visitor, typed: str) -> None:
    rsvp = walk_in()

    answer = ask(client, rsvp, typed)

    assert answer.status_code == 422
    assert FORM in answer.text
    assert letters() == []


def test_looking_at_a_badge_writes_nothing(client: Visitor) -> None:
    rsvp = walk_in()
    ask(client, rsvp)

    for path in (badge(rsvp), f"{badge(rsvp)}?asked=1", link_to("rosa@example.org")):
        assert client.get(path).status_code == 200

    assert email_of(rsvp) is None
