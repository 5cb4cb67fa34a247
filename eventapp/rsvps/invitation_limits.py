"""Who came by an invitation holds a place within its limit, also when they bring somebody or come back.

Invitations stand above answers, so `create_app` hands over their part.
"""

from collections.abc import Sequence
from typing import Protocol

from flask import Flask, current_app

from eventapp.rsvps.models import Rsvp


class Hold(Protocol):
    """Counts an answer and those whom it brings; Refused when they are too many for its invitation."""

    def __call__(self, rsvp: Rsvp, brought: Sequence[Rsvp] = ()) -> None: ...


def init(app: Flask, hold: Hold) -> None:
    """Let places be held within the limits of invitations."""
    app.extensions["invitation_limits"] = hold


def hold(rsvp: Rsvp, brought: Sequence[Rsvp] = ()) -> None:
    """Refused unless there is room by the invitation that an answer came by, if by any."""
    handed: Hold = current_app.extensions["invitation_limits"]
    handed(rsvp, brought)
