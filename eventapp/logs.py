"""Structured logs: one JSON line an event, without tokens, addresses or names."""

import logging
import re
import sys

import structlog
from flask import Flask, Response, g, request

# The path of a personal link carries its secret.
SECRET_PATH = re.compile(r"/(r|c|e|u|sign-in|badge)/[^/?]+")


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
    """A path without the secret of a personal link."""
    return SECRET_PATH.sub(r"/\1/…", path)
