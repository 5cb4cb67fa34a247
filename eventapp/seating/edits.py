"""What an organizer changes by hand: seats, rules, the draft itself. A published plan is copied first."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp
from eventapp.seating import actions, moves, problem, reseat, words
from eventapp.seating.board import Board, note_figures
from eventapp.seating.models import Plan, Rule
from eventapp.seating.rules import bound_seats


@dataclass(frozen=True)
class Done:
    """What happened, in words, and where the guest would have to go to undo it (or nothing)."""

    said: str
    undo: str


def move(board: Board, who: int, number: int, table: int, *, now: datetime) -> Done:
    """Put a guest at a table in a round; at a full one somebody swaps. Refused by a rule."""
    guest, was = _guest(board, who), board.seats[number].get(who)
    if str(table) not in {t.key for t in board.asked.tables}:
        raise Refused(_("There is no table %(table)s in this plan.", table=table))
    try:
        after, other = moves.put(board.asked, board.solved, number - 1, str(who), str(table))
    except moves.Against as no:
        raise Refused(words.against(no.rule, board.guests)) from no
    except moves.Full as no:
        raise Refused(_("Table %(table)s is full. Choose another one.", table=table)) from no
    apply(board, after, now=now)
    if other:
        return _swapped(guest, board.guests[int(other)])
    said = _("%(name)s now sits at table %(table)s.", name=guest.name, table=table)
    return Done(said, f"table:{was}" if was and was != table else "")


def swap(board: Board, who: int, number: int, other: int, *, now: datetime) -> Done:
    """Two guests change places in a round. Refused by a rule."""
    guest, mate = _guest(board, who), _guest(board, other)
    seats = board.seats[number]
    if other not in seats:
        raise Refused(_("%(name)s has no seat in this round.", name=mate.name))
    if who not in seats:
        raise Refused(_("%(name)s has no seat to swap. Choose a table.", name=guest.name))
    try:
        after = moves.swap(board.asked, board.solved, number - 1, str(who), str(other))
    except moves.Against as no:
        raise Refused(words.against(no.rule, board.guests)) from no
    apply(board, after, now=now)
    return _swapped(guest, mate)


def seat_all(board: Board, *, now: datetime) -> int:
    """Give everybody without a seat the free chair that suits best; how many are still standing."""
    after = board.solved
    for who in board.guests:
        after = moves.seat(board.asked, after, str(who), range(board.plan.rounds))
    if after != board.solved:
        apply(board, after, now=now)
    return sum(any(str(who) not in seated for seated in after.seats) for who in board.guests)


def apply(board: Board, after: problem.Plan, *, now: datetime) -> Plan:
    """Write changed seats into the draft; a published plan gets a draft of its own first."""
    asked = moves.as_seated(board.asked, after)
    if board.draft:
        actions.write(board.plan, board.solved, after)
        note_figures(board.plan, asked, after)
        return board.plan
    found = {key: value for key, value in board.plan.figures.items() if key != "found"}
    return actions.keep(
        board.event, asked, after, seed=board.plan.seed, now=now, found=found or None
    )


def host(event: Event, board: Board | None, who: int, table: int, *, now: datetime) -> int:
    """Let a guest stay at one table all evening; how many seats changed. One table a host."""
    rules = actions.rules_of(event)
    made = next((r for r in rules if r.kind == "host" and r.rsvp_id == who), None)
    if made is None:
        made = Rule(event_id=event.id, kind="host", rsvp_id=who, number=table)
    made.number = table
    return _hold(event, board, made, now=now)


def pair(
    event: Event, board: Board | None, kind: str, who: int, other: int, *, now: datetime
) -> int:
    """Keep two guests together, or apart; how many seats changed. Twice is once."""
    low, high = sorted((who, other))
    if low == high:
        raise Refused(_("Choose two different people."))
    for rule in actions.rules_of(event):
        if (rule.kind, rule.rsvp_id, rule.other_id) == (kind, low, high):
            return 0
    made = Rule(event_id=event.id, kind=kind, rsvp_id=low, other_id=high)
    return _hold(event, board, made, now=now)


def _hold(event: Event, board: Board | None, rule: Rule, *, now: datetime) -> int:
    """Add a rule that can be kept, and mend the plan with as few moves as possible."""
    here = {rsvp.id: rsvp for rsvp in actions.going(event)}
    if rule.rsvp_id not in here or (rule.other_id or rule.rsvp_id) not in here:
        raise Refused(_("Rules are for people who come."))
    db.session.add(rule)
    db.session.flush()
    try:
        if board is None:
            asked = actions.problem_of(event)
            for number in range(asked.rounds):
                bound_seats(asked, number)
            return 0
        asked, solved = actions.laid(
            board.plan, board.seats, list(here.values()), actions.rules_of(event)
        )
        if rule.kind == "host" and str(rule.number) not in {t.key for t in asked.tables}:
            raise Refused(_("There is no table %(table)s in this plan.", table=rule.number))
        if not moves.broken(asked, solved):
            return 0
        after = reseat.reseat(moves.with_previous(asked, solved))
    except (problem.Clash, problem.BadProblem) as no:
        raise Refused(str(no)) from no
    apply(board, after, now=now)
    return moves.differ(solved, after)


def forget(event: Event, number: int) -> None:
    """Take a rule back; twice is once."""
    rule = db.session.scalar(db.select(Rule).filter_by(id=number, event_id=event.id))
    if rule:
        db.session.delete(rule)


def discard(board: Board) -> None:
    """Throw the draft away: the plan before it is the newest again."""
    if not board.draft:
        raise Refused(_("A published plan stays. Mix again, or move people, for a new draft."))
    db.session.delete(board.plan)


def _guest(board: Board, who: int) -> Rsvp:
    if who not in board.guests:
        raise Refused(_("This guest isn’t on the list any more."))
    return board.guests[who]


def _swapped(guest: Rsvp, other: Rsvp) -> Done:
    said = _("%(name)s and %(other)s swapped places.", name=guest.name, other=other.name)
    return Done(said, f"person:{other.id}")
