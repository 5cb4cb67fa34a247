"""Structured logs: one JSON line an event, without tokens, addresses or names."""

import logging
import re
import secrets
import sys
from contextlib import suppress
from time import perf_counter
from typing import TextIO, cast

import structlog
from flask import Flask, Response, current_app, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars

from eventapp import measuring, security_events, tokens

# The path of a personal link carries its secret, and may carry that of whom they bring after it.
# Some readers of codes write an address in other capitals: it opens nothing then, and is as secret.
SECRET_PATH = re.compile(rf"/({tokens.PATHS})/[^/?]+(.*)", re.IGNORECASE)
# What follows is a word of the site or another secret; no word is as long, or has such letters.
WORD = re.compile(r"[a-z.-]{1,15}")
# What a proxy in front may call a request, so that its log and ours can be laid side by side.
GIVEN_NAME = re.compile(r"[0-9A-Za-z-]{8,64}")
HEADER = "X-Request-ID"


class Stream:
    """A stream that never says no: on a full disk a line is lost, and not the page that it is about."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Write what can be written."""
        with suppress(OSError):
            self.stream.write(text)
        return len(text)

    def flush(self) -> None:
        """The same of what waits."""
        with suppress(OSError):
            self.stream.flush()


def init(app: Flask) -> None:
    """Write structured lines to standard error; a page's line has no query and no secret path."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(cast("TextIO", Stream(sys.stderr))),
        cache_logger_on_first_use=False,
    )
    log = structlog.get_logger()

    @app.after_request
    def record(response: Response) -> Response:
        seconds = perf_counter() - g.get("begun", perf_counter())
        response.headers[HEADER] = current()
        measuring.answered(request.endpoint or "none", response.status_code, seconds)
        if request.endpoint not in {"asset", "health.alive"} and not app.testing:
            log.info(
                "request",
                method=request.method,
                path=clean(request.path),
                status=response.status_code,
                milliseconds=round(seconds * 1000),
                letters=bool(g.get("letters")),
                person=g.get("person_number"),
                client=_client(app.config["SECRET_KEY"]),
                **security_events.of(
                    request.endpoint or "",
                    method=request.method,
                    status=response.status_code,
                    signed_in=g.get("person_number") is not None,
                ),
            )
        return response


def _client(key: str) -> str:
    """By what lines of one address are told to belong together; whose it is, they don't tell."""
    return tokens.digest(f"{key}:log:{request.remote_addr}")[:12]


def begin_request() -> None:
    """Give a request its name, which a proxy in front may have chosen, before anything is said of it."""
    given = request.headers.get(HEADER, "") if current_app.config["TRUSTED_PROXIES"] else ""
    begin(given if GIVEN_NAME.fullmatch(given) else "")


def begin(request_id: str = "") -> None:
    """Give what begins now a name of its own: all its lines have it, and the letters that it writes."""
    clear_contextvars()
    bind_contextvars(request_id=request_id or secrets.token_hex(8))


def current() -> str:
    """The name of the request, or of the worker's task, that this is done for; "" outside of both."""
    return str(get_contextvars().get("request_id", ""))


def clean(path: str) -> str:
    """A path without the secrets of a personal link."""
    return SECRET_PATH.sub(_masked, path)


def _masked(found: re.Match[str]) -> str:
    rest = found[2].split("/")
    shown = [part if not part or WORD.fullmatch(part) else "…" for part in rest]
    return f"/{found[1]}/…" + "/".join(shown)
