"""One event on its whole way through real mails: made, moved, answered no by calendars, promoted, called off, re-opened."""

from collections.abc import Callable
from pathlib import Path

import pytest
from calendar_programs import as_in, by_gnus
from calendar_rules import Calendar
from incoming_mail import mail
from letter_rules import Letter
from live_server import Server
from mail_traffic import Traffic
from organizing_by_phone import Guest, Organizer, link_in
from services import MailServer, free_port

pytestmark = pytest.mark.services

INES, AIKO, ZOE = "ines@example.org", "aiko@guest.example", "zoe@guest.example"
INVITED, KNOWN = "PARTSTAT=NEEDS-ACTION", "PARTSTAT=ACCEPTED"


@pytest.fixture(params=["sqlite", "postgresql and redis"])
def traffic(
    request: pytest.FixtureRequest, serve: Callable[..., Server], smtp: MailServer
) -> Traffic:
    port, more = free_port(), {}
    if request.param != "sqlite":
        more = {
            "DATABASE_URL": request.getfixturevalue("postgres_url"),
            "REDIS_URL": request.getfixturevalue("redis_url"),
        }
    server = serve(
        SMTP_URL=smtp.url,
        MAIL_FROM="rsvp@tables.example",
        ANSWER_ADDRESS="rsvp+TOKEN@tables.example",
        INBOX=f"lmtp://127.0.0.1:{port}",
        OPEN_FOUNDING="yes",
        **more,
    )
    return Traffic(server, smtp, lmtp_port=port)


def entry(letter: Letter, method: str, *, partstat: str = "") -> Calendar:
    assert letter.calendar
    assert letter.calendar.sent_as == method, letter.message["Subject"]
    assert partstat in letter.calendar.named("ATTENDEE")[0]
    return letter.calendar


def number(calendar: Calendar) -> int:
    return int(calendar.value("SEQUENCE"))


def test_one_event_is_followed_end_to_end(traffic: Traffic, tmp_path: Path) -> None:
    ines, next_to = Organizer(traffic.server), traffic.next_to
    ines.sign_in(INES, next_to)
    page = ines.publish("Mixed tables", places=1)
    print(page)
    # Two say yes: one is in, the other waits.
    Guest(traffic.server).say_yes(page, "Aiko", AIKO)
    invite = next_to(AIKO)
    first = entry(invite, "REQUEST", partstat=INVITED)
    Guest(traffic.server).say_yes(page, "Zoe", ZOE)
    assert next_to(ZOE).calendar is None
    # It moves: the same entry, newer, with the answer that is known.
    ines.move(begins="19:00", ends="21:30")
    moved = next_to(AIKO)
    second = entry(moved, "REQUEST", partstat=KNOWN)
    assert second.value("UID") == first.value("UID")
    assert number(second) > number(first)
    assert next_to(ZOE).calendar is None
    # Typed once more, the entry comes as it stands.
    Guest(traffic.server).say_yes(page, "Aiko", AIKO)
    assert number(entry(next_to(AIKO), "REQUEST")) == number(second)
    # A calendar program says no; the letter about it leads to the place, which is kept.
    traffic.bring(by_gnus(moved, "declined", tmp_path), moved.calendar.address("ORGANIZER"))
    said_no = next_to(AIKO)
    assert said_no.calendar is None
    guest = Guest(traffic.server)
    guest.do(link_in(said_no, "/r/"), "/keeping")
    kept = next_to(AIKO)
    assert number(entry(kept, "REQUEST")) > number(second)
    assert traffic.unread == []
