"""nginx in front, as `deploy/nginx.conf` has it: slow visitors, and three web processes beside each other.

    .venv/bin/python experiments/behind_nginx.py [slow|crowd]

    slow   200 connections send a letter a second, amid their heads or amid a form, while others open pages:
           all others are answered within two seconds: the shipped server alone on SQLite, heads and forms,
           then behind nginx; then alone with a thread for each request that is worked on and no more, where
           they must not be: otherwise the experiment would prove nothing
    crowd  three web units of one process each and two workers on PostgreSQL with Redis, behind nginx:
           200 at once for 60 places, and one form sent twelve times at once

nginx listens without TLS here, and believes who a visitor is: all come from this machine.
The last result is in docs/faults.md.
"""

import re
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / name) for name in (".", "tests", "experiments", "benchmarks")]

from crowd import event_of  # noqa: E402
from crowds import Site, places, settings_of, twelve  # noqa: E402
from http_phone import Phone  # noqa: E402
from live_server import FROM_CHECKOUT, Server, start_server, stop_all  # noqa: E402
from process_tree import memory  # noqa: E402
from services import MailServer, free_port, start, wait_until  # noqa: E402

SLOW, PAGES, LONGEST, PATIENCE = 200, 20, 2.0, 10.0


@contextmanager
def nginx(folder: Path, ports: list[int], buffering: str = "on") -> Iterator[str]:
    """The shipped nginx.conf in front of servers on this machine; its address."""
    own = free_port()
    shipped = (ROOT / "deploy" / "nginx.conf").read_text()
    # The first server only sends on to https.
    first, _ = re.findall(r"(?ms)^server \{.*?^\}\n", shipped)
    site = shipped.replace(first, "")
    site = re.sub(r"(?m)^    (ssl_|access_log|error_log|listen \[).*\n", "", site)
    site = site.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{own};")
    site = site.replace("events.example.org", "127.0.0.1")
    several = "\n    ".join(f"server 127.0.0.1:{port};" for port in ports)
    site = site.replace("server 127.0.0.1:8000;", several)
    # The name that the site is known by has its port.
    site = site.replace("Host $host", "Host $http_host")
    site = site.replace("proxy_request_buffering on", f"proxy_request_buffering {buffering}")
    kept = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    visitors = "set_real_ip_from 127.0.0.0/8; real_ip_header X-Forwarded-For;\n"
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/nginx.pid; events {{ worker_connections 2048; }}\n"
        f"http {{ access_log off;\n{kept}{visitors}{site} }}\n"
    )
    with (folder / "nginx.log").open("w") as log:
        given = ("-c", folder / "nginx.conf", "-p", folder, "-e", "stderr")
        process = start("nginx", *given, dies_by="TERM", stderr=log)
    try:
        wait_until(lambda: listens(own), what="nginx: " + (folder / "nginx.log").read_text())
        yield f"http://127.0.0.1:{own}"
    finally:
        process.terminate()
        process.wait(30)


def listens(port: int) -> bool:
    """Whether somebody does."""
    with suppress(OSError):
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    return False


class SlowOnes:
    """Connections that never come to their end, from as many visitors; counts those that are open."""

    def __init__(self, url: str, path: str, kinds: tuple[str, ...], number: int) -> None:
        self.address = url.rpartition("/")[2]
        host, _, port = self.address.partition(":")
        self.over = threading.Event()
        self.open: list[socket.socket] = []
        for one in range(number):
            self.open.append(socket.create_connection((host, int(port)), 10))
            self.open[-1].settimeout(1)
            self._begin(self.open[-1], path, kinds[one % len(kinds)], one)
        self.cut = 0
        self.thread = threading.Thread(target=self._go_on)
        self.thread.start()

    def _begin(self, connection: socket.socket, path: str, kind: str, one: int) -> None:
        said = f"Host: {self.address}\r\nX-Forwarded-For: 10.8.0.{one}\r\n"
        if kind == "form":
            form = (
                "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 4000\r\n\r\na="
            )
            connection.sendall(f"POST {path}/rsvps HTTP/1.1\r\n{said}{form}".encode())
        else:
            connection.sendall(f"GET {path} HTTP/1.1\r\n{said}X-Slow: ".encode())

    def _go_on(self) -> None:
        while not self.over.wait(1):
            for connection in list(self.open):
                try:
                    connection.sendall(b"a")
                except OSError:
                    self.open.remove(connection)
                    self.cut += 1

    def end(self) -> None:
        """Hang up."""
        self.over.set()
        self.thread.join()
        for connection in self.open:
            connection.close()


