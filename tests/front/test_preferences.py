"""Which letters somebody gets: switched off by one press, asked when a letter leaves, and on again."""

import followup_builders
import make
import pytest
from flask import Flask, current_app
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.front.preferences import actions
from eventapp.mail.compose import mime
from eventapp.mail.deliver import deliver_due
from eventapp.mail.leaving import letter
from eventapp.mail.models import Message
from eventapp.paths import ROOT
from eventapp.people import preferences
from eventapp.people.actions import page_token_of, token_of
from eventapp.people.models import Link, MailPreference, Person
from eventapp.rsvps import jobs
from eventapp.rsvps.attendees import messages

KINDS = {path.parent.name for path in (ROOT / "templates" / "mail").glob("*/subject.txt")}
# What tells of a place, or of what somebody asked for, always comes.
ALWAYS = {
    "answer-check", "calendar-no", "calendar-yes", "guest-mail", "new-time", "reopened",
    "invite", "waitlist", "promoted", "offer", "offer-over", "pending", "approved", "declined",
    "update", "moved", "cancelled", "goodbye", "again", "shared", "shared-promoted", "route",
    "still-coming", "enrolled", "enrolled-again", "links", "sign-in",
    "address-confirm", "address-changed", "badge-owner", "keys-changed", "half-hour", "half-hour-off",
    "program-off", "program-on", "program-moved", "interest-confirm", "runs-again", "webhook-off", "next-date", "team-invitation", "team-changed",
    "community-closed",
}  # fmt: skip


def press(client: Visitor, path: str, **more: object):
    """What a mail program sends: no cookie, no token, from nowhere."""
    headers = {"X-CSRFToken": "", "Origin": "https://mail.example.com"}
    return client.post(path, data={"List-Unsubscribe": "One-Click"}, headers=headers, **more)


def path_of(person: Person, kind: str) -> str:
    preferences.address(person, kind, now=clock.now())
    db.session.commit()
    link = db.session.scalars(
        db.select(Link).where(Link.person_id == person.id, Link.purpose == "unsubscribe")
    ).one()
    return f"/u/{token_of(link)}/{preferences.TOPIC_OF[kind]}"


def waits(kind: str, person: Person) -> Message:
    """A letter of a kind to somebody that waits in the outbox."""
    letter = Message(
        key=f"{kind}:{person.id}", kind=kind, about="person:0", message_id=f"<{kind}@example.org>",
        to_name="", to=person.email, sender_name="", subject="A letter", text="", html="",
        created_at=clock.now(), due_at=clock.now(),
    )  # fmt: skip
    return make.saved(letter)


def test_every_kind_of_letter_either_always_comes_or_may_be_switched_off() -> None:
    assert not ALWAYS & preferences.TOPIC_OF.keys()
    assert ALWAYS | preferences.TOPIC_OF.keys() == KINDS


@pytest.mark.parametrize("kind", sorted(preferences.TOPIC_OF))
def test_what_is_switched_off_does_not_leave_though_it_waits(app: Flask, kind: str) -> None:
    person = make.person()
    letter = waits(kind, person)
    check = preferences.checked({})[kind]
    before = check(letter)

    make.saved(MailPreference(person=person, topic=preferences.TOPIC_OF[kind], off_at=clock.now()))

    assert (before, check(letter)) == (True, False)
    assert current_app.extensions["mail_checks"].keys() >= preferences.TOPIC_OF.keys()


