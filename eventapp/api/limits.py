"""How often a token may ask, told in headers (draft-ietf-httpapi-ratelimit-headers)."""

import time

from flask import g
from flask_babel import gettext as _
from limits import RateLimitItemPerMinute

from eventapp import web
from eventapp.api.problems import Problem

ASKS = 300
WRONG = 30
A_TOKEN = RateLimitItemPerMinute(ASKS)
# Whoever tries tokens isn't let try many.
A_CLIENT = RateLimitItemPerMinute(WRONG)


def count(token_id: int) -> None:
    """Count one request of a token, and note what its headers say; a Problem for one too many."""
    if not web.limiter.enabled:
        return
    _count(A_TOKEN, "token", f"api:{token_id}")


def count_wrong() -> None:
    """Count one request without a token that opens anything."""
    if web.limiter.enabled:
        _count(A_CLIENT, "client", f"api-wrong:{web.client()}")


def _count(item: RateLimitItemPerMinute, name: str, key: str) -> None:
    within = web.limiter.limiter.hit(item, key)
    stats = web.limiter.limiter.get_window_stats(item, key)
    left = max(0, round(stats.reset_time - time.time()))
    g.api_headers = {
        "RateLimit-Policy": f'"{name}";q={item.amount};w=60',
        "RateLimit": f'"{name}";r={max(0, stats.remaining)};t={left}',
    }
    if not within:
        raise Problem(
            429,
            _("Too many requests. Wait a moment, then go on."),
            headers={"Retry-After": str(max(1, left))},
        )
