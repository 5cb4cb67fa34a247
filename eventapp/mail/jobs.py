"""Background work: a queue that wakes the delivery, and a clock that sweeps up what a crash left."""

from collections.abc import Callable

import structlog
from flask import Flask, g
from huey import Huey, RedisHuey, SqliteHuey, crontab

from eventapp.mail.deliver import deliver_due

log = structlog.get_logger()


def init(app: Flask, *, every_minute: tuple[Callable[[], object], ...] = ()) -> None:
    """Give the app its queue; a page that posted letters wakes the worker after its commit.

    `every_minute` are further chores, each of which finds by itself what is due.
    """
    queue = _queue(app)

    @queue.task(name="deliver")
    def deliver() -> None:
        with app.app_context():
            deliver_due()

    @queue.periodic_task(crontab(), name="sweep")
    def sweep() -> None:
        for chore in (*every_minute, deliver_due):
            with app.app_context():
                try:
                    chore()
                except Exception:
                    # One chore's trouble must not keep the others from running.
                    log.exception("chore", chore=chore.__name__)

    app.extensions["queue"] = queue

    @app.teardown_request
    def wake(error: BaseException | None) -> None:
        if error is None and g.pop("letters", False) and not app.testing:
            try:
                deliver()
            except Exception:
                # The sweep finds the letter within a minute; the visitor's answer stands.
                log.warning("queue does not answer")


def _queue(app: Flask) -> Huey:
    if app.config["REDIS_URL"]:
        return RedisHuey("eventapp", url=app.config["REDIS_URL"])
    app.config["DATA_DIR"].mkdir(parents=True, exist_ok=True)
    return SqliteHuey("eventapp", filename=str(app.config["DATA_DIR"] / "queue.db"))


def work(app: Flask) -> None:
    """Run the worker in this process until it is told to stop."""
    consumer = app.extensions["queue"].create_consumer(workers=2, worker_type="thread")
    consumer.run()
