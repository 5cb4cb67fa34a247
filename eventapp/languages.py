"""Which language a reader gets: their own choice, the event's, the browser's, the site's."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cache, lru_cache, wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from babel import Locale
from babel.support import NullTranslations
from flask import Flask, current_app, g, has_app_context, has_request_context, request
from flask_babel import Babel, Domain, force_locale, get_locale, refresh
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header
from werkzeug.wrappers import Response

from eventapp import paths

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


class Translations(Domain):
    """The translations of the language of a request, looked up once for all its sentences."""

    def get_translations(self) -> NullTranslations:
        if not has_app_context():
            return super().get_translations()
        found: NullTranslations | None = g.get("translations")
        if found is None:
            found = g.translations = super().get_translations()
        return found


babel = Babel()
texts = babel.domain_instance = Translations()


def init(app: Flask) -> None:
    """Give pages, letters and prints their language."""
    babel.init_app(
        app,
        default_translation_directories=str(paths.TRANSLATIONS),
        locale_selector=selected,
    )
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: texts.get_translations().ugettext(text),
        lambda one, many, number: texts.get_translations().ungettext(one, many, number),
        newstyle=True,
        pgettext=lambda context, text: texts.get_translations().upgettext(context, text),
    )
    # The extension's own looks itself up and calls through the context, twice for each sentence.
    app.jinja_env.globals["_"] = in_words
    app.jinja_env.globals["languages"] = lambda: offered()
    app.jinja_env.globals["counts"] = counts


@pass_eval_context
def in_words(page: EvalContext, sentence: str, /, **values: object) -> str:
    """A sentence in the language of a request, with values in it, for templates."""
    said = texts.get_translations().ugettext(sentence)
    return (Markup(said) if page.autoescape else said) % values


def selected() -> str | None:
    """The locale of this request; None is the site's own, as outside a request."""
    if not has_request_context():
        return None
    chosen = known(g.get("asked_language")) or known(request.cookies.get(cookie_name()))
    return _locale(chosen or known(g.get("event_language")) or _of_browser())


@cache
def offered() -> dict[str, str]:
    """The languages that we ship: English, and each that is translated so far that it was compiled."""
    compiled = {file.parent.parent.name for file in paths.TRANSLATIONS.glob("*/LC_MESSAGES/*.mo")}
    return {tag: name for tag, name in LANGUAGES.items() if tag == "en" or tag in compiled}


def known(tag: str | None) -> str:
    """A language that we ship, or nothing where it is none of them."""
    return tag if tag in offered() else ""


def cookie_name() -> str:
    """Under which name a browser keeps it: under https no other host can have set it."""
    return f"__Host-{COOKIE}" if current_app.config["SESSION_COOKIE_SECURE"] else COOKIE


def keep(answer: Response, tag: str) -> None:
    """Have a browser keep what its reader chose."""
    answer.set_cookie(
        cookie_name(),
        tag,
        max_age=COOKIE_SECONDS,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def asked_for(tag: str) -> None:
    """Write this page in a language that its address names, if we ship it, whoever reads it."""
    g.asked_language = _bare(tag)
    _choose_anew()


def held_in(*tags: str) -> None:
    """Write this page in the first of these that we ship, unless its reader chose one here.

    For pages about one event or one answer: theirs goes before what the browser likes.
    """
    tag = next(filter(known, tags), "")
    if tag and g.get("event_language") != tag:
        g.event_language = tag
        _choose_anew()


def _choose_anew() -> None:
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


class Reader(Protocol):
    """Somebody who is written to: the languages that are theirs, the first of which counts."""

    @property
    def languages(self) -> tuple[str, ...]: ...


Said = ParamSpec("Said")
Written = TypeVar("Written")
To = TypeVar("To", bound=Reader)


def theirs(
    write: Callable[Concatenate[To, Said], Written],
) -> Callable[Concatenate[To, Said], Written]:
    """A function that writes to its first argument, in the language of that reader."""

    @wraps(write)
    def written(reader: To, /, *args: Said.args, **given: Said.kwargs) -> Written:
        with spoken(*reader.languages):
            return write(reader, *args, **given)

    return written


def now() -> str:
    """The language that is written in, as one of those that we ship."""
    locale = get_locale()
    return known(locale.language if locale else "") or "en"


def counts() -> dict[str, int]:
    """The kinds of number that this language tells apart (CLDR), each with one of them.

    For scripts of a page, which count for themselves: they get a sentence for each kind.
    """
    return _counts(now())


def counted(number: float) -> int:
    """A whole number that a counted word has the same form after, as in '1.5 hours', for `ngettext`."""
    exact = Decimal(str(number)).normalize()
    kind = Locale(now()).plural_form(exact)
    # Where nothing whole is of that kind, as in Polish, the word stands as after two.
    return int(exact) if exact == int(exact) else counts().get(kind, 2)


@cache
def _counts(tag: str) -> dict[str, int]:
    rule = Locale(tag).plural_form
    return {rule(number): number for number in range(200, -1, -1)}


def direction(tag: str) -> str:
    """Whether a language is written `ltr` or `rtl`."""
    return str(Locale.parse(tag, sep="-").text_direction)


def arrow(tag: str) -> str:
    """From what was to what is, as a language is read: no bidirectional text turns an arrow round."""
    return "←" if direction(tag) == "rtl" else "→"


def _bare(tag: str) -> str:
    """The language of a tag without its country, as pt of pt-BR."""
    return tag.replace("_", "-").split("-")[0].lower()


def _locale(tag: str) -> str | None:
    # The site's language keeps its own way of writing dates, as in en_GB.
    site = str(current_app.config["BABEL_DEFAULT_LOCALE"])
    return None if not tag or site.split("_")[0] == tag else tag


def _of_browser() -> str:
    return _best(request.headers.get("Accept-Language", "")[:1000], tuple(offered()))


@lru_cache(maxsize=500)
def _best(header: str, ours: tuple[str, ...]) -> str:
    """What a browser likes best of ours (RFC 9110, section 12.5.4)."""
    wanted = parse_accept_header(header, LanguageAccept)
    for tag, quality in wanted:
        language = _bare(tag)
        if quality > 0 and language in ours:
            return language
    return ""
