"""What letters about an RSVP say: the facts of the event, the guest's links, and what changed."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from eventapp import clock
from eventapp.events.appointment import event_address
from eventapp.events.models import Event
from eventapp.events.wording.actions import style
from eventapp.mail import outbox
from eventapp.mail.wording import Guest
from eventapp.people.actions import nonce_of
from eventapp.rsvps import event_changes, waiting_words
from eventapp.rsvps.models import Rsvp


@dataclass(frozen=True)
class Facts:
    """What letters say of an event, beside when it is."""

    title: str
    summary: str
    place_name: str
    place_address: str


def when(event: Event) -> str:
    """When an event is, in its own zone, with the zone's name."""
    return clock.when(event.starts_at, event.ends_at, event.zone)


def of(rsvp: Rsvp, **context: Any) -> dict[str, Any]:
    """What every letter about an RSVP may say, and what this one says beside."""
    event = rsvp.event
    return {
        "guest": Guest(rsvp.first_name, rsvp.name, going=rsvp.going),
        "event": Facts(event.title, event.summary, event.place_name, event.place_address),
        "community": event.community.name,
        "style": style(event),
        "when": when(event),
        "waitlist_until": waiting_words.goes_on_until(event),
        "event_url": event_address(event),
        "shareable": not event.by_invitation,
        "link": outbox.personal_address("front.mine", nonce_of(rsvp.link), of=event.community.slug),
        "join_link": rsvp.join_link,
        # Their calendar said no a moment ago: the place is theirs for a few minutes alone.
        "leaving": rsvp.leaves_at is not None,
        "route": (),
        "waits_for": "",
        "how_given": waiting_words.how(event),
        **context,
    }


def spoken(
    found: list[event_changes.Change], before: event_changes.Snapshot, event: Event
) -> list[tuple[str, str, str]]:
    """The changes of an event in words: what, how it was, how it is."""
    rows = []
    if any(change.field in {"starts_at", "ends_at", "zone"} for change in found):
        old = clock.when(before.starts_at, before.ends_at, before.zone)
        rows.append((_("When"), old, when(event)))
    names = {
        "title": _("Title"),
        "place_name": _("Place"),
        "place_address": _("Address"),
        "online_url": _("Online"),
    }
    for change in found:
        if change.field in names:
            was, now_is = str(change.before or "–"), str(change.after or "–")
            rows.append((names[change.field], was, now_is))
    return rows
