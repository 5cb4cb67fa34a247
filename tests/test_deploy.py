"""What is shipped to run the site with fits the site."""

import os
import re
import shutil
import subprocess
import sys
import threading
from contextlib import closing
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml
from services import free_port

from eventapp import config

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))


def made_env(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    (folder / "deploy").mkdir(exist_ok=True)
    script = shutil.copy(DEPLOY / "make-env", folder / "deploy")
    return subprocess.run(["sh", script, *words], capture_output=True, text=True)


def test_the_secrets_of_the_containers_are_made_once_and_the_app_takes_them(tmp_path: Path) -> None:
    first = made_env(tmp_path, "events.example.org")
    kept = (tmp_path / ".env").read_text()
    again = made_env(tmp_path, "events.example.org")

    assert first.returncode == 0, first.stderr
    assert again.returncode == 1
    assert (tmp_path / ".env").read_text() == kept
    assert (tmp_path / ".env").stat().st_mode & 0o077 == 0
    given = dict(line.split("=", 1) for line in kept.splitlines() if not line.startswith("#"))
    taken = config.from_env({name: given[name] for name in given if name.startswith("EVENTAPP_")})
    assert taken["BASE_URL"] == "https://events.example.org"
    assert re.fullmatch(r"\w{48}", given["POSTGRES_PASSWORD"])
    assert given["POSTGRES_PASSWORD"] != given["EVENTAPP_SECRET_KEY"]


@pytest.mark.parametrize("name", ["", "https://events.example.org", "a b", "$(reboot)"])
def test_no_secrets_are_made_for_what_is_no_host_name(name: str, tmp_path: Path) -> None:
    assert made_env(tmp_path, name).returncode == 1
    assert not (tmp_path / ".env").exists()


def test_every_container_gives_up_its_rights() -> None:
    services: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]

    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze isn't here")
def test_systemd_reads_every_line_of_the_units(unit: Path, tmp_path: Path) -> None:
    called = unit.name.replace("@", "@8000")
    # Nothing is installed where it says.
    text = unit.read_text().replace("/opt/eventapp/.venv/bin/python", "/bin/true")
    (tmp_path / called).write_text(text)

    told = subprocess.run(
        ["systemd-analyze", "verify", tmp_path / called],
        capture_output=True, text=True, env=os.environ | {"SYSTEMD_LOG_LEVEL": "warning"},
    )  # fmt: skip

    assert (told.returncode, told.stderr) == (0, "")


def test_a_unit_that_changes_tables_has_all_the_time_that_it_takes() -> None:
    changing = [text for unit in UNITS if "ExecStartPre=" in (text := unit.read_text())]

    assert changing
    # Otherwise systemd kills it after ninety seconds, and begins anew.
    assert all("\nTimeoutStartSec=infinity\n" in text for text in changing)


def test_a_container_asks_itself_and_no_proxy_whether_it_is_healthy() -> None:
    class Fine(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_given: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Fine) as server:
        answering = threading.Thread(target=server.handle_request)
        answering.start()
        nobody = f"http://127.0.0.1:{free_port()}"
        environment = os.environ | {"EVENTAPP_PORT": str(server.server_port), "http_proxy": nobody}
        asked = subprocess.run([sys.executable, DEPLOY / "healthy.py"], env=environment)
        # Whoever wasn't asked would wait for ever.
        with closing(HTTPConnection("127.0.0.1", server.server_port)) as connection:
            connection.connect()
        answering.join()

    assert asked.returncode == 0
