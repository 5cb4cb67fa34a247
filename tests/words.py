"""Words on pages and in letters."""

import re


def says(text: str, word: str) -> bool:
    """Whether a text has a word by itself. A name of three letters stands in one token of some
    thousands by chance, so a test that asks for any such letters fails now and then."""
    return bool(re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text))
