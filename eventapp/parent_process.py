"""A process that doesn't outlive the one that started it, however that ends, and hears it; and its name (Linux)."""

import ctypes
import os
import signal
import sys
import threading

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


def hear_signals() -> None:
    """Have Python's handlers called at once, whichever thread the system gives a signal to; for a main thread.

    They are run by the main thread, which sleeps on where another took the signal. One in fifty busy web
    processes did when told to stop, until it was killed.
    """
    heard, noted = os.pipe()
    os.set_blocking(noted, False)
    signal.set_wakeup_fd(noted, warn_on_full_buffer=False)
    threading.Thread(target=_wake_main_thread, args=(heard,), daemon=True).start()


def _wake_main_thread(heard: int) -> None:
    while number := os.read(heard, 1):
        signal.pthread_kill(threading.main_thread().ident or 0, number[0])
        # That was noted, too.
        os.read(heard, 1)


def show_as(name: str) -> None:
    """Show this process, and those it starts, under a name of at most 15 letters in `ps` and `top`."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_NAME, name.encode())
