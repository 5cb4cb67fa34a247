"""Structured logs: one JSON line an event, without tokens, addresses or names."""

import logging
import re
import sys
from contextlib import suppress
from typing import TextIO, cast

import structlog
from flask import Flask, Response, g, request

from eventapp import tokens

# The path of a personal link carries its secret, and may carry that of whom they bring after it.
# Some readers of codes write an address in other capitals: it opens nothing then, and is as secret.
SECRET_PATH = re.compile(rf"/({tokens.PATHS})/[^/?]+(.*)", re.IGNORECASE)
# What follows is a word of the site or another secret; no word is as long, or has such letters.
WORD = re.compile(r"[a-z.-]{1,15}")


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
        if request.endpoint not in {"asset", "health.alive"} and not app.testing:
            log.info(
                "request",
                method=request.method,
                path=clean(request.path),
                status=response.status_code,
                letters=bool(g.get("letters")),
            )
        return response


def clean(path: str) -> str:
    """A path without the secrets of a personal link."""
    return SECRET_PATH.sub(_masked, path)


def _masked(found: re.Match[str]) -> str:
    rest = found[2].split("/")
    shown = [part if not part or WORD.fullmatch(part) else "…" for part in rest]
    return f"/{found[1]}/…" + "/".join(shown)
