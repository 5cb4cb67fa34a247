"""Journeys on which mail that comes in, byte by byte, and pages about addresses cause letters."""

import make
from conftest import visitor
from flooding import Clock, yes
from incoming_mails import mail
from letter_rules import Letter
from sent_letters import Checked

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail.incoming import inbox, jobs
from eventapp.people.models import Person
from eventapp.rsvps.replies import jobs as replies


def pressed(
    letter: Letter, partstat: str, now: Clock, *lines: str, method: str = "REPLY"
) -> tuple[bytes, str]:
    """What a calendar sends when its owner presses a button in an invite, and to which address."""
    invite = letter.calendar
    assert invite
    guest, organizer = invite.address("ATTENDEE"), invite.address("ORGANIZER")
    body = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", f"METHOD:{method}", "BEGIN:VEVENT",
        *invite.named("UID", "SEQUENCE"), f"DTSTAMP:{now.now:%Y%m%dT%H%M%SZ}",
        f"ATTENDEE;PARTSTAT={partstat}:mailto:{guest}", *lines, "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    kind = f"text/calendar; method={method}"
    heads = (f"From: {guest}", f"To: {organizer}", f"Message-ID: <{now.now:%H%M%S}@mail.example>")
    return mail("\n".join(body), *heads, kind=kind), organizer


def comes_in(raw: bytes, recipient: str) -> None:
    """A mail server hands a mail over, and the worker reads it."""
    inbox.keep(raw, recipient)
    jobs.work_off()
    db.session.expire_all()


def full_evening(checked: Checked, **given: object) -> tuple[Event, Letter]:
    """An event with an owner and one place, which is Aiko's; her invite."""
    event = make.event(**given)
    make.member(event.community, email="owner@example.org")
    yes(visitor(checked.app), event, "aiko@example.org", "Aiko")
    [invite] = checked.leave()
    return event, invite


def calendars_answer(checked: Checked, now: Clock) -> None:
    """A calendar says no, its place goes to the next; then it says yes, and once more while it waits."""
    event, invite = full_evening(checked, capacity=1)
    yes(visitor(checked.app), event, "kofi@example.org", "Kofi")
    now.turn(minutes=1)
    comes_in(*pressed(invite, "DECLINED", now))
    checked.leave()
    now.turn(minutes=11)
    replies.give_back_due()
    checked.leave()
    for _time in range(2):
        now.turn(minutes=1)
        comes_in(*pressed(invite, "ACCEPTED", now))
        checked.leave()


def guests_write(checked: Checked, now: Clock) -> None:
    """Somebody answers in a guest's name; the guest writes, and proposes another time."""
    event, invite = full_evening(checked)
    now.turn(minutes=1)
    forged, _to = pressed(invite, "DECLINED", now)
    comes_in(forged.replace(b"From: aiko", b"From: eve").replace(b"\r\nTo: ", b"\r\nX-To: "), "tables@example.org")  # fmt: skip
    checked.leave()
    to = invite.message["Reply-To"]
    words = mail("May I bring my dog?\n\nHer name: https://dogs.example\n", f"To: {to}", "From: Aiko <aiko@example.org>")  # fmt: skip
    comes_in(words, to)
    now.turn(minutes=1)
    later = f"DTSTART:{event.ends_at:%Y%m%dT%H%M%SZ}"
    comes_in(*pressed(invite, "TENTATIVE", now, later, "COMMENT:Or not", method="COUNTER"))
    for letter in checked.leave():
        # Their answer goes to the guest, not to us.
        assert letter.message["Reply-To"] == "aiko@example.org"
        assert letter.message["To"].addresses[0].addr_spec == "owner@example.org"


def another_address(checked: Checked, now: Clock) -> None:
    """Another address is given and confirmed; the old one hears, and calendars are invited anew."""
    full_evening(checked)
    now.turn(minutes=1)
    client = visitor(checked.app)
    aiko = db.select(Person).filter_by(email="aiko@example.org")
    make.sign_in(client, db.session.scalars(aiko).one())
    client.submit("/me/mails", to="/address-changes", email="aiko@new.example")
    [letter] = checked.leave()
    client.submit(letter.links[0].removeprefix("http://localhost"))
    checked.leave()


JOURNEYS = {
    calendars_answer: "invite waitlist calendar-no promoted calendar-yes",
    guests_write: "invite answer-check guest-mail new-time",
    another_address: "invite address-confirm address-changed",
}
