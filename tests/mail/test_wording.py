"""What all guests are told alike is written once; each still gets what would be written for them."""

from html import unescape

import make
import pytest
from flask import Flask, render_template
from flask_babel import force_locale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventapp.communities.forms import tidy
from eventapp.mail import wording
from eventapp.mail.wording import Guest, words
from eventapp.rsvps import letter_context

KINDS = (
    "again", "cancelled", "goodbye", "invite", "promoted", "route", "shared", "shared-promoted",
    "update", "waitlist",
)  # fmt: skip
NAMES = ["Zoë", "www.evil.example <b>", "a@b.example", "http://x.example", "~abc~ & %(x)s {{7}}"]


@pytest.fixture
def context(app: Flask) -> dict[str, object]:
    rsvp = make.rsvp(make.event(title="Tables & <talk>", online_url="https://meet.example/a&b"))
    more = {"route": [(1, 2, "18:20")], "changes": [("When", "then", "now")], "position": 3}
    return letter_context.of(rsvp, **more)


def plain(kind: str, context: dict[str, object]) -> tuple[str, str, str]:
    """The same, each template by itself."""
    said = {"site_name": "Tableful", **context, "face": context["style"].face}
    html = wording._inliner.inline(render_template(f"mail/{kind}/body.html", **said))
    texts = (render_template(f"mail/{kind}/{name}.txt", **said) for name in ("subject", "body"))
    return *texts, unescape(html)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_every_guest_gets_what_would_be_written_for_them(kind, name, app, context) -> None:
    words(kind, context)
    theirs = {"guest": Guest(name, f"{name} Lee", going=True), "link": "http://localhost/r/~n0~"}

    kept = words(kind, context | theirs)

    assert (kept.subject, kept.text, unescape(kept.html)) == plain(kind, context | theirs)


# Names as forms and lists leave them.
names = st.text(min_size=1, max_size=60).map(tidy).filter(bool)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names, names)
def test_no_name_breaks_a_letter(app, context, first, last) -> None:
    theirs = {"guest": Guest(first, f"{first} {last}", going=True)}

    kept = words("shared", context | theirs)

    assert kept.text == plain("shared", context | theirs)[1]
    assert "<" not in kept.html.split("<h1", 1)[1].split(">", 1)[1].split("</h1>", 1)[0]


def test_whatever_else_differs_is_written_anew(app, context) -> None:
    first = words("invite", context)

    for name, value in {
        "when": "another day",
        "join_link": "https://else.example",
        "community": "Others",
        "event": letter_context.Facts("Other", "", "", ""),
        "route": [(1, 5, "18:20")],
        "guest": Guest("Zoë", "Zoë", going=False),
    }.items():
        kind = "update" if name == "guest" else "invite"
        before = words("update", context) if name == "guest" else first
        assert words(kind, context | {name: value}) != before, name


def test_a_letter_is_written_in_its_language(app, context) -> None:
    words("invite", context)
    asked = len(app.extensions["words"])
    with force_locale("de"):
        words("invite", context)

    assert len(app.extensions["words"]) == asked + 1


def test_so_many_letters_are_kept_and_no_more(app, context, monkeypatch) -> None:
    monkeypatch.setattr(wording, "MOST", 3)
    for number in range(6):
        words("invite", context | {"when": str(number)})

    assert len(app.extensions["words"]) == 3


def test_the_letters_of_an_event_are_written_by_three_templates(app, monkeypatch) -> None:
    rendered = []
    monkeypatch.setattr(wording, "render_template", lambda *a, **b: rendered.append(a) or "-")
    event = make.event(capacity=None)

    for _guest in range(12):
        make.rsvp(event, letter="invite")

    assert len(rendered) == 3
