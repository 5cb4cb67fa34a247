"""Mail both ways with a served site: each letter that left is read once and checked, and mail is brought to it."""

import os
import re
import smtplib
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import calendar_rules
import letter_rules
from calendar_rules import Calendar
from conftest import running
from flask import Flask
from letter_rules import Letter
from live_server import ROOT, Server
from services import MailServer, wait_until

from eventapp import clock
from eventapp.db import db
from eventapp.mail import jobs
from eventapp.mail.models import Message
from eventapp.rsvps.models import Rsvp

BOUNCED = ROOT / "tests" / "mail" / "samples" / "bounces" / "postfix-3.7.11-refused.eml"


class Traffic:
    """What a site mails, and what is mailed to it.

    `calendars` are those that each address got, in their order.
    """

    def __init__(self, server: Server, smtp: MailServer, *, lmtp_port: int) -> None:
        self.server, self.smtp, self.lmtp_port = server, smtp, lmtp_port
        self.calendars: dict[str, list[Calendar]] = defaultdict(list)
        self._read: Counter[str] = Counter()
        self._known: dict[str, list[str]] = defaultdict(list)

    def next_to(self, address: str, kind: str = "") -> Letter:
        """The first letter to an address that nobody has read; it keeps every rule, and comes after those before."""
        number = self._read[address]
        self.smtp.letter_to(address, nth=number)
        self._read[address] += 1
        envelope = [one for one in self.smtp.envelopes if address in one.rcpt_tos][number]
        letter = Letter(bytes(envelope.content or b""), self.server.url)
        said = letter.message["Subject"]
        assert letter_rules.broken(letter) == [], said
        assert letter.message["In-Reply-To"] in [None, *self._known[address]], said
        self._known[address].append(letter.message["Message-ID"])
        # The address that it bounces to is its own.
        assert re.fullmatch(r"rsvp\+b\d+-[a-z2-7]{16}@tables\.example", envelope.mail_from or "")
        if letter.calendar:
            assert calendar_rules.broken(letter.calendar) == [], said
            self.calendars[address].append(letter.calendar)
            assert calendar_rules.later(self.calendars[address]), said
        return letter

    def bounces_to(self, letter: Letter) -> str:
        """The address that a letter left from."""
        [found] = [one for one in self.smtp.envelopes if one.content == letter.data]
        return str(found.mail_from)

    @property
    def unread(self) -> list[str]:
        """The subjects of what left and nobody has read, once nothing waits any more."""
        wait_until(self._all_left, what="letters that wait")
        read, found = Counter(self._read), []
        for letter, envelope in zip(self.smtp.letters, self.smtp.envelopes, strict=False):
            [to] = envelope.rcpt_tos
            if not read[to]:
                found.append(f"{to}: {letter['Subject']}")
            read[to] -= bool(read[to])
        return found

    def bring(self, raw: bytes, to: str) -> None:
        """A mail server brings a mail by LMTP."""
        with smtplib.LMTP("127.0.0.1", self.lmtp_port, timeout=20) as server:
            server.sendmail("mx@guest.example", [to], raw)

    def pipe(self, raw: bytes, to: str) -> None:
        """A mail server pipes a mail in, knowing nothing of our environment but a file of settings."""
        file = self.server.data_dir / "settings.env"
        given = self.server.environment.items()
        file.write_text("".join(f"{key}={value}\n" for key, value in given if "EVENTAPP_" in key))
        done = subprocess.run(
            [sys.executable, "-m", "eventapp", "mail", "receive", "--settings", file, "--recipient", to],
            input=raw, cwd=ROOT, env={"PATH": os.environ["PATH"]}, capture_output=True, check=False,
        )  # fmt: skip
        assert not done.returncode, done.stderr

    def give_back(self, letter: Letter, *, refused: str) -> None:
        """A Postfix on the way couldn't deliver a letter: it says so to the address that it left from."""
        to, known = self.bounces_to(letter), letter.message["Message-ID"]
        text = BOUNCED.read_text()
        text = text.partition("\n")[2].partition("\n")[2]
        text = text.replace("bounces+TOKEN42@tables.example.org", to)
        text = text.replace("nobody-here@dest.example.org", refused)
        self.bring(text.replace("<abc123@tables.example.org>", known).encode(), to)

    def sweep(self) -> None:
        """The worker does now what it does each minute, and has done it."""
        with self._app() as app:
            queue = jobs.queue_of(app)
            [sweep] = queue._registry.periodic_tasks
            queue.enqueue(sweep)
            wait_until(lambda: not queue.storage.enqueued_items(), what="the worker")

    def let_the_undo_end(self) -> None:
        """Turn the clock: whoever leaves may not think better of it any more."""
        with self._app():
            db.session.execute(
                db.update(Rsvp)
                .where(Rsvp.leaves_at.is_not(None))
                .values(leaves_at=clock.now() - timedelta(seconds=1))
            )
            db.session.commit()
        self.sweep()

    def _all_left(self) -> bool:
        with self._app():
            waits = db.select(Message.id).where(Message.state == "queued").limit(1)
            return db.session.scalar(waits) is None

    @contextmanager
    def _app(self) -> Iterator[Flask]:
        """The app on the site's own database and queue."""
        redis = self.server.environment.get("EVENTAPP_REDIS_URL")
        with running(self.server.database_url, self.server.data_dir, REDIS_URL=redis) as app:
            app.config["DATA_DIR"] = self.server.data_dir
            yield app
