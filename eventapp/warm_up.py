"""What a server loads and compiles when it is first needed, done once before it answers.

Otherwise the first guest after a start would wait ten times as long as the others. Their way is gone
before them: the page of the next event, a yes, its own page. The yes is rolled back, so that nobody
hears of it.
"""

import multiprocessing
import secrets
import signal

import structlog
from flask import Flask, g
from werkzeug.datastructures import MultiDict

from eventapp import allocator, clock, parent_process, web
from eventapp.db import db, only_reads, reading
from eventapp.events.models import Event
from eventapp.mail import letter_limits
from eventapp.mail.jobs import queue_of
from eventapp.people.actions import page_token_of
from eventapp.rsvps import actions
from eventapp.rsvps.forms import RsvpForm

log = structlog.get_logger()


# What `get_ready` has warmed up, in a process that is forked from its own.
_ready: Flask | None = None


def get_ready(app: Flask) -> None:
    """Warm up the application that web processes are then forked with, so that it is done once for all.

    Nothing that is open may be carried into them: whoever forks lets go of the database first.
    """
    global _ready
    allocator.keep_few_arenas()
    warm_up(app)
    _ready = app


def served_app() -> Flask:
    """The application as a web process serves it: warm, and loaded anew only if it wasn't forked."""
    _go_with_the_server()
    if _ready is None:
        # Which knows the commands, and they know this.
        from eventapp import factory

        get_ready(factory.create_app())
    assert _ready
    _connect(_ready)
    return _ready


def _go_with_the_server() -> None:
    """Be gone when the server is that started this process, and hear at once when it says stop."""
    if server := multiprocessing.parent_process():
        parent_process.end_with(server.pid or 0)
        # The server's own ears, which a process that was forked has at first, would only take note.
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        parent_process.hear_signals()


def _connect(app: Flask) -> None:
    """Open what each process needs one of its own of, before its first guest has to wait for it."""
    try:
        with app.app_context(), reading():
            db.session.execute(db.select(1))
            queue_of(app).pending_count()
            if web.limiter.enabled:
                web.limiter.storage.check()
    except Exception:
        log.exception("warm-up")


def warm_up(app: Flask) -> None:
    """Go a guest's way once and leave no trace; whatever goes wrong is no guest's concern."""
    try:
        queue_of(app)
        with app.test_request_context("/"):
            _go(app)
    except Exception:
        log.exception("warm-up")


def _go(app: Flask) -> None:
    only_reads(False)
    now = clock.now()
    event = db.session.scalar(
        db.select(Event)
        .where(Event.published_at.is_not(None), Event.visibility != "invited")
        .where(Event.cancelled_at.is_(None), Event.ends_at > now)
        .options(db.joinedload(Event.community))
        .order_by(Event.starts_at)
        .limit(1)
    )
    if event is None or not event.open_for_rsvps(now):
        return
    try:
        app.view_functions["rsvps.show"](event.community.slug, event.slug)
        key = secrets.token_urlsafe(16)
        email = f"{key}@warm-up.invalid".lower()
        letter_limits.begin(key, email)
        typed = {"email": email, "first_name": "Nobody", "role": event.roles[0].id}
        form = RsvpForm(MultiDict(typed | {"ask": "-", "offer": "-"}), meta={"csrf": False})
        form.offer_roles(event.roles)
        form.validate()
        link = actions.request(event, email, form.answers(), once=key, now=now)
        db.session.flush()
        app.view_functions["front.mine"](page_token_of(link))
    finally:
        db.session.rollback()
        # Nothing was posted, so the worker needn't look.
        g.pop("letters", None)
