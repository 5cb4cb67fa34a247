"""What is missing or misconfigured, in plain words."""

import ctypes.util
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.config import is_loopback
from eventapp.db import db, reading
from eventapp.mail import domains, heartbeat
from eventapp.mail.incoming import inbox, inbox_address, mailboxes
from eventapp.mail.jobs import queue_of
from eventapp.mail.refusals import NotTaken
from eventapp.mail.smtp import Conversation
from eventapp.rsvps.replies import held
from eventapp.serving import host_of, up_to_date

Kept = TypeVar("Kept")

GOOD, NOTE, BAD = "ok  ", "note", "BAD "

# A sign of each script that a badge may need, and the Debian package that brings its letters.
SCRIPTS = {
    "Latin": ("0041", "fonts-noto-core"),
    "Arabic": ("645", "fonts-noto-core"),
    "Chinese": ("738b", "fonts-noto-cjk or fonts-wqy-microhei"),
    "Korean": ("ae40", "fonts-noto-cjk or fonts-wqy-microhei"),
    "emoji": ("1f389", "fonts-noto-color-emoji"),
}


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    sign: str
    subject: str
    sentence: str


def examine(app: Flask) -> list[Finding]:
    """Look at everything that a working installation needs."""
    looks = (
        _folders, _database, _mail, _inbox, _held, _dns, _script_order, _fonts, _address, _domains, _queue,
        _worker, _clock,
    )  # fmt: skip
    return [finding for look in looks for finding in look(app)]


def _folders(app: Flask) -> Iterator[Finding]:
    folder = app.config["DATA_DIR"]
    try:
        probe = folder / ".probe"
        probe.write_text("x")
        probe.unlink()
    except OSError as error:
        yield Finding(BAD, "data folder", f"{folder} can't be written ({error.strerror}).")
        return
    free = shutil.disk_usage(folder).free // 2**20
    if free < 200:
        yield Finding(BAD, "data folder", f"only {free} MB are free in {folder}. Make room.")
    else:
        yield Finding(GOOD, "data folder", f"{folder}, {free:,} MB free.")


def _database(app: Flask) -> Iterator[Finding]:
    kind = db.engine.dialect.name
    try:
        current = up_to_date()
    except Exception as error:
        yield Finding(BAD, "database", f"{kind} does not answer ({type(error).__name__}).")
        return
    if current:
        yield Finding(GOOD, "database", f"{kind}, its tables are up to date.")
    else:
        yield Finding(
            BAD, "database", f"{kind}: run 'flask --app eventapp db upgrade' (serve does it, too)."
        )


def _mail(app: Flask) -> Iterator[Finding]:
    if not app.config["SMTP_URL"]:
        yield Finding(
            NOTE, "mail", "no EVENTAPP_SMTP_URL: letters go to the local mailbox, not to people."
        )
        return
    conversation = Conversation(app.config["SMTP_URL"], app.config["SMTP_TIMEOUT"])
    try:
        conversation.open()
    except NotTaken as error:
        how = "does not let us in" if error.refusal else "does not answer"
        yield Finding(BAD, "mail", f"the server of EVENTAPP_SMTP_URL {how}: {error}")
    else:
        yield Finding(GOOD, "mail", "the server answers and lets us in.")
    conversation.close()
    if found := _kept(domains.our_trouble):
        yield Finding(BAD, "mail", f"waits since {found.since:%Y-%m-%d %H:%M} UTC: {found.trouble}")
    if app.config["MAIL_FROM"].endswith(".localdomain"):
        yield Finding(BAD, "mail", "EVENTAPP_MAIL_FROM is not set: replies would go nowhere.")


def _dns(app: Flask) -> Iterator[Finding]:
    """Whether our letters are believed, and answers arrive, as far as DNS tells."""
    domain = app.config["MAIL_FROM"].rpartition("@")[2]
    if not app.config["SMTP_URL"] or domain.endswith("localdomain"):
        return
    # Nothing else needs DNS, so nothing else waits for its library.
    from eventapp.mail import dns_records

    signs = {True: GOOD, False: BAD, None: NOTE}
    key, selector = app.config["DKIM_KEY"], app.config["DKIM_SELECTOR"]
    answers = (app.config["ANSWER_ADDRESS"] or "").rpartition("@")[2]
    try:
        dns = dns_records.Dns(app.extensions.get("resolver"))
        found = [*dns_records.for_sender(dns, domain, key=key, selector=selector)]
        found.append(dns_records.for_answers(dns, domain, "mail to us"))
        if answers and answers != domain:
            found.append(dns_records.for_answers(dns, answers, "answers"))
    except dns_records.NoDns:
        sentence = f"could not be asked about {domain}: SPF, DKIM, DMARC and MX were not looked at."
        yield Finding(NOTE, "DNS", sentence)
        return
    for said in found:
        yield Finding(signs[said.good], said.subject, said.sentence)


