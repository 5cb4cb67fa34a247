"""Scripts say nothing of their own: what they show stands on the page, in its language."""

import re

import pytest
from babel import Locale
from flask import Flask, render_template_string

from eventapp import languages, paths
from eventapp.paths import STATIC

SCRIPTS = sorted((STATIC / "js").rglob("*.js"))
TEXT = re.compile(r"\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`")
# Two words, the first of which could begin a sentence.
SENTENCE = re.compile(r"^[A-Z][a-z]+( [a-z’]+)+[.!?…]?$|^[a-z]+ [a-z]+( [a-z]+)+[.!?…]?$")
# What browsers read, not people.
READ_BY_BROWSERS = {"use strict"}


def sentences(script: str) -> list[str]:
    without = re.sub(r"/\*.*?\*/|(?m:(?<![:\"'`])//.*$)", "", script, flags=re.DOTALL)
    said = ("".join(parts) for parts in TEXT.findall(without))
    return [one for one in said if SENTENCE.match(one) and one not in READ_BY_BROWSERS]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_says_nothing_of_its_own(path) -> None:
    assert sentences(path.read_text()) == []


def test_what_a_script_would_say_is_found() -> None:
    assert sentences("box.textContent = 'Nobody is here.'; // Not this one") == ["Nobody is here."]


@pytest.mark.parametrize("tag", languages.LANGUAGES)
def test_a_script_that_counts_has_a_sentence_for_each_kind_of_number(app: Flask, tag: str) -> None:
    with app.test_request_context(headers={"Accept-Language": tag}):
        kinds = languages.counts()
        page = render_template_string(
            """{% for kind, n in counts().items() %}{{ kind }} {{ ngettext('%(num)s', '%(num)s', n) }}
{% endfor %}"""
        )

    rule = Locale(tag).plural_form
    assert set(kinds) == {rule(number) for number in range(1001)}
    assert all(rule(number) == kind for kind, number in kinds.items())
    assert len(page.split("\n")) == len(kinds) + 1


def test_an_arrow_from_what_was_to_what_is_points_as_its_reader_reads() -> None:
    pages = [file for file in paths.TEMPLATES.rglob("*.html") if set("→←") & set(file.read_text())]

    assert (languages.arrow("ar"), languages.arrow("de")) == ("←", "→")
    assert pages == []


@pytest.mark.parametrize(
    ("tag", "number", "after"),
    [("en", 1, 1), ("en", 1.5, 2), ("fr", 1.5, 1), ("pl", 12, 12), ("pl", 12.5, 2), ("ar", 2, 2)],
)
def test_a_word_after_part_of_a_number_has_the_form_that_its_language_gives_it(
    app: Flask, tag: str, number: float, after: int
) -> None:
    with app.test_request_context(headers={"Accept-Language": tag}):
        rule = Locale(tag).plural_form

        assert rule(languages.counted(number)) == rule(after)
