"""What an organizer changes by hand: seats, rules, the draft itself. Each change is a step."""

from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _

from eventapp.communities.face import words
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.rsvps.models import Rsvp
from eventapp.seating import actions, engine, problems
from eventapp.seating.board import refusals
from eventapp.seating.board.snapshot import Board
from eventapp.seating.board.undo import Change, apply_step
from eventapp.seating.engine import moves, rules, seat_bound_guests
from eventapp.seating.models import Rule


def move(
    board: Board, who: int, number: int, table: int, *, now: datetime, by: Person | None = None
) -> str:
    """Move a guest to a table in a round; at a full one somebody swaps. What happened, in words."""
    guest = _guest(board, who)
    _not_begun(board, number)
    if str(table) not in {t.key for t in board.asked.tables}:
        raise Refused(_("There is no %(table)s in this plan.", table=words.at_table(table)))
    if (number - 1, str(table)) in board.asked.closed:
        raise Refused(_("%(table)s is closed in this round.", table=words.table(table)))
    try:
        after, other = moves.move_to(board.asked, board.solved, number - 1, str(who), str(table))
    except moves.AgainstRule as no:
        raise Refused(refusals.rule_refusal(no.rule, board)) from no
    except moves.TableFull as no:
        raise Refused(_("%(table)s is full. Choose another one.", table=words.table(table))) from no
    if other:
        return _swap(board, guest, board.guests[int(other)], after, now=now, by=by)
    if after != board.solved:
        about = {"who": who, "table": table, "round": number}
        apply_step(board, Change("move", about), after, now=now, by=by)
    return _("%(name)s now sits at %(table)s.", name=guest.name, table=words.at_table(table))


def swap(
    board: Board, who: int, number: int, other: int, *, now: datetime, by: Person | None = None
) -> str:
    """Two guests change places in a round. Refused by a rule. What happened, in words."""
    guest, mate = _guest(board, who), _guest(board, other)
    _not_begun(board, number)
    seats = board.seats[number]
    if other not in seats:
        raise Refused(_("%(name)s has no seat in this round.", name=mate.name))
    if who not in seats:
        raise Refused(_("%(name)s has no seat to swap. Choose a table.", name=guest.name))
    try:
        after = moves.swap(board.asked, board.solved, number - 1, str(who), str(other))
    except moves.AgainstRule as no:
        raise Refused(refusals.rule_refusal(no.rule, board)) from no
    except moves.TableFull as no:
        raise Refused(_("One of these tables is closed in this round.")) from no
    return _swap(board, guest, mate, after, now=now, by=by)


def seat_everybody(board: Board, *, now: datetime, by: Person | None = None) -> int:
    """Give everybody without a seat the free chair that suits best; how many are still standing.

    Rounds that have begun are left as they are.
    """
    after, rounds = board.solved, range(board.begun, board.plan.rounds)
    for who in board.guests:
        after = moves.seat_guest(board.asked, after, str(who), rounds)
    if after != board.solved:
        apply_step(board, Change("chairs"), after, now=now, by=by)
    return sum(any(str(who) not in after.seats[r] for r in rounds) for who in board.guests)


def add_host_rule(
    event: Event,
    board: Board | None,
    who: int,
    table: int,
    *,
    now: datetime,
    by: Person | None = None,
) -> int:
    """Let a guest stay at one table all evening; how many seats changed. One table a host."""
    rules = problems.rules_of(event)
    made = next((r for r in rules if r.kind == "host" and r.rsvp_id == who), None)
    was = made.number if made else None
    if made is None:
        made = Rule(event_id=event.id, kind="host", rsvp_id=who, number=table)
    made.number = table
    change = Change("host", {"who": who, "table": table}, rules=(("host", who, None, was, table),))
    return _add_rule(event, board, made, change, now=now, by=by) if was != table else 0


def add_pair_rule(
    event: Event,
    board: Board | None,
    kind: str,
    who: int,
    other: int,
    *,
    now: datetime,
    by: Person | None = None,
) -> int:
    """Keep two guests together, or apart; how many seats changed. Twice is once."""
    low, high = sorted((who, other))
    if low == high:
        raise Refused(_("Choose two different people."))
    for rule in problems.rules_of(event):
        if (rule.kind, rule.rsvp_id, rule.other_id) == (kind, low, high):
            return 0
    made = Rule(event_id=event.id, kind=kind, rsvp_id=low, other_id=high)
    change = Change(kind, {"who": low, "other": high}, rules=((kind, low, high, None, 0),))
    return _add_rule(event, board, made, change, now=now, by=by)


