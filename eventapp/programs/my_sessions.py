"""The sessions of a program as somebody's own page shows them: each with how it stands for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from eventapp.programs.models import Program
from eventapp.programs.timeline import Step, steps
from eventapp.rsvps.models import Rsvp


@dataclass(frozen=True)
class MySession:
    """One session of mine; the token opens its own page, where its seat is given back or taken up.

    `word` is `seat`, `line` (waiting), `back` (given back), `none`; once it is over `there`,
    `elsewhere` (caught up), `excused`, `absent`, `back`, or `over` where nothing is said of it; `off` when it
    was called off.
    """

    step: Step
    rsvp: Rsvp | None
    token: str
    word: str


def my_sessions(
    program: Program,
    answers: Sequence[tuple[Rsvp, str]],
    was: Mapping[int, str],
    *,
    now: datetime,
) -> list[MySession]:
    """Every session, with my answer to it where there is one; `was` is what sessions were to me."""
    mine = {rsvp.event_id: (rsvp, token) for rsvp, token in answers}
    found = []
    for step in steps(program, now=now, also=mine):
        rsvp, token = mine.get(step.event.id, (None, ""))
        found.append(MySession(step, rsvp, token, _word(step, rsvp, was)))
    return found


def _word(step: Step, rsvp: Rsvp | None, was: Mapping[int, str]) -> str:
    if step.state == "off":
        return "off"
    if step.state == "done":
        given_back = rsvp is not None and rsvp.state == "cancelled"
        return was.get(step.session.id, "back" if given_back else "over")
    if rsvp is None:
        return "none"
    if rsvp.state == "going":
        return "seat"
    return "line" if rsvp.state == "waitlisted" else "back"
