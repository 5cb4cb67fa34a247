"""Programs that are kept running: started again when they die, told to end together.

Whoever does this does nothing else and has one thread. So it can fork at any time, its children may be
tied to it (`parent_process`), and it is no likely victim when memory runs out.
"""

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import connection, get_context
from multiprocessing.process import BaseProcess
from types import FrameType

import click

from eventapp import parent_process

STOPS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
# Seconds until one that died is started again: at first, and at most when it dies again and again.
FIRST, LONGEST = 0.25, 30.0
# Whoever ran for so long before has earned short pauses anew.
SETTLED = 60.0
# How long they may take to finish what they have under way.
LAST_WORDS = 25.0


@dataclass
class Program:
    """What runs in a process of its own, and the signal at which it finishes and ends."""

    name: str
    work: Callable[[], object]
    ends_by: signal.Signals
    process: BaseProcess | None = None
    begun: float = 0.0
    # How often in a row it ended soon after its start.
    ended: int = 0
    due: float = 0.0


def pause(ended: int) -> float:
    """Seconds until one is started again that has ended so often in a row."""
    return min(FIRST * 2.0 ** min(ended - 1, 20), LONGEST)


def keep_running(programs: Sequence[Program]) -> None:
    """Keep programs running until somebody says stop; who says it twice doesn't wait for what they do."""
    _Keeper(programs).run()


@dataclass
class _Keeper:
    programs: Sequence[Program]
    told: list[int] = field(default_factory=list)

    def run(self) -> None:
        with self._listening() as woken:
            try:
                while not self.told:
                    self._start_what_is_due()
                    self._wait(woken, self._until_next())
                    self._look_who_ended()
                self._end(woken)
            finally:
                self._kill()

    @contextmanager
    def _listening(self) -> Iterator[socket.socket]:
        """Note each signal that says stop; what is given back wakes whoever waits for it."""
        ours, theirs = socket.socketpair()
        # Whoever started this so that it hears no such signal, as nohup does, meant it.
        heard = [number for number in STOPS if signal.getsignal(number) is not signal.SIG_IGN]
        with ours, theirs:
            ours.setblocking(False)
            theirs.setblocking(False)
            earlier = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
            handlers = {number: signal.signal(number, self._note) for number in heard}
            if os.getpid() == 1:
                # So that it wakes, which it wouldn't for those it hasn't started.
                handlers[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_given: None)
            try:
                yield ours
            finally:
                signal.set_wakeup_fd(earlier)
                for number, handler in handlers.items():
                    signal.signal(number, handler)

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self.told.append(number)

    def _start_what_is_due(self) -> None:
        for program in self.programs:
            if program.process is None and time.monotonic() >= program.due:
                program.begun = time.monotonic()
                try:
                    program.process = _started(program)
                except OSError as error:
                    # No memory, or too many processes: it may be better in a moment.
                    _put_off(program, f"can't be started ({error.strerror})")

    def _until_next(self) -> float | None:
        due = [program.due for program in self.programs if program.process is None]
        return max(0.0, min(due) - time.monotonic()) if due else None

    def _wait(self, woken: socket.socket, seconds: float | None) -> None:
        """Until somebody ends, a signal comes, or so many seconds have gone."""
        alive = [program.process.sentinel for program in self.programs if program.process]
        if woken in connection.wait([*alive, woken], seconds):
            woken.recv(4096)

    def _look_who_ended(self) -> None:
        for program in self.programs:
            if not program.process or program.process.exitcode is None:
                continue
            how = _how(program.process.exitcode)
            _kill_group(program.process)
            program.process.close()
            program.process = None
            if not self.told:
                _put_off(program, f"ended by itself ({how})")
        if os.getpid() == 1:
            self._let_orphans_go()

    def _let_orphans_go(self) -> None:
        """Process 1 of a container is given whoever lost their parent; ended, they stay until it looks."""
        ours = [program.process.pid for program in self._left() if program.process]
        looking = os.WEXITED | os.WNOHANG | os.WNOWAIT
        with suppress(ChildProcessError):
            while (ended := os.waitid(os.P_ALL, 0, looking)) and ended.si_pid not in ours:
                os.waitpid(ended.si_pid, 0)

    def _end(self, woken: socket.socket) -> None:
        """Have all finish what they do; whoever doesn't in time, or when told twice, is killed."""
        for program in self.programs:
            if program.process:
                os.kill(program.process.pid or 0, program.ends_by)
        limit = time.monotonic() + LAST_WORDS
        while self._left() and len(self.told) < 2 and (left := limit - time.monotonic()) > 0:
            self._wait(woken, left)
            self._look_who_ended()
        for program in self._left():
            why = "" if len(self.told) > 1 else f" It didn't end within {LAST_WORDS:.0f} seconds."
            _say(f"The {program.name} is killed.{why}")

    def _left(self) -> list[Program]:
        return [program for program in self.programs if program.process]

    def _kill(self) -> None:
        for program in self._left():
            assert program.process
            _kill_group(program.process)
            program.process.join()


def _put_off(program: Program, why: str) -> None:
    """Have a program started anew in a while, longer each time, and say so."""
    now = time.monotonic()
    program.ended = 1 if now - program.begun >= SETTLED else program.ended + 1
    seconds = pause(program.ended)
    program.due = now + seconds
    often = f", {program.ended} times in a row" if program.ended > 1 else ""
    again = "at once" if seconds <= 1 else f"in {seconds:.0f} seconds"
    _say(f"The {program.name} {why}{often}. It is started {again}.")


def _started(program: Program) -> BaseProcess:
    # A signal that comes before the child has its own ears must find them when it has.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    try:
        process = get_context("fork").Process(
            target=_child, args=(program, os.getpid(), before), name=program.name
        )
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return process


def _child(program: Program, parent: int, mask: set[signal.Signals]) -> None:
    # In a group of its own: Ctrl-C reaches the parent alone, which says when it is time, and whatever it
    # starts can be killed with it.
    os.setpgrp()
    parent_process.end_with(parent)
    parent_process.show_as(f"eventapp-{program.name}")
    signal.set_wakeup_fd(-1)
    for number in (*STOPS, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    program.work()


def _kill_group(process: BaseProcess) -> None:
    """Kill a process, and what it started and left behind."""
    try:
        os.killpg(process.pid or 0, signal.SIGKILL)
    except ProcessLookupError:
        # It hasn't made its group yet, or nobody is left of it.
        if process.exitcode is None:
            process.kill()


def _how(status: int) -> str:
    if status == -signal.SIGKILL:
        return "killed, as when memory runs out"
    return (signal.strsignal(-status) or str(status)) if status < 0 else f"status {status}"


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)
