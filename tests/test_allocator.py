"""Memory that threads give back is kept in two places, not in one of each thread's own."""

import platform
import subprocess
import sys

import pytest

# Twenty threads are alive at once, and each takes some; then the C library says from where.
THREADS = """
import ctypes, sys, threading
from eventapp import allocator

if sys.argv[1] == "few":
    allocator.keep_few_arenas()
together = threading.Barrier(20)

def take():
    together.wait()
    held = bytes(100_000)
    together.wait()

threads = [threading.Thread(target=take) for _one in range(20)]
for one in threads: one.start()
for one in threads: one.join()
libc = ctypes.CDLL(None)
libc.fdopen.restype = ctypes.c_void_p
out = ctypes.c_void_p(libc.fdopen(1, b"w"))
libc.malloc_info(0, out)
libc.fflush(out)
"""


def places(which: str) -> int:
    said = subprocess.run(
        [sys.executable, "-c", THREADS, which], capture_output=True, text=True, check=True
    )
    return said.stdout.count("<heap nr=")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps such places")
def test_twenty_threads_share_two_places() -> None:
    assert places("few") <= 2 < places("as it is")