def slow(stack: ExitStack) -> int:
    """Others open pages meanwhile, alone and behind nginx; how much isn't as it should be."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    bad = 0
    with _alone(folder) as (server, event):
        before = memory(server.process.pid)
        for kind in ("head", "form"):
            bad += _others(f"alone, {kind}s", server.url, event, (kind,)) > LONGEST
        print(f"memory {before:.0f} MiB before, {memory(server.process.pid):.0f} MiB after")
        with nginx(folder, [int(server.url.rpartition(":")[2])]) as url:
            bad += _others("behind nginx", url, event, ("head", "form")) > LONGEST
    unguarded = (sys.executable, ROOT / "experiments" / "unguarded.py", "threads")
    with _alone(folder, unguarded) as (server, event):
        bad += _others("alone, forms, few threads", server.url, event, ("form",)) <= LONGEST
    return bad


@contextmanager
def _alone(
    folder: Path, program: tuple[object, ...] = FROM_CHECKOUT
) -> Iterator[tuple[Server, str]]:
    server = start_server(folder, program=program, TRUSTED_PROXIES=1, STRANGERS_AN_HOUR=100_000)
    try:
        with event_of(server, server.data_dir / "alone") as (event, _role, _number):
            yield server, event
    finally:
        # Whoever still waits for a form that never comes is killed.
        with suppress(AssertionError):
            stop_all([server])


def _others(title: str, url: str, event: str, kinds: tuple[str, ...]) -> float:
    """Seconds that the slowest page of others took, which is printed, too."""
    taken: dict[bool, list[float]] = {}
    for beside in (False, True):
        slow_ones = SlowOnes(url, event, kinds, SLOW if beside else 0)
        time.sleep(2)
        opened = len(slow_ones.open)
        taken[beside] = []
        for number in range(PAGES):
            begun = time.monotonic()
            one = Phone(url, address=f"10.9.0.{number}", patience=PATIENCE)
            with suppress(OSError):
                one.get((event, "/", "/healthz")[number % 3])
            seconds = time.monotonic() - begun
            taken[beside].append(seconds if one.status == 200 else PATIENCE)
            if taken[beside][-1] >= PATIENCE:
                break
            time.sleep(0.2)
        slow_ones.end()
    before, beside_them = max(taken[False]), max(taken[True])
    print(
        f"{title:<46} slowest page {before:.2f} s, beside {opened} slow ones {beside_them:.2f} s "
        f"({slow_ones.cut} were cut off)",
        flush=True,
    )
    return beside_them


def crowd(stack: ExitStack) -> int:
    """Three web units and two workers; how much isn't as it should be."""
    bad = 0
    settings, smtp = settings_of("postgresql", stack)(), MailServer()
    stack.callback(smtp.remove)
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    first = start_server(folder, SMTP_URL=smtp.url, **settings)
    # It made tables and key; who serves and who works is begun anew.
    stop_all([first])
    ports = [free_port() for _ in range(3)]
    with nginx(folder, ports) as url:
        given = {"BASE_URL": url, "TRUSTED_PROXIES": "1", "STRANGERS_AN_HOUR": "100000"}
        environment = first.environment | {f"EVENTAPP_{key}": kept for key, kept in given.items()}
        for port in ports:
            # As deploy/eventapp-web.service has it.
            unit = (
                sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--host",
                "127.0.0.1", "--port", port, "--workers", 1, "--blocking-threads", 256, "--no-ws",
                "--respawn-failed-workers", "--workers-kill-timeout", 10,
                "eventapp.warm_up:served_app",
            )  # fmt: skip
            _started(stack, unit, environment, folder / f"web-{port}")
        for number in range(2):
            _started(stack, (*FROM_CHECKOUT, "worker"), environment, folder / f"worker-{number}")
        for port in ports:
            wait_until(lambda port=port: listens(port), what="a web unit", seconds=90)
        served = Server(url, first.data_dir, first.database_url, environment, (), ROOT)
        wait_until(served_ready(served), what="the site", seconds=60)
        site = Site(served, smtp)
        for act in (places, twelve):
            begun = time.monotonic()
            wrong = "; ".join(dict.fromkeys(act(site)))
            bad += bool(wrong)
            print(
                f"{act.__name__}, three web units {time.monotonic() - begun:.1f} s "
                f" {wrong or 'all right'}",
                flush=True,
            )
        letters = {letter["Message-ID"] for letter in smtp.letters}
        print(f"{len(smtp.letters)} letters by now, {len(smtp.letters) - len(letters)} twice")
    return bad


def served_ready(served: Server) -> object:
    """What asks whether a site answers that was begun otherwise."""

    def ready() -> bool:
        one = Phone(served.url)
        with suppress(OSError):
            one.get("/readyz")
        return one.status == 200

    return ready


def _started(
    stack: ExitStack, command: tuple[object, ...], environment: dict[str, str], log: Path
) -> None:
    with log.open("w") as out:
        process = start(*command, dies_by="TERM", cwd=ROOT, env=environment, stdout=out, stderr=out)

    def end() -> None:
        process.terminate()
        process.wait(40)

    stack.callback(end)


EXPERIMENTS = {"slow": slow, "crowd": crowd}


def main(asked: list[str]) -> int:
    """Run what was asked for, or everything; the exit code."""
    bad = 0
    for name in [name for name in EXPERIMENTS if name in asked] or list(EXPERIMENTS):
        with ExitStack() as stack:
            bad += EXPERIMENTS[name](stack)
    print("All as it should be." if not bad else f"{bad} not as it should be.")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
