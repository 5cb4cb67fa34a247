"""Background work: a queue that wakes the delivery, and a clock that sweeps up what a crash left."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

import structlog
from flask import Flask, current_app, g

from eventapp import clock, logs, redis_patience, tracing
from eventapp.db import db, reading, release
from eventapp.mail import deliver, domains, heartbeat
from eventapp.mail import in_parts as parts
from eventapp.mail.deliver import deliver_due

if TYPE_CHECKING:
    from huey import Huey
    from huey.api import Task

log = structlog.get_logger()
_making = Lock()
# What a request leaves behind in `g`, and what the worker is to do then.
WAKES = {
    "letters": "deliver",
    "announced": "announcements",
    "invited": "invitations",
    "told_programs": "program letters",
    "webhooks": "webhooks",
}
# Seconds for which a queue that hangs is left alone, and when that is over.
LEFT_ALONE = 30.0
_asked_again_at = 0.0
# Seconds that nobody notices in a letter.
MOMENT = 0.1


def init(
    app: Flask,
    *,
    every_minute: tuple[Callable[[], object], ...] = (),
    tasks: Mapping[str, Callable[[], object]] | None = None,
    beside: Callable[[Flask], Callable[[], None]] | None = None,
) -> None:
    """Give the app its chores; a page that posted letters wakes the worker after its commit.

    `every_minute` are the chores and `tasks` what may be asked for by name. Each of them finds by
    itself what is due. `beside` begins what goes on beside them in the worker, and gives back how it ends.
    """
    app.extensions["beside"] = beside
    app.extensions["chores"] = (*every_minute, forget_domains, beat, deliver_due)
    app.extensions["tasks"] = {"deliver": deliver_due, **(tasks or {})}

    @app.teardown_request
    def wake(error: BaseException | None) -> None:
        asked = [name for mark, name in WAKES.items() if g.pop(mark, False)]
        if error is None and not app.testing:
            for name in asked:
                ask(name)


def forget_domains() -> None:
    """Forget to which domains letters left long ago."""
    if domains.forget_idle(clock.now()):
        db.session.commit()


def beat() -> None:
    """Say that a worker is at work."""
    heartbeat.beat()
    db.session.commit()


def ask(name: str) -> None:
    """Have the worker do one of the app's tasks, after the commit of what it is to find.

    Once is enough while nobody has begun: whoever begins later finds all that was committed before.
    A queue that hangs isn't asked again for a while, so that not every visitor waits for it.
    """
    global _asked_again_at
    begun = time.monotonic()
    if begun < _asked_again_at:
        return
    try:
        queue = queue_of(current_app._get_current_object())  # type: ignore[attr-defined]
        if queue.asked[name] not in queue.storage.enqueued_items():
            queue.storage.enqueue(queue.asked[name])
    except Exception:
        # The sweep finds what is due within a minute; the visitor's answer stands.
        log.warning("queue does not answer")
        if time.monotonic() - begun >= redis_patience.BRIEFLY:
            _asked_again_at = time.monotonic() + LEFT_ALONE


def one_by_one(one: Lock, waiting: Callable[[], bool], work_off_next: Callable[[], object]) -> None:
    """Work off what waits, one after the other, in only one of the worker's threads."""
    while waiting():
        if not one.acquire(blocking=False):
            # Whoever is at it looks for the next one afterwards.
            return
        try:
            work_off_next()
        finally:
            one.release()


def part_by_part(write: Callable[[], bool], *, pause: float) -> None:
    """Write letters until `write` says that no part is left; in the pauses others write, and they leave."""
    while write():
        ask("deliver")
        time.sleep(pause)
    ask("deliver")


@dataclass(frozen=True)
class LettersInParts:
    """What the worker does for the rows of one table: `part` writes some letters of one, and says if more are left."""

    kind: Any
    # What the queue calls it.
    name: str
    part: Callable[[int], bool]
    one: Lock

    def write(self, *, pause: float) -> None:
        """Write the letters that wait; others write in the pauses."""
        one_by_one(self.one, self._waits, lambda: self._write_next(pause))

    def wake(self) -> None:
        """Have the letters written that the queue forgot."""
        if self._waits():
            ask(self.name)

    def _waits(self) -> bool:
        return self._next() is not None

    def _next(self) -> int | None:
        with reading():
            return parts.waiting(self.kind, now=clock.now())

    def _write_next(self, pause: float) -> None:
        number = self._next()
        if number is None:
            return
        try:
            part_by_part(lambda: self.part(number), pause=pause)
        except Exception:
            log.exception(self.name, id=number)
            db.session.rollback()
            if found := db.session.get(self.kind, number):
                parts.postpone(found, now=clock.now())
            db.session.commit()


