"""What the C library keeps of the memory that threads gave back (glibc; others keep none of it)."""

import ctypes
import platform

# mallopt(3): M_ARENA_MAX. Its own bound is eight for each core.
_ARENA_MAX, _ARENAS = -8, 2


def keep_few_arenas() -> None:
    """Let all threads take memory from two places, not from up to eight for each core.

    Each of those keeps the most that was ever needed there at once, so that a server with many threads
    grows for as long as it takes until every one of them has met the largest page. To be called
    before there are threads: the bound is read once.
    """
    if platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).mallopt(_ARENA_MAX, _ARENAS)
