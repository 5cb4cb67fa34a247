"""Which language a reader gets: their own choice, the event's, the browser's, the site's."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from babel import Locale
from flask import current_app, g, has_request_context, request
from flask_babel import force_locale, get_locale, refresh
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

# In their own words, in the order of the menu.
LANGUAGES = {
    "en": "English",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "pt": "Português",
    "nl": "Nederlands",
    "pl": "Polski",
    "tr": "Türkçe",
    "ar": "العربية",
}
COOKIE = "language"
# A choice lasts as long as browsers let it.
COOKIE_SECONDS = 400 * 24 * 60 * 60


def selected() -> str | None:
    """The locale of this request; None is the site's own, as outside a request."""
    if not has_request_context():
        return None
    chosen = known(request.cookies.get(COOKIE))
    return _locale(chosen or known(g.get("event_language")) or _of_browser())


def known(tag: str | None) -> str:
    """A language that we ship, or nothing where it is none of them."""
    return tag if tag in LANGUAGES else ""


def held_in(tag: str) -> None:
    """Write this page in the language of the event that it is about, if its reader chose none."""
    if known(tag) and g.get("event_language") != tag:
        g.event_language = tag
        g.pop("translations", None)
        refresh()


@contextmanager
def spoken(*tags: str) -> Iterator[None]:
    """What is written meanwhile is in the first of these languages that we ship, or in the site's.

    For letters and prints: whoever causes one may read another language.
    """
    tag = next(filter(known, tags), "")
    wanted = _locale(tag) or str(current_app.config["BABEL_DEFAULT_LOCALE"])
    if str(get_locale()) == wanted:
        yield
        return
    before = g.pop("translations", None)
    try:
        with force_locale(wanted):
            yield
    finally:
        g.pop("translations", None)
        if before is not None:
            g.translations = before


def now() -> str:
    """The language that is written in, as one of those that we ship."""
    locale = get_locale()
    return known(locale.language if locale else "") or "en"


def direction(tag: str) -> str:
    """Whether a language is written `ltr` or `rtl`."""
    return str(Locale.parse(tag, sep="-").text_direction)


def _locale(tag: str) -> str | None:
    # The site's language keeps its own way of writing dates, as in en_GB.
    site = str(current_app.config["BABEL_DEFAULT_LOCALE"])
    return None if not tag or site.split("_")[0] == tag else tag


def _of_browser() -> str:
    return _best(request.headers.get("Accept-Language", "")[:1000])


@lru_cache(maxsize=500)
def _best(header: str) -> str:
    """What a browser likes best of ours (RFC 9110, section 12.5.4)."""
    wanted = parse_accept_header(header, LanguageAccept)
    for tag, quality in wanted:
        language = tag.replace("_", "-").split("-")[0].lower()
        if quality > 0 and language in LANGUAGES:
            return language
    return ""
