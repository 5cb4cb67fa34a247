"""The rounds of an evening as they run: by the timetable, and as the host's remote says from then on (pure).

A clock goes on by itself: a round lasts its minutes, then there are a few to move, then the next one
begins. Each command moves that clock, and only commands are kept. What the clock says of the past is
what ran; what it says of the time to come is what to expect.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

# From the start of an event until its first round, and between two rounds.
HELLO, MOVE = timedelta(minutes=20), timedelta(minutes=5)
MORE = timedelta(minutes=5)
# A round that was over so soon was skipped: nobody met in it.
SKIPPED = timedelta(minutes=2)
# So long the last command can be taken back, if nothing has happened by itself since.
UNDO = timedelta(minutes=10)
# So long after its planned end an evening can still begin, or go on.
LATE = timedelta(hours=3)
COMMANDS = ("start", "pause", "resume", "next", "more", "fewer", "undo")


@dataclass(frozen=True)
class Timetable:
    """What was planned: when the first round begins, how many there are, and how long each is."""

    first: datetime
    rounds: int
    minutes: int


@dataclass(frozen=True)
class Run:
    """An evening that is run by hand: its timetable when that began, and every command with its time.

    `serial` rises with each command, also with those that take one back.
    """

    timetable: Timetable
    commands: tuple[tuple[str, datetime], ...] = ()
    serial: int = 0

    def planned_anew(self, timetable: Timetable) -> "Run":
        """The same commands on another timetable."""
        return replace(self, timetable=timetable)


@dataclass(frozen=True)
class Slot:
    """When a round begins and ends: really, or as it is expected."""

    begins: datetime
    ends: datetime

    @property
    def skipped(self) -> bool:
        """Whether it was over before anybody could meet."""
        return self.ends - self.begins < SKIPPED


@dataclass(frozen=True)
class Evening:
    """How an evening stands at one moment; rounds count from 1.

    `phase` is round, break (before each round, the first, too) or over; it lasts `lasts` in all, of
    which `left` is left.
    """

    phase: str
    paused: bool
    slots: tuple[Slot, ...]
    begun: int
    left: timedelta
    lasts: timedelta
    now: datetime
    timetable: Timetable
    run: Run | None

    @property
    def by_hand(self) -> bool:
        """Whether somebody runs it; else the timetable says what is now."""
        return bool(self.run and self.run.commands)

    @property
    def state(self) -> str:
        """planned, running, paused, between or finished."""
        if not self.by_hand:
            return "planned"
        if self.paused:
            return "paused"
        return {"round": "running", "break": "between", "over": "finished"}[self.phase]

    @property
    def begins(self) -> list[datetime]:
        """When each round began, or is expected to."""
        return [slot.begins for slot in self.slots]

    @property
    def next(self) -> int:
        """The next round to begin; one more than there are when all have begun."""
        return self.begun + 1

    @property
    def ended(self) -> int:
        """How many rounds are over."""
        return self.begun - (self.phase == "round")

    @property
    def ends(self) -> datetime:
        """When the last round ends."""
        return self.slots[-1].ends

    @property
    def late(self) -> timedelta:
        """How much later than planned its last round ends; below 0 when earlier."""
        each = timedelta(minutes=self.timetable.minutes) + MOVE
        return self.ends - (self.timetable.first + len(self.slots) * each - MOVE)

    @property
    def mark(self) -> str:
        """The state that a command is given on: another one as soon as anything happens."""
        return f"{self.run.serial if self.run else 0}.{self.begun}.{self.ended}"

    @cached_property
    def can(self) -> frozenset[str]:
        """The commands that make sense now."""
        going = self.phase != "over"
        may = {
            "start": not self.by_hand or (going and not self.begun),
            "pause": going and not self.paused,
            "resume": going and self.paused,
            "next": going and self.begun > 0,
            "more": going,
            "fewer": going and len(self.slots) > max(self.begun, 1),
            "undo": self.run is not None and _can_undo(self.run, self.now),
        }
        return frozenset(name for name, can in may.items() if can)

    def ran(self, number: int) -> bool:
        """Whether a round took place, as far as is known: by the timetable each one does."""
        if not self.by_hand:
            return True
        return number <= self.begun and not self.slots[number - 1].skipped


def evening_at(timetable: Timetable, run: Run | None, now: datetime) -> Evening:
    """How an evening stands now."""
    by_hand = run if run and run.commands else None
    clock = _clock(by_hand or Run(timetable), now)
    left = timedelta() if clock.over else clock.left if clock.paused else clock.due - now
    return Evening(
        phase="over" if clock.over else "round" if clock.sitting else "break",
        paused=clock.paused and not clock.over,
        slots=clock.slots(now + left),
        begun=len(clock.begun),
        left=left,
        lasts=max(clock.lasts, left),
        now=now,
        timetable=timetable,
        run=run,
    )


def obey(stands: Evening, command: str) -> Run:
    """The run after a command that the evening `can`; its timetable is kept from the first one on."""
    run, now = stands.run or Run(stands.timetable), stands.now
    if not run.commands:
        run = replace(run, timetable=stands.timetable)
    serial = run.serial + 1
    if command == "undo":
        return replace(run, commands=run.commands[:-1], serial=serial)
    # Clocks of two machines may differ a little: what is said later is later.
    at = max([now, *(at for _kind, at in run.commands[-1:])])
    return replace(run, commands=(*run.commands, (command, at)), serial=serial)


def closes(ends_at: datetime, stands: Evening) -> datetime:
    """When an evening closes: as planned, or later when its rounds run later, but not for ever."""
    return max(ends_at, min(stands.ends, ends_at + LATE)) if stands.by_hand else ends_at


def as_json(run: Run) -> dict[str, Any]:
    """A run as it is kept with its event."""
    return {
        "first": run.timetable.first.isoformat(),
        "rounds": run.timetable.rounds,
        "minutes": run.timetable.minutes,
        "commands": [[kind, at.isoformat()] for kind, at in run.commands],
        "serial": run.serial,
    }


def from_json(kept: Mapping[str, Any]) -> Run:
    """The same, read again."""
    first = datetime.fromisoformat(kept["first"])
    commands = tuple((kind, datetime.fromisoformat(at)) for kind, at in kept["commands"])
    return Run(Timetable(first, kept["rounds"], kept["minutes"]), commands, kept["serial"])


class _Clock:
    """The clock of an evening while commands are played to it, in order."""

    def __init__(self, timetable: Timetable) -> None:
        self.timetable = timetable
        self.length = timedelta(minutes=timetable.minutes)
        self.rounds = timetable.rounds
        self.begun: list[datetime] = []
        self.ended: list[datetime] = []
        self.paused = False
        # When what is now ends by itself; how much of it is left while paused; how long it is.
        self.due, self.left, self.lasts = timetable.first, timedelta(), HELLO

    @property
    def sitting(self) -> bool:
        return len(self.begun) > len(self.ended)

    @property
    def over(self) -> bool:
        return not self.sitting and len(self.begun) >= self.rounds

    def run_until(self, now: datetime) -> None:
        while not self.paused and not self.over and self.due <= now:
            self.turn(self.due)

    def turn(self, at: datetime) -> None:
        """A round ends, or the next one begins."""
        ends = self.sitting
        (self.ended if ends else self.begun).append(at)
        self.paused, self.lasts = False, MOVE if ends else self.length
        self.due = at + self.lasts

    def obey(self, command: str, at: datetime, *, first: bool) -> None:
        if command == "start":
            if first:
                # What the timetable said until then didn't happen.
                self.begun, self.ended = [], []
            self.turn(at)
        elif command == "pause":
            self.paused, self.left = True, self.due - at
        elif command == "resume":
            self.paused, self.due = False, at + self.left
        elif command == "next":
            self.turn(at)
        elif command == "more":
            self.due, self.left, self.lasts = self.due + MORE, self.left + MORE, self.lasts + MORE
        elif command == "fewer":
            self.rounds -= 1

    def slots(self, due: datetime) -> tuple[Slot, ...]:
        """Every round, those to come as expected when what is now ends at `due`."""
        made = [Slot(*each) for each in zip(self.begun, self.ended, strict=False)]
        if self.sitting:
            made.append(Slot(self.begun[-1], due))
            due += MOVE
        for number in range(self.rounds - len(made)):
            begins = due + number * (self.length + MOVE)
            made.append(Slot(begins, begins + self.length))
        return tuple(made)


def _clock(run: Run, now: datetime) -> _Clock:
    clock = _Clock(run.timetable)
    for place, (command, at) in enumerate(run.commands):
        clock.run_until(at)
        clock.obey(command, at, first=place == 0)
    clock.run_until(now)
    return clock


def _can_undo(run: Run, now: datetime) -> bool:
    """Whether the last command is fresh, and neither with it nor without it anything happened since."""
    if not run.commands or now - run.commands[-1][1] > UNDO:
        return False
    at, before = run.commands[-1][1], replace(run, commands=run.commands[:-1])
    kept: Sequence[Run] = (run, before) if before.commands else (run,)
    return all(_turns(each, at) == _turns(each, now) for each in kept)


def _turns(run: Run, now: datetime) -> int:
    clock = _clock(run, now)
    return len(clock.begun) + len(clock.ended)
