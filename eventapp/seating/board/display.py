"""A board as its page shows it: cards of tables, rows of people, what was done."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock
from eventapp.communities.face import words
from eventapp.communities.models import Role
from eventapp.rsvps.models import Rsvp
from eventapp.seating import wording
from eventapp.seating.board import refusals
from eventapp.seating.board.snapshot import Board
from eventapp.seating.engine import Figures, explain
from eventapp.seating.engine.rules import breaks_rule, rules_in
from eventapp.seating.models import Rule, Step


@dataclass(frozen=True)
class Person:
    """One guest at a table: `was` is the table they know from the published plan, when another."""

    id: int
    name: str
    first_name: str
    mark: int
    role: str
    line: str
    host: int | None
    was: int | None
    locked: bool


@dataclass(frozen=True)
class Card:
    """One table in one round: who sits there, and what to look at twice."""

    number: int
    capacity: int
    people: list[Person]
    roles: int
    warnings: list[str]
    closed: bool

    @property
    def locked(self) -> bool:
        """Whether everybody here is locked."""
        return bool(self.people) and all(person.locked for person in self.people)

    @property
    def marks(self) -> list[int]:
        """The table from above: a mark a person, 0 for a free chair."""
        return [p.mark for p in self.people] + [0] * max(0, self.capacity - len(self.people))


@dataclass(frozen=True)
class RuleLine:
    """A rule in words; `icon` names its picture."""

    id: int
    icon: str
    text: str


def figures(board: Board, *, compared: Figures | None = None) -> list[wording.FigureLine]:
    """The figures of all rounds beside what is possible, and beside those of another plan."""
    sizes = [
        len(members)
        for number in range(len(board.solved.seats))
        for members in board.solved.tables(number).values()
    ]
    pairs = sum(size * (size - 1) // 2 for size in sizes)
    return wording.figures(
        board.figures,
        board.bounds,
        board.plan.figures.get("found", {}),
        wording.figures_that_count(board.asked.weights),
        seats=sum(sizes),
        pairs=pairs,
        published=compared,
    )


def cards(board: Board, number: int) -> list[Card]:
    """The tables of a round (from 1)."""
    seats, seated = board.seats[number], defaultdict(list)
    for who, rsvp in board.guests.items():
        seated[seats.get(who)].append(person(board, rsvp, number))
    every = explain.table_notes(board.asked, board.solved, number - 1)
    wrong = _against_rules(board, number)
    made = []
    for table in board.asked.tables:
        at, notes = int(table.key), every[table.key]
        people = sorted(seated[at], key=lambda p: p.host is None)
        warnings = list(_warnings(board, table.capacity, notes))
        if at in wrong:
            warnings.append(_("Rule not kept"))
        made.append(
            Card(
                number=at,
                capacity=table.capacity,
                people=people,
                roles=len(notes["roles"]),
                warnings=warnings,
                closed=(number - 1, table.key) in board.asked.closed,
            )
        )
    return made


def person(board: Board, rsvp: Rsvp, number: int) -> Person:
    """A guest's row in a round."""
    was = board.known.get(number, {}).get(rsvp.id)
    return Person(
        id=rsvp.id,
        name=rsvp.name,
        first_name=rsvp.first_name,
        mark=rsvp.mark,
        role=rsvp.role.name if rsvp.role else "",
        line=_line(rsvp),
        host=board.host_of(rsvp.id),
        was=was if was != board.seats[number].get(rsvp.id) else None,
        locked=(number, rsvp.id) in board.locked,
    )


def _line(rsvp: Rsvp) -> str:
    if rsvp.ask:
        return _("Asks: %(ask)s", ask=rsvp.ask.text)
    return _("Offers: %(offer)s", offer=rsvp.offer.text) if rsvp.offer else ""


def _warnings(board: Board, chairs: int, notes: dict[str, Any]) -> Iterator[str]:
    """What an organizer may want to change at a table, shortest first; of the aims that count."""
    weights = board.asked.weights
    if len(notes["people"]) == 1:
        yield _("Alone")
    if (over := len(notes["people"]) - chairs) > 0:
        yield _("%(over)s more than chairs", over=over)
    if notes["role_off"] and weights.role_quota:
        role, held = max(notes["roles"].items(), key=lambda each: each[1])
        if held > 1 and role:
            yield _("%(held)s × %(role)s", held=held, role=board.roles[int(role)])
        elif held <= 1:
            yield _("A role is missing")
    for pair in notes["repeats"] if weights.repeats else ():
        yield _("%(pair)s meet again", pair=_both(board, pair))
    for pair in notes["workmates"] if weights.same_company else ():
        yield _("Workmates: %(pair)s", pair=_both(board, pair))


