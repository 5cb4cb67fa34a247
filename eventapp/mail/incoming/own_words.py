"""What a person wrote themselves: a mail without the letter it answers and the signature. Pure."""

import re
from email.message import Message
from html.parser import HTMLParser

from eventapp.content_lines import clean_lines
from eventapp.mail.incoming.mail_parts import parts, text, type_of

MOST_CHARACTERS, MOST_READ, LONGEST_INTRODUCTION = 20_000, 200_000, 400
_QUOTED = re.compile(r"^\s{0,3}>")
# "From:" as Outlook writes it above the letter it quotes, in the languages it is used in most.
_FROM = (
    r"From|Von|De|Da|Van|Från|Fra|Lähettäjä|Od|От|Від|Kimden|Feladó|差出人|发件人|寄件者|보낸 사람"
)
_HEADERS = re.compile(
    rf"(?mi)^\*?(?:{_FROM})\s?[:：].*\n(?:\*?[^\s:：>][^:：\n]{{1,24}}[:：].*\n){{2,}}"
)
_ORIGINAL = re.compile(
    r"(?m)^[ \t]*-{4,}[ \t]?[^\n-]{3,60}-{4,}[ \t]*\n(?=\*?[^\s:]{2,20}\s?[:：])"
)
_RULE = re.compile(r"\n_{20,}[ \t]*\Z")
_UNSEEN = re.compile(r"<!--.*?(?:-->|\Z)|<!\[.*?(?:\]>|\Z)", re.DOTALL)
# A sign that opens nothing: another one follows, or the end, before it is closed.
_OPENS_NOTHING = re.compile(r"<(?=[^<>]*(?:<|\Z))")
# The line before a quote, "On … wrote:", at most two lines long; every language ends it alike.
_INTRODUCTION = re.compile(r"(?:^|\n)[^\n]{4,200}(?:\n[^\n]{1,120})?[:：]\s*\Z")


def own_words(message: Message) -> str:
    """The person's words as plain text, at most 20,000 characters; empty where there are none.

    An old letter is cut away where it surely is one: what is quoted at the very end or beginning,
    and everything below the headers that Outlook writes above it. Quotes that somebody answers
    line by line are kept, for the answers mean nothing without them. What stands below `-- ` is
    cut: a signature.
    """
    found = clean_lines(_written(message)[:MOST_READ])
    return _without_signature(without_quote(found)).strip()[:MOST_CHARACTERS].rstrip()


def without_quote(text_: str) -> str:
    """The text without the letter that it surely quotes."""
    for pattern in (_ORIGINAL, _HEADERS):
        if found := pattern.search(text_):
            text_ = _RULE.sub("", text_[: found.start()].rstrip())
    lines = text_.rstrip().split("\n")
    end = len(lines)
    while end and _is_quoted(lines[end - 1]):
        end -= 1
    if end < len(lines):
        lines = _without_introduction(lines[:end])
    quotes = [number for number, line in enumerate(lines) if _QUOTED.match(line)]
    if quotes and all(_is_quoted(line) for line in lines[quotes[0] : quotes[-1] + 1]):
        before = _without_introduction(lines[: quotes[0]])
        if not "".join(before).strip():
            lines = lines[quotes[-1] + 1 :]
    return "\n".join(lines)


def _is_quoted(line: str) -> bool:
    return not line.strip() or bool(_QUOTED.match(line))


def _without_introduction(lines: list[str]) -> list[str]:
    above = "\n".join(lines).rstrip()
    paragraph = above[-LONGEST_INTRODUCTION:].rpartition("\n\n")[2]
    found = _INTRODUCTION.search(paragraph)
    # A sentence of theirs may end in a colon too; who wrote when always has a number.
    if found and re.search(r"\d|@", found[0]):
        above = above[: len(above) - len(found[0])]
    return above.split("\n")


def _without_signature(text_: str) -> str:
    return re.split(r"(?m)^-- $", text_, maxsplit=1)[0]


def _written(message: Message) -> str:
    inline = [part for part in parts(message) if part.get_content_disposition() != "attachment"]
    plain = [text(part) for part in inline if type_of(part) == "text/plain"]
    if words := "\n\n".join(one.strip("\n") for one in plain if one.strip()):
        return words
    return "\n\n".join(
        text_of_html(text(part)[:MOST_READ]) for part in inline if type_of(part) == "text/html"
    )


def text_of_html(html: str) -> str:
    """The text of a page, without what mail programs mark as the letter that is answered."""
    reader = _Reader()
    # Comments and tags that never end take the library minutes.
    reader.feed(_OPENS_NOTHING.sub("&lt;", _UNSEEN.sub("", html)))
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.found).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    BREAKS = re.compile(r"br|p|div|li|tr|h[1-6]|ul|ol|table|blockquote|hr|pre")
    UNSEEN = re.compile(r"style|script|head|title|template")
    VOID = re.compile(r"area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr")
    QUOTES = re.compile(r"gmail_quote|moz-cite-prefix|yahoo_quoted|protonmail_quote|divRplyFwdMsg")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        # The element that hides what is in it, and how deep we are in its like.
        self.hidden_by, self.depth = "", 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.hidden_by:
            self.depth += tag == self.hidden_by
            return
        if self.BREAKS.fullmatch(tag):
            self.found.append("\n\n" if tag == "p" else "\n")
        hides = self.UNSEEN.fullmatch(tag) or self._is_quote(tag, dict(attrs))
        if hides and not self.VOID.fullmatch(tag):
            self.hidden_by, self.depth = tag, 1

    def handle_endtag(self, tag: str) -> None:
        if tag == self.hidden_by:
            self.depth -= 1
            if not self.depth:
                self.hidden_by = ""
        elif not self.hidden_by and self.BREAKS.fullmatch(tag):
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden_by:
            self.found.append(data.replace("\n", " "))

    def _is_quote(self, tag: str, attributes: dict[str, str | None]) -> bool:
        named = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        cited = tag == "blockquote" and attributes.get("type") == "cite"
        return cited or bool(self.QUOTES.search(named))
