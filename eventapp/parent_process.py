"""A process that doesn't outlive the one that started it, however that ends; and its name (Linux)."""

import ctypes
import os
import signal
import sys

# prctl(2): PR_SET_PDEATHSIG and PR_SET_NAME.
_SIGNAL_AT_THE_PARENTS_END, _NAME = 1, 15


def end_with(parent: int) -> None:
    """Have this process killed as soon as its parent is gone, which it may be already.

    Linux says so when the *thread* ends that started this process: only who starts others from a thread
    that lives as long as it does itself, or that waits for them, may have them call this. Killed, for
    whoever is told to end may hang, and hold the port; what was under way is as safe as in a power cut.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_SIGNAL_AT_THE_PARENTS_END, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def show_as(name: str) -> None:
    """Show this process, and those it starts, under a name of at most 15 letters in `ps` and `top`."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_NAME, name.encode())
