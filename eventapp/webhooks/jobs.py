"""What the worker does for endpoints: sends."""

from threading import Lock

from eventapp.mail.jobs import ask, one_by_one
from eventapp.webhooks import deliver

_ONE = Lock()


def send() -> None:
    """Send what is due, in only one of the worker's threads."""
    one_by_one(_ONE, deliver.any_due, deliver.deliver_some)


def wake() -> None:
    """What was due while nobody looked, and what is tried again."""
    if deliver.any_due():
        ask("webhooks")
