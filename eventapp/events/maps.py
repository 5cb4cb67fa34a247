"""Where a place is on a map: as its organizer linked it, or looked up by its address; pure."""

from urllib.parse import urlencode

_SEARCH = "https://www.openstreetmap.org/search?"


def on_map(link: str, address: str) -> str:
    """The address of a map that shows a place; empty where nothing says where it is.

    It is a link to follow, so whoever only reads the page tells no map maker that they did.
    """
    return link or (_SEARCH + urlencode({"query": address}) if address.strip() else "")
