"""The pages and jobs that `scale.py` measures, by name; each answers how many bytes it gave."""

from collections.abc import Callable
from contextvars import Context
from typing import Any

import make
from conftest import visitor
from flask import Flask
from large_community import SLUG
from visitor import Visitor, forms

from eventapp import clock, tokens
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.people.actions import token_of
from eventapp.people.models import Person, SignIn
from eventapp.rsvps import letters
from eventapp.rsvps.models import Rsvp
from eventapp.seating.board import desk as board

Work = Callable[[], int]


def work(app: Flask) -> dict[str, Work]:
    """Everything that is measured, by its name."""
    client = visitor(app)
    db.session.execute(db.delete(SignIn))
    make.sign_in(client, db.session.get(Person, 1))
    ended = db.session.scalars(
        db.select(Event).where(Event.ends_at < clock.now()).order_by(Event.starts_at.desc())
    ).first()
    guest = db.session.scalars(
        db.select(Rsvp).join(Rsvp.event).where(Event.slug == "tonight", Rsvp.person_id == 20)
    ).one()
    link, held, past = opened(guest), guest.id, ended.slug
    # Nothing is kept: what is posted is rolled back with its request.
    db.session.commit = db.session.flush  # type: ignore[method-assign]
    db.session.remove()
    board.SECONDS = 0.02
    desk = f"/desk/{SLUG}"
    paths = {
        "home": "/",
        "community": f"/{SLUG}",
        "calendar feed": f"/{SLUG}/calendar.ics",
        "event page": f"/{SLUG}/events/next",
        "event page, 5000": f"/{SLUG}/events/crowd",
        "guest page, seated": link,
        "me": "/me",
        "people I met": "/me/people",
        "desk home": desk,
        "desk events": f"{desk}/events",
        "desk programs": f"{desk}/programs",
        "people": f"{desk}/events/tonight/people",
        "people, 5000": f"{desk}/events/crowd/people",
        "people, 5000, search": f"{desk}/events/crowd/people?q=person77",
        "people.csv, 5000": f"{desk}/events/crowd/people.csv",
        "people, past": f"{desk}/events/{past}/people",
        "before tables": f"{desk}/events/next/tables",
        "tables": f"{desk}/events/tonight/tables",
        "tables, one held": f"{desk}/events/draft/tables?why={held + 2 * 300}",
        "tables, all rounds": f"{desk}/events/draft/tables?round=all",
        "door": f"{desk}/events/tonight/door",
        "door, search": f"{desk}/events/tonight/door?q=person7",
        "door, missing": f"{desk}/events/tonight/door/missing",
        "door, tables": f"{desk}/events/tonight/door/tables",
        "badges": f"{desk}/events/tonight/badges",
        "messages": f"{desk}/events/{past}/messages",
        "look back": f"{desk}/events/{past}/lookback",
        "year": f"{desk}/lookback",
        "who sat where": f"{desk}/events/{past}/who-sat",
        "asks without an offer": f"{desk}/events/next/asks",
        "in confidence": f"{desk}/in-confidence",
        "contacts that will go": f"{desk}/contacts",
    }
    made = {name: getting(client, path) for name, path in paths.items()}
    made["calendar feed, 304"] = again(client, paths["calendar feed"])
    made["make tables"] = posting(client, paths["before tables"], "/plans")
    made["publish, no letters"] = publishing(client, f"{desk}/events/draft/tables")
    for chore in app.extensions["chores"]:
        name = f"{chore.__module__.split('.')[-2]} {chore.__name__}"
        made[f"job: {name}"] = chores(app, [chore])
    made["jobs of a minute"] = chores(app, app.extensions["chores"])
    return made


def opened(guest: Rsvp) -> str:
    """The address of a guest's own page."""
    guest.link.nonce = guest.link.nonce.ljust(22, "0")
    guest.link.digest = tokens.digest(token_of(guest.link))
    db.session.commit()
    return f"/r/{token_of(guest.link)}"


def getting(client: Visitor, path: str) -> Work:
    """Ask for a page."""

    def get() -> int:
        answer = client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status}"
        return len(answer.data)

    return get


def again(client: Visitor, path: str) -> Work:
    """Ask for what one has already."""
    known = {"If-None-Match": client.get(path).headers["ETag"]}

    def get() -> int:
        answer = client.get(path, headers=known)
        assert answer.status_code == 304, answer.status
        return len(answer.data)

    return get


def posting(client: Visitor, page: str, to: str) -> Work:
    """Send a form of a page as it stands."""
    data: dict[str, Any] = {}

    def post() -> int:
        if not data:
            found = [form for form in forms(client.get(page).text) if form.action.endswith(to)]
            data.update(action=found[0].action, values=found[0].values)
        answer = client.post(data["action"], data=data["values"])
        assert answer.status_code == 303, answer.status
        db.session.remove()
        return len(answer.data)

    return post


def publishing(client: Visitor, page: str) -> Work:
    """Publish a draft, apart from its letters."""
    post = posting(client, page, "/publication")

    def without_letters() -> int:
        kept, letters.post = letters.post, lambda *_given, **_more: None
        try:
            return post()
        finally:
            letters.post = kept

    return without_letters


def chores(app: Flask, every: Any) -> Work:
    """What the worker does each minute."""

    def run() -> int:
        def inside() -> None:
            for chore in every:
                with app.app_context():
                    chore()

        Context().run(inside)
        db.session.remove()
        return 0

    return run
