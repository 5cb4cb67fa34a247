"""When a delivery is tried again, and when an endpoint has failed for too long."""

from datetime import datetime, timedelta

# Between one try and the next: ten tries over three days.
WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
# At most so much of a wait is added by chance, so that what failed together isn't tried together.
JITTER = 0.2
GIVEN_UP = timedelta(days=3)


def next_try(tries: int, *, now: datetime, chance: float) -> datetime | None:
    """When to try again after so many tries; None when that was the last. `chance` is from 0 to 1."""
    if tries > len(WAITS):
        return None
    return now + WAITS[tries - 1] * (1 + JITTER * chance)


def failed_for_days(since: datetime, *, now: datetime) -> bool:
    """Whether an endpoint that has taken nothing since then is to be switched off."""
    return now - since >= GIVEN_UP
