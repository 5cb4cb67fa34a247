"""Markdown that organizers write, as HTML that can't harm and as plain text."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

# Longer texts are cut before they are parsed, and each is parsed once: a page full of brackets takes
# the parser a second.
LONGEST = 10_000

_TAGS = {
    "p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li",
    "a", "strong", "em", "code", "pre", "blockquote",
}  # fmt: skip
_SCHEMES = {"http", "https", "mailto"}


@lru_cache(maxsize=128)
def html(markdown: str) -> str:
    """Harmless HTML: headings from h3, lists, links, emphasis; line breaks as typed.

    Raw HTML shows as text, an image as its description, a link to anything but http, https or
    mailto as its words. Links carry rel="nofollow noopener".
    """
    tokens = _parsed(markdown)
    rendered = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return nh3.clean(
        rendered,
        tags=_TAGS,
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
        url_schemes=_SCHEMES,
        link_rel="nofollow noopener",
    )


def plain(markdown: str, limit: int) -> str:
    """The words of a Markdown text on one line, at most `limit` characters, cut between words."""
    text = " ".join(" ".join(_words(_parsed(markdown))).split())
    if len(text) <= limit:
        return text
    whole = text[:limit]
    cut = whole.rsplit(" ", 1)[0] if " " in whole else whole[: limit - 1]
    return cut.rstrip(" .,;:–—-") + "…"


def text(markdown: str) -> str:
    """The words of a Markdown text as a plain letter has them: paragraphs, a dash before each point of
    a list, and behind a link its address."""
    said, item, among = "", "", False
    for token in _parsed(markdown):
        if token.type == "list_item_open":
            item = f"{token.info}. " if token.info else "- "
        elif token.type in ("inline", "fence", "code_block"):
            said += ("\n" if item and among else "\n\n" if said else "") + item
            said += _line(token.children or []) if token.type == "inline" else token.content.strip()
            item, among = "", bool(item)
    return said


def _line(children: Sequence[Token]) -> str:
    said, address = "", ""
    for child in children:
        if child.type == "link_open":
            address = str(child.attrGet("href") or "")
        elif child.type == "link_close" and address and not said.endswith(address):
            said += f" ({address})"
        said += "\n" if child.type in ("softbreak", "hardbreak") else child.content
    return said


def _parsed(markdown: str) -> list[Token]:
    # A lone surrogate can't leave as UTF-8.
    sound = markdown[:LONGEST].encode("utf-8", "replace").decode("utf-8")
    tokens = _MARKDOWN.parse(sound)
    heads = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    _below_the_pages_own(heads)
    for token in tokens:
        token.children = _tamed(token.children or []) if token.type == "inline" else token.children
    return tokens


def _below_the_pages_own(heads: Sequence[Token]) -> None:
    """The page has an h1 and h2 above this text: its levels become h3, h4 … without a gap."""
    ranks = sorted({token.tag for token in heads})
    last = 2
    for token in heads:
        if token.type == "heading_open":
            last = min(last + 1, ranks.index(token.tag) + 3, 6)
        token.tag = f"h{last}"


def _tamed(children: Sequence[Token]) -> list[Token]:
    kept: list[Token] = []
    leads: list[bool] = []
    for token in children:
        if token.type == "link_open":
            leads.append(bool(re.match(r"(https?|mailto):", str(token.attrGet("href")), re.I)))
        if token.type in ("link_open", "link_close"):
            kept += [token] if leads[-1] else []
            if token.type == "link_close":
                leads.pop()
        elif token.type == "image":
            kept.append(Token("text", "", 0, content=token.content))
        else:
            kept.append(token)
    return kept


def _words(tokens: Iterable[Token]) -> Iterable[str]:
    for token in tokens:
        if token.type == "inline":
            yield "".join(
                " " if child.type in ("softbreak", "hardbreak") else child.content
                for child in token.children or []
            )
        elif token.type in ("fence", "code_block"):
            yield token.content


_MARKDOWN: MarkdownIt = MarkdownIt("commonmark", {"html": False, "breaks": True})
# Every link is taken as one, so that a refused one shows its words and not its Markdown.
_MARKDOWN.validateLink = lambda url: True  # type: ignore[method-assign]