def _add_rule(
    event: Event,
    board: Board | None,
    rule: Rule,
    change: Change,
    *,
    now: datetime,
    by: Person | None,
) -> int:
    """Add a rule that can be kept, and mend the plan with as few moves as possible."""
    here = {rsvp.id: rsvp for rsvp in problems.going(event)}
    if rule.rsvp_id not in here or (rule.other_id or rule.rsvp_id) not in here:
        raise Refused(_("Rules are for people who come."))
    db.session.add(rule)
    db.session.flush()
    try:
        if board is None:
            asked = problems.problem_of_event(event)
            for number in range(asked.rounds):
                seat_bound_guests(asked, number)
            return 0
        asked, solved = actions.problem_of_plan(
            board.plan,
            board.seats,
            list(here.values()),
            problems.rules_of(event),
            locked=board.locked,
        )
        if rule.kind == "host" and str(rule.number) not in {t.key for t in asked.tables}:
            raise Refused(
                _("There is no %(table)s in this plan.", table=words.at_table(rule.number))
            )
        after = solved
        if any(round >= board.begun for round, _rule in rules.broken_rules(asked, solved)):
            after = engine.reseat(board.with_frozen(asked))
    except (engine.Clash, engine.BadProblem) as no:
        raise Refused(refusals.conflict_message(no, event)) from no
    if board.draft or after != solved:
        apply_step(board, change, after, asked=asked, now=now, by=by)
    return moves.count_changed_seats(solved, after)


def remove_rule(
    event: Event,
    board: Board | None,
    number: int,
    *,
    now: datetime,
    by: Person | None = None,
) -> None:
    """Take a rule back; twice is once. Nobody moves."""
    rule = db.session.scalar(db.select(Rule).filter_by(id=number, event_id=event.id))
    if rule is None:
        return
    gone = (rule.kind, rule.rsvp_id, rule.other_id, rule.number or 0, None)
    db.session.delete(rule)
    if board and board.draft:
        about = {"who": rule.rsvp_id, "other": rule.other_id or 0, "table": rule.number or 0}
        apply_step(board, Change(f"no-{rule.kind}", about, rules=(gone,)), now=now, by=by)


def update_before_publishing(board: Board, *, now: datetime, by: Person | None = None) -> bool:
    """Before a draft is published: what has happened meanwhile goes into it; whether anything has.

    Rounds that have begun are as everybody sat, and who was seated at the door keeps a chair.
    """
    chairs = {table.number for table in board.plan.tables}
    seats = list(board.solved.seats)
    rounds = range(board.begun, board.plan.rounds)
    for number in range(1, board.begun + 1):
        known = {
            str(who): str(table)
            for who, table in board.known.get(number, {}).items()
            if who in board.guests and table in chairs
        }
        seats[number - 1] = seats[number - 1] | known
    after = replace(board.solved, seats=tuple(seats))
    late = {who for seated in board.known.values() for who in seated} & board.guests.keys()
    for who in sorted(late):
        if any(str(who) not in after.seats[round] for round in rounds):
            after = moves.seat_guest(board.asked, after, str(who), rounds)
    if board.draft and board.avoiding(after):
        # Somebody said since whom they would rather not sit with: as few as possible move.
        asked = replace(board.asked, previous=after, frozen_rounds=board.begun)
        try:
            after = engine.reseat(asked)
        except engine.Clash as no:
            raise Refused(refusals.conflict_message(no, board.event)) from no
    if not board.draft or after == board.solved:
        return False
    apply_step(board, Change("chairs"), after, now=now, by=by)
    return True


def discard(board: Board) -> None:
    """Throw the draft away: the plan before it is the newest again."""
    if not board.draft:
        raise Refused(_("A published plan stays. Mix again, or move people, for a new draft."))
    db.session.delete(board.plan)


def _swap(
    board: Board,
    guest: Rsvp,
    mate: Rsvp,
    after: engine.Solution,
    *,
    now: datetime,
    by: Person | None,
) -> str:
    if after != board.solved:
        about = {"who": guest.id, "other": mate.id}
        apply_step(board, Change("swap", about), after, now=now, by=by)
    return _("%(name)s and %(other)s swapped places.", name=guest.name, other=mate.name)


def _guest(board: Board, who: int) -> Rsvp:
    if who not in board.guests:
        raise Refused(_("This guest isn’t on the list any more."))
    return board.guests[who]


def _not_begun(board: Board, number: int) -> None:
    if number <= board.begun:
        raise Refused(
            _("Round %(round)s has begun, so everybody stays where they are.", round=number)
        )
