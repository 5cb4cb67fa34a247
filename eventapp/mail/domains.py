"""At what pace letters leave for each receiving domain, and for which of them they wait.

Each domain has a time from which on it takes more. So many letters a minute move it on; a domain that
says *not so fast* moves it further each time. The name "" stands for our own mail server: while that
takes nothing, no letter leaves and none is counted as tried.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any, cast

from flask import current_app
from sqlalchemy import ColumnElement, Table
from sqlalchemy.dialects import postgresql, sqlite

from eventapp.db import db, reading
from eventapp.mail import refusals
from eventapp.mail.models import ReceivingDomain

OUR_SERVER = ""
MINUTE = timedelta(minutes=1)
# How long nothing leaves for a domain, and how long nothing leaves at all: at first and at most.
SLOWED = (MINUTE, timedelta(hours=1))
STOPPED = (timedelta(seconds=5), timedelta(minutes=5))
# One refusal may be a server that starts anew; from then on people are told.
NOTED_FROM = 2
KEPT = cast(Table, ReceivingDomain.__table__)
# To which mail did not leave at the last try.
REFUSED = KEPT.c.refusals > 0


def of(address: str) -> str:
    """The receiving domain of an address."""
    return address.rpartition("@")[2].lower()


def takes_more(to: Any, now: Any, soon: Any) -> ColumnElement[bool]:
    """The condition that nothing keeps a letter to an address from leaving; `soon` is a minute from now."""
    waits = db.or_(KEPT.c.name == OUR_SERVER, db.func.lower(to).like("%@" + KEPT.c.name))
    closed = db.select(KEPT.c.name).where(KEPT.c.free_at > now, waits, _meant(soon))
    more: ColumnElement[bool] = ~closed.exists()
    return more


def _meant(within: Any) -> ColumnElement[bool]:
    """Whether a time is one from which on more is taken: pace alone puts it off by a minute at most.

    Further off it is from before the clock was put back; nobody shall wait until it gets there again.
    """
    meant: ColumnElement[bool] = db.or_(KEPT.c.refusals > 0, KEPT.c.free_at <= within)
    return meant


def paced(letters: Collection[Any], now: datetime) -> tuple[list[Any], list[Any]]:
    """Of letters that are held: those that may leave now, which are counted, and those that may not yet."""
    pace = current_app.config["DOMAIN_PACE"]
    if not pace or not letters:
        return list(letters), []
    each = MINUTE / pace
    # Whoever got none for a while may have a minute's letters at once.
    idle, kept = now - MINUTE + each, _free_at({of(letter.to) for letter in letters}, now)
    after: dict[str, datetime] = {}
    leave, wait = [], []
    for letter in letters:
        name = of(letter.to)
        free = after.get(name) or max(kept.get(name, idle), idle)
        if free > now:
            wait.append(letter)
        else:
            leave.append(letter)
            free += each
        after[name] = free
    _write(
        [{"name": name, "free_at": free, "refusals": 0} for name, free in after.items()], "free_at"
    )
    return leave, wait


def slow_down(name: str, trouble: str, now: datetime) -> None:
    """A domain takes no more for now: the letters to it wait, longer each time."""
    _refused(name, trouble, now, SLOWED)


def stop(trouble: str, now: datetime) -> None:
    """Our own mail server takes nothing: everything waits."""
    _refused(OUR_SERVER, trouble, now, STOPPED)


def note(name: str, trouble: str, now: datetime) -> None:
    """Keep what whoever runs this site has to mend for a domain; nothing else waits for it."""
    _refused(name, trouble, now, (timedelta(0), timedelta(0)))


def taken(names: Iterable[str]) -> None:
    """Letters were taken: what these domains, or our own server, had refused before is over."""
    reset = {"refusals": 0, "since": None, "trouble": None}
    db.session.execute(db.update(KEPT).where(KEPT.c.name.in_(names)).values(**reset))


def refusing() -> dict[str, int]:
    """Who took no more at the last try, and how often in a row."""
    rows = db.session.execute(db.select(KEPT.c.name, KEPT.c.refusals).where(KEPT.c.refusals > 0))
    return {row.name: row.refusals for row in rows}


def our_trouble() -> ReceivingDomain | None:
    """What our own mail server says when it takes nothing, or won't pass a letter on: for us to mend."""
    return ours(db.session.scalars(db.select(ReceivingDomain).where(REFUSED).order_by(KEPT.c.name)))


def ours(refused: Iterable[ReceivingDomain]) -> ReceivingDomain | None:
    """The same of those to which mail doesn't leave."""
    for one in refused:
        said = refusals.read(one.trouble or "")
        if (one.name == OUR_SERVER and one.refusals >= NOTED_FROM) or (
            said and refusals.no_relay(said)
        ):
            return one
    return None


def forget_idle(now: datetime) -> int:
    """Forget domains of which nothing was heard for a day, but not what our own server says; how many."""
    idle = KEPT.c.free_at < now - timedelta(days=1)
    over = db.or_(KEPT.c.name != OUR_SERVER, KEPT.c.refusals == 0)
    with reading():
        found = db.session.scalar(db.select(db.func.count()).where(idle, over))
    if found:
        db.session.execute(db.delete(KEPT).where(idle, over))
    return found or 0


def _free_at(names: set[str], now: datetime) -> dict[str, datetime]:
    # Locked one after the other, for somebody else may count letters to the same.
    counted = db.select(KEPT.c.name, KEPT.c.free_at).where(
        KEPT.c.name.in_(names), _meant(now + MINUTE)
    )
    rows = db.session.execute(counted.order_by(KEPT.c.name).with_for_update())
    return {row.name: row.free_at for row in rows}


def _refused(name: str, trouble: str, now: datetime, waits: tuple[timedelta, timedelta]) -> None:
    found = db.session.get(ReceivingDomain, name, populate_existing=True)
    before = found.refusals if found else 0
    wait = min(waits[0] * 2 ** min(before, 12), waits[1])
    since = (found and found.since) or now
    row = _row(name, trouble, since, free_at=now + wait, refusals=before + 1)
    _write([row], "free_at", "refusals", "since", "trouble")


def _row(name: str, trouble: str, since: datetime, **more: object) -> dict[str, object]:
    return {"name": name, "trouble": trouble, "since": since} | more


def _write(rows: list[dict[str, object]], *columns: str) -> None:
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    new = insert(KEPT)
    changed = {column: new.excluded[column] for column in columns}
    rows.sort(key=lambda row: str(row["name"]))
    db.session.execute(new.on_conflict_do_update(index_elements=["name"], set_=changed), rows)
