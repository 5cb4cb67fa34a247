"""The page of a list, as an organizer without JavaScript uses it."""

import io
from html import unescape

from visitor import Visitor, forms
from werkzeug.test import TestResponse

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp


def page_of(event: Event) -> str:
    return f"/desk/{event.community.slug}/events/{event.slug}/people/import"


def upload(organizer: Visitor, event: Event, data: bytes, name: str = "list.csv") -> TestResponse:
    """Choose a file, and look at it."""
    return organizer.post(page_of(event), data={"file": (io.BytesIO(data), name)})


def send(organizer: Visitor, event: Event, shown: TestResponse, **chosen: str) -> TestResponse:
    """The form of the page once more, with what was chosen or clicked."""
    (form,) = [form for form in forms(shown.text) if "list" in form.values]
    return organizer.post(page_of(event), data=form.values | chosen)


def bring(organizer: Visitor, event: Event, data: bytes, **chosen: str) -> TestResponse:
    """Look at a file and bring it in; the page that was looked at."""
    shown = upload(organizer, event, data)
    assert send(organizer, event, shown, go="bring", **chosen).status_code == 303
    return shown


def read(page: TestResponse) -> str:
    """A page as one line."""
    return " ".join(unescape(page.text).split())


def states() -> list[tuple[str, str]]:
    """First name and state of every answer, in the order they came."""
    found = db.session.scalars(db.select(Rsvp).order_by(Rsvp.turn))
    return [(rsvp.first_name, rsvp.state) for rsvp in found]
