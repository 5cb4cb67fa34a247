"""How the rounds stand, in the few words of a screen and a remote."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock
from eventapp.events.models import Event
from eventapp.events.rounds import Evening

# What is further away than that is a time of day, not a countdown.
COUNTED = timedelta(minutes=60)


@dataclass(frozen=True)
class Clock:
    """What a clock shows: a word above it, what it counts, and what comes after that.

    `left` are seconds, None where nothing is counted; `part` is how much of the ring is left.
    """

    heading: str
    word: str
    said: str
    left: int | None
    part: float
    ticks: bool
    then: str
    then_at: str


@dataclass(frozen=True)
class Line:
    """One round in the list of an evening: when, and `state` is done, skipped, now or later."""

    number: int
    when: str
    state: str
    said: str


def clock_of(event: Event, stands: Evening) -> Clock:
    """The clock of the evening at this moment."""
    left = int(stands.left.total_seconds())
    counted = stands.phase != "over" and (stands.paused or stands.left <= COUNTED)
    then, then_at = _then(event, stands)
    begins = clock.hour(stands.now + stands.left, event.zone)
    return Clock(
        heading=heading(stands),
        word=_word(stands, counted=counted),
        said=f"{left // 60}:{left % 60:02}" if counted else begins if stands.left else "",
        left=left if counted else None,
        part=stands.left / stands.lasts if counted else 0,
        ticks=counted and not stands.paused,
        then=then if counted else "",
        then_at=then_at if counted else "",
    )


def heading(stands: Evening) -> str:
    """Which round it is about."""
    if stands.phase == "over":
        return _("That was the last round")
    number = stands.begun if stands.phase == "round" else stands.next
    return _("Round %(number)s", number=number)


def _word(stands: Evening, *, counted: bool) -> str:
    if stands.paused:
        return _("Paused")
    if stands.phase == "round":
        return _("Time left")
    if stands.phase == "over":
        return ""
    if not counted:
        return _("Starts at")
    return _("Next round in") if stands.begun else _("Starts in")


def _then(event: Event, stands: Evening) -> tuple[str, str]:
    """What comes next, and when; no time while nobody knows."""
    if stands.phase == "over":
        return "", ""
    if stands.next > len(stands.slots):
        return _("The last round ends"), _hour(event, stands, stands.ends)
    begins = stands.begins[stands.begun]
    return _("Round %(number)s starts", number=stands.next), _hour(event, stands, begins)


def _hour(event: Event, stands: Evening, moment: datetime) -> str:
    return _("later") if stands.paused else clock.hour(moment, event.zone)


def lines(event: Event, stands: Evening) -> list[Line]:
    """Every round of the evening with its times, real or expected."""
    made = []
    for number, slot in enumerate(stands.slots, start=1):
        state = "later"
        if number <= stands.ended:
            state = "skipped" if stands.by_hand and slot.skipped else "done"
        elif number <= stands.begun:
            state = "now"
        when = f"{clock.hour(slot.begins, event.zone)}–{clock.hour(slot.ends, event.zone)}"
        said = {"done": _("over"), "skipped": _("skipped"), "now": _("now")}.get(state, "")
        made.append(Line(number, when, state, said))
    return made


def beside_plan(stands: Evening) -> str:
    """How much later or earlier than planned the evening runs; empty when it is as planned."""
    minutes = round(stands.late.total_seconds() / 60)
    if not stands.by_hand or not minutes:
        return ""
    if minutes > 0:
        return ngettext(
            "One minute later than planned.", "%(num)s minutes later than planned.", minutes
        )
    return ngettext(
        "One minute earlier than planned.", "%(num)s minutes earlier than planned.", -minutes
    )


def main_command(stands: Evening) -> tuple[str, str] | None:
    """The one thing to press now, with its word."""
    if stands.paused:
        return ("start", _("Start round 1")) if not stands.begun else ("resume", _("Go on"))
    if not stands.begun:
        return "start", _("Start round 1 now")
    if stands.phase == "over":
        return None
    if stands.phase == "round":
        return "next", _("End round %(number)s now", number=stands.begun)
    return "next", _("Start round %(number)s now", number=stands.next)


def other_commands(stands: Evening) -> list[tuple[str, str]]:
    """Whatever else can be pressed now, in an order that stays."""
    main = main_command(stands)
    words = {
        "start": _("Start round 1 only now"),
        "pause": _("Pause"),
        "resume": _("Go on counting"),
        "more": _("Five more minutes"),
        "next": _("End round %(number)s now", number=stands.begun)
        if stands.phase == "round"
        else _("Start round %(number)s now", number=stands.next),
        "fewer": _("One round fewer"),
    }
    return [
        (name, word)
        for name, word in words.items()
        if name in stands.can and (not main or name != main[0])
    ]


def undo_word(stands: Evening) -> str:
    """What Undo would take back; empty where it can't."""
    if "undo" not in stands.can or stands.run is None:
        return ""
    last = stands.run.commands[-1][0]
    words = {
        "start": _("Start"),
        "pause": _("Pause"),
        "resume": _("Go on"),
        "next": _("Start of round %(number)s", number=stands.begun)
        if stands.phase == "round"
        else _("End of round %(number)s", number=stands.begun),
        "more": _("Five more minutes"),
        "fewer": _("One round fewer"),
    }
    return words[last]
