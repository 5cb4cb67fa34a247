"""The app as a package: built, installed where no checkout is, and serving from there."""

import json
import os
import re
import subprocess
import sys
import sysconfig
import urllib.request
import venv
from collections.abc import Callable
from pathlib import Path

import pytest
from live_server import ROOT, Server

from bill_of_materials import bill_of_materials

pytestmark = pytest.mark.services


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds the wheel, and borrows what it depends on from this one."""
    folder = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    wheel = [*pip, "wheel", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*wheel, "--wheel-dir", folder, ROOT], check=True)
    venv.create(folder / "env", with_pip=False)
    (built,) = folder.glob("eventapp-*.whl")
    into = ["--python", folder / "env" / "bin" / "python", "install", "--no-deps", "--no-index"]
    subprocess.run([*pip, *into, built], check=True)
    (packages,) = (folder / "env" / "lib").glob("python*/site-packages")
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    return folder / "env" / "bin"


def say(installed: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Call the installed command in an empty folder, as somebody without the checkout would."""
    settings = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    return subprocess.run(
        [installed / "eventapp", *words], cwd=folder, env=settings, capture_output=True, text=True
    )


def test_the_installed_package_holds_its_pages_styles_and_migrations(
    installed: Path, tmp_path: Path
) -> None:
    where = "from eventapp import paths; print(paths.ROOT, paths.HOME)"

    told = subprocess.run(
        [installed / "python", "-c", where], cwd=tmp_path, capture_output=True, text=True
    )

    root, home = (Path(word) for word in told.stdout.split())
    assert root.is_relative_to(installed.parent)
    assert home == tmp_path
    compiled = {p.parent.parent.name for p in (ROOT / "translations").glob("*/LC_MESSAGES/*.mo")}
    assert {p.name for p in root.glob("translations/*")} == compiled
    (bill,) = (root.parent).glob("eventapp-*.dist-info/sboms/eventapp.cdx.json")
    assert json.loads(bill.read_text()) == bill_of_materials(ROOT)
    for folder in ("templates", "static", "migrations"):
        held = {p.relative_to(root) for p in (root / folder).rglob("*") if p.is_file()}
        ours = {p.relative_to(ROOT) for p in (ROOT / folder).rglob("*") if p.is_file()}
        assert {p for p in held if p.suffix != ".pyc"} == {p for p in ours if p.suffix != ".pyc"}


def test_the_installed_command_serves_the_demo_without_a_checkout(
    installed: Path, tmp_path: Path, serve: Callable[..., Server]
) -> None:
    server = serve(program=[installed / "eventapp"], cwd=tmp_path, DEMO="yes")

    home = urllib.request.urlopen(server.url).read().decode()
    assert "Coffee" in home
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', home)
    assert styles
    for style in styles:
        assert urllib.request.urlopen(server.url + style).status == 200
    assert str(ROOT) not in server.log()


def test_the_installed_command_knows_the_doctor_and_the_tables(
    installed: Path, tmp_path: Path
) -> None:
    doctor = say(installed, tmp_path, "doctor")
    tables = say(installed, tmp_path, "seating", "--help")

    assert "ok   data folder" in doctor.stdout, doctor.stderr
    assert str(tmp_path) in doctor.stdout
    assert "solve" in tables.stdout
