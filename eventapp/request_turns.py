"""How many requests are worked on at once: each waits for its turn when all of it is here.

A thread costs little while it only waits for what a slow visitor sends, and much while it works. So the
server has many of them, and few work: whoever sends a letter a second keeps nobody else waiting, with no
proxy in front that takes a form whole. More at work would take turns at one processor anyhow, and
wait for connections to the database.
"""

from threading import Semaphore
from time import perf_counter

from flask import Flask, g, request

# So many requests of one process may be under way, and so many of those may be worked on.
UNDER_WAY, AT_WORK = 256, 8
# What is answered at once, whatever else hangs: that the process lives.
WITHOUT_TURN = {"health.alive"}
HAS_TURN = "eventapp.has_turn"
_turns = Semaphore(AT_WORK)


def init(app: Flask) -> None:
    """Have each request give its turn back when it is over."""
    app.teardown_request(_give_back)


def take() -> None:
    """Wait for a turn; whoever calls this has read all of the request that is ever looked at.

    From here on it is we who keep a visitor waiting: that time is told.
    """
    g.begun = perf_counter()
    if request.endpoint in WITHOUT_TURN:
        return
    _turns.acquire()
    request.environ[HAS_TURN] = True


def _give_back(_error: BaseException | None) -> None:
    if request.environ.pop(HAS_TURN, False):
        _turns.release()
