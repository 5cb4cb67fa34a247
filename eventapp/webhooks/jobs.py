"""What the worker does for endpoints: sends, and forgets what was sent long ago."""

from datetime import timedelta
from threading import Lock

from eventapp import clock
from eventapp.db import db
from eventapp.mail.jobs import ask, in_parts, one_by_one
from eventapp.webhooks import deliver
from eventapp.webhooks.models import WebhookDelivery

# What was sent, and the log of it, goes after that.
KEPT = timedelta(days=30)
PART = 500
_ONE = Lock()


def send() -> None:
    """Send what is due, in only one of the worker's threads."""
    one_by_one(_ONE, deliver.any_due, deliver.deliver_some)


def wake() -> None:
    """What was due while nobody looked, and what is tried again."""
    if deliver.any_due():
        ask("webhooks")


def forget() -> int:
    """Forget deliveries that are old, part by part; how many."""
    return in_parts(_forget_part, pause=0.1)


def _forget_part() -> int:
    old = (
        db.select(WebhookDelivery.id)
        .where(WebhookDelivery.created_at < clock.now() - KEPT)
        .limit(PART)
    )
    gone = db.session.execute(
        db.delete(WebhookDelivery)
        .where(WebhookDelivery.id.in_(old))
        .execution_options(synchronize_session=False)
    )
    return gone.rowcount  # type: ignore[attr-defined,no-any-return]
