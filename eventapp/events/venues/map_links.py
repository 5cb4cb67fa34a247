"""Where a place is: coordinates as they are typed, and a link to a map of it (pure)."""

import re
from urllib.parse import urlencode

OPENSTREETMAP = "https://www.openstreetmap.org"
# Two numbers with a comma or a blank between them, as maps show them when one points at a place.
_TYPED = re.compile(r"([+-]?\d{1,2}(?:\.\d{1,10})?)(?:\s*,\s*|\s+)([+-]?\d{1,3}(?:\.\d{1,10})?)")


def coordinates(typed: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees; None where the words are none. Raises ValueError otherwise."""
    if not typed.strip():
        return None
    found = _TYPED.fullmatch(typed.strip())
    if not found:
        raise ValueError(typed)
    latitude, longitude = float(found[1]), float(found[2])
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise ValueError(typed)
    return latitude, longitude


def written(latitude: float | None, longitude: float | None) -> str:
    """Coordinates as somebody types them."""
    return "" if latitude is None or longitude is None else f"{latitude:.6f}, {longitude:.6f}"


def map_link(address: str, latitude: float | None, longitude: float | None) -> str:
    """A link to OpenStreetMap: with a pin where the coordinates are, or a search for the address."""
    if latitude is not None and longitude is not None:
        at = f"{latitude:.6f}", f"{longitude:.6f}"
        pin = urlencode({"mlat": at[0], "mlon": at[1]})
        return f"{OPENSTREETMAP}/?{pin}#map=18/{at[0]}/{at[1]}"
    return f"{OPENSTREETMAP}/search?{urlencode({'query': address})}" if address else ""
