"""A community with a face of its own."""

from datetime import datetime
from functools import cache
from hashlib import sha256

import make

from eventapp.communities import actions, logo
from eventapp.communities.face import accent
from eventapp.communities.face.actions import set_header_picture
from eventapp.communities.models import Community

COLOUR = "#2E7D6B"


def dress(host: Community, *, now: datetime) -> None:
    """A colour, a logo, and a header picture for its events, too."""
    host.colour = COLOUR
    actions.set_logo(host, make.png(), none=False, now=now)
    set_header_picture(host, make.png(900, 300), none=False, now=now)
    host.header_picture_alt, host.header_picture_for_events = "95", True


@cache
def _logo() -> str:
    return sha256(logo.read(make.png()).content).hexdigest()


def address_values() -> dict[str, object]:
    """What the addresses of its sheet and its logo are made of."""
    return {"digest": _logo(), "colour": COLOUR[1:], "stamp": accent.stamp(COLOUR)}
