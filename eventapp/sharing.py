"""How pages name their language to whoever shows a shared link (Open Graph)."""

from functools import cache

from babel.core import Locale, get_global

from eventapp import clock


def og_locale() -> str:
    """The reader's language with its land, as Open Graph wants it: `de_DE`."""
    return _with_land(clock.language().replace("-", "_"))


@cache
def _with_land(language: str) -> str:
    locale = Locale.parse(language)
    if locale.territory:
        return f"{locale.language}_{locale.territory}"
    likely = get_global("likely_subtags").get(locale.language, "en_Latn_US")
    return f"{locale.language}_{likely.rpartition('_')[2]}"
