"""Scripts and styles name others by their path; a browser asks for them at addresses that are kept for good."""

import re
from urllib.parse import urljoin

import pytest
from flask import Flask
from visitor import Visitor

from eventapp.assets import FOLDER, asset, reached

SCRIPTS = sorted(str(file.relative_to(FOLDER)) for file in FOLDER.rglob("*.js"))
STYLES = sorted(str(file.relative_to(FOLDER)) for file in FOLDER.rglob("*.css"))
NAMED = {
    ".js": r"""(?:from|import\(?|new URL\()\s*["']([./][^"']*)["']""",
    ".css": r"""url\(["']?([./][^"')]*)""",
}


@pytest.mark.parametrize("name", [*SCRIPTS, *STYLES])
def test_what_a_file_names_is_there_and_kept_for_good(
    name: str, app: Flask, client: Visitor
) -> None:
    with app.test_request_context():
        address = asset(name)
    text = client.get(address).text

    for named in re.findall(NAMED["." + name.rpartition(".")[2]], text):
        if named == ".":
            continue
        answer = client.get(urljoin(address, named))
        assert answer.status_code == 200, named
        assert "immutable" in answer.headers["Cache-Control"], named


def test_what_the_door_s_script_reaches_is_all_that_its_camera_needs(app: Flask) -> None:
    needed = (
        "js/door.js",
        "js/door/scanning.js",
        "js/door-sounds.js",
        "js/camera.js",
        "js/code-worker.js",
        "vendor/zxing-wasm/reader/index.js",
        "vendor/zxing-wasm/share.js",
        "vendor/zxing-wasm/reader/zxing_reader.wasm",
    )

    with app.test_request_context():
        assert set(reached("js/door.js")) >= {asset(name) for name in needed}


def test_webassembly_runs_in_the_worker_that_reads_codes_and_nowhere_else(
    app: Flask, client: Visitor
) -> None:
    with app.test_request_context():
        rules = {
            name: client.get(asset(name)).headers["Content-Security-Policy"] for name in SCRIPTS
        }

    assert [name for name in SCRIPTS if "wasm" in rules[name]] == ["js/code-worker.js"]
    assert "unsafe-eval'" not in rules["js/code-worker.js"].replace("'wasm-unsafe-eval'", "")
    assert "wasm" not in client.get("/").headers["Content-Security-Policy"]


def test_webassembly_is_sent_as_such_and_small(app: Flask, client: Visitor) -> None:
    with app.test_request_context():
        address = asset("vendor/zxing-wasm/reader/zxing_reader.wasm")

    answer = client.get(address, headers={"Accept-Encoding": "br"})

    assert answer.mimetype == "application/wasm"
    assert answer.headers["Content-Encoding"] == "br"
    assert len(answer.data) < 400_000


def test_nothing_vendored_names_another_site() -> None:
    texts = {file: file.read_text() for file in FOLDER.glob("vendor/**/*.js")}

    assert texts
    assert [str(file) for file, text in texts.items() if re.search(r"https?://", text)] == []
