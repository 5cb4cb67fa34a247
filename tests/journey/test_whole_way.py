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
from services import MailServer, free_port, wait_until

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
    # It says no again, in another program, and nobody keeps the place: it goes to whoever waits.
    to = kept.calendar.address("ORGANIZER")
    traffic.pipe(as_in("thunderbird-153.8-declined.eml", kept), to)
    assert next_to(AIKO).message["Subject"] == said_no.message["Subject"]
    traffic.let_the_undo_end()
    promoted = next_to(ZOE)
    assert entry(promoted, "REQUEST", partstat=INVITED).value("UID") == first.value("UID")
    # She says yes in hers, and writes.
    to = promoted.calendar.address("ORGANIZER")
    traffic.bring(as_in("evolution-3.46.4-accepted-comment.eml", promoted), to)
    traffic.bring(mail("I bring a friend's cake.", From=f"Zoe <{ZOE}>"), to)
    words = next_to(INES)
    assert "I bring a friend's cake." in words.content("text/plain").decode()
    assert words.message["Reply-To"] == ZOE
    assert "Looking forward; yes, me" in ines.page_of("Zoe")
    # Called off, it leaves the calendar that has it; on again, it comes back.
    ines.call_off()
    off = entry(next_to(ZOE), "CANCEL")
    assert off.value("STATUS") == "CANCELLED"
    ines.reopen()
    on_again = next_to(ZOE)
    assert number(entry(on_again, "REQUEST")) > number(off)
    # That one comes back: her address is marked, and gets nothing more.
    traffic.give_back(on_again, refused=ZOE)
    wait_until(lambda: f"Our mail to {ZOE} came back" in ines.page_of("Zoe"), what="the bounce")
    ines.move(begins="18:00", ends="20:30")
    traffic.sweep()
    # Whoever said no in the calendar heard of nothing since: it took the entry away by itself.
    assert traffic.unread == []
    assert [one.sent_as for one in traffic.calendars[AIKO]] == ["REQUEST"] * 4
