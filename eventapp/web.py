"""What every page shares: who is looking, safe redirects, headers, rate limits, compression."""

import gzip
from collections.abc import Sequence
from ipaddress import IPv6Network
from typing import Any
from urllib.parse import urlsplit

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    g,
    redirect,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.exc import DBAPIError
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map
from werkzeug.wrappers import Response as Reply

from eventapp import (
    clock,
    languages,
    logs,
    own_domains,
    packing,
    redis_patience,
    referrers,
    request_counts,
    request_limits,
    tokens,
)
from eventapp.config import is_loopback
from eventapp.db import db, only_reads, release
from eventapp.packing import Piece
from eventapp.people.models import Link, Person, SignIn

csrf = CSRFProtect()
limiter = Limiter(lambda: client(), default_limits=[], headers_enabled=False)

# Kept in the cookie: enough for one person's evenings.
MOST_OPENED = 20
# The same for every answer, whoever asks and wherever: what a page needs is a file of this site.
POLICY = "; ".join(
    (
        "default-src 'none'",
        *(
            f"{kind}-src 'self'"
            for kind in ("script", "style", "img", "font", "connect", "manifest", "worker", "frame")
        ),
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        # Markup and workers are made in one module, static/js/trusted.js, where a browser knows how to ask.
        "require-trusted-types-for 'script'",
        "trusted-types answers",
    )
)
SAFE = {"GET", "HEAD", "OPTIONS"}


def init(app: Flask) -> None:
    """Install what every page shares."""
    https = app.config["BASE_URL"].startswith("https://")
    app.config.update(
        SERVER_NAME=urlsplit(app.config["BASE_URL"]).netloc,
        PREFERRED_URL_SCHEME=urlsplit(app.config["BASE_URL"]).scheme,
        SESSION_COOKIE_NAME="__Host-eventapp" if https else "eventapp",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        PERMANENT_SESSION_LIFETIME=60 * 60 * 24 * 30,
        # A cookie sent with every answer would end up in shared caches, beside a public calendar.
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        RATELIMIT_STORAGE_URI=app.config.get("REDIS_URL") or f"{request_counts.SCHEME}://",
        RATELIMIT_STORAGE_OPTIONS=redis_patience.OPTIONS if app.config.get("REDIS_URL") else {},
        # Without Redis for a while each process counts by itself, and all are answered.
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=bool(app.config.get("REDIS_URL")),
        RATELIMIT_ENABLED=app.config.get("RATELIMIT_ENABLED", not app.testing),
    )
    if proxies := app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    app.url_map.converters["int"] = Number
    csrf.init_app(app)
    languages.init(app)
    limiter.init_app(app)
    request_limits.init(app)
    # This runs before anything else asks the database, CSRF and limits included.
    app.before_request_funcs.setdefault(None, []).insert(0, _begin)
    app.before_request(_same_origin)
    own_domains.init(app)
    app.after_request(_note_use)
    app.after_request(_finish)
    app.add_template_global(current_person)
    app.add_template_global(tokens.new_nonce, "new_mark")
    app.context_processor(_globals)


class Number(IntegerConverter):
    """A number in an address: none of ours is larger, and SQLite can't even look for one."""

    def __init__(self, of: Map, **given: int) -> None:
        super().__init__(of, **{"max": 2**31 - 1} | given)  # type: ignore[arg-type]


def _globals() -> dict[str, Any]:
    return {
        "site_name": current_app.config["SITE_NAME"],
        "base_of": own_domains.base_of,
        "lang": clock.language(),
        "direction": languages.direction(clock.language()),
        "arrow": languages.arrow(clock.language()),
        "clock": clock,
    }


def _begin() -> None:
    logs.begin_request()
    only_reads(request.method in SAFE)
    # No address of ours has one, and PostgreSQL can't even look for it.
    if "\0" in request.path:
        abort(404)


def _same_origin() -> None:
    """A second lock beside the CSRF token: a browser that says where it comes from must be ours."""
    origin = request.headers.get("Origin")
    if request.method in SAFE or not origin or request.endpoint in csrf._exempt_views:
        return
    # A page that sends no referrer hides its origin too; the browser still says whose page it is.
    if origin == "null" and request.headers.get("Sec-Fetch-Site") in {None, "same-origin"}:
        return
    ours = urlsplit(current_app.config["BASE_URL"])
    theirs = referrers.parts_of(origin)
    same_machine = is_loopback(ours.hostname or "") and is_loopback(theirs.hostname or "")
    if theirs.netloc not in {ours.netloc, request.host} and not same_machine:
        abort(400, _("This form was sent from another site. Open the page here and send it again."))