def _inbox(app: Flask) -> Iterator[Finding]:
    """Whether answers can come in, and are asked for."""
    setting, asked = app.config["INBOX"], app.config["ANSWER_ADDRESS"]
    if setting and not asked:
        yield Finding(BAD, "answers", "EVENTAPP_INBOX is set, but no EVENTAPP_ANSWER_ADDRESS.")
    if asked and not setting:
        yield Finding(
            NOTE, "answers", "no EVENTAPP_INBOX: they come only if a mail server pipes them in."
        )
    if not setting:
        return
    place = inbox_address.place(setting)
    known = _kept(lambda: mailboxes.position(place.name))
    try:
        said = inbox.reached(place)
    except Exception as error:
        away = not place.is_read and isinstance(error, ConnectionRefusedError)
        said = f"no worker takes mail at {place.name}: is one running?"
        yield Finding(BAD, "answers", said if away else inbox.trouble(error))
        return
    yield Finding(GOOD, "answers", said)
    if place.is_read and (known is None or known.trouble or not known.read_at):
        yield Finding(NOTE, "answers", "no worker has read the mailbox yet.")


def _kept(question: Callable[[], Kept]) -> Kept | None:
    """What the database says; None from one that is away or has older tables: it is said already."""
    try:
        with reading():
            return question()
    except SQLAlchemyError:
        return None


def _held(_app: Flask) -> Iterator[Finding]:
    if number := _kept(held.count_everywhere):
        yield Finding(NOTE, "mail", f"{number} to look at: run 'eventapp mail held'.")


def _script_order(_app: Flask) -> Iterator[Finding]:
    if ctypes.util.find_library("fribidi"):
        yield Finding(GOOD, "fonts", "FriBidi is here: every script is joined and ordered right.")
    else:
        yield Finding(
            BAD,
            "fonts",
            "FriBidi is missing, so Arabic or Devanagari come out wrong: install libfribidi0.",
        )


def _fonts(_app: Flask) -> Iterator[Finding]:
    if not shutil.which("fc-list"):
        yield Finding(BAD, "fonts", "fontconfig is missing: install fontconfig.")
        return
    lacking = [
        f"{script} ({package})"
        for script, (sign, package) in SCRIPTS.items()
        if not _fc_list(f":charset={sign}")
    ]
    if lacking:
        yield Finding(BAD, "fonts", f"names would print as boxes; install {', '.join(lacking)}.")
    else:
        yield Finding(GOOD, "fonts", "names in every common script can be printed.")
    if "Noto Sans CJK" not in _fc_list(":charset=738b"):
        yield Finding(
            NOTE, "fonts", "Chinese, Japanese and Korean names look better with fonts-noto-cjk."
        )


def _fc_list(query: str) -> str:
    return subprocess.run(
        ["fc-list", query, "family"], capture_output=True, text=True, check=False, timeout=20
    ).stdout


def _address(app: Flask) -> Iterator[Finding]:
    base = app.config["BASE_URL"]
    if app.config["SMTP_URL"] and is_loopback(host_of(base)):
        yield Finding(
            BAD, "address", f"mails go out, but EVENTAPP_BASE_URL is {base}: links lead nowhere."
        )
    elif not base.startswith("https://") and not is_loopback(host_of(base)):
        yield Finding(
            BAD, "address", f"{base} has no https: sign-ins and personal links could be read."
        )
        yield Finding(
            BAD,
            "door",
            "without https browsers give its page no camera, and keep nothing for when the network is "
            "gone: docs/https-in-a-hall.md shows the two easiest ways.",
        )
    else:
        yield Finding(GOOD, "address", base)


def _domains(app: Flask) -> Iterator[Finding]:
    """Domains of communities' own, each with a community."""
    asked: dict[str, str] = app.config["DOMAINS"]
    try:
        there = set(db.session.scalars(db.select(Community.slug))) if asked else set()
    except SQLAlchemyError:
        # What is wrong with the database is said above.
        return
    for host, slug in asked.items():
        if slug in there:
            yield Finding(GOOD, "domain", f"{host} is {slug}'s own.")
        else:
            yield Finding(
                BAD, "domain", f"EVENTAPP_DOMAINS gives {host} to {slug}: no such community."
            )


def _queue(app: Flask) -> Iterator[Finding]:
    try:
        waiting = queue_of(app).pending_count()
    except Exception as error:
        yield Finding(BAD, "queue", f"does not answer ({type(error).__name__}).")
    else:
        yield Finding(GOOD, "queue", f"{waiting} tasks wait.")


def _worker(_app: Flask) -> Iterator[Finding]:
    """Whether somebody sends letters; before the first start nobody has."""
    try:
        with reading():
            heard, said = heartbeat.last_heard(), heartbeat.trouble(clock.now())
    except SQLAlchemyError:
        # What is wrong with the database is said above.
        return
    if said:
        yield Finding(BAD if heard else NOTE, "worker", said)
    else:
        yield Finding(GOOD, "worker", f"heard of at {heard:%H:%M} UTC.")


def _clock(_app: Flask) -> Iterator[Finding]:
    if datetime.now(UTC).year < 2026:
        yield Finding(BAD, "clock", "this machine thinks it is long ago; set its time.")
        return
    if db.engine.dialect.name == "postgresql":
        theirs = db.session.scalar(db.text("SELECT extract(epoch FROM clock_timestamp())"))
        if abs(float(theirs) - time.time()) > 5:
            yield Finding(BAD, "clock", "this machine and the database differ by over 5 seconds.")
            return
    yield Finding(GOOD, "clock", f"{datetime.now().astimezone():%Y-%m-%d %H:%M %Z}.")
