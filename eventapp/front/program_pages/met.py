"""Who has met in a program so far, without names: what its public page shows of the ledger."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from eventapp.communities.models import Role
from eventapp.db import db
from eventapp.encounters import ledger
from eventapp.encounters.models import Encounter
from eventapp.front.program_pages import chords
from eventapp.insights import hiding
from eventapp.programs.models import Program
from eventapp.programs.timeline import Step
from eventapp.role_marks import GUEST
from eventapp.rsvps.models import Rsvp

# More than so many would be a blot of lines: then roles are drawn, not people.
MOST = 60


@dataclass(frozen=True)
class Met:
    """The picture, and the words beside it."""

    # Empty where people are too many, and of too few roles.
    drawing: Markup
    # Whether its shapes are roles, and not people.
    grouped: bool
    # As a list of marks takes them: (mark, how many, their role).
    mix: tuple[tuple[int, int, str], ...]
    people: int
    sessions: int
    # How many others each has met, on average.
    each: int


def met(program: Program, done: list[Step]) -> Met | None:
    """Who met at the sessions that are over and written down; None for fewer than five people.

    Of a crowd the picture is of roles, and lines between them. Three queries. A role that fewer than five have isn't told apart from others that few have, and an
    evening with fewer than five people isn't shown: no line leads to somebody who can be told.
    """
    events = [step.event.id for step in done]
    closed = ledger.closed(events) if events else set()
    at = _pairs([number for number in events if number in closed])
    people = {person for pairs in at for pair in pairs for person in pair}
    if not people:
        return None
    marks, mix = _marks(people, _roles(events, people))
    pairs = {pair for evening in at for pair in evening}
    grouped = len(people) > MOST
    seed = f"{program.id}:{len(at)}:{len(people)}"
    return Met(
        drawing=Markup(
            _of_roles(mix, marks, pairs) if grouped else _of_people(marks, at, seed=seed)
        ),
        grouped=grouped,
        mix=mix,
        people=len(people),
        sessions=len(at),
        each=round(2 * len(pairs) / len(people)),
    )


def _of_people(marks: dict[int, int], at: list[set[tuple[int, int]]], *, seed: str) -> str:
    label = _(
        "%(people)s people as shapes round one table. Lines join those who have shared a table.",
        people=len(marks),
    )
    return chords.chords(marks, _first_times(at), seed=seed, label=label)


def _of_roles(
    mix: tuple[tuple[int, int, str], ...], marks: dict[int, int], pairs: set[tuple[int, int]]
) -> str:
    """The picture of a crowd; no line stands for fewer than five people, nor follows from others."""
    if len(mix) < 2:
        return ""
    place = {mark: n for n, (mark, _count, _name) in enumerate(mix)}
    behind: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    number: Counter[tuple[int, int]] = Counter()
    for pair in pairs:
        low, high = sorted(place[marks[person]] for person in pair)
        behind[low, high].update(pair)
        number[low, high] += 1
    size = range(len(mix))
    shown = hiding.open_cells([[len(behind[min(a, b), max(a, b)]) for b in size] for a in size])
    shares = {(a, b): number[a, b] / (mix[a][1] * mix[b][1]) for a, b in sorted(shown) if a != b}
    label = _(
        "%(people)s people as shapes round one table, one for each role. The wider a line, the more of two roles have shared a table.",
        people=len(marks),
    )
    return chords.groups([(mark, count) for mark, count, _name in mix], shares, label=label)


def _pairs(events: list[int]) -> list[set[tuple[int, int]]]:
    """Who met at each of some events, in their order; those with few people left out."""
    if not events:
        return []
    found: defaultdict[int, set[tuple[int, int]]] = defaultdict(set)
    for event, low, high in db.session.execute(
        db.select(Encounter.event_id, Encounter.low_id, Encounter.high_id)
        .where(Encounter.event_id.in_(events))
        .distinct()
    ):
        found[event].add((low, high))
    evenings = (found[event] for event in events)
    return [one for one in evenings if len({p for pair in one for p in pair}) >= hiding.FEWEST]


def _first_times(at: list[set[tuple[int, int]]]) -> list[set[tuple[int, int]]]:
    """Each two at the evening they first met."""
    seen: set[tuple[int, int]] = set()
    found = []
    for evening in at:
        found.append(evening - seen)
        seen |= evening
    return found


def _roles(events: list[int], people: set[int]) -> dict[int, tuple[int, str]]:
    """The mark and name of the role of each; nobody's where they have no answer any more."""
    rows = db.session.execute(
        db.select(Rsvp.person_id, Role.mark, Role.name)
        .join(Role, Role.id == Rsvp.role_id)
        .where(Rsvp.event_id.in_(events))
        .order_by(Rsvp.id)
    )
    return {person: (mark, name) for person, mark, name in rows if person in people}


def _marks(
    people: set[int], roles: dict[int, tuple[int, str]]
) -> tuple[dict[int, int], tuple[tuple[int, int, str], ...]]:
    """The mark of each, and how many there are of each: roles that few have are one, with the ring."""
    nobody = (GUEST, _("others"))
    counts = Counter(roles.get(person, nobody) for person in people)
    kinds = sorted(counts, key=lambda kind: (-counts[kind], kind))
    shown: dict[tuple[int, str], tuple[int, str]] = {}
    for group in hiding.joined([counts[kind] for kind in kinds]):
        for n in group:
            shown[kinds[n]] = kinds[n] if len(group) == 1 else nobody
    marks = {person: shown[roles.get(person, nobody)][0] for person in people}
    told: Counter[tuple[int, str]] = Counter()
    for kind, count in counts.items():
        told[shown[kind]] += count
    if set(told) == {nobody}:
        # Nothing is told of who they are.
        return marks, ()
    mix = sorted(told.items(), key=lambda one: (one[0] == nobody, -one[1], one[0]))
    return marks, tuple((mark, count, name) for (mark, name), count in mix)
