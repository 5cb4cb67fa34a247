"""Every letter: what it says, what it carries, and what it keeps to itself."""

import re
from types import SimpleNamespace as Thing

import pytest
from flask import Flask
from letter_buttons import NEXT_STEP
from letter_samples import KINDS, LINK, PAGE, event, shown, written

from eventapp.mail.wording import Face


def test_the_letters_are_those_we_know() -> None:
    known = "sign-in invite waitlist promoted update cancelled goodbye route enrolled again shared"
    once_more = {"enrolled-again", "shared-promoted", "links"}
    asked = {"still-coming", "offer", "offer-over", "pending", "approved", "declined"}
    by_hand = {"message", "moved", "invitation", "reopened"}
    by_the_clock = {"reminder", "feedback", "nudge", "certificate", "digest", "help-asks"}
    of_programs = {"materials", "missed", "halfway", "finished"}
    addresses = {"address-confirm", "address-changed", "badge-owner", "keys-changed"}
    came_in = {"calendar-no", "calendar-yes", "answer-check", "guest-mail", "new-time"}
    programs = {
        "program-off",
        "program-on",
        "program-moved",
        "interest-confirm",
        "runs-again",
        "next-date",
        "webhook-off",
    }
    helping = {"team-invitation", "team-changed", "community-closed"}
    after = {"card", "introduction", "half-hour", "half-hour-off", "help-offer"}
    assert set(KINDS) == {
        *helping, *known.split(), *once_more, *asked, *by_hand, *by_the_clock, *addresses, *came_in, *after, *programs,
        *known.split(), *of_programs, *once_more, *asked, *by_hand, *by_the_clock, *addresses, *came_in, *after,
    }  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_has_a_short_subject_and_two_bodies(post: Flask, kind: str) -> None:
    subject, text, html = written(post, kind)

    assert 10 < len(subject) < 70
    assert "\n\n\n" not in text
    assert not re.search(r"[ \t]$", text, re.MULTILINE)
    assert 20_000 > len(html.encode()) > 2_000
    assert "{{" not in subject + text + html


@pytest.mark.parametrize("kind", KINDS)
def test_both_bodies_carry_the_same_link(post: Flask, kind: str) -> None:
    _subject, text, html = written(post, kind)

    assert re.search(rf"(?m)(^|: ){re.escape(LINK)}$", text)
    assert f'href="{LINK}"' in html
    assert f">{LINK}</a>" in html


