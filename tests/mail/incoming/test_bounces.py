"""What mail servers report about letters: real ones, kept as samples, and others of their kind."""

from pathlib import Path

import pytest
from incoming_mails import mail, of_parts

from eventapp.mail.incoming.contents import Automatic, Bounce, Content, Unclear, Words
from eventapp.mail.incoming.parsing import read

SAMPLES = Path(__file__).parent.parent / "samples" / "bounces"
LETTER = "<abc123@tables.example.org>"
PASSING = ["delayed"]


def sample(name: str) -> Content:
    return read((SAMPLES / name).read_bytes()).content


def report(*blocks: str, kind: str = "report; report-type=delivery-status") -> Content:
    """A report with these groups of fields, as most servers write it."""
    fields = "\n\n".join(["Reporting-MTA: dns; mx.example", *blocks])
    letter = f"To: Aiko <aiko@mail.example>\nMessage-ID: {LETTER}\n\nHello"
    return read(
        of_parts(
            ("text/plain", "It was not delivered."),
            ("message/delivery-status", fields),
            ("message/rfc822", letter),
            kind=kind,
            headers=("From: MAILER-DAEMON@mx.example", "Auto-Submitted: auto-replied"),
        )
    ).content


def block(action: str, status: str, said: str = "", address: str = "aiko@mail.example") -> str:
    diagnosis = f"\nDiagnostic-Code: smtp; {said}" if said else ""
    return f"Final-Recipient: rfc822; {address}\nAction: {action}\nStatus: {status}{diagnosis}"


def test_every_sample_says_where_it_is_from() -> None:
    told = (SAMPLES.parent / "README.md").read_text()

    assert [path.name for path in SAMPLES.iterdir() if f"`{path.name}`" not in told] == []


@pytest.mark.parametrize(
    "name", sorted(path.name for path in SAMPLES.glob("*-refused.eml") if "-two-" not in path.name)
)
def test_who_was_refused_is_known_by_the_remote_server_s_code(name: str) -> None:
    found = sample(name)

    assert isinstance(found, Bounce)
    assert (found.recipient, found.message_id, found.status) == (
        "nobody-here@dest.example.org",
        LETTER,
        "5.1.1",
    )
    assert "no such mailbox" in found.said


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("*-without-code.eml")))
def test_a_refusal_without_a_code_of_its_own_is_one(name: str) -> None:
    found = sample(name)

    assert isinstance(found, Bounce)
    assert (found.recipient, found.message_id) == ("old-style@dest.example.org", LETTER)
    assert found.status.startswith("5.")
    assert "No such user here" in found.said


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("*-two-*.eml")))
def test_of_two_who_were_refused_the_one_written_to_comes_first(name: str) -> None:
    found = sample(name)

    assert isinstance(found, Bounce)
    assert [(one.recipient, one.status) for one in (found, *found.also)] == [
        ("nobody-here@dest.example.org", "5.1.1"),
        ("full-box@dest.example.org", "5.2.2"),
    ]


@pytest.mark.parametrize(
    "name", sorted(p.name for p in SAMPLES.iterdir() if p.stem.endswith(tuple(PASSING)))
)
def test_what_is_only_delayed_is_no_bounce(name: str) -> None:
    found = sample(name)

    assert isinstance(found, Automatic)
    assert "still tries" in found.why
    # It is logged, and logs hold no addresses.
    assert "@" not in found.why


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("*-given-up.eml")))
def test_what_was_given_up_is_a_bounce_also_where_the_reason_may_pass(name: str) -> None:
    found = sample(name)

    assert isinstance(found, Bounce)
    assert found.recipient == "later-on@dest.example.org"
    assert found.status.startswith("4.")


@pytest.mark.parametrize(
    ("status", "said", "known"),
    [
        ("5.0.0", "550 5.1.1 <aiko@mail.example> no such mailbox", "5.1.1"),
        ("5.0.0", "550 no such mailbox", "5.0.0"),
        ("5.1.1", "", "5.1.1"),
        ("4.4.7", "", "4.4.7"),
        ("5.0.0", "451 4.2.0 try again later", "4.2.0"),
        ("5.0.0", "452 too many letters", "4.0.0"),
        ("5.1.1 (bad destination)", "", "5.1.1"),
        ("", "550-5.7.1 refused\n 550 5.7.1 for good", "5.7.1"),
        ("", "550 refused", "5.0.0"),
        ("5.0.0", "host 5.1.1.9 said: 550 5.2.1 disabled", "5.2.1"),
        ("5.0.0", "Exim 4.96.1 said: 550 5.2.1 disabled", "5.2.1"),
    ],
)
def test_the_remote_server_s_code_counts_first(status: str, said: str, known: str) -> None:
    found = report(block("failed", status, said))

    assert isinstance(found, Bounce)
    assert found.status == known


@pytest.mark.parametrize(
    "fields",
    [
        block("delayed", "4.4.1"),
        block("delayed", "4.4.7"),
        block("delivered", "2.0.0"),
        block("relayed", "2.0.0"),
    ],
)
def test_delays_and_good_news_are_no_bounces(fields: str) -> None:
    assert isinstance(report(fields), Automatic)


def test_only_who_failed_is_named() -> None:
    found = report(
        block("delivered", "2.0.0", address="zoe@mail.example"), block("failed", "5.1.1")
    )

    assert isinstance(found, Bounce)
    assert (found.recipient, found.also) == ("aiko@mail.example", ())


@pytest.mark.parametrize(
    "original",
    ["rfc822;Aiko@Mail.example", "rfc822; <aiko@mail.example>", "utf-8; aiko@mail.example"],
)
def test_the_address_of_the_letter_counts_before_where_it_went_on_to(original: str) -> None:
    forwarded = block("failed", "5.1.1", address="moved@elsewhere.example")

    found = report(f"Original-Recipient: {original}\n{forwarded}")

    assert isinstance(found, Bounce)
    assert found.recipient == "aiko@mail.example"


@pytest.mark.parametrize("kind", ["mixed", "report", "alternative"])
def test_a_report_is_found_in_any_mail(kind: str) -> None:
    assert isinstance(report(block("failed", "5.1.1"), kind=kind), Bounce)


def test_the_newer_kind_of_report_is_read() -> None:
    fields = f"Reporting-MTA: dns; mx.example\n\n{block('failed', '5.1.1')}"

    found = read(of_parts(("message/global-delivery-status", fields), kind="report")).content

    assert isinstance(found, Bounce)
    assert (found.recipient, found.message_id) == ("aiko@mail.example", "")


@pytest.mark.parametrize("mark", ["Return-Path: <>", "Auto-Submitted: auto-replied", "X-Odd: x"])
def test_a_report_that_can_t_be_read_is_not_dropped(mark: str) -> None:
    odd = mail("Sorry, it didn't work out.\n", "From: MAILER-DAEMON@mx.example", mark)

    assert isinstance(read(odd).content, Unclear)


def test_the_copy_of_the_letter_is_no_part_of_what_is_reported() -> None:
    copied = (
        SAMPLES / "dma-0.13-refused.eml"
    ).read_bytes() + b"\r\n<zoe@mail.example>:\r\n550 no\r\n"

    found = read(copied).content

    assert isinstance(found, Bounce)
    assert found.also == ()


def test_a_person_who_quotes_a_bounce_writes_words() -> None:
    quoted = mail("What is this?\n\n<aiko@mail.example>:\n550 5.1.1 no such mailbox\n")

    assert isinstance(read(quoted).content, Words)
