"""Languages in which every sentence is its English one in brackets, named by the language's tag."""

import re

import flask_babel
import pytest
from babel.support import NullTranslations
from flask_babel import get_locale

from eventapp import languages
from eventapp.communities.models import DEFAULT_ROLES

# As they are, before any test speaks otherwise.
OFFERED, READ = languages.offered, flask_babel.Domain.get_translations
ROLES = {str(role) for role, _mark in DEFAULT_ROLES}
SENTENCE = re.compile(r"⟦(\w\w)\|")


class MadeUp(NullTranslations):
    """What each of our languages says before it is translated."""

    def ugettext(self, message: str) -> str:
        # A new community's roles are called so once, by its founder: from then on they are its own words.
        if not message or message in ROLES:
            return message
        return f"⟦{_tag()}|{message}⟧"

    def ungettext(self, one: str, many: str, number: int) -> str:
        return self.ugettext(one if number == 1 else many)

    def upgettext(self, context: str, message: str) -> str:
        return self.ugettext(message)

    gettext, ngettext, pgettext = ugettext, ungettext, upgettext


def _tag() -> str:
    locale = get_locale()
    return locale.language if locale else "en"


def speak_all(patch: pytest.MonkeyPatch) -> None:
    """Ship every language, each with all its sentences."""
    patch.setattr(flask_babel.Domain, "get_translations", lambda _self: MadeUp())
    patch.setattr(languages, "offered", lambda: languages.LANGUAGES)


def spoken(text: str) -> set[str]:
    """The languages in which a page or a letter says something; the names of languages are in none."""
    return set(SENTENCE.findall(text))


KEPT = re.compile(r"(%\(\w+\)\w|%%|\{\w+\}|<[^>]*>|&\w+;|https?://\S+|\*\*|\]\([^)]*\))")
ARABIC = dict(
    zip("abcdefghijklmnopqrstuvwxyz", "ابتثجحخدذرزسشصضطظعغفقكلمنه", strict=True),
)


def longer(word: str) -> str:
    """A word as German has them: long ones are longer, and made of two."""
    return f"{word}erung" if len(word) > 6 else f"{word}en" if len(word) > 3 else word


def from_right(word: str) -> str:
    """A word in letters that are read from the right."""
    return "".join(ARABIC.get(letter, letter) for letter in word.casefold())


class Reworded(MadeUp):
    """Every sentence in words of another shape: German is longer, Arabic reads from the right."""

    def ugettext(self, message: str) -> str:
        reword = {"de": longer, "ar": from_right}.get(_tag(), str)
        parts = KEPT.split(message)
        parts[::2] = (re.sub(r"[A-Za-z’]+", lambda m: reword(m[0]), part) for part in parts[::2])
        return "".join(parts)

    gettext = ugettext


def reword_all(patch: pytest.MonkeyPatch) -> None:
    """Ship every language, those that aren't translated yet in words of the shape of theirs."""
    translated = OFFERED()

    def of_language(domain: flask_babel.Domain) -> NullTranslations:
        return READ(domain) if _tag() in translated else Reworded()

    patch.setattr(flask_babel.Domain, "get_translations", of_language)
    patch.setattr(languages, "offered", lambda: languages.LANGUAGES)
