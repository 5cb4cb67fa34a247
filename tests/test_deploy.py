"""What is shipped to run the site with fits the site."""

import json
import os
import re
import shutil
import subprocess
from contextlib import closing
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
import yaml
from services import free_port, start, wait_until

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


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx isn't here")
def test_without_https_people_are_led_to_it_and_programs_told(tmp_path: Path) -> None:
    port = free_port()
    plain = re.findall(r"(?ms)^server \{.*?^\}\n", (DEPLOY / "nginx.conf").read_text())[0]
    plain = plain.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("listen [::]:80;", "")
    paths = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    written = (
        f"daemon off; pid {tmp_path}/pid; events {{}} http {{ access_log off;\n{paths}{plain} }}"
    )
    (tmp_path / "nginx.conf").write_text(written)
    nginx = start("nginx", "-c", tmp_path / "nginx.conf", "-e", "stderr", dies_by="TERM")

    def asked(path: str) -> tuple[int, Message, str]:
        with closing(HTTPConnection("127.0.0.1", port)) as connection:
            connection.request("GET", path, headers={"Host": "events.example.org"})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()

    def listens() -> bool:
        try:
            return bool(asked("/"))
        except ConnectionRefusedError:
            return False

    try:
        wait_until(listens, what="nginx")
        person, program = asked("/acme/events/evening?x=1"), asked("/api/v1/events")
    finally:
        nginx.terminate()
        nginx.wait(30)

    assert person[0] == 301
    assert person[1]["Location"] == "https://events.example.org/acme/events/evening?x=1"
    assert (program[0], program[1]["Location"]) == (403, None)
    assert program[1]["Content-Type"] == "application/problem+json"
    assert "revoke it" in json.loads(program[2])["detail"]
