"""The page of badges, and who may open it."""

import make
from visitor import Visitor

from eventapp.events.models import Event
from eventapp.people.models import Person


def badges(event: Event, more: str = "") -> str:
    return f"/desk/{event.community.slug}/events/{event.slug}/badges{more}"


def prints(event: Event, more: str = "") -> str:
    return badges(event, f"/prints{more}")


def organizer(client: Visitor, event: Event, right: str = "organizer") -> Person:
    someone = make.member(event.community, right)
    make.sign_in(client, someone)
    return someone