@pytest.mark.parametrize("topic", preferences.TOPICS)
@pytest.mark.parametrize("way", [{}, {"content_type": "multipart/form-data"}])
def test_one_press_without_cookie_or_token_switches_off_twice_is_once(
    app: Flask, client: Visitor, topic: str, way: dict
) -> None:
    person = make.person()
    path = path_of(person, preferences.TOPICS[topic][0])
    letter = waits(preferences.TOPICS[topic][0], person)
    db.session.commit()

    answers = [press(client, path, **way), press(client, path, **way)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert preferences.off(person) == {topic}
    db.session.refresh(letter)
    assert letter.state == "withdrawn"


def test_looking_at_the_link_changes_nothing_and_a_page_switches_it_on_again(
    app: Flask, client: Visitor
) -> None:
    person = make.person()
    path = path_of(person, "reminder")

    shown = client.get(path)
    looked = preferences.off(person)
    client.submit(path)
    off = preferences.off(person)
    client.submit(path, to="/subscription")

    assert shown.status_code == 200
    assert (looked, off, preferences.off(person)) == (set(), {"reminder"}, set())


def test_a_link_switches_nothing_of_somebody_else_and_no_other_kind(
    app: Flask, client: Visitor
) -> None:
    person, other = make.person(), make.person()
    path = path_of(person, "reminder")

    press(client, path)

    assert preferences.off(other) == set()
    assert press(client, path.replace("reminder", "invite")).status_code == 404
    assert press(client, "/u/" + "x" * 32 + "/reminder").status_code == 404


def test_one_link_is_enough_for_all_letters_to_a_person(app: Flask) -> None:
    person = make.person()

    first = preferences.address(person, "reminder", now=clock.now())
    many = preferences.addresses([person.id], "message", now=clock.now())

    assert db.session.scalar(db.select(db.func.count(Link.id))) == 1
    assert first.rpartition("/")[0] == many[person.id].rpartition("/")[0]


def test_the_headers_name_the_link_of_the_kind(app: Flask) -> None:
    event = make.event()
    rsvp = make.rsvp(event)
    earlier = clock.now() - messages.UNDO
    messages.send(event, [rsvp.id], subject="Bring a pen", text="Please", once="1", now=earlier)
    db.session.commit()
    jobs.write_announcements()
    message = db.session.scalars(db.select(Message).where(Message.kind == "message")).one()

    sent = mime(letter(message)).decode()

    assert f"List-Unsubscribe: <{app.config['BASE_URL']}/u/" in sent
    assert "/message>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in sent


def test_who_switched_messages_off_is_not_written_to(app: Flask) -> None:
    event = make.event()
    silent, other = make.rsvp(event), make.rsvp(event)
    preferences.switch_off(silent.person, "message", now=clock.now())

    found = messages.readers(event, [silent.id, other.id])

    assert found.told == [other.id]


def test_the_own_page_switches_off_and_on(app: Flask, client: Visitor) -> None:
    rsvp = make.rsvp()
    db.session.commit()
    path = f"/r/{token_of(rsvp.link)}/mails"

    client.post(path, data={"topic": "reminder", "on": "no"})
    off = preferences.off(rsvp.person)
    client.post(path, data={"topic": "reminder", "on": "yes"})
    wrong = client.post(path, data={"topic": "invite", "on": "no"})

    assert (off, preferences.off(rsvp.person)) == ({"reminder"}, set())
    assert wrong.status_code == 409


def test_whoever_typed_an_address_switches_nothing_of_its_owner(
    app: Flask, client: Visitor
) -> None:
    rsvp = make.rsvp()
    db.session.commit()

    page = page_token_of(rsvp.link)

    assert client.get(f"/r/{page}").status_code == 200
    assert "/mails" not in client.get(f"/r/{page}").text
    for path in (f"/r/{page}/mails", f"/r/{page}/address-changes"):
        answer = client.post(path, data={"topic": "card", "on": "no", "email": "x@example.org"})
        assert answer.status_code == 404


def test_the_daily_letter_is_offered_to_who_organizes_alone(app: Flask, client: Visitor) -> None:
    guest, owner = make.person(), make.member(make.community())

    shown = [[topic.key for topic in actions.topics(one)] for one in (guest, owner)]

    assert "digest" not in shown[0]
    assert shown[1] == list(preferences.TOPICS)


def test_no_more_cards_takes_the_consent_back_and_a_new_yes_brings_them_again(
    app: Flask, client: Visitor
) -> None:
    _event, (ana, _ben) = followup_builders.drafted("Ana", "Ben")
    db.session.commit()
    press(client, followup_builders.unsubscribe_path(ana))
    db.session.refresh(ana)
    gone = ana.keep_in_touch_at

    client.post(f"/r/{token_of(ana.link)}/consents", data={"what": "keep_in_touch", "given": "yes"})

    assert gone is None
    assert preferences.off(ana.person) == set()


def test_a_card_is_not_written_for_who_switched_cards_off(app: Flask) -> None:
    event, (ana, _ben) = followup_builders.evening("Ana", "Ben")
    make.saved(MailPreference(person=ana.person, topic="card", off_at=clock.now()))

    followup_builders.sending.draft(event, now=clock.now())

    assert [letter.to for letter in followup_builders.letters("card")] == ["ben@example.org"]


def test_delivery_withdraws_what_was_switched_off(app: Flask) -> None:
    person = make.person()
    letter = waits("message", person)
    make.saved(MailPreference(person=person, topic="message", off_at=clock.now()))
    db.session.commit()

    deliver_due()

    db.session.refresh(letter)
    assert letter.state == "withdrawn"
