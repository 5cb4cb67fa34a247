"""The sites that `web.py` measures: the bare one, and checkouts of ours, each as it is served."""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any

import bare
import process_tree
import redis
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from postgres_server import Databases, Postgres
from services import Redis, free_port, start, wait_until
from sqlalchemy import create_engine, text
from visitors import Visitor, WrongAnswer

HERE = Path(__file__).resolve().parent
COMMUNITY = "bench"
# Address of an event: its places, and how many have one already.
Events = dict[str, tuple[int, int]]


class MailSink:
    """A mail server in a process of its own that only counts letters."""

    def __init__(self) -> None:
        self.port = free_port()
        self._count = multiprocessing.Value("i", 0)
        self._process = multiprocessing.Process(target=_take, args=(self.port, self._count))
        self._process.daemon = True
        self._process.start()

    @property
    def letters(self) -> int:
        return int(self._count.value)

    def remove(self) -> None:
        """End it."""
        self._process.kill()
        self._process.join()


class _Counts:
    def __init__(self, letters: "Synchronized[int]") -> None:
        self.letters = letters

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.letters.value += 1
        return "250 OK"


def _take(port: int, letters: "Synchronized[int]") -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Controller(_Counts(letters), hostname="127.0.0.1", port=port).start()
    threading.Event().wait()


class Engines:
    """Where sites keep things: a file each, or one PostgreSQL for all and a place in Redis each."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.postgres = Postgres() if kind == "postgresql" else None
        self.databases = Databases(self.postgres.port if self.postgres else 0)
        self.redis = Redis() if kind == "postgresql" else None
        self._given = 0

    def database(self, folder: Path) -> str:
        """The address of a fresh database."""
        if self.postgres:
            return self.databases.url(self.databases.create())
        return f"sqlite:///{folder / 'eventapp.db'}"

    def queue(self) -> dict[str, str]:
        """The setting that names a queue which nobody else uses."""
        if not self.redis:
            return {}
        self._given += 1
        return {"REDIS_URL": self.redis.url.removesuffix("0") + str(self._given)}

    def cpu(self) -> float:
        """Seconds that the servers have used."""
        if not (self.postgres and self.redis):
            return 0.0
        pid = (self.postgres.folder / "data" / "postmaster.pid").read_text().split()[0]
        used = redis.Redis.from_url(self.redis.url).info("cpu")
        spent = float(used["used_cpu_user"]) + float(used["used_cpu_sys"])
        return process_tree.cpu(int(pid)).whole + spent

    def remove(self) -> None:
        """End the servers."""
        for server in (self.postgres, self.redis):
            if server:
                server.remove()


class Site:
    """One site, with a database of its own that outlives it."""

    command: tuple[object, ...] = ()
    cwd = HERE

    def __init__(self, folder: Path, engines: Engines, processes: int) -> None:
        self.folder = folder
        self.engines = engines
        self.processes = processes
        self.port = free_port()
        self.url = engines.database(folder)
        self.environment: dict[str, str] = {}
        self.process: subprocess.Popen[bytes] | None = None
        self.promised = 0

    @property
    def pid(self) -> int:
        assert self.process, "It isn't running."
        return self.process.pid

    def page(self, slug: str) -> str:
        """The address of an event's page."""
        return f"/{COMMUNITY}/events/{slug}"

    def start(self, slug: str) -> float:
        """Start it; the seconds until an event's page is answered for the first time."""
        begun = time.perf_counter()
        with (self.folder / "log").open("a") as log:
            self.process = start(
                *self.command,
                dies_by="TERM",
                cwd=self.cwd,
                env=_without_ours() | self.environment,
                stdout=log,
                stderr=log,
            )
        wait_until(lambda: self._answers(slug), what=f"{self.folder.name}, see its log")
        return time.perf_counter() - begun

    def stop(self) -> None:
        """End it, if it runs."""
        if self.process:
            self.process.terminate()
            self.process.wait(40)
            self.process = None

    def remove(self) -> None:
        """End it for good."""
        self.stop()

    def settle(self) -> bool:
        """Wait until the letters that were promised have left; whether all did."""
        return True

    def states(self, slug: str) -> dict[str, int]:
        """How many answers of each kind an event has, as the database counts them."""
        engine = create_engine(self.url)
        counted = text(
            "SELECT state, count(*) AS number FROM rsvp JOIN event ON event.id = rsvp.event_id "
            "WHERE slug = :slug GROUP BY state"
        )
        with engine.connect() as connection:
            rows = connection.execute(counted, {"slug": slug}).all()
        engine.dispose()
        return {row.state: row.number for row in rows}

    def _answers(self, slug: str) -> bool:
        if self.process and self.process.poll() is not None:
            raise RuntimeError((self.folder / "log").read_text())
        try:
            visitor = Visitor(self.port)
        except OSError:
            return False
        try:
            visitor.get(self.page(slug))
        except (OSError, WrongAnswer):
            return False
        finally:
            visitor.close()
        return True


class BareSite(Site):
    """Flask, SQLAlchemy, Granian and nothing else."""

    def __init__(self, folder: Path, engines: Engines, processes: int, events: Events) -> None:
        super().__init__(folder, engines, processes)
        self.command = (sys.executable, "-c", "import bare; bare.serve()")
        self.environment = {
            "BARE_DATABASE_URL": self.url,
            "BARE_PORT": str(self.port),
            "BARE_PROCESSES": str(processes),
        }
        places = {slug: number for slug, (number, _guests) in events.items()}
        bare.fill(self.url, places, {slug: guests for slug, (_number, guests) in events.items()})


class OurSite(Site):
    """A checkout, served as `eventapp serve` does, with a mail server that takes its letters."""

    def __init__(
        self, folder: Path, engines: Engines, processes: int, events: Events, checkout: Path
    ) -> None:
        super().__init__(folder, engines, processes)
        self.sink = MailSink()
        self.command = (sys.executable, "-m", "eventapp", "serve")
        self.cwd = checkout
        settings: dict[str, Any] = {
            "PORT": self.port,
            "BASE_URL": f"http://127.0.0.1:{self.port}",
            "DATA_DIR": folder,
            "DATABASE_URL": self.url,
            "SMTP_URL": f"smtp://127.0.0.1:{self.sink.port}",
            "DEMO": "no",
            "WEB_WORKERS": processes,
            # Every visitor has an address of their own, so nobody's limit is reached.
            "TRUSTED_PROXIES": 1,
        } | engines.queue()
        self.environment = {f"EVENTAPP_{name}": str(value) for name, value in settings.items()}
        subprocess.run(
            [sys.executable, HERE / "web_events.py", json.dumps(events)],
            cwd=checkout,
            env=_without_ours()
            | self.environment
            | {"PYTHONPATH": f"{checkout}{os.pathsep}{checkout / 'tests'}"},
            check=True,
        )

    def settle(self) -> bool:
        end = time.monotonic() + 60
        while self.sink.letters < self.promised and time.monotonic() < end:
            time.sleep(0.05)
        all_left = self.sink.letters >= self.promised
        self.promised = self.sink.letters
        # The last one is still being noted as sent.
        time.sleep(0.2)
        return all_left

    def remove(self) -> None:
        super().remove()
        self.sink.remove()


def _without_ours() -> dict[str, str]:
    """The environment without settings of this terminal's own server.

    Code may be kept compiled, as `script/setup` does it: otherwise a start would mostly compile.
    """
    ours = {name for name in os.environ if name.startswith("EVENTAPP_")}
    return {
        name: value
        for name, value in os.environ.items()
        if name not in ours | {"PYTHONDONTWRITEBYTECODE"}
    }
