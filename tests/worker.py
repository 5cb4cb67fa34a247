"""The worker, as tests drive it: what the queue holds is done here and now."""

from flask import Flask

from eventapp.db import db
from eventapp.mail.jobs import queue_of


def work_off(app: Flask) -> None:
    """Do everything that the queue was asked for, in the order it was asked."""
    db.session.commit()
    queue = queue_of(app)
    while task := queue.dequeue():
        queue.execute(task)
    db.session.expire_all()


def sweep(app: Flask) -> None:
    """What the worker does each minute."""
    db.session.commit()
    queue = queue_of(app)
    queue.execute(next(task for task in queue._registry.periodic_tasks if task.name == "sweep"))
    db.session.expire_all()