def _against_rules(board: Board, number: int) -> set[int]:
    """The tables of a round at which a rule isn't kept."""
    seats = board.solved.seats[number - 1]
    return {
        int(seats[key])
        for rule in rules_in(board.asked, number - 1)
        if breaks_rule(rule, seats) and refusals.said_openly(rule, board.rules, board.guests)
        for key in rule.people
    }


def _both(board: Board, pair: Iterable[str]) -> str:
    first, second = (board.guests[int(key)].first_name for key in pair)
    return _("%(first)s and %(second)s", first=first, second=second)


def rules(board: Board) -> list[RuleLine]:
    """The organizer's rules in words, hosts first."""
    order = sorted(board.rules, key=lambda r: (r.kind != "host", r.number or 0, r.id))
    return [RuleLine(rule.id, _icon(rule), _rule(board, rule)) for rule in order]


def _icon(rule: Rule) -> str:
    return {"host": "lock", "together": "link", "apart": "apart"}[rule.kind]


def _rule(board: Board, rule: Rule) -> str:
    name = board.guests[rule.rsvp_id].name
    if rule.kind == "host":
        return _("%(name)s hosts %(table)s", name=name, table=words.at_table(rule.number))
    other = board.guests[rule.other_id or rule.rsvp_id].name
    return _pair(rule.kind, name, other)


def _pair(kind: str, name: str, other: str) -> str:
    if kind == "together":
        return _("%(name)s and %(other)s together", name=name, other=other)
    return _("%(name)s and %(other)s apart", name=name, other=other)


def comparison_sentence(board: Board, number: int | None) -> str:
    """In a sentence or two, how the draft differs from what is published: in a round, or in all."""
    elsewhere = len(board.moved) if number is None else board.elsewhere(number)
    said = (
        ngettext(
            "One person sits elsewhere than is published.",
            "%(num)s people sit elsewhere than is published.",
            elsewhere,
        )
        if elsewhere
        else _("Everybody sits as is published.")
    )
    keys = wording.figures_that_count(board.asked.weights)
    return f"{said} {wording.change_sentence(board.published_figures, board.figures, keys)}".strip()


def step(board: Board, step: Step | None) -> str:
    """What a step did, for the button that takes it back or does it again; empty for none."""
    if step is None:
        return ""
    about, kind = step.changes["about"], step.kind

    def name(key: str) -> str:
        who = board.guests.get(about.get(key, 0))
        return who.name if who else _("somebody who left")

    table = about.get("table")
    if kind == "move":
        return _("%(name)s to %(table)s", name=name("who"), table=words.at_table(table))
    if kind == "swap":
        return _("%(name)s and %(other)s swapped", name=name("who"), other=name("other"))
    if kind == "host":
        return _("%(name)s hosts %(table)s", name=name("who"), table=words.at_table(table))
    if kind in {"together", "apart"}:
        return _pair(kind, name("who"), name("other"))
    if kind.startswith("no-"):
        return _("a rule taken back")
    if kind in {"lock", "unlock"}:
        return _locking(kind, name("who") if "who" in about else "", about)
    return {
        "chairs": _("chairs found"),
        "mix": _("mixed again"),
        "improve": _("improved"),
    }[kind]


def _locking(kind: str, name: str, about: dict[str, Any]) -> str:
    if name:
        return (
            _("%(name)s locked", name=name) if kind == "lock" else _("%(name)s unlocked", name=name)
        )
    if "table" in about:
        return (
            _("%(table)s locked", table=words.at_table(about["table"]))
            if kind == "lock"
            else _("%(table)s unlocked", table=words.at_table(about["table"]))
        )
    return (
        _("round %(round)s locked", round=about["round"])
        if kind == "lock"
        else _("round %(round)s unlocked", round=about["round"])
    )


def publication_status(board: Board) -> str:
    """Where the plan stands, in a sentence: published when, or how far the draft is from that."""
    if board.published is None:
        return _("A draft. Only organizers see it until you publish.")
    when = board.published.published_at
    assert when is not None
    zone = board.event.zone
    out = _(
        "Published %(day)s, %(time)s.", day=clock.short_day(when, zone), time=clock.hour(when, zone)
    )
    if not board.draft:
        return out
    return out + " " + _("Your draft waits: guests see it when you publish.")


def everybody_by_name(board: Board) -> list[tuple[Person, list[int], Role | None]]:
    """Everybody by name, with their table in each round (0: none)."""
    rows = [
        (
            person(board, rsvp, 1),
            [board.seats[number].get(who, 0) for number in sorted(board.seats)],
            rsvp.role,
        )
        for who, rsvp in board.guests.items()
    ]
    return sorted(rows, key=lambda row: row[0].name.casefold())
