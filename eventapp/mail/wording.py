"""The words of a letter, from templates/mail. What all guests are told alike is written once.

A thousand letters about one event differ in a name and a link: those are cut out of the first one,
and put into the others. Everything else that a letter says is the key under which it is kept, so
that a letter which says something else is written anew.
"""

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import css_inline
from flask import current_app, render_template
from flask_babel import get_locale
from markupsafe import escape

from eventapp import kept
from eventapp.mail import placeholders

MOST = 256
_inliner = css_inline.CSSInliner(load_remote_stylesheets=False)
# Letters and digits alone: nothing that a template does to what people type changes them.
_FIRST_NAME, _NAME, _LINK, _STOP = (secrets.token_hex(12) for _hole in range(4))
_HOLES = re.compile(f"({_FIRST_NAME}|{_NAME}|{_LINK}|{_STOP})")


@dataclass(frozen=True)
class Guest:
    """Whom a letter is about, as its template sees them."""

    first_name: str
    name: str
    going: bool


@dataclass(frozen=True)
class Face:
    """How a community looks in its letters: empty is as the site does."""

    name: str
    colour: str = ""
    # What is written on that colour.
    ink: str = ""
    # A picture by its digest, and how large it is shown.
    logo: str = ""
    width: int = 0
    height: int = 0
    # What it calls a table, and several.
    table_word: str = ""
    tables_word: str = ""
    # Where it says what it keeps of people, and for how long.
    privacy_url: str = ""

    @property
    def content_id(self) -> str:
        """How the letter's HTML names the picture that it carries."""
        return content_id(self.logo)


@dataclass(frozen=True)
class OwnWords:
    """What an organizer wrote for letters of one kind, placeholders in it; empty is as usual."""

    subject: str = ""
    opening: str = ""


@dataclass(frozen=True)
class Style:
    """What makes letters about one event its organizers' own."""

    face: Face
    own: tuple[tuple[str, OwnWords], ...] = ()
    # What placeholders stand for, beside the guest's name.
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Words:
    """A letter's subject, its text and its HTML, with its styles in place."""

    subject: str
    text: str
    html: str


def content_id(digest: str) -> str:
    """The Content-ID of a picture in a letter (RFC 2392)."""
    return f"{digest[:32]}@picture"


def words(kind: str, context: Mapping[str, Any]) -> Words:
    """What a letter says. With a `Guest` in its context, the rest is kept for the next one."""
    context = {"site_name": current_app.config["SITE_NAME"], **context}
    style = context.pop("style", None)
    context |= {"face": style and style.face, "own": style and dict(style.own).get(kind)}
    # Whatever placeholders stand for is asked for only where somebody wrote one.
    context["values"] = style.values if context["own"] else ()
    guest = context.get("guest")
    if not isinstance(guest, Guest):
        return _written(kind, context)
    alike = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in context.items()
        if name not in {"guest", "link", "unsubscribe_url"}
    }
    stop = context.get("unsubscribe_url") or ""
    key = (kind, guest.going, bool(stop), str(get_locale()), *sorted(alike.items()))
    found = kept.of("words").get(key)
    if found is None:
        nobody = Guest(_FIRST_NAME, _NAME, going=guest.going)
        own = {"guest": nobody, "link": _LINK, "unsubscribe_url": stop and _STOP}
        found = _written(kind, {**alike, **own})
        kept.keep("words", key, found, most=MOST)
    return _filled(found, guest, context.get("link") or "", stop)


def _written(kind: str, context: Mapping[str, Any]) -> Words:
    folder, own = f"mail/{kind}", context["own"] or OwnWords()
    name = _typed(context["guest"].first_name) if context["own"] else ""
    values = {"first name": name, **dict(context["values"])}
    subject = placeholders.filled(own.subject, values)
    opening = [
        [placeholders.filled(line, values) for line in lines]
        for lines in placeholders.paragraphs(own.opening)
    ]
    context = {**context, "opening": opening}
    return Words(
        # Placeholders may stand for nothing, but no letter leaves without a subject.
        subject if subject.strip() else render_template(f"{folder}/subject.txt", **context),
        render_template(f"{folder}/body.txt", **context),
        _inliner.inline(render_template(f"{folder}/body.html", **context)),
    )


def _filled(found: Words, guest: Guest, link: str, stop: str) -> Words:
    said = {_FIRST_NAME: _typed(guest.first_name), _NAME: _typed(guest.name)}
    said |= {_LINK: link, _STOP: stop}
    shown = {hole: str(escape(value)) for hole, value in said.items()}
    return Words(_put(found.subject, said), _put(found.text, said), _put(found.html, shown))


def _put(text: str, values: Mapping[str, str]) -> str:
    return _HOLES.sub(lambda hole: values[hole[0]], text)


def _typed(text: str) -> str:
    """What people typed as the templates show it: no mail program makes a link of it."""
    shown: Callable[[str], str] = current_app.jinja_env.get_template("mail/_parts.txt").module.typed  # type: ignore[attr-defined]
    return str(shown(text))
