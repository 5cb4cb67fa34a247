"""The site that `load.py` measures: two web processes and two workers behind nginx, as units start them."""

import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import door_builders
import make
import redis
from conftest import make_tables, running
from load_people import Evening, Phone, name_of
from postgres_server import Databases, Postgres
from services import Redis, free_port, start, wait_until
from sites import MailSink
from visitors import WrongAnswer

from eventapp.db import db

ROOT = Path(__file__).resolve().parent.parent
KEY = "a secret key of a benchmark alone"
COMMAND = (sys.executable, "-m", "flask", "--app", "eventapp")
SEATS = 8
WEB = ("--interface", "wsgi", "--factory", "--workers", "1", "--blocking-threads", "256", "--no-ws")


@dataclass
class Site:
    """All programs of a site, each with the pids that it began with."""

    port: int
    url: str
    folder: Path
    sink: MailSink
    redis: redis.Redis
    programs: dict[str, list[int]]


def site(
    stack: ExitStack,
    *,
    web: int = 2,
    postgres: Postgres | None = None,
    before: Callable[[Path, str], str] = lambda _folder, url: url,
    **more: object,
) -> Site:
    """Start everything; it ends with the stack.

    `before` is given the database's address and answers with that of what stands before it; `more` are settings.
    """
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    postgres, queue, sink = postgres or Postgres(), Redis(), MailSink()
    for server in (postgres, queue, sink):
        stack.callback(server.remove)
    databases = Databases(postgres.port)
    url = databases.url(databases.create())
    make_tables(url)
    front, pages = free_port(), [free_port() for _one in range(web)]
    settings = {
        "BASE_URL": f"http://127.0.0.1:{front}",
        "DATABASE_URL": before(folder, url),
        "REDIS_URL": queue.url,
        "SECRET_KEY": KEY,
        "DATA_DIR": folder / "var",
        "SMTP_URL": f"smtp://127.0.0.1:{sink.port}",
        "TRUSTED_PROXIES": 1,
        "DEMO": "no",
        **more,
    }
    (folder / "var").mkdir()
    environment = {"PATH": "/usr/bin:/bin:/usr/sbin", "HOME": str(folder)} | {
        f"EVENTAPP_{name}": str(value) for name, value in settings.items()
    }
    log = stack.enter_context((folder / "log").open("w"))
    given = {"cwd": ROOT, "env": environment, "stdout": log, "stderr": log}
    servers = [
        start(
            sys.executable, "-m", "granian", *WEB, "--host", "127.0.0.1", "--port", port,
            "eventapp.warm_up:served_app", dies_by="TERM", **given,
        )
        for port in pages
    ]  # fmt: skip
    workers = [start(*COMMAND, "worker", dies_by="INT", **given) for _one in range(2)]
    nginx = start(
        "nginx", "-p", folder, "-c", nginx_conf(folder, front, pages), dies_by="TERM", **given
    )
    for process in [nginx, *workers, *servers]:
        stack.callback(_end, process)
    wait_until(lambda: ready(front), what=f"the site, see {folder / 'log'}", seconds=120)
    master = (postgres.folder / "data" / "postmaster.pid").read_text().split()[0]
    return Site(
        front, url, folder, sink, redis.Redis.from_url(queue.url),
        {
            "web": [one.pid for one in servers], "workers": [one.pid for one in workers],
            "nginx": [nginx.pid], "PostgreSQL": [int(master)], "Redis": [queue._process.pid],
        },
    )  # fmt: skip


def evening(served: Site, guests: int, listed: int) -> Evening:
    """An event with some who are listed and chairs for all; one in five of the others will wait."""
    places = listed + guests * 4 // 5
    with running(served.url, served.folder) as app:
        app.config["SECRET_KEY"] = KEY
        room = {"capacity": places, "tables": -(-places // SEATS), "seats": SEATS}
        event = door_builders.event(minutes=60, **room)
        for number in range(listed):
            make.rsvp(event, first_name=name_of(number))
        helpers = {
            right: door_builders.cookie(app, make.member(event.community, right), "http://x")
            for right in ("organizer", "door")
        }
        db.session.commit()
        path = f"{event.community.slug}/events/{event.slug}"
        cookies = {right: f"{one['name']}={one['value']}" for right, one in helpers.items()}
        return Evening(f"/{path}", f"/desk/{path}", event.roles[0].id, cookies)


def nginx_conf(folder: Path, front: int, pages: list[int]) -> Path:
    """The configuration that operators get, on these ports, without TLS and in this folder."""
    said = (ROOT / "deploy" / "nginx.conf").read_text()
    upstream, _closing, rest = said.partition("}")
    servers = "".join(f"    server 127.0.0.1:{port};\n" for port in pages)
    upstream = re.sub(r"    server .*;\n", servers, upstream)
    maps, *parts = re.split(r"(?m)^server \{", rest)
    served = re.sub(r"(?m)^    (listen|ssl_|server_name).*\n", "", parts[-1])
    served = served.replace("/var/log/nginx/", f"{folder}/")
    conf = folder / "nginx.conf"
    conf.write_text(
        f"daemon off;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\nworker_processes 1;\n"
        f"events {{ worker_connections 4096; }}\nhttp {{\nclient_body_temp_path {folder}/body;\n"
        f"proxy_temp_path {folder}/proxy;\nkeepalive_timeout 300s;\n{upstream}}}\n{maps}\n"
        f"server {{\n    listen 127.0.0.1:{front};\n{served}\n}}\n"
    )
    return conf


def ready(port: int) -> bool:
    """Whether a site answers and has all that it needs."""
    try:
        phone = Phone(port, 0)
        phone.get("/readyz")
        phone.close()
    except (OSError, WrongAnswer, KeyError):
        return False
    return True


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(40)
    except subprocess.TimeoutExpired:
        process.kill()
