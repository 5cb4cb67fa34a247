"""Addresses that letters come back from: what stops them, and what mends them."""

import hashlib

import make
import pytest
import reply_builders as replies
from flask import Flask
from reply_builders import FORM
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.mail import bounces, deliver
from eventapp.mail.incoming.contents import Automatic, Bounce, Words
from eventapp.mail.models import BouncedAddress, Message
from eventapp.people.actions import ask_to_sign_in, token_of, use_sign_in_link
from eventapp.people.models import Link
from eventapp.rsvps import letters
from eventapp.rsvps.models import Rsvp


@pytest.fixture
def rsvp(app: Flask) -> Rsvp:
    app.config["ANSWER_ADDRESS"] = FORM
    host = make.community()
    found = make.rsvp(make.event(community=host), letter="invite")
    db.session.commit()
    deliver.deliver_due()
    return found


def first() -> Message:
    return db.session.scalars(db.select(Message).order_by(Message.id)).first()


def newest() -> Message:
    db.session.expire_all()
    return db.session.scalars(db.select(Message).order_by(Message.id.desc())).first()


def write(rsvp: Rsvp, n: int = 1) -> Message:
    letters.invite(rsvp, kind="promoted", now=clock.now())
    db.session.commit()
    deliver.deliver_due()
    return newest()


@pytest.mark.parametrize(
    ("status", "said", "found", "final"),
    [
        ("5.1.1", "", "5.1.1", True),
        ("5.0.0", "550 5.1.1 <x>: Recipient unknown", "5.1.1", True),
        ("", "552-5.2.2 over quota", "5.2.2", False),
        ("", "", "5.0.0", True),
        ("", "550 Unrouteable address", "5.1.1", True),
        ("", "550 Relaying denied", "5.7.1", False),
        ("5.7.1", "blocked as spam", "5.7.1", False),
        ("4.4.7", "delivery time expired", "4.4.7", False),
        ("", "451 try later", "4.0.0", False),
        ("5.0.0", "2.0.0 queued", "5.0.0", True),
    ],
)
def test_the_most_telling_status_counts(status, said, found, final):
    assert bounces.status_of(status, said) == found
    assert bounces.final(found) is final


def test_a_letter_that_came_back_stops_the_next_ones(rsvp):
    assert replies.bounce_of(first()) == "done"

    assert (first().state, first().trouble) == ("bounced", "It came back (5.1.1).")
    later = write(rsvp)
    assert (later.state, later.trouble) == ("failed", bounces.STOPPED)


def test_others_go_on_getting_theirs(rsvp):
    replies.bounce_of(first())
    other = make.rsvp(rsvp.event, letter="invite")
    db.session.commit()

    assert deliver.deliver_due() == 1
    assert other.person.unreachable is None


def test_a_full_mailbox_is_counted_and_a_letter_counts_once(rsvp):
    for n in range(bounces.MOST):
        letter = first() if not n else write(rsvp)
        assert letter.state == "sent"
        replies.bounce_of(letter, "5.2.2")
        replies.bounce_of(letter, "5.2.2")

    assert write(rsvp).state == "failed"


def test_full_mailboxes_weeks_apart_stop_nothing(rsvp):
    now = clock.now()
    for weeks in range(6):
        bounces.note("x@example.org", status="5.2.2", said="", now=now + weeks * 2 * bounces.WITHIN)

    assert bounces.stopped(["x@example.org"]) == set()


def test_a_bounce_of_no_letter_of_ours_marks_nobody(rsvp):
    address = rsvp.person.email
    forged = Bounce(recipient=address, message_id="<x@y>", status="5.1.1", said="")
    token = replies.address("b", first().id)

    assert replies.take_in(forged) == "dropped"
    assert replies.take_in(forged, to=token.replace("-", "-a", 1)) == "dropped"
    # The token of an RSVP is none of a letter.
    assert replies.take_in(forged, to=replies.of(rsvp)) == "dropped"

    assert db.session.scalars(db.select(BouncedAddress)).all() == []
    assert first().state == "sent"


def test_a_bounce_is_known_by_the_message_id_of_the_letter_too(rsvp):
    bounce = Bounce(recipient="", message_id=first().message_id, status="5.1.1", said="")

    replies.take_in(bounce)

    assert first().state == "bounced"


