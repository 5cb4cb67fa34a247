"""Who may see a guest's address.

Another guest: when each ticked the other on their card (`mutual`; what comes of it is a `Connection`),
and only while both agree: that is asked again when the letter leaves
(`delivery_checks.introduction_still_agreed`) and when a page shows it (`actions.connections_of`).
Those who organize in the community see it on their pages; the door shows none.
"""

from collections.abc import Collection

from eventapp.rsvps.models import Rsvp


def mutual(wishes: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """The pairs who wished for each other, the lower key first; one-sided wishes leave no trace."""
    wished = set(wishes)
    return {(one, other) for one, other in wished if one < other and (other, one) in wished}


def agrees(rsvp: Rsvp) -> bool:
    """Whether a guest may be named on cards: a yes to keeping in touch that still stands.

    Without an address nobody can be introduced, so nobody is asked to tick them.
    """
    return rsvp.going and rsvp.keep_in_touch_at is not None and rsvp.person.email is not None
