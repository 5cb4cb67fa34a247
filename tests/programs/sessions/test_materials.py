"""Materials are typed one a line: a title, then its address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.programs.sessions import materials

WORDS = st.text("abcö!?,", min_size=1, max_size=9)


def test_a_title_and_an_address_a_line():
    found = materials.read("  First  slides https://example.org/a.pdf \n\nBook http://b.example\n")

    assert found == [
        {"title": "First slides", "url": "https://example.org/a.pdf"},
        {"title": "Book", "url": "http://b.example"},
    ]


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("Slides", 1, "address"),
        ("Fine https://example.org\nSlides javascript:alert(1)", 2, "address"),
        ("Slides ftp://example.org", 1, "address"),
        ("Slides https://", 1, "address"),
        ("Slides https://example.org:wide", 1, "address"),
        ("Slides https://[example", 1, "address"),
        ("https://example.org", 1, "title"),
        ("a" * 121 + " https://example.org", 1, "long"),
        ("Slides https://example.org/" + "a" * 2000, 1, "long"),
        ("A https://a.example\n" * 21, 21, "many"),
    ],
)
def test_a_line_that_is_none_is_named(text, line, what):
    with pytest.raises(materials.Wrong) as no:
        materials.read(text)

    assert (no.value.line, no.value.what) == (line, what)


@given(st.lists(st.tuples(st.lists(WORDS, min_size=1, max_size=4), WORDS), max_size=20))
def test_what_was_kept_reads_back_as_it_was(given_lines):
    kept = [
        {"title": " ".join(words), "url": f"https://example.org/{path}"}
        for words, path in given_lines
    ]

    assert materials.read(materials.written(kept)) == kept


@given(st.text())
def test_whatever_is_typed_is_read_or_named(text):
    try:
        found = materials.read(text)
    except materials.Wrong:
        return
    assert all(one["url"].startswith(("http", "HTTP")) for one in found)