def test_a_message_id_can_t_be_made_from_what_everybody_knows(rsvp):
    guessed = hashlib.sha256(first().key.encode()).hexdigest()[:24]
    domain = first().message_id.partition("@")[2]
    forged = Bounce(recipient="", message_id=f"<{guessed}@{domain}", status="5.1.1", said="")

    assert replies.take_in(forged) == "dropped"
    assert first().state == "sent"


def test_what_nobody_wrote_is_dropped(rsvp):
    assert replies.take_in(Automatic(why="a vacation notice"), to=replies.of(rsvp)) == "dropped"
    assert replies.held() == []


@pytest.mark.services
def test_an_address_that_the_server_refuses_is_marked_at_once(app, smtp):
    app.config.update(SMTP_URL=smtp.url)
    smtp.answers = {"nobody@example.org": "550 5.1.1 no such user"}
    rsvp = make.rsvp(email="nobody@example.org", letter="invite")
    db.session.commit()
    deliver.deliver_due()

    assert newest().state == "failed"
    assert bounces.stopped(["nobody@example.org"]) == {"nobody@example.org"}
    assert write(rsvp).trouble == bounces.STOPPED


def signed_in(client: Visitor, rsvp: Rsvp) -> str:
    make.sign_in(client, make.member(rsvp.event.community))
    return f"/desk/{rsvp.event.community.slug}/events/{rsvp.event.slug}"


def test_it_is_shown_beside_the_person_and_the_organizer_tries_again(rsvp, client: Visitor):
    replies.bounce_of(first())
    desk = signed_in(client, rsvp)

    assert "mail came back" in client.get(f"{desk}/people").text
    page = client.get(f"{desk}/people/{rsvp.id}").text
    assert "There is no mailbox with this address." in page
    assert "There is no mailbox with this address." in client.get(f"{desk}/messages").text

    client.submit(f"{desk}/people/{rsvp.id}", to="/address/tries")
    deliver.deliver_due()

    assert (newest().kind, newest().state) == ("invite", "sent")
    assert "came back" not in client.get(f"{desk}/people").text


def test_trying_a_letter_again_mends_its_address(rsvp, client: Visitor):
    replies.bounce_of(first())
    desk = signed_in(client, rsvp)

    client.submit(f"{desk}/messages", to="/messages/tries")

    assert deliver.deliver_due() == 1
    assert first().state == "sent"


def test_a_corrected_address_gets_letters(rsvp, client: Visitor):
    replies.bounce_of(first())
    desk = signed_in(client, rsvp)

    client.submit(f"{desk}/people/{rsvp.id}", to="/address", email="right@example.org")
    deliver.deliver_due()

    assert (newest().to, newest().state) == ("right@example.org", "sent")


def test_an_answer_of_the_guest_s_own_mends_it(rsvp):
    replies.bounce_of(first())

    replies.press(rsvp, "ACCEPTED", at=clock.now() + replies.minutes(2))

    assert bounces.stopped([rsvp.person.email]) == set()


def test_whoever_asks_for_a_sign_in_gets_it_and_its_link_mends_the_address(rsvp):
    replies.bounce_of(first())
    ask_to_sign_in(rsvp.person.email, browser="b", next_path="/me", now=clock.now())
    db.session.commit()
    assert deliver.deliver_due() == 1
    link = db.session.scalars(db.select(Link).where(Link.purpose == "sign-in")).one()

    use_sign_in_link(token_of(link), browser="b", now=clock.now())

    assert bounces.stopped([rsvp.person.email]) == set()


@pytest.mark.parametrize("proven", [True, False])
def test_a_mail_of_the_guest_s_own_mends_it_if_it_surely_is(rsvp, proven):
    replies.bounce_of(first())
    address, later = rsvp.person.email, clock.now() + replies.minutes(2)

    replies.take_in(Words(text="Here I am"), sender=address, proven=proven, at=later)

    assert (address in bounces.stopped([address])) is not proven


def test_the_page_after_the_form_says_kindly_that_mail_came_back(rsvp, client: Visitor):
    replies.bounce_of(first())
    event = make.event(community=rsvp.event.community)
    again = make.rsvp(event, person=rsvp.person, letter="invite")
    db.session.commit()
    path = f"/r/{token_of(again.link)}"

    assert "Is this address right?" in client.get(path).text
    client.submit(path, to="/letters")

    assert "Is this address right?" not in client.get(path).text
