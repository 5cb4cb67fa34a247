"""A letter leaves with addresses of its own: for answers, for bounces, and in the calendar."""

import icalendar
import make
import pytest

from eventapp import ical
from eventapp.db import db
from eventapp.mail import answer_addresses, deliver, own_addresses
from eventapp.mail.models import Message

pytestmark = pytest.mark.services
FORM = "rsvp+TOKEN@example.org"


def invite(title: str = "Leith Table") -> Message:
    """The invite of a guest of a community with this name, in the outbox."""
    make.rsvp(make.event(community=make.community(name=title)), letter="invite")
    db.session.commit()
    return db.session.scalars(db.select(Message)).one()


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
    from eventapp.rsvps import letters
    from eventapp.rsvps.models import Rsvp

    invite()
    app.config["ANSWER_ADDRESS"] = FORM
    rsvp = db.session.scalars(db.select(Rsvp)).one()

    said = ical.invite(letters.for_guest(rsvp, 1), stamp=rsvp.created_at)

    assert f"mailto:{app.config['MAIL_FROM']}".encode() in said


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

    assert own_addresses.reach_us(kept) is reaches
