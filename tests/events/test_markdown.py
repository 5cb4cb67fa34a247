"""Markdown as harmless HTML and as plain text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.events.markdown import html, plain, text


def test_headings_begin_below_those_of_the_page_and_leave_no_level_out():
    assert html("# One\n## Two\n##### Five") == "<h3>One</h3>\n<h4>Two</h4>\n<h5>Five</h5>\n"
    assert html("### Three\n# One") == "<h3>Three</h3>\n<h3>One</h3>\n"


def test_as_text_it_keeps_its_paragraphs_and_lists_and_the_addresses_of_links():
    said = text(
        "# Be *kind*\n\nWe come **on time**\nand stay.\n\n- a\n- [b](https://example.org/b)\n\n"
        "1. one\n2. two\n\n<https://example.org/c> and [x](javascript:alert(1))"
    )

    assert said == (
        "Be kind\n\nWe come on time\nand stay.\n\n- a\n- b (https://example.org/b)\n1. one\n2. two\n\n"
        "https://example.org/c and x"
    )


@given(st.text(max_size=200))
def test_as_text_nothing_typed_breaks_it(typed):
    assert isinstance(text(typed), str)


def test_lists_emphasis_and_typed_line_breaks_stay():
    assert html("**Bring**\n*nothing*\n\n- a\n- b") == (
        "<p><strong>Bring</strong><br>\n<em>nothing</em></p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"
    )


@pytest.mark.parametrize("url", ["https://example.org/a?b=c", "http://x.org", "mailto:a@x.org"])
def test_links_to_pages_and_addresses_stay_without_trust(url):
    assert html(f"[here]({url} 'title')") == (
        f'<p><a href="{url}" rel="nofollow noopener">here</a></p>\n'
    )


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//evil.org", "/desk", "x"],
)
def test_a_link_to_anything_else_is_only_its_words(url):
    assert html(f"[here]({url}) and <{url}>").startswith("<p>here and ")
    assert "<a" not in html(f"[here]({url}) and <{url}>")


def test_raw_html_shows_as_text():
    assert html("<script>alert(1)</script>") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"
    assert "<div" not in html('<div onclick="x()">\nhello\n</div>')


def test_an_image_is_its_description():
    assert html("![our room](https://tracker.example/x.png)") == "<p>our room</p>\n"


@given(st.text())
def test_no_text_makes_a_tag_or_attribute_that_is_not_allowed(text):
    tags = re.findall(r"<[^>]*>", html(text))

    allowed = re.compile(
        r"</?(p|br|hr|h[3-6]|ul|li|strong|em|code|pre|blockquote|a)>|</?ol>|<ol start=\"\d+\">"
        r'|<a href="(https?|mailto):[^"]*" rel="nofollow noopener">',
        re.IGNORECASE,
    )
    assert [tag for tag in tags if not allowed.fullmatch(tag)] == []


@pytest.mark.parametrize("text", ["[" * 99_999, "> " * 50_000, "![[](" * 20_000, "\ud800", "\0"])
def test_a_hostile_text_is_still_rendered(text):
    assert html(text)


def test_plain_text_has_words_only():
    text = (
        "# Coffee\n\nCome **early**,\nstay [late](https://x.org).\n\n- tea &amp; cake\n\n![room](x)"
    )

    assert plain(text, 200) == "Coffee Come early, stay late. tea & cake room"


def test_plain_text_is_cut_between_words():
    assert plain("Meet people unlike yourself, over coffee", 30) == "Meet people unlike yourself…"


@given(st.text(), st.integers(1, 60))
def test_plain_text_is_one_line_within_its_limit(text, limit):
    excerpt = plain(text, limit)

    assert len(excerpt) <= limit
    assert excerpt == " ".join(excerpt.split())
