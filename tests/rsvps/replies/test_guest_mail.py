"""What guests write themselves goes to who organizes; what can't be told for sure waits on the desk."""

from datetime import timedelta

import make
import pytest
import reply_builders as replies
from flask import Flask
from flooding import Clock
from reply_builders import take_in
from visitor import Visitor

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.front import erasing, my_data
from eventapp.mail import deliver
from eventapp.mail.incoming.contents import Unclear, Words
from eventapp.mail.models import Message
from eventapp.people.actions import token_of
from eventapp.retention.jobs import let_go
from eventapp.retention.rules import BY_KIND
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.replies import actions
from eventapp.rsvps.replies.models import GuestMail

HOSTILE = "<script>alert(1)</script>\n\x00\x1b[31m{{ 7*7 }} ~abcdefghijklmnopqrstuv~ https://evil.example \u202e"
LOST = Unclear(why="Its calendar part is cut off.")


@pytest.fixture
def event(reads: Flask, turned: Clock) -> Event:
    host = make.community()
    make.member(host, email="owner@example.org")
    make.member(host, "organizer")
    make.member(host, email=None)
    return make.event(community=host)


@pytest.fixture
def rsvp(event: Event) -> Rsvp:
    found = make.rsvp(event, letter="invite", email="aiko@example.org")
    db.session.commit()
    return found


def forwarded() -> list[Message]:
    kind = db.select(Message).where(Message.kind == "guest-mail").order_by(Message.id)
    return list(db.session.scalars(kind))


def desk(client: Visitor, event: Event, right: str = "owner") -> str:
    make.sign_in(client, make.member(event.community, right))
    return f"/desk/{event.community.slug}"


def test_a_guest_s_own_words_go_to_each_owner_who_answers_them_directly(rsvp, client: Visitor):
    words = Words(text="May I bring my dog?\n\nShe is small.")

    assert take_in(words, to=replies.of(rsvp), sender="aiko@example.org") == "done"

    [letter] = forwarded()
    assert (letter.to, letter.reply_to) == ("owner@example.org", "aiko@example.org")
    assert "> May I bring my dog?" in letter.text
    assert "Be careful" not in letter.html
    page = client.get(f"{desk(client, rsvp.event)}/events/{rsvp.event.slug}/people/{rsvp.id}").text
    assert "May I bring my dog?" in page


def test_a_letter_leaves_with_the_guest_s_address_to_answer_to(rsvp, app, smtp):
    app.config["SMTP_URL"] = smtp.url
    take_in(Words(text="Hello"), to=replies.of(rsvp), sender="aiko@example.org")

    deliver.deliver_due()

    [letter] = [one for one in smtp.letters if "owner@example.org" in str(one["To"])]
    assert letter["Reply-To"] == "aiko@example.org"


def test_words_that_anybody_may_have_written_are_marked(rsvp):
    take_in(Words(text="Give my seat to Eve"), sender="aiko@example.org")
    take_in(Words(text="It is me"), sender="aiko@example.org", proven=True)

    marked = ["can’t tell whether this is really from them" in one.text for one in forwarded()]
    assert marked == [True, False]


def test_words_of_nobody_we_know_are_held(rsvp):
    assert take_in(Words(text="Buy!"), sender="eve@example.org", proven=True) == "held"

    assert forwarded() == []
    assert [mail.event_id for mail in replies.held()] == [None]


def test_a_flood_is_held(rsvp, turned):
    became = [take_in(Words(text=f"{n}"), to=replies.of(rsvp)) for n in range(7)]

    assert became == ["done"] * 5 + ["held"] * 2
    turned.turn(minutes=61)
    assert take_in(Words(text="later"), to=replies.of(rsvp)) == "done"


def test_the_same_message_is_taken_once(rsvp, turned):
    mail = replies.Mail(900, replies.of(rsvp), b"x", turned.now)

    for _time in range(2):
        take_in(Words(text="Once"), again=mail)

    assert len(forwarded()) == 1


def test_mail_that_has_the_number_of_one_that_is_forgotten_is_passed_on_as_well(rsvp, turned):
    long_ago = turned.now - timedelta(days=91)
    take_in(Words(text="First"), to=replies.of(rsvp), at=long_ago)
    number = db.session.scalars(db.select(GuestMail.id)).one()
    let_go(BY_KIND["mail-of-guests"])

    take_in(Words(text="Second"), to=replies.of(rsvp))

    assert db.session.scalars(db.select(GuestMail.id)).one() == number
    assert ["> Second" in letter.text for letter in forwarded()] == [False, True]


def test_hostile_words_are_harmless_wherever_they_are_shown(rsvp, client: Visitor):
    raw = HOSTILE.encode() + b"\xff\xfe"
    take_in(Words(text=HOSTILE), to=replies.of(rsvp), subject=HOSTILE)
    take_in(LOST, to=replies.of(rsvp), subject=HOSTILE, raw=raw)
    at = desk(client, rsvp.event)

    pages = [
        client.get(f"{at}/events/{rsvp.event.slug}/people/{rsvp.id}"),
        client.get(f"{at}/mail"),
    ]

    for text in (*(page.text for page in pages), forwarded()[0].html):
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text
        assert not set("\x00\x1b\u202e") & set(text)
    assert "~abcdefghijklmnopqrstuv~" not in forwarded()[0].text
    assert "https://evil.example" not in forwarded()[0].text