def in_parts(
    write: Callable[[], int], *, pause: float, ended: Callable[[], object] = lambda: False
) -> int:
    """Commit part after part until nothing is left to write; how many in all. In the pauses others write.

    `ended` says that it is known to be the last part, so that nobody has to look for another one.
    """
    number = 0
    while not ended() and (part := write()):
        db.session.commit()
        number += part
        time.sleep(pause)
    # That there was nothing may have been noted, too.
    db.session.commit()
    release()
    return number


def queue_of(app: Flask) -> Huey:
    """The app's queue, with its tasks by name in `asked`, as they wait in it; made when first needed.

    Huey loads every kind of storage it knows, which a server would have to wait for at its start.
    """
    with _making:
        if "queue" not in app.extensions:
            app.extensions["queue"] = _made(app)
        return app.extensions["queue"]


def _made(app: Flask) -> Huey:
    from huey import Huey, RedisHuey, crontab
    from huey.storage import SqliteStorage

    class File(SqliteStorage):  # type: ignore[misc]
        def _create_connection(self) -> Any:
            connection = super()._create_connection()
            # What a power cut takes from the queue, the sweep finds: no request waits for the disk.
            connection.execute("PRAGMA synchronous=NORMAL")
            return connection

    if app.config["REDIS_URL"]:
        from redis import ConnectionPool

        pool = ConnectionPool.from_url(app.config["REDIS_URL"], **redis_patience.OPTIONS)
        queue = RedisHuey("eventapp", connection_pool=pool)
    else:
        app.config["DATA_DIR"].mkdir(parents=True, exist_ok=True)
        file = str(app.config["DATA_DIR"] / "queue.db")
        queue = Huey("eventapp", storage_class=File, filename=file)
    # Nothing that was asked for is ever taken back, so that the storage isn't asked before each task.
    queue.is_revoked = lambda *_given: False

    def task(name: str, work: Callable[[], object]) -> Any:
        @queue.task(name=name)  # type: ignore[untyped-decorator]
        def run() -> None:
            logs.begin()
            with app.app_context(), tracing.span(f"task {name}", request_id=logs.current()):
                work()

        # Under one name, so that it is known where it waits already.
        return queue.serialize_task(run.s(id=name))

    @queue.periodic_task(crontab(), name="sweep")  # type: ignore[untyped-decorator]
    def sweep() -> None:
        for chore in app.extensions["chores"]:
            logs.begin()
            with app.app_context():
                try:
                    chore()
                except Exception:
                    # One chore's trouble must not keep the others from running.
                    log.exception("chore", chore=chore.__name__)

    queue.asked = {name: task(name, work) for name, work in app.extensions["tasks"].items()}
    return queue


def gather(queue: Huey) -> None:
    """Let letters of the same moment leave together: each look at the outbox costs more than one of them."""

    @queue.pre_execute(name="gather")  # type: ignore[untyped-decorator]
    def pause(task: Task) -> None:
        if task.name == "deliver":
            time.sleep(MOMENT)


def work(app: Flask) -> None:
    """Run the worker in this process until it is told to stop."""
    if app.config["REDIS_URL"]:
        queue_of(app).storage.pool.connection_kwargs["socket_timeout"] = redis_patience.WORKING
    # A longer search, a long list and mail that comes in keep one each: letters must not wait behind them.
    # What is asked for is found within two seconds, and nothing is ever put off to a second of its own.
    consumer = queue_of(app).create_consumer(
        workers=4, worker_type="thread", max_delay=2, scheduler_interval=60
    )
    # It looks ten times a second whether it shall stop: most of what a worker costs that does nothing.
    consumer._stop_flag_timeout = 0.5
    deliver.ending = consumer.stop_flag
    gather(queue_of(app))
    beside = app.extensions["beside"]
    end = beside(app) if beside else None
    consumer.run()
    if end:
        end()
