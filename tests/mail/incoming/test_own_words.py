"""What a person wrote, without what they answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from incoming_mails import mail, of_parts

from eventapp.mail.incoming.contents import Unclear, Words
from eventapp.mail.incoming.own_words import text_of_html, without_quote
from eventapp.mail.incoming.parsing import read


def words(raw: bytes) -> str:
    found = read(raw).content
    return found.text if isinstance(found, Words) else ""


OURS = "> You're in.\n> See you there.\n"
OUTLOOK = "From: Tables <rsvp@tables.example>\nSent: Monday, 23 November 2026\nTo: Aiko\nSubject: You are in\n\nOld\n"
GERMAN = "Von: Tables <rsvp@tables.example>\nGesendet: Montag\nAn: Aiko\nBetreff: Dabei\n\nAlt\n"


@pytest.mark.parametrize(
    "old",
    [
        "",
        f"On Mon, 23 Nov 2026 at 10:00, Tables <rsvp@tables.example> wrote:\n{OURS}",
        f"On Mon, 23 Nov 2026 at 10:00, Tables\n<rsvp@tables.example> wrote:\n\n{OURS}",
        f"Am 23.11.26 um 10:00 schrieb Tables:\n{OURS}",
        f"Le lun. 23 nov. 2026 à 10:00, Tables a écrit :\n{OURS}",
        f"2026年11月23日(月) 10:00 Tables <rsvp@tables.example>:\n{OURS}",
        OURS,
        OUTLOOK,
        GERMAN,
        f"________________________________\n{OUTLOOK}",
        f"-----Original Message-----\n{OUTLOOK}",
        f"-----Ursprüngliche Nachricht-----\n{GERMAN}",
        f"-------- Forwarded Message --------\nSubject: You are in\n{OUTLOOK}",
    ],
)
def test_the_old_letter_below_is_cut_away(old: str) -> None:
    assert words(mail(f"Can I bring my dog?\n\nAiko\n\n{old}")) == "Can I bring my dog?\n\nAiko"


def test_the_old_letter_above_is_cut_away() -> None:
    above = f"On Monday 23 November, Tables wrote:\n{OURS}\nCan I bring my dog?\n"

    assert words(mail(above)) == "Can I bring my dog?"


def test_quotes_that_are_answered_one_by_one_are_kept() -> None:
    answered = "> Vegetarian?\nYes.\n\n> A dog?\nA small one.\n"

    assert words(mail(answered)) == answered.strip()


@pytest.mark.parametrize(
    "text",
    [
        "Two things:\n\n1. A dog\n2. A cat",
        "I quote you:\n> You're in.\nAm I?",
        "From: here it is far\nto walk",
        "5 > 3, or is it?",
        "My address:",
    ],
)
def test_what_may_be_theirs_is_kept(text: str) -> None:
    assert words(mail(text)) == text


def test_a_sentence_of_theirs_above_the_quote_is_kept() -> None:
    assert words(mail(f"I don't understand this:\n{OURS}")) == "I don't understand this:"


def test_a_signature_is_cut_away() -> None:
    assert words(mail("Yes!\n\n-- \nAiko Ito\nDirector of Dogs\n")) == "Yes!"
    assert words(mail("Yes!\n--\nNo signature\n")) == "Yes!\n--\nNo signature"


def test_plain_text_counts_before_html() -> None:
    both = of_parts(("text/plain", "Plain"), ("text/html", "<p>Rich</p>"), kind="alternative")

    assert words(both) == "Plain"


def test_html_alone_is_turned_into_text() -> None:
    html = (
        "<html><head><title>T</title><style>p{}</style></head><body><p>Can I bring<br>my <b>dog</b>"
        " &amp; cat?</p><div>Aiko<img src=x></div><script>x()</script>"
        "<div class='gmail_quote'>On Monday wrote: <div>deep</div><blockquote>Old</blockquote></div>"
        "</body></html>"
    )

    assert words(mail(html, kind="text/html")) == "Can I bring\nmy dog & cat?\n\nAiko"
    empty = of_parts(("text/plain", " "), ("text/html", html), kind="alternative")
    assert words(empty).startswith("Can I bring")


@pytest.mark.parametrize(
    "quote",
    [
        '<blockquote type="cite"><p>Old</p></blockquote>',
        '<div class="moz-cite-prefix">On Monday:</div><blockquote type="cite">Old</blockquote>',
        '<div id="yahoo_quoted_1" class="yahoo_quoted">Old</div>',
        '<blockquote class="protonmail_quote">Old</blockquote>',
    ],
)
def test_what_mail_programs_mark_as_quoted_is_left_out(quote: str) -> None:
    assert text_of_html(f"<p>Mine</p>{quote}<p>After</p>") == "Mine\n\nAfter"


def test_a_file_is_no_word_of_theirs() -> None:
    attached = of_parts(
        ("text/plain\nContent-Disposition: attachment; filename=list.txt", "Everything"),
    )

    assert isinstance(read(attached).content, Unclear)


def test_words_come_in_any_code() -> None:
    latin = mail("x").replace(b"utf-8", b"iso-8859-1")[:-1] + "Köln".encode("latin-1")
    quoted = mail("K=C3=B6ln=\n!", "Content-Transfer-Encoding: quoted-printable")
    unknown = mail("Köln", "Content-Type: text/plain; charset=x-nothing")

    assert [words(latin), words(quoted), words(unknown)] == ["Köln", "Köln!", "Köln"]


def test_many_words_are_cut() -> None:
    assert len(words(mail("word " * 20_000))) <= 20_000


@given(st.text(alphabet="ab>: \n-_@1", max_size=120))
def test_cutting_adds_nothing(text: str) -> None:
    rest = iter([line.strip() for line in text.split("\n")])

    assert all(line.strip() in rest for line in without_quote(text).split("\n") if line.strip())


@given(st.text(max_size=200))
def test_any_page_becomes_text(html: str) -> None:
    assert "<p>" not in text_of_html(f"<p>{html}").replace(html, "")
