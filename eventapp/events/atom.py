"""New events for feed readers: an Atom feed (RFC 4287). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree

from eventapp.content_lines import clean, clean_lines

NAMESPACE = "http://www.w3.org/2005/Atom"
MIMETYPE = "application/atom+xml"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One event; its `id` stays whatever becomes of it. The summary is plain text."""

    id: str
    title: str
    summary: str
    url: str
    published_at: datetime
    updated_at: datetime


def feed(
    entries: Sequence[Entry],
    *,
    id: str,  # noqa: A002 - its name in the format
    title: str,
    author: str,
    url: str,
    source_url: str,
    updated_at: datetime,
) -> bytes:
    """The feed as bytes: the same until something changes."""
    root = ElementTree.Element("feed", xmlns=NAMESPACE)
    for name, text in (("id", id), ("title", title), ("updated", _time(updated_at))):
        _add(root, name, text)
    _add(_child(root, "author"), "name", author)
    _child(root, "link", rel="self", type=MIMETYPE, href=source_url)
    _child(root, "link", rel="alternate", type="text/html", href=url)
    for one in entries:
        entry = _child(root, "entry")
        _add(entry, "id", one.id)
        _add(entry, "title", one.title)
        _add(entry, "published", _time(one.published_at))
        _add(entry, "updated", _time(one.updated_at))
        _child(entry, "link", rel="alternate", type="text/html", href=one.url)
        _child(entry, "summary", type="text").text = sound(clean_lines(one.summary))
    body: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _child(parent: ElementTree.Element, name: str, **given: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, name, given)


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    _child(parent, name).text = sound(clean(text))


def sound(text: str) -> str:
    """Text without the two characters that are none of XML's, beside those of control."""
    return text.replace("\ufffe", "").replace("\uffff", "")


def _time(at: datetime) -> str:
    """A moment as RFC 3339 has it."""
    return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
