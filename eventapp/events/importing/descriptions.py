"""What a calendar says of an event as Markdown: without HTML, and without what only machines wrote (pure)."""

import re
from html import unescape
from html.parser import HTMLParser

LONGEST = 8_000
_TAG = re.compile(
    r"</?(p|br|div|span|a|ul|ol|li|b|strong|i|em|u|h[1-6]|html|body|table)\b[^>]*>", re.I
)
_BREAKS = {
    "p",
    "div",
    "br",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "table",
    "blockquote",
}
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_SILENT = {"script", "style", "head", "title"}
# Luma's first line, with the address of the place below it.
_LOOK = r"\A(Get up-to-date information at|Find more information on):? \S+\s*"
_PLACE = re.compile(_LOOK + r"Address:\n(?P<lines>(?:[^\n]+(?:\n|\Z))+)")
# What calendars of other platforms put above and below: where it was, when, and where to look. A link to
# join there is of whoever took the calendar out, and lets others in under their name.
_MACHINES = (
    re.compile(r"^Click to join:? https://(lu\.ma|luma\.com)/join/\S+[ \t]*\n*", re.M),
    _PLACE,
    re.compile(_LOOK),
    re.compile(r"\A[^\n]{1,80}\n\w+day, \w+ \d{1,2} at \d{1,2}:\d\d [AP]M\s*\n"),
    re.compile(
        r"\s*(For details, go here|Event details|Details)?:?\s*https?://(www\.)?(meetup|eventbrite)\.[a-z.]+/\S*\s*\Z"
    ),
)


def cleaned(text: str) -> str:
    """A description as Markdown that a person would have typed."""
    plain = _plain(text)
    for made in _MACHINES:
        plain = made.sub("", plain)
    plain = re.sub(r"[ \t]+\n", "\n", plain)
    return re.sub(r"\n{3,}", "\n\n", plain).strip()[:LONGEST].strip()


def place_in(text: str) -> str:
    """The place that Luma writes into a description alone, on one line."""
    found = _PLACE.match(_plain(text))
    lines = found["lines"].split("\n") if found else []
    # Instead of one that is shown to guests alone.
    return ", ".join(line.strip() for line in lines if line and "Check event page" not in line)


def _plain(text: str) -> str:
    plain = _from_html(text) if _TAG.search(text) else unescape(text)
    plain = plain.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    plain = "".join(
        c for c in plain if c == "\n" or c == "\t" or c.isprintable() or c in "\u200d\ufe0f"
    )
    return plain.strip()


def one_line(text: str, most: int) -> str:
    """A title or a place on one line, no longer than there is room for."""
    line = " ".join(unescape(_TAG.sub(" ", text)).split())
    line = "".join(c for c in line if c.isprintable() or c in "\u200d\ufe0f")
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def _from_html(text: str) -> str:
    reader = _Reader()
    # Where line breaks are typed beside the tags, they are breaks as well.
    reader.feed(text.replace("\r\n", "\n"))
    reader.close()
    return "".join(reader.said)


class _Reader(HTMLParser):
    """HTML as it would be typed in Markdown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.link, self.silent, self.at = "", 0, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag == "li":
            self.said.append("\n- ")
        elif tag in _BREAKS:
            self.said.append("\n" if tag == "br" else "\n\n")
        elif tag in _MARKS:
            self.said.append(_MARKS[tag])
        elif tag == "a":
            self.link, self.at = dict(attrs).get("href") or "", len(self.said)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in _BREAKS and tag != "br":
            self.said.append("\n\n")
        elif tag in _MARKS:
            self.said.append(_MARKS[tag])
        elif tag == "a" and self.link:
            words = "".join(self.said[self.at :]).strip()
            del self.said[self.at :]
            named = words and words != self.link and self.link.startswith(("http", "mailto:"))
            self.said.append(f"[{words}]({self.link})" if named else words or self.link)
            self.link = ""

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(data)
