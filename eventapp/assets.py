"""Static files under names that carry their content's hash: cached for good, sent compressed."""

import gzip
import hashlib
import mimetypes
import re
from functools import cache
from pathlib import Path

import brotli
from flask import Flask, Response, abort, request, url_for

from eventapp.paths import STATIC

FOLDER = STATIC
PACKED = {".css", ".js", ".svg", ".json", ".txt", ".webmanifest", ".wasm"}
# The best that brotli can do takes seconds for what is larger.
LARGE = 200_000
# Workers that run WebAssembly. What one may do is said by its own answer, not by the page that starts
# it: so no page may run any.
RUN_WASM = {"js/code-worker.js"}
WASM_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
# How a style names its fonts, and a script the scripts and other files that it needs. Their addresses
# are hashed, too, so that they are kept for good and never one of an older release is mixed in.
_IN_STYLE = re.compile(r"""(url\(["']?)(\.\./[^)"']+)()""")
_IN_SCRIPT = re.compile(
    r"""(\b(?:from|import)\s*\(?\s*["']|\bnew URL\(["'])(\.\.?/[^"']+)(["'](?:, import\.meta\.url)?)"""
)
_NAMES = {".css": _IN_STYLE, ".js": _IN_SCRIPT}
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("application/wasm", ".wasm")


def init(app: Flask) -> None:
    """Serve the static folder and give templates `asset(name)`."""
    app.add_url_rule("/static/<stamp>/<path:name>", "asset", send, methods=["GET"])
    app.add_template_global(asset)


def asset(name: str) -> str:
    """The address of a static file, which changes whenever the file does."""
    return url_for("asset", stamp=_stamp(name), name=name)


def parts(name: str) -> list[str]:
    """A script and every file that it needs, whether at once or when something is opened."""
    found, known = [name], {name}
    for each in found:
        for named in _named(each):
            if named not in known:
                known.add(named)
                found.append(named)
    return found


def send(stamp: str, name: str) -> Response:
    """A static file, compressed as the browser accepts it; 404 for a name or stamp unknown."""
    file = _found(name) or abort(404)
    accepted = request.accept_encodings
    coding = next((c for c in ("br", "gzip") if file.suffix in PACKED and accepted[c]), "")
    response = Response(_body(name, coding), mimetype=mimetypes.guess_type(name)[0])
    fresh = stamp == _stamp(name)
    lifetime = "public, max-age=31536000, immutable" if fresh else "public, max-age=60"
    response.headers["Cache-Control"] = lifetime
    response.headers["Access-Control-Allow-Origin"] = "*"
    if name in RUN_WASM:
        response.headers["Content-Security-Policy"] = WASM_POLICY
    if file.suffix in PACKED:
        response.headers["Vary"] = "Accept-Encoding"
    if coding:
        response.headers["Content-Encoding"] = coding
    return response


def _found(name: str) -> Path | None:
    try:
        file = (FOLDER / name).resolve()
        return file if FOLDER in file.parents and file.is_file() else None
    except (ValueError, OSError):
        # No file is called so: a NUL, or more letters than a name can have.
        return None


@cache
def _plain(name: str) -> bytes:
    body = (FOLDER / name).read_bytes()
    names = _NAMES.get(Path(name).suffix)
    if not names:
        return body
    # From the folder of this file up to the one above all stamps.
    top = "../" * (name.count("/") + 1)

    def hashed(found: re.Match[str]) -> str:
        target = _target(name, found[2])
        return f"{found[1]}{top}{_stamp(target)}/{target}{found[3]}"

    return names.sub(hashed, body.decode()).encode()


def _named(name: str) -> list[str]:
    """The files that a style or script names by their path."""
    names = _NAMES.get(Path(name).suffix)
    text = (FOLDER / name).read_text() if names else ""
    return [_target(name, found[2]) for found in names.finditer(text)] if names else []


def _target(name: str, path: str) -> str:
    return str(((FOLDER / name).parent / path).resolve().relative_to(FOLDER))


@cache
def _stamp(name: str) -> str:
    return hashlib.sha256(_plain(name)).hexdigest()[:12] if (FOLDER / name).is_file() else "missing"


@cache
def _body(name: str, coding: str) -> bytes:
    body = _plain(name)
    if coding == "br":
        packed: bytes = brotli.compress(body, quality=11 if len(body) < LARGE else 9)
        return packed
    return gzip.compress(body, 9) if coding == "gzip" else body


def forget() -> None:
    """Read the files anew: for development, after one was edited."""
    for kept in (_plain, _stamp, _body):
        kept.cache_clear()
