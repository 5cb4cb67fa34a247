"""Structured logs: one JSON line an event, without tokens, addresses or names."""

import logging
import re
import sys

import structlog
from flask import Flask, Response, g, request

from eventapp import tokens

# The path of a personal link carries its secret, and may carry that of whom they bring after it.
# Some readers of codes write an address in other capitals: it opens nothing then, and is as secret.
SECRET_PATH = re.compile(rf"/({tokens.PATHS})/[^/?]+(.*)", re.IGNORECASE)
# What follows is a word of the site or another secret; no word is as long, or has such letters.
WORD = re.compile(r"[a-z.-]{1,15}")


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
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
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
