"""oEmbed 1.0 (oembed.com): what a site shows that was given an address of ours."""

from collections.abc import Callable
from urllib.parse import urlsplit
from xml.etree import ElementTree

from flask import Blueprint, Response, abort, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from eventapp import own_domains, web
from eventapp.events import atom
from eventapp.events.access import public_community, public_event
from eventapp.events.series.access import public_series
from eventapp.front.embed import snippet
from eventapp.front.embed.snippet import Shared
from eventapp.mail.outbox import address_of
from eventapp.programs.access import public_program

bp = Blueprint("oembed", __name__)

# How wide a frame is where the asker has room for it, and how large `share_picture` draws.
WIDTH, PICTURE = 640, (1200, 630)
HOUR = 60 * 60
# What has an address of its own that others may show.
KINDS: dict[str, Callable[..., Shared]] = {
    "front.community": lambda community: snippet.of_community(public_community(community)),
    "rsvps.show": lambda community, event: snippet.of_event(public_event(community, event)),
    "event_series.show": lambda community, series: snippet.of_series(
        public_series(community, series)
    ),
    "programs.show": lambda community, program: snippet.of_program(
        public_program(community, program)
    ),
}


@bp.app_template_global()
def oembed_address(page: str, community: str, form: str = "json") -> str:
    """Where programs ask how to show a page of a community's."""
    return address_of("oembed.show", of=community, url=page, format=form)


@bp.get("/oembed")
@web.limiter.limit("300/minute")
def show() -> ResponseReturnValue:
    """How to show the page at an address of ours."""
    form = request.args.get("format", "json")
    if form not in {"json", "xml"}:
        abort(_plain(501, "The formats are json and xml."))
    found = _shared(request.args.get("url", ""))
    if found is None:
        abort(_plain(404, "There is no public page of ours at this address."))
    said = _said(found)
    answer = jsonify(said) if form == "json" else Response(_xml(said), mimetype="text/xml")
    answer.headers["Cache-Control"] = f"public, max-age={HOUR}"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _plain(status: int, sentence: str) -> Response:
    return Response(f"{sentence}\n", status, mimetype="text/plain")


def _shared(url: str) -> Shared | None:
    """What is at an address, if it is ours and anybody may see it."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    ours = {urlsplit(current_app.config["BASE_URL"]).netloc, *current_app.config["DOMAINS"]}
    if parts.scheme not in {"http", "https"} or parts.netloc not in ours or "\0" in parts.path:
        return None
    own = current_app.config["DOMAINS"].get(parts.netloc)
    if own and parts.path in {"", "/"}:
        # At its own domain a community's page is the first.
        return _found("front.community", {"community": own})
    adapter = current_app.url_map.bind(parts.netloc)
    try:
        endpoint, values = adapter.match(parts.path.rstrip("/") or "/", method="GET")
    except (HTTPException, RequestRedirect):
        return None
    return _found(endpoint, dict(values))


def _found(endpoint: str, values: dict[str, object]) -> Shared | None:
    try:
        return KINDS[endpoint](**values) if endpoint in KINDS else None
    except HTTPException:
        return None


def _said(found: Shared) -> dict[str, str | int]:
    width, height = _most("maxwidth", WIDTH), _most("maxheight", snippet.HEIGHT)
    said: dict[str, str | int] = {
        "type": "rich",
        "version": "1.0",
        "title": found.title,
        "author_name": found.community.name,
        "author_url": address_of("front.community", community=found.community.slug),
        "provider_name": current_app.config["SITE_NAME"],
        "provider_url": f"{own_domains.base_of(found.community.slug)}/",
        "cache_age": HOUR,
        "html": found.html(width=width, most=width, height=height),
        "width": width,
        "height": height,
    }
    wide, high = PICTURE
    if found.picture and _most("maxwidth", wide) == wide and _most("maxheight", high) == high:
        said |= {"thumbnail_url": found.picture, "thumbnail_width": wide, "thumbnail_height": high}
    return said


def _most(name: str, usual: int) -> int:
    """What is usual, or less where the asker has no room for it."""
    return min(usual, web.number_in(request.args.get(name)) or usual)


def _xml(said: dict[str, str | int]) -> bytes:
    root = ElementTree.Element("oembed")
    for name, value in said.items():
        text = "".join(sign for sign in str(value) if sign.isprintable() or sign == "\n")
        ElementTree.SubElement(root, name).text = atom.sound(text)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
