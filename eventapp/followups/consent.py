"""Who may see a guest's address.

Another guest: when each ticked the other on their card (`cards.mutual` makes a `Connection`), and only
while both yeses stand; that is asked again when the letter leaves and when a page shows it. Those
who organize in the community see it on their pages; the door shows none.
"""

from eventapp.rsvps.models import Rsvp


def agrees(rsvp: Rsvp) -> bool:
    """Whether a guest may be named on cards: a yes to keeping in touch that still stands.

    Without an address nobody can be introduced, so nobody is asked to tick them.
    """
    return rsvp.going and rsvp.keep_in_touch_at is not None and rsvp.person.email is not None
