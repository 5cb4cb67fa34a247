"""The site that `load.py` measures: two web processes and two workers behind nginx, as units start them."""

import re
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from conftest import make_tables
from load_people import Phone
from postgres_server import Databases, Postgres
from services import Redis, free_port, start, wait_until
from sites import MailSink
from visitors import WrongAnswer

ROOT = Path(__file__).resolve().parent.parent
KEY = "a secret key of a benchmark alone"
COMMAND = (sys.executable, "-m", "flask", "--app", "eventapp")
WEB = ("--interface", "wsgi", "--factory", "--workers", "1", "--blocking-threads", "256", "--no-ws")


@dataclass
class Site:
    """All programs of a site, each with the pids that it began with."""

    port: int
    url: str
    folder: Path
    sink: MailSink
    programs: dict[str, list[int]]


def site(stack: ExitStack) -> Site:
    """Start everything; it ends with the stack."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    postgres, redis, sink = Postgres(), Redis(), MailSink()
    for server in (postgres, redis, sink):
        stack.callback(server.remove)
    databases = Databases(postgres.port)
    url = databases.url(databases.create())
    make_tables(url)
    front, pages = free_port(), [free_port(), free_port()]
    settings = {
        "BASE_URL": f"http://127.0.0.1:{front}",
        "DATABASE_URL": url,
        "REDIS_URL": redis.url,
        "SECRET_KEY": KEY,
        "DATA_DIR": folder / "var",
        "SMTP_URL": f"smtp://127.0.0.1:{sink.port}",
        "TRUSTED_PROXIES": 1,
        "DEMO": "no",
    }
    (folder / "var").mkdir()
    environment = {"PATH": "/usr/bin:/bin:/usr/sbin", "HOME": str(folder)} | {
        f"EVENTAPP_{name}": str(value) for name, value in settings.items()
    }
    log = stack.enter_context((folder / "log").open("w"))
    given = {"cwd": ROOT, "env": environment, "stdout": log, "stderr": log}
    web = [
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
    for process in [nginx, *workers, *web]:
        stack.callback(_end, process)
    wait_until(lambda: _ready(front), what=f"the site, see {folder / 'log'}")
    master = (postgres.folder / "data" / "postmaster.pid").read_text().split()[0]
    return Site(
        front, url, folder, sink,
        {
            "web": [one.pid for one in web], "workers": [one.pid for one in workers],
            "nginx": [nginx.pid], "PostgreSQL": [int(master)], "Redis": [redis._process.pid],
        },
    )  # fmt: skip


def nginx_conf(folder: Path, front: int, pages: list[int]) -> Path:
    """The configuration that operators get, on these ports, without TLS and in this folder."""
    said = (ROOT / "deploy" / "nginx.conf").read_text()
    upstream, _closing, rest = said.partition("}")
    servers = "".join(f"    server 127.0.0.1:{port};\n" for port in pages)
    upstream = re.sub(r"    server .*;\n", servers, upstream)
    maps, *parts = re.split(r"(?m)^server \{", rest)
    served = re.sub(r"(?m)^    (listen|ssl_|server_name).*\n", "", parts[-1])
    served = served.replace("/var/log/nginx/eventapp.log", str(folder / "access.log"))
    conf = folder / "nginx.conf"
    conf.write_text(
        f"daemon off;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\nworker_processes 1;\n"
        f"events {{ worker_connections 4096; }}\nhttp {{\nclient_body_temp_path {folder}/body;\n"
        f"proxy_temp_path {folder}/proxy;\nkeepalive_timeout 300s;\n{upstream}}}\n{maps}\n"
        f"server {{\n    listen 127.0.0.1:{front};\n{served}\n}}\n"
    )
    return conf


def _ready(port: int) -> bool:
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