def test_what_opens_a_guest_s_page_is_neither_kept_nor_passed_on(rsvp, turned):
    token, address = token_of(rsvp.link), replies.of(rsvp)
    words = f"I can't open https://tables.example/r/{token}/people, nor mail {address.upper()}."
    soft = f"To: {address}\r\n\r\nhttps://tables.example/r/{token[:9]}=\r\n{token[9:]}"

    take_in(Words(text=words), to=address)
    take_in(LOST, to=address, raw=soft.encode())
    actions.hold_unread(replies.Mail(901, None, soft.encode(), turned.now), "Broken.", turned.now)
    db.session.commit()

    kept = list(db.session.scalars(db.select(GuestMail.text)))
    assert [text.count("/r/…") for text in (*kept, forwarded()[0].text)] == [1, 1, 1, 1]
    secret = address.partition("-")[2].partition("@")[0]
    for text in (*kept, forwarded()[0].text, forwarded()[0].html):
        assert secret not in text.lower()
        assert token not in text.replace("=\n", "")


def test_what_is_unclear_waits_on_the_desk_until_somebody_is_done_with_it(rsvp, client: Visitor):
    assert take_in(LOST, to=replies.of(rsvp), raw=b"Subject: x\r\n\r\nBEGIN:VCALENDAR") == "held"
    at = desk(client, rsvp.event, "organizer")

    assert "Mail to look at" in client.get(at).text
    page = client.get(f"{at}/mail").text
    assert "Its calendar part is cut off." in page
    assert "BEGIN:VCALENDAR" in page
    client.submit(f"{at}/mail", to="/dismissal")

    assert replies.held() == []
    assert "Nothing to look at" in client.get(f"{at}/mail").text
    assert "Mail to look at" not in client.get(at).text


def test_an_organizer_says_whose_it_is(rsvp, client: Visitor):
    take_in(LOST, sender="other@example.org", raw=b"Let me in")
    at = desk(client, rsvp.event)

    refused = client.submit(f"{at}/mail", to="/sender", email="nobody@example.org")
    assert refused.status_code == 422
    assert "Nobody with this address" in refused.text
    client.submit(f"{at}/mail", to="/sender", email="aiko@example.org")

    assert replies.held() == []
    page = client.get(f"{at}/events/{rsvp.event.slug}/people/{rsvp.id}").text
    assert "Let me in" in page


@pytest.mark.parametrize(
    ("communities", "right", "seen"),
    [(1, "owner", True), (1, "organizer", False), (2, "owner", False)],
)
def test_what_is_about_no_event_is_for_the_owners_of_the_only_community(
    rsvp, client: Visitor, communities, right, seen
):
    take_in(LOST, raw=b"Whose is this")
    for _other in range(communities - 1):
        make.community()

    page = client.get(f"{desk(client, rsvp.event, right)}/mail").text

    assert ("Whose is this" in page) is seen


def test_what_could_not_be_read_at_all_waits_too(rsvp, turned):
    mail = replies.Mail(901, None, None, turned.now)

    for _time in range(2):
        actions.hold_unread(mail, "It is too large.", turned.now)

    assert [(one.why, one.text) for one in replies.held()] == [("It is too large.", "")]


def test_whoever_runs_the_site_sees_all_of_it(rsvp, app):
    take_in(LOST, raw=b"Whose is this")
    runner = app.test_cli_runner()
    [mail] = replies.held()

    assert "1 to look at." in runner.invoke(args=["mail", "held"]).output
    assert "Whose is this" in runner.invoke(args=["mail", "held", "--show", str(mail.id)]).output
    runner.invoke(args=["mail", "held", "--done", str(mail.id)])

    assert "0 to look at." in runner.invoke(args=["mail", "held"]).output


def test_what_a_guest_wrote_is_theirs_and_goes_with_them(rsvp, turned):
    take_in(Words(text="Only you"), to=replies.of(rsvp), sender="aiko@example.org")
    take_in(LOST, sender="aiko@example.org")
    [answer] = my_data.held_on(rsvp.person)["answers"]
    assert [mail["text"] for mail in answer["wrote"]] == ["Only you"]

    erasing.erase(rsvp.person, now=turned.now)
    db.session.commit()

    assert db.session.scalars(db.select(GuestMail)).all() == []
    assert forwarded() == []


def test_old_mail_is_forgotten(rsvp, turned):
    take_in(Words(text="Long ago"), to=replies.of(rsvp))
    turned.turn(days=91)

    rule = BY_KIND["mail-of-guests"]
    assert (let_go(rule), let_go(rule)) == (1, 0)
