"""A letter becomes the bytes that travel: its tree, its headers, its addresses."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from eventapp.mail import compose
from eventapp.mail.compose import Attachment, Letter, mime

CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nX-A:Köln 漢字\r\nEND:VCALENDAR\r\n".encode()
LONG_URL = "https://tables.example/u/" + "x" * 120
TRICK = "=?utf-8?q?x=0D=0ABcc:_evil@mail.example?="
WORDS = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=120
).filter(str.strip)


def letter(**given: object) -> Letter:
    fields: dict = {
        "message_id": "<e7.r0.g12@tables.example>",
        "sender_name": "Data Kitchen via Tableful",
        "sender": "tables@tables.example",
        "to_name": "Aiko Tanaka",
        "to": "aiko@mail.example",
        "subject": "You’re in: Coffee & Careers",
        "text": "You’re in.\n",
        "html": "<p>You’re in.</p>\n",
        "date": datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
    }
    return Letter(**fields | given)


def read(sent: bytes) -> EmailMessage:
    """The message as a mail program parses it from its bytes."""
    parsed = message_from_bytes(sent, policy=policy.SMTP)
    assert isinstance(parsed, EmailMessage)
    return parsed


def head(sent: bytes) -> bytes:
    return sent.partition(b"\r\n\r\n")[0]


def written(sent: bytes, name: str) -> str:
    found = re.search(rf"(?ms)^{name}: (.*?)\r\n(?! )", head(sent).decode("ascii") + "\r\n")
    assert found
    return found[1]


def decoded(text: str) -> str:
    return str(make_header(decode_header(text)))


def raw(sent: bytes, name: str) -> str:
    """A header as decoded by the plainest reader there is."""
    return decoded(written(sent, name))


def name_of(sent: bytes, header: str) -> str:
    """The name that stands before an address."""
    name = re.sub(r"\s*<[^<>]+>$", "", written(sent, header))
    return re.sub(r"\\(.)", r"\1", name[1:-1]) if name.startswith('"') else decoded(name)


def tree(message: EmailMessage) -> object:
    kind = message.get_content_type()
    return [kind, *map(tree, message.iter_parts())] if message.is_multipart() else kind


def test_a_plain_letter_is_text_then_html() -> None:
    message = read(mime(letter()))

    assert tree(message) == ["multipart/alternative", "text/plain", "text/html"]
    assert [part.get_content() for part in message.iter_parts()] == [
        "You’re in.\r\n",
        "<p>You’re in.</p>\r\n",
    ]


def test_an_invite_is_the_last_alternative_and_a_file_beside_it() -> None:
    card = Attachment("kofi.vcf", "text/vcard; charset=utf-8", b"BEGIN:VCARD\r\nEND:VCARD\r\n")

    message = read(mime(letter(calendar=CALENDAR, method="REQUEST", attachments=[card])))

    alternative = ["multipart/alternative", "text/plain", "text/html", "text/calendar"]
    assert tree(message) == ["multipart/mixed", alternative, "application/ics", "text/vcard"]


def test_what_cancels_is_no_file_that_could_be_put_in_by_hand() -> None:
    cancel = CALENDAR.replace(b"REQUEST", b"CANCEL")

    message = read(mime(letter(calendar=cancel, method="CANCEL")))

    assert tree(message) == ["multipart/alternative", "text/plain", "text/html", "text/calendar"]


def test_the_calendar_part_is_answerable() -> None:
    message = read(mime(letter(calendar=CALENDAR, method="REQUEST")))

    part = next(part for part in message.walk() if part.get_content_type() == "text/calendar")

    assert part["Content-Type"].params == {"charset": "utf-8", "method": "REQUEST"}
    assert part["Content-Transfer-Encoding"] == "base64"
    assert "Content-Disposition" not in part


def test_both_calendars_are_the_same_bytes() -> None:
    sent = mime(letter(calendar=CALENDAR, method="REQUEST"))

    copies = [
        part.get_payload(decode=True)
        for part in read(sent).walk()
        if part.get_content_type() in {"text/calendar", "application/ics"}
    ]

    assert copies == [CALENDAR, CALENDAR]
    assert b'filename="invite.ics"' in sent


def test_an_attachment_keeps_its_bytes_and_its_name() -> None:
    card = Attachment("kofi mensah.vcf", "text/vcard", bytes(range(256)))

    message = read(mime(letter(attachments=[card])))

    [part] = message.iter_attachments()
    assert part.get_payload(decode=True) == bytes(range(256))
    assert part.get_filename() == "kofi mensah.vcf"


def test_a_letter_says_that_a_machine_wrote_it() -> None:
    message = read(mime(letter()))

    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert message["Message-ID"] == "<e7.r0.g12@tables.example>"
    assert message["Date"].datetime == datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    assert "List-Unsubscribe" not in message
    assert "Reply-To" not in message


def test_an_answer_points_at_the_first_letter() -> None:
    message = read(mime(letter(in_reply_to="a.b@tables.example", reply_to="host@tables.example")))

    assert message["In-Reply-To"] == message["References"] == "<a.b@tables.example>"
    assert message["Reply-To"] == "host@tables.example"


def test_a_long_unsubscribe_address_stays_in_one_piece() -> None:
    sent = mime(letter(unsubscribe_url=LONG_URL))

    assert f"\r\nList-Unsubscribe: <{LONG_URL}>\r\n".encode() in sent
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in sent


def test_the_same_letter_is_the_same_bytes() -> None:
    twins = [mime(letter(calendar=CALENDAR, method="REQUEST")) for _ in range(2)]

    assert twins[0] == twins[1]


def test_every_line_ends_in_crlf() -> None:
    sent = mime(letter(calendar=CALENDAR, method="REQUEST", text="one\ntwo\r\nthree\n"))

    assert b"\n" not in sent.replace(b"\r\n", b"")
    assert b"\r" not in sent.replace(b"\r\n", b"")


@given(name=WORDS, subject=WORDS)
@example(name=TRICK, subject=TRICK)
@example(name='Ada "Q" \\ O’Neil, Jr. <x>', subject="a" * 120)
@example(name="漢" * 120, subject="👩‍👩‍👧" * 30)
def test_any_name_arrives_whole_and_adds_no_header(name: str, subject: str) -> None:
    plain = mime(letter())

    sent = mime(letter(sender_name=name, to_name=name, subject=subject))

    assert raw(sent, "Subject") == subject
    assert name_of(sent, "To") == compose.one_line(name)
    names = re.findall(rb"(?m)^([A-Za-z-]+):", head(sent))
    assert names == re.findall(rb"(?m)^([A-Za-z-]+):", head(plain))
    assert all(len(line) <= 78 for line in head(sent).split(b"\r\n"))


def test_a_line_break_hidden_in_a_name_stays_hidden() -> None:
    sent = mime(letter(to_name=TRICK, subject=TRICK))

    assert b"Bcc" not in sent
    assert raw(sent, "Subject") == TRICK


@pytest.mark.parametrize("name", ["Aiko", 'Ada "Q" O’Neil, Jr.', "Zoë; Guest", "back\\slash", ""])
def test_a_name_is_read_back_by_mail_programs(name: str) -> None:
    message = read(mime(letter(to_name=name)))

    [to] = message["To"].addresses
    assert (to.display_name, to.addr_spec) == (name, "aiko@mail.example")


@pytest.mark.parametrize("bad", ["\r\n", "\n", "\x00", "\x0b", "\x7f", "\x85", "\u2028", "\ud800"])
@pytest.mark.parametrize("field", ["sender_name", "to_name", "subject"])
def test_a_control_character_is_refused_by_its_field(field: str, bad: str) -> None:
    with pytest.raises(ValueError, match=field):
        mime(letter(**{field: f"Aiko{bad}Bcc: x"}))


@pytest.mark.parametrize("field", ["to", "sender", "reply_to", "message_id", "in_reply_to"])
@pytest.mark.parametrize(
    "bad", ["a@b.example\r\nBcc: x", "a@b.example,c@d.example", "a@b＠c", "a b@c.example", "ü@x.de"]
)
def test_only_one_plain_address_is_sent_to(field: str, bad: str) -> None:
    with pytest.raises(ValueError, match=field):
        mime(letter(**{field: bad}))


@pytest.mark.parametrize(
    "url", ["ftp://x.example/", "https://x.example/a b", "https://x.example/>\r\nBcc: x", "x"]
)
def test_an_unsubscribe_address_is_a_web_address(url: str) -> None:
    with pytest.raises(ValueError, match="unsubscribe_url"):
        mime(letter(unsubscribe_url=url))


@pytest.mark.parametrize(
    "given",
    [
        {"calendar": CALENDAR},
        {"calendar": CALENDAR, "method": "CANCEL"},
        {"calendar": CALENDAR, "method": "request"},
        {"calendar": b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "method": "REQUEST"},
        {"method": "REQUEST"},
    ],
)
def test_the_method_is_the_calendar_s(given: dict) -> None:
    with pytest.raises(ValueError, match="method"):
        mime(letter(**given))


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"subject": " "}, "subject"),
        ({"date": datetime(2026, 11, 23)}, "date"),  # noqa: DTZ001 - the point of the test
        ({"attachments": [Attachment("../x\r\n", "text/plain", b"")]}, "name"),
        ({"attachments": [Attachment("x.vcf", "text/vcard\r\nBcc: x", b"")]}, "content_type"),
    ],
)
def test_what_can_t_be_sent_is_named(given: dict, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        mime(letter(**given))


def test_rendered_text_is_tidied() -> None:
    assert compose.tidy("\n\nHello  \n\n\n\nthere\t\n") == "Hello\n\nthere\n"
    assert compose.one_line(" You’re\n  in ") == "You’re in"
