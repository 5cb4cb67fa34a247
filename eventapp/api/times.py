"""Moments as RFC 3339 writes them, on the clocks of a place."""

from datetime import datetime
from zoneinfo import ZoneInfo


def rfc3339(moment: datetime, zone: str = "UTC") -> str:
    """Day, time and the zone's distance from UTC, to the second."""
    return moment.astimezone(ZoneInfo(zone)).replace(microsecond=0).isoformat()
