"""Mail comes in: kept and committed, before whoever brought it lets go of it."""

import secrets
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from flask import Flask

from eventapp import clock
from eventapp.db import db, reading
from eventapp.mail import jobs
from eventapp.mail.incoming import actions, inbox_address, mailboxes
from eventapp.mail.incoming.inbox_address import Place

if TYPE_CHECKING:
    from eventapp.mail.incoming.imap import Connection

log = structlog.get_logger()
# Seconds between two looks where the server doesn't call; less than a lease.
EACH = 30.0
# Seconds until another try after trouble: doubled each time, up to five minutes.
FIRST_WAIT, LONGEST_WAIT = 1.0, 300.0
# A mailbox that nobody has read yet is read from so long ago; one that was numbered anew, from a little
# before it was read last.
EARLIER, OVERLAP = timedelta(days=14), timedelta(days=2)


def keep(raw: bytes, *recipients: str | None) -> None:
    """Keep a mail for each of its recipients, and have it read; TooLarge when it is."""
    for recipient in recipients:
        actions.store(raw, recipient=recipient, now=clock.now())
    db.session.commit()
    jobs.ask("incoming")


def begin(app: Flask) -> Callable[[], None]:
    """Have mail come in as long as this worker runs, as the setting says; what is called at its end."""
    with app.app_context():
        # What the last worker left when it was killed, without waiting for the next minute.
        jobs.ask("incoming")
    setting = app.config["INBOX"]
    if not setting:
        return lambda: None
    place = inbox_address.place(setting)
    if not place.is_read:
        # Loaded where it is needed, as below: the pages of a site have no use for it.
        from eventapp.mail.incoming import listener

        return listener.begin(app, place)
    reader = Reader(app, place)
    threading.Thread(target=reader.run, name="mailbox", daemon=True).start()
    return reader.stop


class Reader:
    """Reads a mailbox until it is told to stop, unless another worker does."""

    def __init__(self, app: Flask, place: Place) -> None:
        self.app, self.place, self.name = app, place, place.name
        self.holder = secrets.token_hex(8)
        self.stopped = threading.Event()
        self.wait = FIRST_WAIT
        self.connection: Connection | None = None

    def run(self) -> None:
        """Read for ever; after trouble again, later each time."""
        while not self.stopped.is_set():
            try:
                self._read()
            except Exception as error:
                if self.stopped.is_set():
                    return
                self._tell(trouble(error))
                self.stopped.wait(self.wait)
                self.wait = min(self.wait * 2, LONGEST_WAIT)

    def stop(self) -> None:
        """Let another worker read at once; whatever was begun may break off anywhere."""
        self.stopped.set()
        if connection := self.connection:
            connection.break_off()
        with self.app.app_context():
            mailboxes.let_go(self.name, holder=self.holder)
            db.session.commit()

    def _read(self) -> None:
        if not self._held():
            self.stopped.wait(EACH)
            return
        from eventapp.mail.incoming import imap

        connection = self.connection = imap.Connection(self.place)
        try:
            while not self.stopped.is_set() and self._held():
                with self.app.app_context():
                    look(connection, self.name, holder=self.holder)
                self.wait = FIRST_WAIT
                if connection.idles:
                    connection.idle(EACH)
                else:
                    self.stopped.wait(EACH)
        finally:
            connection.close()

    def _held(self) -> bool:
        with self.app.app_context():
            held = mailboxes.hold(self.name, holder=self.holder, now=clock.now())
            db.session.commit()
        return held

    def _tell(self, said: str) -> None:
        log.warning("mailbox", trouble=said)
        # It may be the database that is away.
        with self.app.app_context(), suppress(Exception):
            mailboxes.note(self.name, holder=self.holder, trouble=said)
            db.session.commit()


def reached(place: Place) -> str:
    """That the inbox is there, in words; whatever goes wrong is raised, for `trouble`."""
    if not place.is_read:
        # The worker's own; it answers while one runs.
        with socket.create_connection((place.host, place.port), timeout=5) as conversation:
            conversation.sendall(b"QUIT\r\n")
            while conversation.recv(1000):
                pass
        return f"a worker takes mail at {place.name}."
    from eventapp.mail.incoming import imap

    connection = imap.Connection(place)
    try:
        how = "calls when mail comes" if connection.idles else "is asked twice a minute"
        return f"the mailbox {place.folder} can be read; it {how}."
    finally:
        connection.close()


def trouble(error: Exception) -> str:
    """Why a mailbox can't be read, in words that hold no secret."""
    name = type(error).__name__
    return {
        "NotLetIn": "The mail server does not accept the user or the password of EVENTAPP_INBOX.",
        "NoFolder": "The folder in EVENTAPP_INBOX can't be opened.",
        "SSLCertVerificationError": "The certificate of the mail server can't be trusted.",
        "ConnectionRefusedError": "Nobody answers at the address in EVENTAPP_INBOX.",
        "gaierror": "The host name in EVENTAPP_INBOX is unknown.",
    }.get(name, f"The mail server broke off, or did not answer ({name}).")


def look(connection: "Connection", name: str, *, holder: str) -> None:
    """Keep all that is new in a mailbox; how far it is read is noted together with each mail."""
    with reading():
        mailbox = mailboxes.position(name)
    if mailbox is None:
        return
    last, anew = mailbox.last_uid, mailbox.uid_validity != connection.uid_validity
    if anew:
        back = mailbox.read_at - OVERLAP if mailbox.read_at else clock.now() - EARLIER
        # Noted at the end: what was read before it broke off is known by its fingerprint.
        uids, last = connection.since(back.date()), connection.uid_next - 1
    else:
        uids = connection.newer(last)
    sizes = connection.sizes(uids)
    for uid in uids:
        _keep(connection, uid, sizes.get(uid, 0))
        if not anew:
            mailboxes.note(name, holder=holder, last_uid=uid)
        db.session.commit()
    if uids:
        jobs.ask("incoming")
        connection.mark_seen(uids)
    mailboxes.note(
        name,
        holder=holder,
        uid_validity=connection.uid_validity,
        last_uid=max([last, *uids]),
        read_at=clock.now(),
        trouble=None,
    )
    db.session.commit()


def _keep(connection: "Connection", uid: int, size: int) -> None:
    if size > actions.LARGEST:
        if head := connection.head(uid):
            actions.store_head(head, now=clock.now())
    elif raw := connection.whole(uid):
        actions.store(raw, recipient=None, now=clock.now())
