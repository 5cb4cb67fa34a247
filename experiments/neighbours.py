"""What stands around the site in a trial of the ways to run it: PostgreSQL, Redis, Caddy, a mail server."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services import MailServer, start, wait_until

ROOT = Path(__file__).resolve().parent.parent
HOST = "events.localhost"
POSTGRES = Path("/usr/lib/postgresql/15/bin")


@contextmanager
def mail(settings: Path, **more: object) -> Iterator[MailServer]:
    """A mail server that keeps what it gets, written into a file of settings with others."""
    server = MailServer()
    given = {"SMTP_URL": server.url} | more
    with settings.open("a") as out:
        out.writelines(f"EVENTAPP_{name}={value}\n" for name, value in given.items())
    try:
        yield server
    finally:
        server.remove()


@contextmanager
def postgres(password: str) -> Iterator[None]:
    """PostgreSQL at its usual port, with the user and the database of compose.yaml."""
    with tempfile.TemporaryDirectory(prefix="eventapp-postgres-") as folder:
        data, word = Path(folder) / "data", Path(folder) / "word"
        word.write_text(password)
        for path in (Path(folder), word):
            os.chown(path, *_ids("postgres"))
        first = ["-A", "scram-sha-256", "-U", "eventapp", f"--pwfile={word}", "-E", "UTF8", "-D"]
        _as_postgres("initdb", *first, data)
        server = start(
            POSTGRES / "postgres",
            "-D",
            data,
            "-k",
            folder,
            dies_by="INT",
            user="postgres",
            cwd=folder,
        )
        asked = ["pg_isready", "-q", "-h", "127.0.0.1", "-U", "eventapp"]
        wait_until(lambda: subprocess.run(asked).returncode == 0, what="PostgreSQL")
        address = f"postgresql://eventapp:{password}@127.0.0.1/postgres"
        subprocess.run(["psql", "-q", address, "-c", "CREATE DATABASE eventapp"], check=True)
        try:
            yield
        finally:
            server.terminate()
            server.wait(30)


@contextmanager
def redis(folder: Path) -> Iterator[None]:
    """Redis at its usual port, as compose.yaml has it."""
    kept = ["--appendonly", "yes", "--maxmemory-policy", "noeviction", "--dir", folder]
    server = start("redis-server", "--bind", "127.0.0.1", *kept, dies_by="TERM")
    try:
        yield
    finally:
        server.terminate()
        server.wait(30)


@contextmanager
def caddy(folder: Path, upstream: str) -> Iterator[None]:
    """Caddy at ports 80 and 443 with our Caddyfile, and certificates of its own authority."""
    home = folder / "caddy"
    home.mkdir()
    os.chown(home, *_ids("caddy"))
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_DATA_HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "SITE": HOST,
        "UPSTREAM": upstream,
    }
    low_ports = ["--inh-caps=+net_bind_service", "--ambient-caps=+net_bind_service"]
    user = ["--reuid=caddy", "--regid=caddy", "--clear-groups"]
    (folder / "Caddyfile").write_text((ROOT / "deploy" / "Caddyfile").read_text())
    with (folder / "caddy.log").open("w") as log:
        server = start(
            "setpriv", *user, *low_ports, "caddy", "run", "--adapter", "caddyfile",
            "--config", folder / "Caddyfile", dies_by="KILL", env=environment, stdout=log, stderr=log,
        )  # fmt: skip
    authority = home / "caddy/pki/authorities/local/root.crt"
    wait_until(lambda: authority.exists() or server.poll() is not None, what="Caddy")
    try:
        yield
    finally:
        server.terminate()
        server.wait(30)


def _ids(user: str) -> tuple[int, int]:
    import pwd

    entry = pwd.getpwnam(user)
    return entry.pw_uid, entry.pw_gid


def _as_postgres(program: str, *words: object) -> None:
    done = subprocess.run(
        [POSTGRES / program, *map(str, words)],
        user="postgres",
        cwd="/",
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
