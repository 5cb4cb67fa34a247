"""Who may see a guest's address: those they agreed to, and only while the yes stands."""

from eventapp.rsvps.models import Rsvp


def agrees(rsvp: Rsvp) -> bool:
    """Whether a guest may be named on cards: a yes to keeping in touch that still stands.

    Without an address nobody can be introduced, so nobody is asked to tick them.
    """
    return rsvp.going and rsvp.keep_in_touch_at is not None and rsvp.person.email is not None
