"""How often each client did something lately, counted in this process: where there is no Redis.

The library's own counter starts a thread at nearly every request, which looks at every client.
Time is that of the machine, which nobody puts forward or back: a visitor mustn't be kept out for an hour.
"""

import time
from threading import Lock
from typing import Any

from limits.storage import Storage

SCHEME = "process"
SWEEP_AFTER = 60


class ProcessStorage(Storage):
    """Counts by key, each with when it ends; what has ended is swept out once a minute."""

    STORAGE_SCHEME = [SCHEME]

    def __init__(self, uri: str | None = None, **given: Any) -> None:
        super().__init__(uri, **given)
        self._lock = Lock()
        self._counts: dict[str, tuple[int, float]] = {}
        self._sweep_at = 0.0

    @property
    def base_exceptions(self) -> type[Exception]:
        """What this storage may raise."""
        return ValueError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count so many more, for so many seconds from the first on; how many there are now."""
        with self._lock:
            now = time.monotonic()
            if now >= self._sweep_at:
                self._counts = {k: held for k, held in self._counts.items() if held[1] > now}
                self._sweep_at = now + SWEEP_AFTER
            number, until = self._held(key, now) or (0, now + expiry)
            self._counts[key] = number + amount, until
            return number + amount

    def get(self, key: str) -> int:
        """How many there are now."""
        held = self._held(key, time.monotonic())
        return held[0] if held else 0

    def get_expiry(self, key: str) -> float:
        """When the count of a key ends, by the clock on the wall."""
        now = time.monotonic()
        held = self._held(key, now)
        return time.time() + (held[1] - now if held else 0)

    def check(self) -> bool:
        """Whether it works: always."""
        return True

    def reset(self) -> int | None:
        """Forget everything; how many keys there were."""
        number = len(self._counts)
        self._counts.clear()
        return number

    def clear(self, key: str) -> None:
        """Forget a key."""
        with self._lock:
            self._counts.pop(key, None)

    def _held(self, key: str, now: float) -> tuple[int, float] | None:
        held = self._counts.get(key)
        return held if held and held[1] > now else None
