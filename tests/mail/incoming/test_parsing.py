"""What a mail is, from its bytes."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from incoming_mails import REPLY, mail, of_parts

from eventapp.mail.incoming.contents import (
    Automatic,
    Bounce,
    CalendarAnswer,
    Incoming,
    NewTime,
    Unclear,
    Words,
)
from eventapp.mail.incoming.parsing import MOST_OCTETS, NOT_READ, read

SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*/*.eml"))
CALENDAR = ("text/calendar; charset=utf-8", REPLY)
FAILED = "Final-Recipient: rfc822; aiko@mail.example\nAction: failed\nStatus: 5.1.1"
KINDS = (Automatic, Bounce, CalendarAnswer, NewTime, Unclear, Words)


def test_who_wrote_to_whom_is_known() -> None:
    found = read(
        mail(
            "Hello\n",
            "Delivered-To: inbox@tables.example",
            "X-Original-To: rsvp+abc@tables.example",
            "From: =?utf-8?q?Zo=C3=AB?= <Zoe@Mail.example>",
            "Subject: =?utf-8?q?=C3=9Cber?= us",
        ),
        recipient="RSVP+ABC@tables.example",
    )

    assert found == Incoming(
        message_id="<one@mail.example>",
        sender="zoe@mail.example",
        sender_name="Zoë",
        recipients=("rsvp+abc@tables.example", "inbox@tables.example", "rsvp@tables.example"),
        subject="Über us",
        proven=False,
        content=Words(text="Hello"),
    )


def test_a_name_may_come_bare_or_in_a_code_nobody_knows() -> None:
    assert read(mail("Yes\n", "From: Zoë <zoe@mail.example>")).sender_name == "Zoë"
    assert (
        read(mail("Yes\n", "From: =?x\xff?q?Zo?= <zoe@mail.example>")).sender == "zoe@mail.example"
    )


@pytest.mark.parametrize("sender", ["a@x.example, b@x.example", "nobody", "<>", ""])
def test_a_mail_from_several_or_nobody_has_no_sender(sender: str) -> None:
    assert read(mail("Hello\n", f"From: {sender}")).sender == ""


@pytest.mark.parametrize(
    "kind",
    [
        "text/calendar",
        "text/calendar; method=REPLY",
        'text/calendar; name="calendar.ics"; METHOD="REPLY"',
        "text/calendar; method=reply; charset=utf-8",
        "application/ics; name=invite.ics",
        "application/octet-stream; name=Invite.ICS",
    ],
)
@pytest.mark.parametrize("alone", [True, False])
def test_a_calendar_answer_is_found_wherever_it_stands(kind: str, alone: bool) -> None:
    inside = of_parts(("text/plain", "Aiko has declined."), (kind, REPLY), kind="alternative")

    found = read(mail(REPLY, f"Content-Type: {kind}") if alone else inside).content

    assert isinstance(found, CalendarAnswer)
    assert found.partstat == "DECLINED"


def test_the_method_may_stand_in_the_header_alone() -> None:
    bare = REPLY.replace("METHOD:REPLY\n", "")

    assert isinstance(read(of_parts(("text/calendar; method=REPLY", bare))).content, CalendarAnswer)
    assert isinstance(read(of_parts(("text/calendar", bare))).content, Unclear)


def test_an_answer_that_is_sent_twice_is_one() -> None:
    twice = of_parts(CALENDAR, ("application/ics; name=invite.ics", REPLY))

    assert isinstance(read(twice).content, CalendarAnswer)


def test_a_note_that_only_one_of_two_copies_holds_is_no_contradiction() -> None:
    noted = REPLY.replace("SEQUENCE:2", "SEQUENCE:2\nCOMMENT:Ill")

    found = read(of_parts(("text/calendar", noted), ("application/ics", REPLY))).content

    assert isinstance(found, CalendarAnswer)
    assert found.comment == "Ill"


def test_two_answers_that_differ_are_refused() -> None:
    other = REPLY.replace("DECLINED", "ACCEPTED")

    assert isinstance(read(of_parts(CALENDAR, ("application/ics", other))).content, Unclear)


def test_a_new_time_is_known() -> None:
    counter = REPLY.replace("METHOD:REPLY", "METHOD:COUNTER")

    assert isinstance(read(mail(counter, kind="text/calendar")).content, NewTime)


def test_a_calendar_answer_wins_over_what_marks_it_as_automatic() -> None:
    marked = of_parts(CALENDAR, headers=("Auto-Submitted: auto-replied", "Return-Path: <>"))

    assert isinstance(read(marked).content, CalendarAnswer)


def test_a_broken_calendar_answer_is_never_half_read() -> None:
    broken = of_parts(("text/plain", "I come"), ("text/calendar", REPLY[:-40]))

    assert read(broken).content == Unclear(why="The calendar is torn.")


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "REFRESH", "PUBLISH"])
def test_a_calendar_that_answers_nothing_leaves_a_person_s_words(method: str) -> None:
    other = ("text/calendar", REPLY.replace("REPLY", method))

    assert read(of_parts(("text/plain", "Come to mine!"), other)).content == Words(
        text="Come to mine!"
    )
    assert read(of_parts(other)).content == Unclear(why="The calendar in it answers nothing.")


def test_an_invite_that_comes_back_inside_a_letter_is_no_answer() -> None:
    forwarded = of_parts(
        ("text/plain", "See below"), ("message/rfc822", mail(REPLY, kind="text/calendar").decode())
    )

    assert read(forwarded).content == Words(text="See below")


@pytest.mark.parametrize("kind", ["application/ms-tnef", "application/octet-stream"])
def test_what_only_outlook_can_read_is_said_to_be_so(kind: str) -> None:
    found = read(of_parts(("text/plain", ""), (f"{kind}; name=winmail.dat", "x"))).content

    assert isinstance(found, Unclear)
    assert "winmail.dat" in found.why


@pytest.mark.parametrize("body", ["", "> Only\n> a quote\n"])
def test_a_mail_without_words_is_unclear(body: str) -> None:
    assert isinstance(read(mail(body)).content, Unclear)


def test_too_large_a_mail_is_not_read_but_its_sender_is_known() -> None:
    found = read(mail("x" * MOST_OCTETS))

    assert found.content == Unclear(why="The letter is larger than 1 MiB.")
    assert found.sender == "aiko@mail.example"


@pytest.mark.parametrize("kind", ["multipart/mixed; boundary=b{0}", "message/rfc822"])
def test_parts_within_parts_are_counted_before_they_are_parsed(kind: str) -> None:
    nested = "".join(f"--b{n - 1}\n" + f"Content-Type: {kind}\n\n".format(n) for n in range(5_000))

    assert read(mail(nested, "Content-Type: multipart/mixed; boundary=b-1")).content == Unclear(
        why="The letter has too many parts."
    )


def test_too_long_a_list_of_guests_is_refused() -> None:
    """Each is looked for, while others wait to write."""
    many = "".join(f"ATTENDEE:mailto:guest{n}@mail.example\n" for n in range(101))
    long = REPLY.replace("END:VEVENT", many + "END:VEVENT")

    assert read(mail(long, kind="text/calendar")).content == Unclear(
        why="The reply lists too many guests."
    )


def test_too_large_a_calendar_is_refused() -> None:
    large = REPLY.replace("END:VEVENT", "X-A:" + "a" * 256 * 1024 + "\nEND:VEVENT")

    assert read(mail(large, kind="text/calendar")).content == Unclear(
        why="The calendar is larger than 256 KiB."
    )


@pytest.mark.parametrize(
    "raw",
    [
        mail("<!--" * 200_000, kind="text/html"),
        mail("\n" * 500_000, "From: MAILER-DAEMON@mx.example"),
        mail("word:\n" * 100_000),
        mail("a\n", "From: " + "(" * 500_000),
        mail("<a \n" * 60_000, kind="text/html"),
        mail('<a b="\n' * 60_000, kind="text/html"),
        mail("a\n", "Subject: " + "=?utf-8?q?a?= " * 60_000),
        mail("a\n", "Content-Disposition: attachment; " + ";" * 500_000),
        of_parts(
            ("text/plain", "x@y.example:\n" * 30_000),
            ("message/delivery-status", "\n\n".join([FAILED] * 6_000)),
            kind="report; report-type=delivery-status",
        ),
    ],
    ids=[
        "comments",
        "empty lines",
        "colons",
        "brackets",
        "tags",
        "quotes in tags",
        "words of a header",
        "parameters",
        "failures",
    ],
)
def test_a_monster_is_dealt_with_quickly(raw: bytes) -> None:
    started = time.process_time()

    read(raw)

    assert time.process_time() - started < 2


@pytest.mark.parametrize("raw", [b"", b"\0", b"\n\n", b"From:\xff\r\n", b"\xff\xfe" * 50])
def test_what_is_no_mail_is_unclear(raw: bytes) -> None:
    assert isinstance(read(raw).content, Unclear)


@given(st.binary(max_size=500))
def test_any_bytes_are_something(raw: bytes) -> None:
    assert isinstance(read(raw, trusted_server="mx.example").content, KINDS)


@given(
    st.sampled_from(SAMPLES),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), st.binary(max_size=30)), max_size=4),
)
def test_a_mangled_mail_is_something(sample: Path, changes: list[tuple[float, int, bytes]]) -> None:
    # A first line that is none makes all of it no mail.
    raw = b"Date: x\r\n" + sample.read_bytes()
    for place, length, written in changes:
        at = 9 + int(place * (len(raw) - 9))
        raw = raw[:at] + written + raw[at + length :]

    found = read(raw, trusted_server="mx.example")

    assert isinstance(found.content, KINDS)
    assert found.content != Unclear(why=NOT_READ)
    assert found.sender == found.sender.lower()


HEADERS = (
    "From", "To", "Subject", "Message-ID", "Content-Type", "Content-Transfer-Encoding",
    "Content-Disposition", "Authentication-Results", "Auto-Submitted", "References", "Return-Path",
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(HEADERS), st.text(max_size=60)), st.text(max_size=99))
def test_any_header_is_borne(headers: dict[str, str], body: str) -> None:
    lines = [f"{name}: {' '.join(value.split())}" for name, value in headers.items()]
    raw = ("\r\n".join(["Date: x", *lines, "", body])).encode("utf-8", "surrogatepass")

    found = read(raw, trusted_server="mx.example")

    assert isinstance(found.content, KINDS)
    assert found.content != Unclear(why=NOT_READ)
    assert "\n" not in found.subject + found.sender_name + found.message_id
