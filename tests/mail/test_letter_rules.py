"""Every rule of letters is kept by all kinds, and noticed where it is broken."""

import re
from base64 import b64encode
from collections.abc import Callable

import calendar_rules
import letter_rules
import letter_samples
import pytest
from letter_rules import Letter

SITE = "https://tables.example"
Change = Callable[[Letter], bytes]


def letter(post, kind: str) -> Letter:
    reads = tuple(url for _title, url, _host in letter_samples.MATERIALS)
    return Letter(letter_samples.leaving(post, kind), SITE, reads)


def put(old: str, new: str) -> Change:
    """A letter with something else in the place of what is there."""

    def change(of: Letter) -> bytes:
        found = re.sub(old.encode(), new.encode(), of.data, count=1, flags=re.MULTILINE)
        assert found != of.data
        return found

    return change


def inside(kind: str, change: Callable[[bytes], bytes]) -> Change:
    """A letter one part of which holds something else."""

    def changed(of: Letter) -> bytes:
        before, after = (
            _base64(content) for content in (of.content(kind), change(of.content(kind)))
        )
        assert before in of.data
        assert before != after
        return of.data.replace(before, after, 1)

    return changed


def _base64(content: bytes) -> bytes:
    written = b64encode(content)
    return b"".join(written[at : at + 76] + b"\r\n" for at in range(0, len(written), 76))


def html(old: bytes, new: bytes) -> Change:
    return inside("text/html", lambda content: content.replace(old, new, 1))


BROKEN: dict[str, tuple[str, Change]] = {
    "travels as plain ASCII": ("invite", put("^Subject: .*\r\n", "Subject: Käse\\r\\n")),
    "ends every line with CR LF": ("invite", put("\r\n", "\\n")),
    "has short lines": ("route", put("^Subject: .*\r\n", f"Subject: {'x' * 80}\\r\\n")),
    "is parsed without a complaint": ("invite", put("^--=_[0-9a-f]*-0--\r\n", "")),
    "is built as mail programs expect": ("invite", put("multipart/alternative", "multipart/mixed")),
    "has its calendar inside, not attached": (
        "invite",
        put("^Content-Type: text/calendar", "Content-Disposition: attachment\\r\\n\\g<0>"),
    ),
    "says METHOD alike in both places": ("invite", put('method="REQUEST"', 'method="request"')),
    "has its parts in base64 and UTF-8": ("sign-in", put('charset="utf-8"', 'charset="latin-1"')),
    "attaches the same calendar as invite.ics": ("invite", put('filename="invite.ics"', 'filename="mime.ics"')),
    "goes to one address": ("invite", put("^To: ", "Cc: kofi@mail.example\\r\\nTo: ")),
    "goes to the guest that its calendar names": ("invite", put("<aiko@mail", "<Aiko@mail")),
    "is organized by us, not by who gets it": ("invite", put("<tables@tables.example>", "<ines@mail.example>")),
    "says that no person wrote it": ("card", put("^Auto-Submitted: .*\r\n", "")),
    "wants no answer of a machine": ("card", put("OOF, AutoReply", "All")),
    "is answered by one address, as its calendar is": ("invite", put("^MIME", "Reply-To: ines@mail.example\\r\\nMIME")),
    "has a Message-ID of ours": ("card", put("^Message-ID: .*\r\n", "Message-ID: <1@mail.example>\\r\\n")),
    "names the letter it follows in both headers": ("update", put("^MIME", "In-Reply-To: <a@tables.example>\\r\\nMIME")),
    "is stopped with one press, or never": ("card", put("^List-Unsubscribe: ", "List-Unsubscribe:\\r\\n ")),
    "fetches nothing": ("card", html(b"<main>", b'<main><img alt="" src="https://tables.example/x.png">')),
    "leads to no other site": ("card", html(b"<main>", b'<main><a href="https://other.example/">x</a>')),
    "is shorter than what is cut": ("card", html(b"<main>", b"<main>" + b"x" * 105_000)),
    "has all its links in its text": ("card", html(b"<main>", b'<main><a href="https://tables.example/more">x</a>')),
    "leaves with its secrets put in": (
        "invite",
        inside("text/plain", lambda text: text.replace(b"/r/", b"/r/~0123456789abcdefghijkl~", 1)),
    ),
    "hides nothing by a trick": (
        "card",
        html(b'class="preview" style="', b'class="preview" style="font-size: 1px;'),
    ),
    "says its language and knows the dark": ("card", html(b"<html lang=", b"<html data-x=")),
}  # fmt: skip


@pytest.mark.parametrize("kind", letter_samples.KINDS)
def test_every_letter_keeps_every_rule(post, kind: str) -> None:
    found = letter(post, kind)

    assert letter_rules.broken(found) == []
    assert found.calendar is None or calendar_rules.broken(found.calendar) == []
    assert (found.calendar is not None) == (kind in letter_samples.ENTRIES | letter_samples.ENDINGS)


@pytest.mark.parametrize("kind", letter_samples.KINDS)
def test_no_two_lines_of_a_letter_run_into_each_other(post, kind: str) -> None:
    _subject, text, _html = letter_samples.written(post, kind)

    assert re.findall(r"\S*[a-z][.!?:][A-Z]\S*", text) == []


def test_every_rule_has_a_sample_that_breaks_it() -> None:
    assert set(BROKEN) == set(letter_rules.RULES)


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_letter_is_noticed(post, rule: str) -> None:
    kind, change = BROKEN[rule]
    good = letter(post, kind)

    assert rule in letter_rules.broken(Letter(change(good), SITE))


def test_a_file_beside_what_cancels_is_noticed(post) -> None:
    file = "Content-Type: application/ics\\r\\nContent-Disposition: attachment\\r\\n\\r\\nBEGIN"
    change = put("^(--=_[0-9a-f]*-0)--\r\n", f"\\1\\r\\n{file}\\r\\n\\1--\\r\\n")

    found = letter_rules.broken(Letter(change(letter(post, "goodbye")), SITE))

    assert "is built as mail programs expect" in found
