"""A letter leaves with addresses of its own: for answers, for bounces, and in the calendar."""

import icalendar
import make
import pytest

from eventapp import ical, tokens
from eventapp.db import db
from eventapp.mail import answer_addresses, deliver, own_addresses
from eventapp.mail.models import Message
from eventapp.people.actions import nonce_of, page_token_of, token_of
from eventapp.rsvps import calendar_entries
from eventapp.rsvps.models import Rsvp

pytestmark = pytest.mark.services
FORM = "rsvp+TOKEN@example.org"


def invite(title: str = "Leith Table") -> Message:
    """The invite of a guest of a community with this name, in the outbox."""
    make.rsvp(make.event(community=make.community(name=title)), letter="invite")
    db.session.commit()
    return db.session.scalars(db.select(Message)).one()


def other_nonce() -> str:
    """The nonce of somebody else's link, as a stolen copy of the database shows it."""
    return nonce_of(make.rsvp(make.event()).link)


def entry(letter) -> icalendar.Event:
    [part] = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    [event] = icalendar.Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")
    return event


@pytest.mark.parametrize(
    "community", ["Leith Table", "~answers~@x", "L" * 60 + ":mailto:~answers~"]
)
def test_who_answers_an_invite_is_known_by_its_token(app, smtp, community):
    app.config.update(SMTP_URL=smtp.url, ANSWER_ADDRESS=FORM)
    message = invite(community)
    deliver.deliver_due()

    [letter] = smtp.letters
    number = int(message.about.rpartition(":")[2])
    mine = answer_addresses.address(FORM, "a", number, app.config["SECRET_KEY"])
    assert entry(letter)["ORGANIZER"] == f"mailto:{mine}"
    assert letter["Reply-To"] == mine
    assert letter["From"].endswith(f"<{app.config['MAIL_FROM']}>")
    assert mine.encode() not in message.calendar


def test_what_bounces_comes_back_to_an_address_of_the_letter(app, smtp):
    app.config.update(SMTP_URL=smtp.url, ANSWER_ADDRESS=FORM)
    message = invite()
    deliver.deliver_due()

    secret = app.config["SECRET_KEY"]
    assert [one.mail_from for one in smtp.envelopes] == [
        answer_addresses.address(FORM, "b", message.id, secret)
    ]


def test_without_the_setting_everything_names_the_sender(app, smtp):
    app.config["SMTP_URL"] = smtp.url
    invite()
    deliver.deliver_due()

    [letter] = smtp.letters
    assert [one.mail_from for one in smtp.envelopes] == [app.config["MAIL_FROM"]]
    assert letter["Reply-To"] is None
    assert entry(letter)["ORGANIZER"] == f"mailto:{app.config['MAIL_FROM']}"


def test_an_entry_keeps_its_organizer_when_the_setting_changes(app, smtp):
    invite()
    app.config["ANSWER_ADDRESS"] = FORM
    rsvp = db.session.scalars(db.select(Rsvp)).one()

    said = ical.invite(calendar_entries.for_guest(rsvp, 1), stamp=rsvp.created_at)

    assert f"mailto:{app.config['MAIL_FROM']}".encode() in said


def test_the_entry_of_a_guest_leaves_with_their_own_link_and_waits_without(app, smtp, client):
    app.config["SMTP_URL"] = smtp.url
    message = invite()
    waiting = message.calendar.replace(b"\r\n ", b"")
    deliver.deliver_due()

    [letter] = smtp.letters
    *_told, last = entry(letter)["DESCRIPTION"].splitlines()
    link = last.rpartition(" ")[2]
    assert tokens.PLACEHOLDER.search(waiting.decode())
    assert link in letter.get_body(("plain",)).get_content()
    assert link.rpartition("/")[2].encode() not in waiting
    assert client.get(link.removeprefix("http://localhost")).status_code == 200


@pytest.mark.parametrize("field", ["summary", "title", "place_name", "online_url"])
def test_what_is_typed_to_look_like_a_placeholder_opens_nothing(app, smtp, field):
    app.config["SMTP_URL"] = smtp.url
    lure = f"https://x.example/~{other_nonce()}~"
    make.rsvp(make.event(**{field: lure}), letter="invite")
    db.session.commit()
    deliver.deliver_due()

    [letter] = smtp.letters
    told = entry(letter)["DESCRIPTION"].splitlines()
    assert field == "title" or any(lure in line for line in told)
    assert "~" not in told[-1]
    parts = [part.get_payload(decode=True) or b"" for part in letter.walk()]
    secret = tokens.derive(app.config["SECRET_KEY"], lure[-23:-1]).encode()
    assert not [part for part in parts if secret in part.replace(b"\r\n ", b"")]


def test_only_the_guest_s_own_file_holds_their_link(app, client):
    rsvp = make.rsvp(make.event(place_name="The Reading Room", online_url="https://meet.example/x"))
    event, token = rsvp.event, token_of(rsvp.link)
    db.session.commit()
    public = (
        f"/{event.community.slug}/events/{event.slug}.ics",
        f"/{event.community.slug}/calendar.ics",
    )

    mine, *others = (client.get(path).text for path in (f"/r/{token}/invite.ics", *public))

    assert f"give your place back: http://localhost/r/{token}\r\n" in mine.replace("\r\n ", "")
    assert not [one for one in others if "/r/" in one or "give your place back" in one]


def test_the_file_of_a_page_that_typing_opened_has_no_other_token(app, client):
    rsvp = make.rsvp(make.event())
    page = page_token_of(rsvp.link)
    db.session.commit()

    found = client.get(f"/r/{page}/invite.ics").text.replace("\r\n ", "")

    assert f"/r/{page}\r\n" in found
    assert token_of(rsvp.link) not in found


def test_an_entry_that_leaves_a_calendar_offers_nothing_to_change(app):
    rsvp = make.rsvp(make.event())
    said = calendar_entries.for_guest(rsvp, 1)

    for write in (ical.cancel, ical.uninvite):
        assert b"/r/" not in write(said, stamp=rsvp.created_at).replace(b"\r\n ", b"")


@pytest.mark.parametrize(
    ("setting", "kept", "reaches"),
    [
        (FORM, FORM, True),
        # An entry from before there was an address for answers, or a new one.
        (FORM, "", False),
        (FORM, None, True),
        (None, FORM, False),
        (None, None, False),
    ],
)
def test_what_is_pressed_reaches_us_by_a_token_that_somebody_reads(app, setting, kept, reaches):
    app.config["ANSWER_ADDRESS"] = setting

    assert own_addresses.reaches_us(kept) is reaches
