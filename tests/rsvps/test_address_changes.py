"""Another address: the new one says yes first, the old one is told and may go back."""

import make
import pytest
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.mail import bounces
from eventapp.mail.models import Message
from eventapp.people.actions import token_of
from eventapp.people.models import AddressChange, Person
from eventapp.rsvps.merging import actions as merging
from eventapp.rsvps.models import HistoryEntry, Rsvp


def letters(kind: str) -> list[Message]:
    return list(db.session.scalars(db.select(Message).where(Message.kind == kind)))


def email_of(rsvp: Rsvp) -> str:
    db.session.refresh(rsvp.person)
    return rsvp.person.email


def change_to(email: str) -> str:
    """The path of the link that a letter to an address carries."""
    found = db.select(AddressChange).filter_by(email=email).order_by(AddressChange.id.desc())
    return f"/address/{token_of(db.session.scalars(found).first())}"


def ask(client: Visitor, rsvp: Rsvp, email: str):
    make.sign_in(client, rsvp.person)
    return client.post("/me/address-changes", data={"email": email})


def guest(**given) -> Rsvp:
    rsvp = make.rsvp(**{"email": "old@example.org", "letter": "invite"} | given)
    db.session.commit()
    return rsvp


def test_nothing_changes_until_the_new_address_says_yes(app: Flask, client: Visitor) -> None:
    rsvp = guest()

    ask(client, rsvp, "New@example.org")
    page = client.get(change_to("new@example.org"))

    assert page.status_code == 200
    assert email_of(rsvp) == "old@example.org"
    assert [letter.to for letter in letters("address-confirm")] == ["new@example.org"]
    assert letters("address-changed") == []


def test_both_addresses_hear_and_calendars_are_invited_anew(app: Flask, client: Visitor) -> None:
    rsvp = guest()
    ask(client, rsvp, "new@example.org")

    client.submit(change_to("new@example.org"))

    assert email_of(rsvp) == "new@example.org"
    assert [letter.to for letter in letters("address-changed")] == ["old@example.org"]
    assert [letter.to for letter in letters("invite")] == ["old@example.org", "new@example.org"]
    assert b"new@example.org" in letters("invite")[-1].calendar
    (entry,) = db.session.scalars(db.select(HistoryEntry)).all()
    assert (entry.what, entry.before, entry.after) == (
        "address",
        "old@example.org",
        "new@example.org",
    )


def test_the_old_address_can_have_it_back(app: Flask, client: Visitor) -> None:
    rsvp = guest()
    ask(client, rsvp, "new@example.org")
    client.submit(change_to("new@example.org"))

    client.submit(change_to("old@example.org"))

    assert email_of(rsvp) == "old@example.org"


def test_a_link_works_once_and_not_for_ever(app: Flask, client: Visitor) -> None:
    rsvp = guest()
    ask(client, rsvp, "new@example.org")
    path = change_to("new@example.org")
    client.submit(path)
    again = client.post(path)
    late = make.address_change(rsvp.person, "late@example.org", expires_at=clock.now())
    db.session.commit()

    assert again.status_code == 410
    assert client.post(f"/address/{token_of(late)}").status_code == 410
    assert client.get("/address/" + "x" * 32).status_code == 404


def test_an_address_that_is_somebody_s_is_not_taken_from_them(app: Flask, client: Visitor) -> None:
    rsvp = guest()
    make.person(email="new@example.org")
    db.session.commit()

    said = ask(client, rsvp, "new@example.org")
    answer = client.post(change_to("new@example.org"))

    # Whoever asks learns nothing of who is known here; whoever reads its mail does.
    assert said.status_code == 303
    assert answer.status_code == 409
    assert email_of(rsvp) == "old@example.org"


def by_link(client: Visitor, rsvp: Rsvp):
    path = f"/r/{token_of(rsvp.link)}"
    shown = client.get(f"{path}/mails").text
    return shown, client.post(f"{path}/address-changes", data={"email": "new@example.org"})


def test_a_link_that_may_be_passed_on_changes_no_address(app: Flask, client: Visitor) -> None:
    shown, said = by_link(client, guest())

    assert said.status_code == 409
    assert "sign in first" in said.text
    assert 'action="/sign-in"' in shown or 'href="/sign-in"' in shown
    assert "address-changes" not in shown
    assert letters("address-confirm") == []


def test_where_mail_comes_back_from_an_address_the_link_is_enough(
    app: Flask, client: Visitor
) -> None:
    rsvp = guest()
    bounces.note("old@example.org", status="5.1.1", said="", now=clock.now())
    db.session.commit()

    shown, said = by_link(client, rsvp)

    assert said.status_code == 303
    assert "address-changes" in shown
    assert len(letters("address-confirm")) == 1


def test_whoever_organizes_signs_in_all_the_same(app: Flask, client: Visitor) -> None:
    event = make.event()
    owner = make.member(event.community, email="owner@example.org")
    rsvp = guest(of=event, email=None, person=owner)
    bounces.note("owner@example.org", status="5.1.1", said="", now=clock.now())
    db.session.commit()

    assert by_link(client, rsvp)[1].status_code == 409
    assert ask(client, rsvp, "new@example.org").status_code == 303


@pytest.mark.parametrize("keeps_victim", [True, False])
def test_an_organizer_s_merge_opens_nobody_s_mail_or_calendar(
    app: Flask, client: Visitor, keeps_victim: bool
) -> None:
    event = make.event()
    mine, theirs = guest(of=event, email="eve@example.org"), guest(of=event)
    by, token, victim = make.member(event.community), token_of(mine.link), theirs.person
    pair = (victim, mine.person) if keeps_victim else (mine.person, victim)
    stands = {mine.id} if keeps_victim else {theirs.id}
    given = {"standing": stands, "community_id": event.community_id, "by": by}
    merging.merge(*pair, **given, now=clock.now())
    db.session.commit()
    assert mine.person is victim

    asked = client.post(f"/r/{token}/address-changes", data={"email": "new@example.org"})
    switched = client.post(f"/r/{token}/mails", data={"topic": "card"})
    feed = client.post(f"/r/{token}/calendar")

    assert client.get(f"/r/{token}").status_code == 200
    assert {asked.status_code, switched.status_code, feed.status_code} == {404}
    assert letters("address-confirm") == []


def test_so_many_a_day_and_no_more(app: Flask, client: Visitor) -> None:
    rsvp = guest()

    answers = [ask(client, rsvp, f"new{n}@example.org").status_code for n in range(6)]

    assert answers == [303] * 5 + [409]


def test_what_is_no_address_is_said_so(app: Flask, client: Visitor) -> None:
    rsvp = guest()

    assert ask(client, rsvp, "nonsense").status_code == 422
    assert ask(client, rsvp, "old@example.org").status_code == 409
    assert db.session.scalars(db.select(Person).where(Person.email == "nonsense")).all() == []
