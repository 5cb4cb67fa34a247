"""A board as its page shows it: cards of tables, rows of people, one person looked at closely."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from eventapp import clock
from eventapp.communities.models import Role
from eventapp.rsvps.models import Rsvp
from eventapp.seating import explain, moves, words
from eventapp.seating.board import Board
from eventapp.seating.models import Rule
from eventapp.seating.rules import rules_of

GUEST = 8


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


@dataclass(frozen=True)
class Card:
    """One table in one round: who sits there, and what to look at twice."""

    number: int
    capacity: int
    people: list[Person]
    roles: int
    warnings: list[str]

    @property
    def marks(self) -> list[int]:
        """The table from above: a mark a person, 0 for a free chair."""
        return [p.mark for p in self.people] + [0] * max(0, self.capacity - len(self.people))


@dataclass(frozen=True)
class Option:
    """A place somebody could go: its value in the form, its words, and what it would do."""

    value: str
    label: str
    tone: str = ""
    verdict: str = ""


@dataclass(frozen=True)
class Closer:
    """One person looked at: where and why, and where they could go."""

    person: Person
    table: int | None
    reasons: list[str]
    tables: list[Option]
    swaps: list[Option]


@dataclass(frozen=True)
class Said:
    """A rule in words; `icon` names its picture."""

    id: int
    icon: str
    text: str


def figures(board: Board) -> list[words.Fig]:
    """The figures of all rounds beside what is possible."""
    sizes = [
        len(members)
        for number in range(len(board.solved.seats))
        for members in board.solved.tables(number).values()
    ]
    pairs = sum(size * (size - 1) // 2 for size in sizes)
    return words.figures(
        board.figures,
        board.bounds,
        board.plan.figures.get("found", {}),
        seats=sum(sizes),
        pairs=pairs,
    )


def cards(board: Board, number: int) -> list[Card]:
    """The tables of a round (from 1)."""
    seats = board.seats[number]
    names = {role.id: role.name for role in board.event.community.roles}
    made = []
    for table in board.asked.tables:
        at = int(table.key)
        people = [
            person(board, rsvp, number)
            for who, rsvp in board.guests.items()
            if seats.get(who) == at
        ]
        people.sort(key=lambda p: p.host is None)
        notes = explain.table_notes(board.asked, board.solved, number - 1, table.key)
        made.append(
            Card(
                number=at,
                capacity=table.capacity,
                people=people,
                roles=len(notes["roles"]),
                warnings=list(_warnings(board, number, at, notes, names)),
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
        mark=rsvp.role.mark if rsvp.role else GUEST,
        role=rsvp.role.name if rsvp.role else "",
        line=_line(rsvp),
        host=board.host_of(rsvp.id),
        was=was if was != board.seats[number].get(rsvp.id) else None,
    )


def _line(rsvp: Rsvp) -> str:
    if rsvp.ask:
        return _("Asks: %(ask)s", ask=rsvp.ask.text)
    return _("Offers: %(offer)s", offer=rsvp.offer.text) if rsvp.offer else ""


def _warnings(
    board: Board, number: int, table: int, notes: dict, roles: dict[int, str]
) -> Iterator[str]:
    """What an organizer may want to change at a table, shortest first."""
    if len(notes["people"]) == 1:
        yield _("Alone")
    chairs = next(t.capacity for t in board.asked.tables if t.key == str(table))
    if (over := len(notes["people"]) - chairs) > 0:
        yield _("%(over)s more than chairs", over=over)
    if notes["role_off"]:
        role, held = max(notes["roles"].items(), key=lambda each: each[1])
        if held > 1 and role:
            yield _("%(held)s × %(role)s", held=held, role=roles.get(int(role), ""))
        elif held <= 1:
            yield _("A role is missing")
    for pair in notes["repeats"]:
        yield _("%(pair)s meet again", pair=_both(board, pair))
    for pair in notes["workmates"]:
        yield _("Workmates: %(pair)s", pair=_both(board, pair))
    if table in _against_rules(board, number):
        yield _("Rule not kept")


def _against_rules(board: Board, number: int) -> set[int]:
    """The tables of a round at which a rule isn't kept."""
    seats = board.solved.seats[number - 1]
    return {
        int(seats[key])
        for rule in rules_of(board.asked, number - 1)
        if moves.breaks(rule, seats)
        for key in rule.people
    }


def _both(board: Board, pair: Iterable[str]) -> str:
    first, second = (board.guests[int(key)].first_name for key in pair)
    return _("%(first)s and %(second)s", first=first, second=second)


def closer(board: Board, who: int, number: int) -> Closer | None:
    """One guest in one round: why they sit there, and every way to move them, the best first."""
    rsvp = board.guests.get(who)
    if rsvp is None:
        return None
    key, seats = str(who), board.seats[number]
    names = {str(role.id): role.name for role in board.event.community.roles}
    why = explain.reasons(board.asked, board.solved, key, number - 1)
    before, ways = moves.swaps(board.asked, board.solved, number - 1, key)
    return Closer(
        person=person(board, rsvp, number),
        table=seats.get(who),
        reasons=[
            words.reason(r, lambda k: board.guests[int(k)].name, names.__getitem__) for r in why
        ],
        tables=list(_tables(board, who, number)),
        swaps=[
            Option(f"person:{way.other}", _seat(board, way), *words.verdict(before, way.after))
            for way in ways
        ],
    )


def _tables(board: Board, who: int, number: int) -> Iterator[Option]:
    """Tables with a free chair, and what it would do; for the full ones somebody has to swap."""
    seats, key = board.seats[number], str(who)
    free = dict(moves.places(board.asked, board.solved, number - 1, key))
    held = Counter(board.solved.seats[number - 1].values())
    for table in board.asked.tables:
        value = f"table:{table.key}"
        if table.key in free:
            said = words.verdict(board.figures, free[table.key])
            yield Option(value, _("Table %(table)s, free chair", table=table.key), *said)
        elif who not in seats and held[table.key] < table.capacity:
            yield Option(value, _("Table %(table)s, free chair", table=table.key))
        elif who in seats and held[table.key] >= table.capacity and seats[who] != int(table.key):
            yield Option(value, _("Table %(table)s, best swap", table=table.key))


def _seat(board: Board, way: moves.Way) -> str:
    name = board.guests[int(way.other)].name
    return _("%(name)s, table %(table)s", name=name, table=way.table)


def rules(board: Board) -> list[Said]:
    """The organizer's rules in words, hosts first."""
    order = sorted(board.rules, key=lambda r: (r.kind != "host", r.number or 0, r.id))
    return [Said(rule.id, _icon(rule), _rule(board, rule)) for rule in order]


def _icon(rule: Rule) -> str:
    return {"host": "lock", "together": "link", "apart": "apart"}[rule.kind]


def _rule(board: Board, rule: Rule) -> str:
    name = board.guests[rule.rsvp_id].name
    if rule.kind == "host":
        return _("%(name)s hosts table %(table)s", name=name, table=rule.number)
    other = board.guests[rule.other_id or rule.rsvp_id].name
    if rule.kind == "together":
        return _("%(name)s and %(other)s together", name=name, other=other)
    return _("%(name)s and %(other)s apart", name=name, other=other)


def standing(board: Board) -> str:
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


def everybody(board: Board) -> list[tuple[Person, list[int], Role | None]]:
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
