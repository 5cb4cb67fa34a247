"""For machines: alive, ready, and counted."""

from flask import Blueprint, Response, abort, current_app
from flask.typing import ResponseReturnValue
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from eventapp import clock
from eventapp.db import db
from eventapp.front import mail_log
from eventapp.mail import heartbeat
from eventapp.mail.models import Message
from eventapp.rsvps.models import Announcement, Rsvp
from eventapp.rsvps.replies import held

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive() -> ResponseReturnValue:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
def ready() -> ResponseReturnValue:
    """The database answers, too; 503 while it doesn't. Says, a line each, what keeps mail from leaving."""
    try:
        db.session.execute(db.text("SELECT 1 FROM event LIMIT 1"))
        nobody = heartbeat.trouble(clock.now())
    except SQLAlchemyError:
        return Response("the database does not answer\n", 503, mimetype="text/plain")
    # Pages are served all the same: nobody must take this machine out for it.
    # The server's own words may name what strangers shouldn't know; the doctor has them.
    found = mail_log.our_trouble()
    nobody_works = f"mail waits: {nobody}\n" if nobody else ""
    waits = f"mail waits since {found.since:%Y-%m-%d %H:%M} UTC: {found.why}\n" if found else ""
    return Response(f"ready\n{nobody_works}{waits}", mimetype="text/plain")


@bp.get("/metrics")
def metrics() -> ResponseReturnValue:
    """Counts by state and the age of the oldest letter due, as Prometheus text; if asked for."""
    if not current_app.config["METRICS"]:
        abort(404)
    registry = CollectorRegistry()
    _count(registry, "eventapp_messages", "Letters by state", Message)
    _count(registry, "eventapp_rsvps", "RSVPs by state", Rsvp)
    waits = Gauge("eventapp_held_mail", "Mail that waits to be looked at", registry=registry)
    waits.set(held.count_everywhere())
    age = Gauge("eventapp_oldest_due_seconds", "Age of the oldest letter due", registry=registry)
    due = (
        (Message.due_at, Message.state == "queued"),
        (Announcement.started_at, Announcement.state == "waiting"),
    )
    found = [db.session.scalar(db.select(db.func.min(at)).where(waits)) for at, waits in due]
    ages = [(clock.now() - oldest).total_seconds() for oldest in found if oldest]
    age.set(max([0.0, *ages]))
    return Response(generate_latest(registry), mimetype="text/plain; version=0.0.4")


def _count(registry: CollectorRegistry, name: str, what: str, model: type) -> None:
    gauge = Gauge(name, what, ["state"], registry=registry)
    counted = db.select(model.state, db.func.count()).group_by(model.state)  # type: ignore[attr-defined]
    for state, number in db.session.execute(counted):
        gauge.labels(state).set(number)
