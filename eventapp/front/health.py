"""For machines: alive, ready, and counted."""

import math
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from eventapp import clock, measuring
from eventapp.db import db
from eventapp.front import mail_log
from eventapp.mail import heartbeat
from eventapp.mail.jobs import queue_of
from eventapp.mail.models import BouncedAddress, Message
from eventapp.rsvps.models import Announcement, Rsvp
from eventapp.rsvps.replies import held
from eventapp.webhooks.models import WebhookDelivery

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive() -> ResponseReturnValue:
    """The process answers. Says whether what stands in front is believed as it should be."""
    named = [
        name for line in request.headers.getlist("X-Forwarded-For") for name in line.split(",")
    ]
    found = doubt(len(named), current_app.config["TRUSTED_PROXIES"])
    return Response(f"ok\n{found}\n" if found else "ok\n", mimetype="text/plain")


def doubt(forwarded: int, believed: int) -> str:
    """What is wrong with how many proxies are believed, if so many have named whom they pass on."""
    if forwarded and not believed:
        return (
            "A proxy names its visitors and isn't believed, so all of them count as one: set "
            "EVENTAPP_TRUSTED_PROXIES."
        )
    if 0 < forwarded < believed:
        return (
            f"EVENTAPP_TRUSTED_PROXIES is {believed}, but only {forwarded} passed this on: visitors "
            "can make up their address."
        )
    return ""


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
    """What was counted, and what waits just now, as Prometheus text; if asked for."""
    if not current_app.config["METRICS"]:
        abort(404)
    # Loaded where it is asked for: a start doesn't wait for it.
    from prometheus_client import CollectorRegistry, Gauge, generate_latest

    registry = CollectorRegistry()
    measuring.counted(registry)
    _count(registry, "eventapp_messages", "Letters by state", Message)
    _count(registry, "eventapp_rsvps", "RSVPs by state", Rsvp)
    _count(
        registry, "eventapp_webhook_deliveries", "Deliveries of webhooks by state", WebhookDelivery
    )
    queue = Gauge("eventapp_queue_tasks", "Tasks that wait for a worker", registry=registry)
    queue.set(_tasks_waiting())
    stopped = Gauge("eventapp_bounced_addresses", "Addresses that came back", registry=registry)
    stopped.set(db.session.scalar(db.select(db.func.count()).select_from(BouncedAddress)) or 0)
    waits = Gauge("eventapp_held_mail", "Mail that waits to be looked at", registry=registry)
    waits.set(held.count_everywhere())
    if heard := heartbeat.last_heard():
        seen = Gauge(
            "eventapp_worker_seen_seconds", "Since a worker was heard of", registry=registry
        )
        seen.set((clock.now() - heard).total_seconds())
    age = Gauge("eventapp_oldest_due_seconds", "Age of the oldest letter due", registry=registry)
    due = (
        (Message.due_at, Message.state == "queued"),
        (Announcement.started_at, Announcement.state == "waiting"),
    )
    found = [db.session.scalar(db.select(db.func.min(at)).where(waits)) for at, waits in due]
    ages = [(clock.now() - oldest).total_seconds() for oldest in found if oldest]
    age.set(max([0.0, *ages]))
    return Response(generate_latest(registry), mimetype="text/plain; version=0.0.4")


def _tasks_waiting() -> float:
    """Not a number while the queue doesn't answer: the other figures are told all the same."""
    try:
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        return int(queue_of(app).pending_count())
    except Exception:
        return math.nan


def _count(registry: "CollectorRegistry", name: str, what: str, model: type) -> None:
    from prometheus_client import Gauge

    gauge = Gauge(name, what, ["state"], registry=registry)
    counted = db.select(model.state, db.func.count()).group_by(model.state)  # type: ignore[attr-defined]
    for state, number in db.session.execute(counted):
        gauge.labels(state).set(number)
