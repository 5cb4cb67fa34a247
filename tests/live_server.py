"""The app served as it is when installed: in processes of its own, web and worker."""

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from services import free_port, start, wait_until

ROOT = Path(__file__).resolve().parent.parent
FROM_CHECKOUT = (sys.executable, "-m", "flask", "--app", "eventapp")


@dataclass
class Server:
    """The app, served: its address, and where it keeps things."""

    url: str
    data_dir: Path
    database_url: str
    environment: dict[str, str]
    program: Sequence[object]
    cwd: Path
    process: subprocess.Popen[bytes] = field(init=False)

    def begin(self) -> None:
        """Start it, or start it once more with all that it kept; returns when it answers."""
        with (self.data_dir / "log").open("a") as log:
            self.process = start(
                *self.program, "serve", dies_by="TERM", cwd=self.cwd, env=self.environment,
                stdout=log, stderr=log,
            )  # fmt: skip
        try:
            wait_until(self._ready, what="the server")
        except BaseException:
            if self.process.poll() is None:
                self.kill()
            raise

    def log(self) -> str:
        """What the server has said so far."""
        return (self.data_dir / "log").read_text()

    def named(self, name: str) -> list[int]:
        """The numbers of its processes of that name, who started another one first."""
        return [
            number
            for number in _family(self.process.pid)
            if _name(number) == name and lives(number)
        ]

    def kill(self) -> None:
        """End web and worker in the middle of whatever they do, as a power cut would."""
        family = _family(self.process.pid)
        # Who could start others stops first.
        for number in family:
            os.kill(number, signal.SIGSTOP)
        for number in family:
            os.kill(number, signal.SIGKILL)
        self.process.wait()
        wait_until(lambda: not any(map(lives, family)), what="the end of the server")

    def _ready(self) -> bool:
        if self.process.poll() is not None:
            raise RuntimeError(f"The server ended:\n{self.log()}")
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


def start_server(
    folder: Path, *, program: Sequence[object] = FROM_CHECKOUT, cwd: Path = ROOT, **settings: object
) -> Server:
    """Start the app in a folder of its own, with settings of one's own, of another `program`."""
    port = free_port()
    data = folder / f"var-{port}"
    data.mkdir()
    given = {
        "PORT": port,
        "DATA_DIR": data,
        "BASE_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": f"sqlite:///{data / 'eventapp.db'}",
        "DEMO": "no",
    } | settings
    environment = os.environ | {f"EVENTAPP_{key}": str(given[key]) for key in given}
    server = Server(
        str(given["BASE_URL"]), data, str(given["DATABASE_URL"]), environment, program, cwd
    )
    server.begin()
    return server


def stop_all(servers: Sequence[Server]) -> None:
    """Tell servers to end, all at the same time, and wait until they have."""
    for server in servers:
        server.process.terminate()
    for server in servers:
        try:
            server.process.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            raise AssertionError(f"The server didn't end when told to:\n{server.log()}") from None


def _family(root: int) -> list[int]:
    """A process and all that it started, by what Linux says of each (/proc/PID/stat)."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int(
                (folder / "stat").read_text().rpartition(")")[2].split()[1]
            )
        except OSError:
            continue
    family = [root]
    for parent in family:
        family += [number for number, above in parents.items() if above == parent]
    return family


def _name(number: int) -> str:
    try:
        return (Path("/proc") / str(number) / "comm").read_text().strip()
    except OSError:
        return ""


def lives(number: int) -> bool:
    """Whether there is such a process, and not only what was left of it."""
    try:
        return (Path("/proc") / str(number) / "stat").read_text().rpartition(")")[2].split()[
            0
        ] != "Z"
    except OSError:
        return False
