"""When follow-up cards go out, and how long they stay open (pure)."""

from datetime import timedelta

MORNING_AFTER = timedelta(hours=12)
OPEN_FOR = timedelta(days=10)
