"""Languages in which every sentence is its English one in brackets, named by the language's tag."""

import re

import flask_babel
import pytest
from babel.support import NullTranslations
from flask_babel import get_locale

from eventapp import languages

SENTENCE = re.compile(r"⟦(\w\w)\|")


class MadeUp(NullTranslations):
    """What each of our languages says before it is translated."""

    def ugettext(self, message: str) -> str:
        return f"⟦{_tag()}|{message}⟧" if message else message

    def ungettext(self, one: str, many: str, number: int) -> str:
        return self.ugettext(one if number == 1 else many)

    gettext, ngettext = ugettext, ungettext


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
