"""What cards will say, for an organizer to look at: made as they are when they are sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eventapp.events.models import Event
from eventapp.followups.consent import agrees
from eventapp.followups.sending import actions
from eventapp.followups.tablemates import Sitting, company_of
from eventapp.paging import Page
from eventapp.rsvps.models import Rsvp

# A card names a dozen people: so many fit a page.
CARDS = 10


@dataclass(frozen=True)
class Drafted:
    """One card as it will be sent, with what was changed in it, by RSVP."""

    rsvp: Rsvp
    sittings: Sequence[Sitting]
    changed: Mapping[int, str]
    without: bool


@dataclass(frozen=True)
class Cards:
    """Some of the cards."""

    page: Page
    cards: Sequence[Drafted]

    @property
    def named(self) -> dict[int, list[int]]:
        """Whom each of them names, by RSVP."""
        return {
            one.rsvp.id: [person.id for sitting in one.sittings for person in sitting.people]
            for one in self.cards
        }


@dataclass(frozen=True)
class Lines:
    """Some of the guests who wrote something that would stand on cards, and what is hidden of it."""

    page: Page
    guests: Sequence[Rsvp]
    hidden: frozenset[tuple[int, str]]

    @property
    def keys(self) -> list[tuple[int, str]]:
        """Each line by its guest's RSVP and what it is."""
        return [(one.id, what) for one in self.guests for what in ("ask", "offer")]


def cards(event: Event, args: Mapping[str, str]) -> Cards:
    """The cards that would be written now, those included that an organizer withholds."""
    company = company_of(event)
    guests = list(actions.candidates(event, company))
    page = Page.asked(args, total=len(guests), size=CARDS)
    return Cards(
        page,
        [
            Drafted(
                rsvp,
                company.card(rsvp),
                company.changes.steps.get(rsvp.id, {}),
                rsvp.id in company.changes.without,
            )
            for rsvp in guests[page.start : page.end]
        ],
    )


def lines(event: Event, args: Mapping[str, str]) -> Lines:
    """What those asked and offered who may be named."""
    company = company_of(event)
    guests = [one for one in company.guests.values() if agrees(one) and (one.ask or one.offer)]
    page = Page.asked(args, total=len(guests))
    return Lines(page, guests[page.start : page.end], company.changes.hidden)
