"""Where an event of a calendar is: a place, its address, or a link to join (pure)."""

import re
from dataclasses import dataclass

from eventapp.events.importing.descriptions import one_line

_LINK = re.compile(r"https?://[^\s<>\"'\\)\]]+", re.I)
# Where people meet from afar. Any other link in a calendar leads to a page about the event.
_MEETS = re.compile(
    r"https://([a-z0-9-]+\.)*(zoom\.us/(j|my|w|s)/|zoomgov\.com/|meet\.google\.com/|teams\.microsoft\.com/|"
    r"teams\.live\.com/|webex\.com/|whereby\.com/|meet\.jit\.si/|gotomeeting\.com/|gotomeet\.me/|"
    r"bluejeans\.com/|skype\.com/|bbb\.[a-z0-9.-]+/|discord\.gg/|discord\.com/)",
    re.I,
)
# Luma's page of those who have a place: online, with a link that is of one person alone.
_JOINS = re.compile(r"https://(lu\.ma|luma\.com)/join/", re.I)
_ONLINE = {
    "online",
    "online event",
    "virtual",
    "virtual event",
    "remote",
    "zoom",
    "link visible for attendees",
}
_BRACKETS = re.compile(r"^(?P<name>[^()]{1,80}) \((?P<address>[^()]{4,})\)$")


@dataclass(frozen=True)
class Where:
    """A place with its address, and a link to join; each empty where none is named."""

    name: str = ""
    address: str = ""
    link: str = ""
    # Whether the calendar says that it is online, also where it hides the link.
    online: bool = False


def found(
    location: str, *, conference: str = "", description: str = "", address: str = ""
) -> Where:
    """Where an event is, as its calendar says in one text or in several; `address` is where it says so beside."""
    links = [link for text in (conference, location) for link in _LINK.findall(text)]
    meets = [
        link.rstrip(".,;") for link in [*links, *_LINK.findall(description)] if _MEETS.match(link)
    ]
    link = (meets or _LINK.findall(conference) or [""])[0][:2000]
    place = one_line(_LINK.sub(" ", location.replace("\n", ", ")), 400).strip(" ,;-–|")
    if place.casefold() in _ONLINE or _JOINS.search(location):
        return Where(link=link, online=True)
    name, rest = _parted(place or one_line(address, 400))
    return Where(name[:200], rest[:200], link, online=bool(link))


def join_link_in(description: str) -> bool:
    """Whether a description, which everybody reads, holds a link to join."""
    return any(_MEETS.match(link) for link in _LINK.findall(description))


def _parted(place: str) -> tuple[str, str]:
    """What a place is called, and its address: `Studio 4 (Main Street 3)`, or `Studio 4, Main Street 3`."""
    if match := _BRACKETS.match(place):
        return match["name"].strip(), match["address"].strip()
    name, _comma, address = place.partition(",")
    return name.strip(), address.strip(" ,")
