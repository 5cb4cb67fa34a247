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
PACKED = {".css", ".js", ".svg", ".json", ".txt", ".webmanifest"}
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("font/woff2", ".woff2")


def init(app: Flask) -> None:
    """Serve the static folder and give templates `asset(name)`."""
    app.add_url_rule("/static/<stamp>/<path:name>", "asset", send, methods=["GET"])
    app.add_template_global(asset)


def asset(name: str) -> str:
    """The address of a static file, which changes whenever the file does."""
    return url_for("asset", stamp=_stamp(name), name=name)


def reached(*names: str) -> list[str]:
    """The addresses of these files and of all that they name: fonts, modules. As a browser asks for them."""
    found: dict[str, str] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        found[name] = asset(name)
        if name.endswith((".css", ".js")):
            named = re.findall(r"/static/\w+/([\w./-]+)", _plain(name).decode())
            waiting += [other for other in named if other not in found]
    return sorted(found.values())


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
    if name.endswith(".css"):
        return _hashed_urls(name, body.decode()).encode()
    return _hashed_imports(name, body.decode()).encode() if name.endswith(".js") else body


def _hashed_imports(name: str, script: str) -> str:
    """Scripts name their modules by path, too. A circle of modules has no hash, so there is none."""

    def swap(found: re.Match[str]) -> str:
        return f"{found[1]}{_address_beside(name, found[2])}{found[3]}"

    return re.sub(r"((?:\bfrom|\bimport|\bimport\()\s*\")(\.\.?/[^\"]+)(\")", swap, script)


def _hashed_urls(name: str, css: str) -> str:
    """Styles name their fonts by path; a browser should ask for the hashed address."""

    def swap(found: re.Match[str]) -> str:
        return f"url({_address_beside(name, found[1])})"

    return re.sub(r"url\([\"']?(\.\./[^)\"']+)[\"']?\)", swap, css)


def _address_beside(name: str, path: str) -> str:
    target = ((FOLDER / name).parent / path).resolve().relative_to(FOLDER)
    return f"/static/{_stamp(str(target))}/{target}"


@cache
def _stamp(name: str) -> str:
    return hashlib.sha256(_plain(name)).hexdigest()[:12] if (FOLDER / name).is_file() else "missing"


@cache
def _body(name: str, coding: str) -> bytes:
    body = _plain(name)
    if coding == "br":
        packed: bytes = brotli.compress(body, quality=11)
        return packed
    return gzip.compress(body, 9) if coding == "gzip" else body


def forget() -> None:
    """Read the files anew: for development, after one was edited."""
    for kept in (_plain, _stamp, _body):
        kept.cache_clear()