@pytest.mark.parametrize("kind", KINDS)
def test_the_button_names_the_next_step(post: Flask, kind: str) -> None:
    _subject, _text, html = written(post, kind)

    buttons = re.findall(r'class="button".*?<a [^>]*>(.*?)</a>', html, re.DOTALL)

    assert buttons == [NEXT_STEP.get(kind, "Open my page")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_fetches_nothing_and_runs_nothing(post: Flask, kind: str) -> None:
    _subject, _text, html = written(post, kind)

    assert not re.search(r"<(img|script|link|iframe|form|input)\b|url\(|@import", html)


@pytest.mark.parametrize("kind", KINDS)
def test_a_logo_travels_within_the_letter_and_the_head_wears_the_colour(
    post: Flask, kind: str
) -> None:
    face = Face("Data Kitchen", "#12382A", "#FFFFFF", "d" * 64, 160, 40)

    _subject, text, html = written(post, kind, face=face)

    assert re.findall(r"<img [^>]*src=\"([^\"]*)", html) == [f"cid:{face.content_id}"]
    assert not re.search(r"<(script|link|iframe|form|input)\b|url\(|@import", html)
    head = html.split('class="head"', 1)[1].split('class="paper"', 1)[0]
    assert "background:#12382A" in head.replace(": ", ":")
    assert "#2A1830" not in head
    assert "cid:" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_says_its_language_and_knows_the_dark(post: Flask, kind: str) -> None:
    _subject, _text, html = written(post, kind, lang="de")

    assert '<html lang="de"' in html
    assert '<meta name="color-scheme" content="light dark">' in html
    assert "prefers-color-scheme:dark" in html
    assert html.count("<h1") == 1


@pytest.mark.parametrize("kind", KINDS)
def test_what_strangers_type_stays_text(post: Flask, kind: str) -> None:
    evil = '<b onclick="x">&amp;{{ 7*7 }}%(name)s%'
    person = Thing(
        first_name=evil, last_name=evil, name=evil, role=evil, organization=evil, email="x@mail.example",
        phone="", web="", ask=evil, offer=evil, line=evil, step=evil, going=True,
    )  # fmt: skip
    given = {
        "guest": person,
        "guest_name": evil,
        "subject": evil,
        "comment": evil,
        "paragraphs": ((evil,),),
        "other": person,
        "step": evil,
        "community": evil,
        "event": event(title=evil, summary=evil, place_name=evil, place_address=evil),
        "program": Thing(title=evil, summary=evil),
        "name": evil,
        "news": ((evil, 1, evil),),
        "sessions": [(evil, evil, evil, [evil])],
        "dates": [(evil, evil, evil)],
        "materials": ((evil, LINK, evil),),
        "coming": (evil, evil, evil),
        "links": [(evil, LINK)],
        "changes": [(evil, evil, evil)],
        "tables": [Thing(round=1, table=1, people=[person], unnamed=1)],
    }

    subject, text, html = written(post, kind, **given)

    assert "<b onclick" not in html.replace("&lt;b onclick", "")
    assert "49" not in subject + text
    if kind != "sign-in":
        assert evil in text
        assert "&lt;b onclick" in html


@pytest.mark.parametrize("kind", ["invite", "card", "introduction"])
def test_an_address_typed_as_a_name_is_no_link(post: Flask, kind: str) -> None:
    lure = "Win at https://evil.example or mail a@evil.example"
    person = Thing(
        first_name=lure, last_name="", role=lure, organization=lure, email="kofi@fieldmaps.example",
        phone="", web="", ask=lure, offer=lure, line=lure, step=lure,
    )  # fmt: skip

    _subject, text, html = written(
        post,
        kind,
        guest=person,
        other=person,
        step=lure,
        tables=[Thing(round=1, table=1, people=[person], unnamed=0)],
    )

    for body in (text, shown(html)):
        assert "Win at" in body
        assert not re.search(r"https://evil|evil\.example|a@evil", body)


def test_an_invite_says_when_and_where_and_which_tables(post: Flask) -> None:
    subject, text, html = written(post, "invite")

    assert subject == "You’re in: Coffee & Careers"
    for body in (text, shown(html)):
        for part in ("26 November 2026, 18:30", "The Reading Room", "12 Mill Lane", "19:20", PAGE):
            assert part in body


def test_an_invite_without_tables_or_place_leaves_them_out(post: Flask) -> None:
    online = event(place_name="", place_address="")

    _subject, text, html = written(
        post, "invite", route=[], event=online, join_link="https://meet.example/x"
    )

    for body in (text, shown(html)):
        assert "Your tables" not in body
        assert "Where" not in body
        assert "https://meet.example/x" in body


@pytest.mark.parametrize(("position", "words"), [(1, "first"), (3, "third"), (27, "number 27")])
def test_the_waitlist_letter_counts_in_words(post: Flask, position: int, words: str) -> None:
    subject, text, html = written(post, "waitlist", position=position)

    assert subject == f"You’re {words} on the waitlist: Coffee & Careers"
    assert f"You’re {words} on the waitlist" in text
    assert f"You’re {words} on the waitlist" in shown(html)


def test_an_update_shows_what_was_and_what_is(post: Flask) -> None:
    _subject, text, html = written(post, "update")

    assert "was Thursday 19 November 2026, 18:30\n  now Thursday 26 November" in text
    assert re.search(r"<s\b[^>]*>Thursday 19 November", html)
    assert "Your place at Coffee & Careers is safe" in shown(html)


def test_an_update_promises_no_place_to_who_waits(post: Flask) -> None:
    _subject, text, html = written(post, "update", guest=Thing(first_name="Aiko", going=False))

    for body in (text, shown(html)):
        assert "is safe" not in body
        assert "new invite" not in body


def test_an_enrolment_lists_its_sessions_in_order(post: Flask) -> None:
    subject, text, _html = written(post, "enrolled")

    assert subject == "You’re in for the whole program: First Steps in Data"
    assert re.findall(r"(?m)^  (\d)\. (.+)$", text) == [
        ("1", "Ask a question"),
        ("2", "Find the numbers"),
        ("3", "Tell the story"),
    ]


def test_an_enrolment_that_waits_says_so(post: Flask) -> None:
    subject, text, html = written(post, "enrolled", waitlisted=True)

    assert subject == "You’re on the waitlist: First Steps in Data"
    for body in (text, shown(html)):
        assert "You’re in" not in body
        assert "full just now" in body


def test_a_card_tells_who_asked_and_offered_what(post: Flask) -> None:
    subject, text, html = written(post, "card")

    assert subject == "You met 10 people at Coffee & Careers"
    for body in (text, " ".join(shown(html).split())):
        for part in (
            "How do schools",
            "Interview practice",
            "愛子",
            "Open Health",
            "A small step:",
        ):
            assert part in body
        assert "One more person sat here" in body
        assert "4 more people sat here" in body
        assert "None" not in body


def test_a_card_never_shows_an_address_and_offers_a_way_out(post: Flask) -> None:
    _subject, text, html = written(post, "card")

    assert "@" not in text
    assert "mailto:" not in html
    assert "https://tables.example/u/~abcdefghijklmnopqrstuv~" in text


@pytest.mark.parametrize(
    ("met", "subject"),
    [
        (0, "Thank you for coming to Coffee & Careers"),
        (1, "You met 1 person at Coffee & Careers"),
    ],
)
def test_a_card_counts_well(post: Flask, met: int, subject: str) -> None:
    assert written(post, "card", met=met)[0] == subject


def test_an_introduction_gives_the_other_s_details(post: Flask) -> None:
    subject, text, html = written(post, "introduction")

    assert subject == "Aiko, meet Kofi again"
    assert 'href="mailto:kofi@fieldmaps.example?subject=Coffee%20%26%20Careers"' in html
    for body in (text, shown(html)):
        for part in ("Kofi Mensah", "kofi@fieldmaps.example", "Whom do I hire first", "plots"):
            assert part in body


def test_an_introduction_does_without_what_was_not_shared(post: Flask) -> None:
    quiet = Thing(
        first_name="Kofi", last_name="", role=None, email="", phone="", web="", ask=None, offer=None,
        line="",
    )  # fmt: skip

    _subject, text, html = written(post, "introduction", other=quiet, step="")

    for body in (text, shown(html)):
        assert "Asked" not in body
        assert "A first step" not in body
        assert "None" not in body


def test_a_sign_in_link_says_how_long_it_lasts(post: Flask) -> None:
    _subject, text, _html = written(post, "sign-in", minutes=1)

    assert "within 1 minute," in text
