"""How often a token may ask, told in headers (draft-ietf-httpapi-ratelimit-headers)."""

import time

from flask import g
from flask_babel import gettext as _
from limits import RateLimitItemPerMinute, WindowStats
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter, RateLimiter

from eventapp import web
from eventapp.api.problems import Problem

ASKS = 300
WRONG = 30
A_TOKEN = RateLimitItemPerMinute(ASKS)
# Whoever tries tokens isn't let try many.
A_CLIENT = RateLimitItemPerMinute(WRONG)
# While Redis is away each process counts for itself, as the limits of pages do; seconds until it is asked again.
ALONE = FixedWindowRateLimiter(MemoryStorage())
LEFT_ALONE = 10.0
_asked_again_at = 0.0


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
    within, stats = _hit(item, key)
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


def _hit(item: RateLimitItemPerMinute, key: str) -> tuple[bool, WindowStats]:
    """Whether one more is within a limit, and how it stands."""
    global _asked_again_at
    by: RateLimiter = web.limiter.limiter
    if time.monotonic() >= _asked_again_at:
        try:
            return by.hit(item, key), by.get_window_stats(item, key)
        except web.limiter.storage.base_exceptions:
            _asked_again_at = time.monotonic() + LEFT_ALONE
    return ALONE.hit(item, key), ALONE.get_window_stats(item, key)
