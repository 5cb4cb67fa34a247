"""What a visitor sees when something can't be done: a sentence, never a trace."""

import errno

import structlog
from flask import Flask, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, InternalError, OperationalError
from werkzeug.exceptions import HTTPException, SecurityError

from eventapp import logs
from eventapp.db import db
from eventapp.errors import Gone, Refused

log = structlog.get_logger()
PAGES = {400, 403, 404, 409, 413, 429, 500, 503}
# A disk that is full, or that nobody may write to; it is mended outside, and then all goes on.
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
# What PostgreSQL says while it only lets people read: a standby, or one whose disk is nearly full.
READ_ONLY = "25006"


def init(app: Flask) -> None:
    """Turn refusals and failures into pages."""
    app.register_error_handler(Refused, refused)
    app.register_error_handler(CSRFError, stale)
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(OperationalError, busy)
    app.register_error_handler(InternalError, read_only)
    app.register_error_handler(OSError, no_room)
    app.register_error_handler(IntegrityError, clashed)
    app.register_error_handler(Exception, broken)


def refused(error: Refused) -> ResponseReturnValue:
    """A rule said no: its sentence, with 409, or 410 for what is over."""
    db.session.rollback()
    gone = isinstance(error, Gone)
    code = 410 if gone else 409
    return _page(409, status=code, error=str(error), gone=gone), code


def stale(_error: CSRFError) -> ResponseReturnValue:
    """The form's token is missing or of another visit."""
    db.session.rollback()
    sentence = _("This form was open for too long, or cookies are off. Go back and send it again.")
    return _page(400, said=sentence), 400


def http(error: HTTPException) -> ResponseReturnValue:
    """Any other answer that isn't a page; redirects pass."""
    code = error.code or 500
    if code < 400 or error.response is not None:
        return error
    db.session.rollback()
    if isinstance(request.routing_exception, SecurityError):
        # Under a foreign name there are no addresses of ours to put into a page.
        return Response(_("This site has another name.") + "\n", 400, mimetype="text/plain")
    shown = code if code in PAGES else (404 if code in {405, 410} else 400 if code < 500 else 500)
    # A sentence of ours is shown; the framework's own are for programmers.
    ours = error.description if error.description != type(error).description else None
    page = _page(shown, status=code, error=ours, said=ours)
    headers = {
        name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After"}
    }
    return page, code, headers


def busy(error: OperationalError) -> ResponseReturnValue:
    """The database can't write or doesn't answer just now: 503, and nothing was kept."""
    return _later("database", error.orig)


def read_only(error: InternalError) -> ResponseReturnValue:
    """The same from a database that nobody may write to for now."""
    if getattr(error.orig, "sqlstate", None) != READ_ONLY:
        return broken(error)
    return _later("database", error.orig)


def no_room(error: OSError) -> ResponseReturnValue:
    """There is no room for what a page has to lay down on the way, as for a long list that was sent."""
    return _later("disk", error) if error.errno in NO_ROOM else broken(error)


def _later(what: str, error: BaseException | None) -> ResponseReturnValue:
    db.session.rollback()
    log.error(what, error=type(error).__name__, endpoint=request.endpoint)
    return _page(503), 503, {"Retry-After": "10"}


def clashed(error: IntegrityError) -> ResponseReturnValue:
    """Two at the same moment wrote what may be there only once; a test sees it as it is."""
    if current_app.testing:
        raise error
    db.session.rollback()
    log.warning("clash", endpoint=request.endpoint)
    sentence = _("Somebody else changed this at the same moment. Go back and try again.")
    return _page(409, error=sentence), 409


def broken(error: Exception) -> ResponseReturnValue:
    """A fault of ours: logged whole, shown plainly; a test sees it as it is."""
    if current_app.testing:
        raise error
    db.session.rollback()
    log.error("fault", endpoint=request.endpoint, exc_info=error)
    return _page(500, request_id=logs.current()), 500


def _page(code: int, *, status: int = 0, **given: object) -> str | Response:
    if request.path.startswith("/api/"):
        # Whoever asks there is a program: told as it reads errors.
        problem: Response = current_app.extensions["problem"](
            status or code, str(given.get("error") or given.get("said") or "")
        )
        return problem
    return render_template(f"errors/{code}.html", **given)