def current_person() -> Person | None:
    """Who is signed in with this browser, or None."""
    if "person" not in g:
        token = session.get("sign_in")
        row = (
            db.session.scalar(
                db.select(SignIn)
                .options(db.joinedload(SignIn.person))
                .where(SignIn.digest == tokens.digest(token), SignIn.stands(clock.now()))
            )
            if token
            else None
        )
        g.person = row.person if row else None
        g.used = row.id if row and clock.now() - row.last_used >= SignIn.NOTED else None
        g.person_number = row.person_id if row else None
    person: Person | None = g.person
    return person


def _note_use(response: Response) -> Response:
    """Keep that a browser is in use, in a transaction of its own: what the request left open isn't kept by it."""
    if number := g.get("used"):
        used = db.update(SignIn).where(SignIn.id == number).values(seen_at=clock.now())
        release()
        only_reads(False)
        try:
            with db.engine.begin() as connection:
                connection.execute(used)
        except DBAPIError:
            current_app.logger.warning("When a browser was used couldn't be kept.")
        only_reads(request.method in SAFE)
    return response


def client() -> str:
    """Where this request comes from, as far as limits count it: an IPv6 client is its /64 net."""
    address = get_remote_address()
    if ":" not in address:
        return address
    try:
        return str(IPv6Network((address, 64), strict=False))
    except ValueError:
        return address


def note_opened(link: Link) -> None:
    """Remember that this browser opened a personal link by the token of its letters.

    The page after a form is nothing to remember: whoever opened it may be anybody.
    """
    if not link.from_page:
        opened = [other for other in opened_links() if other != link.nonce]
        session["opened"] = [*opened, link.nonce][-MOST_OPENED:]


def opened_links() -> list[str]:
    """The personal links that this browser has opened, by nonce: a number would tell of others."""
    opened: list[str] = session.get("opened", [])
    return opened


def require_person() -> Person:
    """Who is signed in; everybody else is sent to sign in first and comes back."""
    person = current_person()
    if person is None:
        abort(redirect(url_for("people.sign_in", next=referrers.way_back()), code=303))
    return person


def safe_next(target: str | None, otherwise: str) -> str:
    """A path on this site to go on to, or the other one when the target leads elsewhere."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return otherwise
    if any(ord(c) < 33 for c in target) or "\\" in target or urlsplit(target).netloc:
        return otherwise
    return target


def number_in(given: str | None) -> int:
    """A whole number that a database can hold, 0 for anything else."""
    text = given or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def to(endpoint: str, **values: object) -> Reply:
    """Redirect after a POST."""
    return redirect(url_for(endpoint, **values), code=303)  # type: ignore[arg-type]


def private() -> None:
    """Mark this page as somebody's own: no cache keeps it, no other site hears of it, no index has it.

    The referrer policy is same-origin: with no-referrer, browsers would send `Origin: null` with the
    page's own forms, and they couldn't be told from another site's.
    """
    g.private = True


def _finish(response: Response) -> Response:
    framed_by = "*" if g.get("framed") else "'none'"
    headers = response.headers
    headers.setdefault("Content-Security-Policy", f"{POLICY}; frame-ancestors {framed_by}")
    headers.setdefault("X-Content-Type-Options", "nosniff")
    private_page = g.get("private", False)
    headers.setdefault(
        "Referrer-Policy", "same-origin" if private_page else "strict-origin-when-cross-origin"
    )
    if current_app.config["BASE_URL"].startswith("https://"):
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint not in {"asset", "face.colours", "face.picture"}:
        headers.add("Vary", "Cookie, Accept-Language")
        if private_page:
            headers["X-Robots-Tag"] = "noindex"
        # Every page shows whether somebody is signed in; only what says so may be kept.
        kept = headers.get("Cache-Control", "").startswith(("public", "private"))
        if private_page or not kept:
            headers["Cache-Control"] = "no-store"
    return _compressed(response)


def page_of(pieces: Sequence[Piece]) -> Response:
    """A page made of pieces, packed where the visitor's browser and address allow it."""
    if _may_pack():
        return _packed(Response(), packing.gzip(pieces))
    return Response(b"".join(piece.plain for piece in pieces))


def _may_pack() -> bool:
    """Not where the address carries text that a page could echo beside its form token."""
    plain = request.query_string or request.method != "GET"
    return not plain and bool(request.accept_encodings["gzip"])


def _compressed(response: Response) -> Response:
    plain = (
        response.mimetype != "text/html"
        or response.status_code != 200
        or response.is_streamed
        or "Content-Encoding" in response.headers
        or not _may_pack()
    )
    return response if plain else _packed(response, gzip.compress(response.get_data(), 6))


def _packed(response: Response, body: bytes) -> Response:
    response.set_data(body)
    response.headers["Content-Encoding"] = "gzip"
    response.headers.add("Vary", "Accept-Encoding")
    return response
