"""Mail that nobody wrote, and mail that somebody did though it looks alike."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from incoming_mails import mail, of_parts

from eventapp.mail import compose
from eventapp.mail.incoming.contents import Automatic, Unclear, Words
from eventapp.mail.incoming.parsing import read

SAMPLES = Path(__file__).parent.parent / "samples" / "automatic"
AWAY = "I am away until Monday.\n"


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.stem)
def test_a_real_vacation_answer_is_dropped(path: Path) -> None:
    assert isinstance(read(path.read_bytes()).content, Automatic)


@pytest.mark.parametrize(
    "mark",
    [
        "Auto-Submitted: auto-replied (vacation)",
        "Auto-Submitted: auto-generated",
        "Auto-Submitted: auto-notified; owner-email=a@mail.example",
        "Precedence: bulk",
        "Precedence: Junk",
        "Precedence: auto_reply",
        "X-Autoreply: yes",
        "X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent",
        "X-MS-Exchange-Inbox-Rules-Loop: aiko@mail.example",
        "Return-Path: <>",
    ],
)
def test_each_mark_of_a_program_is_enough(mark: str) -> None:
    found = read(mail(AWAY, mark)).content

    assert isinstance(found, Automatic)
    assert found.why.endswith(".")


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: no",
        "X-Auto-Response-Suppress: All",
        "X-MS-Exchange-Organization-AuthAs: Internal",
        "Precedence: list",
        "Return-Path: <aiko@mail.example>",
        "X-Autoreply: no",
    ],
)
def test_what_people_s_mail_holds_too_is_no_mark(header: str) -> None:
    assert read(mail(AWAY, header)).content == Words(text=AWAY.strip())


def test_a_letter_of_ours_that_comes_back_is_a_loop() -> None:
    ours = compose.mime(
        compose.Letter(
            message_id="<invite-7@tables.example>", sender_name="Leith Table",
            sender="tables@tables.example", to_name="Aiko", to="aiko@mail.example",
            subject="You’re in", text="Hello", html="<p>Hello", date=datetime(2026, 11, 26, tzinfo=UTC),
        )
    )  # fmt: skip

    assert isinstance(read(ours).content, Automatic)


def test_a_receipt_is_dropped() -> None:
    receipt = of_parts(
        ("text/plain", "It was opened."),
        ("message/disposition-notification", "Disposition: manual-action; displayed"),
        kind="report; report-type=disposition-notification",
    )

    assert isinstance(read(receipt).content, Automatic)


def test_a_complaint_is_shown() -> None:
    complaint = of_parts(
        ("text/plain", "This is an abuse report."),
        ("message/feedback-report", "Feedback-Type: abuse"),
        kind="report; report-type=feedback-report",
        headers=("Auto-Submitted: auto-generated",),
    )

    assert isinstance(read(complaint).content, Unclear)
