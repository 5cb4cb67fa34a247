"""Addresses that our letters come back from: which get no more of them, since when, until they are mended.

The one home of that rule. An address stands by itself, whoever has it: a corrected one is another one.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from flask_babel import gettext as _

from eventapp import rows
from eventapp.db import db
from eventapp.mail.models import BouncedAddress

# A mailbox that is full, or a server that is busy, may be well tomorrow: so often within a week is too often.
MOST, WITHIN = 3, timedelta(days=7)
# What is said of a letter that stays here for it.
STOPPED = "Our mail to this address came back."
# Whoever asks for these waits for them, and shows by their link that the address is well again.
ASKED_FOR = {"sign-in", "links"}
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
# What servers say with nothing but the three digits of SMTP (RFC 5321, 4.2.3).
_PLAIN = {"550": "5.1.1", "551": "5.1.6", "553": "5.1.3", "552": "5.2.2"}


def status_of(status: str, said: str) -> str:
    """The most telling status (RFC 3463): some servers report 5.0.0 where the remote one said more."""
    told = _STATUS.search(said)
    if status in {"", "5.0.0"} and told and told[1][0] != "2":
        return told[1]
    if not status and (plain := re.match(r"\s*([45]\d\d)\b", said)):
        # "Relaying denied" is about us, not about the address.
        if "relay" in said.lower():
            return "5.7.1"
        return _PLAIN.get(plain[1], f"{plain[1][0]}.0.0")
    return status or "5.0.0"


def final(status: str) -> bool:
    """Whether one such failure is enough; a full mailbox and a refusal of our mail are counted."""
    return status.startswith("5.") and status != "5.2.2" and not status.startswith("5.7.")


def note(address: str, *, status: str, said: str, now: datetime) -> BouncedAddress:
    """Keep that a letter to an address came back, under its most telling status."""
    key, found_status = address.lower(), status_of(status, said)
    blank = BouncedAddress(address=key, status=found_status, times=0, since=now)
    found = rows.insert_once(blank, unique="address") or _kept(key)
    if now - found.since > WITHIN:
        found.times, found.since = 0, now
    found.times, found.status = found.times + 1, found_status
    if found.stopped_at is None and (final(found_status) or found.times >= MOST):
        found.stopped_at = now
    db.session.flush()
    return found


def _kept(address: str) -> BouncedAddress:
    found: BouncedAddress = db.session.scalars(
        db.select(BouncedAddress).where(BouncedAddress.address == address)
    ).one()
    return found


def stopped(addresses: Iterable[str]) -> set[str]:
    """Which of these get no letters, in small letters."""
    asked = db.select(BouncedAddress.address).where(
        BouncedAddress.address.in_({address.lower() for address in addresses}),
        BouncedAddress.stopped_at.is_not(None),
    )
    return set(db.session.scalars(asked))


def mend(*addresses: str | None, before: datetime | None = None) -> int:
    """Letters go to these again, to how many; with `before` only where the last trouble began before that moment."""
    keys = {address.lower() for address in addresses if address}
    well = db.delete(BouncedAddress).where(BouncedAddress.address.in_(keys))
    if before:
        stopped_at = db.func.coalesce(BouncedAddress.stopped_at, BouncedAddress.since)
        well = well.where(stopped_at < before)
    if not keys:
        return 0
    done = db.session.execute(well.execution_options(synchronize_session="fetch"))
    return int(done.rowcount)  # type: ignore[attr-defined]


def words(status: str) -> str:
    """Why mail came back, in plain words."""
    if status.startswith("5.1."):
        return _("There is no mailbox with this address.")
    if status.endswith(".2.2"):
        return _("Their mailbox is full.")
    if status.startswith("5.7."):
        return _("Their mail server doesn’t take our mail.")
    if status.startswith("4."):
        return _("Their mail server was busy for days.")
    return _("Their mail server sent it back.")
