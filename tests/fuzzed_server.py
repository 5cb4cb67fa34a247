"""The shipped server with a site of every kind of record, and what must hold of it whatever it is sent."""

import os
import random
import sqlite3
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import api_builders
import live_server
import make
import mutations
import page_crawler
import sample_site
from conftest import running
from crowd import Guest
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from services import free_port

from eventapp.api.operations import OPERATIONS
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.door import access

SECRET, RAW = "a secret key of an experiment alone", "0" * 40


@dataclass
class Found:
    """What was sent, and what went wrong."""

    statuses: Counter[int] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    said_yes: int = 0
    mails: int = 0
    kept: int = 0


class Target:
    """A server, those who are known to it, and what was promised to whom."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.seed, self.found = folder, seed, Found()
        self.lmtp, port = free_port(), 8740
        self.server = live_server.start_server(
            folder, SECRET_KEY=SECRET, TRUSTED_PROXIES=1, STRANGERS_AN_HOUR=100_000, METRICS="yes",
            OPEN_FOUNDING="yes", INBOX=f"lmtp://127.0.0.1:{self.lmtp}", PORT=port,
            BASE_URL=f"http://127.0.0.1:{port}",
        )  # fmt: skip
        with running(self.server.database_url, folder) as app:
            app.config["SECRET_KEY"] = SECRET
            self.site = sample_site.build()
            self.token = api_builders.token(self._community(self.site.slugs["community"]))
            event = make.event(capacity=None)
            self.event = f"/{event.community.slug}/events/{event.slug}", event.roles[0].id, event.id
            self.own_token = api_builders.token(event.community)
            db.session.commit()
            self.cookies = {who: self._cookie(app, who) for who in sample_site.WHO}
            self.csrf = URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps(RAW)
            rules = [r for r in app.url_map.iter_rules() if r.endpoint != "asset"]
            self.bodies = {one.name: one.body() if one.body else {} for one in OPERATIONS}
            self.addresses = [
                sample_site.address(app, self.site, rule.endpoint, method)
                for rule in rules
                for method in sorted({"GET", "POST"} & (rule.methods or set()))[:1]
            ]
            self.pages = [path for _who, path in page_crawler.pages(app, self.site)]
        self.sheets: dict[tuple[str, ...], tuple[str, page_crawler.Sheet]] = {}
        self.files = mutations.samples()
        self.good = folder / "good.db"
        self._copy(self.server.data_dir / "eventapp.db", self.good)
        self.guests: list[Guest] = []
        self.taken: set[bytes] = set()
        self.by_api: list[str] = []
        self.numbers = iter(range(10**9))

    @staticmethod
    def _community(slug: str):
        return db.session.scalars(db.select(Community).filter_by(slug=slug)).one()

    @staticmethod
    def _copy(source: Path, target: Path) -> None:
        with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
            one.backup(other)

    def _cookie(self, app: Flask, who: str) -> str:
        held: dict[str, object] = {"csrf_token": RAW, "_permanent": True}
        if who in sample_site.DEVICES:
            held[access.KEY] = f"key of {who}"
        elif who != "anonymous":
            held["sign_in"] = f"key of {who}"
        return "eventapp=" + app.session_interface.get_signing_serializer(app).dumps(held)

    def ask(
        self, who: str, method: str, path: str, body: bytes = b"", kind: str = "", **more: str
    ) -> tuple[int, bytes]:
        """One request from an address of its own; a fault is noted."""
        address = ".".join(str(random.randrange(1, 250)) for _ in range(4))
        headers = {"X-Forwarded-For": address, "Cookie": self.cookies[who], **more}
        if method not in {"GET", "HEAD"}:
            headers |= {
                "X-CSRFToken": self.csrf,
                "Content-Type": kind.encode("latin-1").decode("latin-1"),
            }
        status, said = 0, b""
        with closing(HTTPConnection("127.0.0.1", 8740, timeout=120)) as connection:
            try:
                connection.request(method, path, body or None, headers)
                answer = connection.getresponse()
                status, said = answer.status, answer.read()
            except (OSError, HTTPException, UnicodeError) as error:
                said = repr(error).encode()
        self.found.statuses[status] += 1
        if status == 0 or (status >= 500 and status != 501):
            self.found.wrong.append(
                f"{status} {who} {method} {path} {kind} {body[:600]!r} {said[:100]!r}"
            )
        return status, said

    def check(self) -> None:
        """Who was told yes is there, and each mail that was taken; then the site is put back."""
        with closing(sqlite3.connect(self.server.data_dir / "eventapp.db")) as base:
            kept = {
                row[0]
                for row in base.execute(
                    "SELECT email FROM person JOIN rsvp ON rsvp.person_id = person.id WHERE rsvp.event_id = ?",
                    (self.event[2],),
                )
            }
            letters = {row[0] for row in base.execute('SELECT "to" FROM message')}
            mails = base.execute("SELECT count(*) FROM received_mail").fetchone()[0]
        told = {guest.email for guest in self.guests if guest.mine} | set(self.by_api)
        self.found.said_yes += len(told)
        self.found.wrong += [f"lost: {email}" for email in told - kept]
        self.found.wrong += [f"no letter: {email}" for email in told - letters]
        if mails < len(self.taken):
            self.found.wrong.append(f"lost: {len(self.taken) - mails} mails")
        self.found.kept += mails
        self.guests, self.by_api, self.taken = [], [], set()
        self._copy(self.good, self.server.data_dir / "eventapp.db")

    def memory(self) -> int:
        """What web and worker hold, in MB."""
        pages = 0
        for number in live_server._family(self.server.process.pid):
            with suppress(OSError):
                pages += int(Path(f"/proc/{number}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") >> 20

    def faults(self) -> Counter[str]:
        """What the processes have logged as a fault of ours."""
        lines = [
            line
            for line in self.server.log().splitlines()
            if '"level": "error"' in line or "Traceback" in line
        ]
        return Counter(line[:200] + line[-1500:] for line in lines)
