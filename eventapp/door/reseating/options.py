"""What could be done about the tables during the evening: who moves and why, what is then so."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.communities.face import words
from eventapp.door.reseating import gaps, reasons
from eventapp.door.reseating.current_tables import Live
from eventapp.door.reseating.status import listed, to_do
from eventapp.seating import wording
from eventapp.seating.engine import Solution, measure

# More names than these are only counted.
NAMED = 4


@dataclass(frozen=True)
class Row:
    """One guest who moves in one round (from 1); a table of 0 is none."""

    name: str
    mark: int
    round: int
    before: int
    after: int
    why: str


@dataclass(frozen=True)
class Fact:
    """One thing that is so after a choice; `icon` is ok, warn or info."""

    icon: str
    text: str


@dataclass(frozen=True)
class Option:
    """One choice of the page, with what it does and what its button says."""

    key: str
    title: str
    chip: str
    line: str
    rows: list[Row]
    facts: list[Fact]
    button: str


def options(live: Live) -> list[Option]:
    """What can be done about the tables, the fewest moves first; empty when nothing need be."""
    if not live.room.rounds or not to_do(live):
        return []
    made = []
    if live.fewest:
        line = _("Everyone else stays where their badge says.")
        made.append(_option(live, "fewest", _("Fewest moves"), _("Quickest"), line, live.fewest))
    if live.fewest and live.mixed:
        line = wording.change_sentence(
            measure(live.fewest.asked, live.fewest.answer),
            measure(live.mixed.asked, live.mixed.answer),
            wording.figures_that_count(live.room.asked.weights),
        )
        chip = _("If there is time")
        made.append(_option(live, "mixed", _("Better mixed"), chip, line, live.mixed))
    facts = _wrong(live)
    if not live.fewest:
        said = _(
            "The rules of this event leave no way to seat everybody. An organizer can change them."
        )
        facts.append(Fact("warn", said))
    line = _("The tables stay as they are published.")
    made.append(Option("leave", _("Leave it"), _("No moves"), line, [], facts, _("Leave it")))
    return made


def without_chairs(live: Live) -> list[Fact]:
    """Who is here and has no chair, where none is left to give them."""
    if to_do(live):
        return []
    facts = [fact for r in live.room.rounds for fact in _standing(live, r, live.room.plan)]
    said = _("Every chair is taken: put one more at the table that suits them best")
    return [*facts, Fact("info", said)] if facts else []


def _option(live: Live, key: str, title: str, chip: str, line: str, found: gaps.Repair) -> Option:
    room = live.room
    made = [c for c in gaps.changes(room, found.plan) if c.who in room.here[c.round] and c.after]
    moved = {c.who for c in made if c.before}
    chaired = {c.who for c in made} - moved
    what = [
        ngettext("one person changes table", "%(num)s people change table", len(moved))
        if moved
        else "",
        ngettext("one gets a chair", "%(num)s get a chair", len(chaired)) if chaired else "",
    ]
    said = ", ".join(filter(None, what)) or _("nobody changes table")
    people, rows = len(moved | chaired), _rows(live, key, found)
    if len(rows) < len(made):
        line = f"{line} " + _("The same but for these:")
    return Option(
        key=key,
        title=f"{title}: {said}",
        chip=chip,
        line=line,
        rows=rows,
        facts=_facts(live, found),
        button=ngettext("Apply one move", "Apply %(num)s moves", people)
        if people
        else _("Apply this"),
    )


def _rows(live: Live, key: str, found: gaps.Repair) -> list[Row]:
    """Who moves; of a better mix only what it adds, where it does all that is needed as well."""
    room = live.room
    first = gaps.changes(room, live.fewest.plan) if live.fewest else []
    made, needed = gaps.changes(room, found.plan), {(c.round, c.who) for c in first}
    adds = key == "mixed" and needed <= {(c.round, c.who) for c in made}
    rows = []
    for change in made:
        if change.who not in room.here[change.round] or change.after is None:
            continue
        if adds and change in first:
            continue
        rsvp = live.guests[int(change.who)]
        rows.append(
            Row(
                name=rsvp.name,
                mark=rsvp.mark,
                round=change.round + 1,
                before=int(change.before or 0),
                after=int(change.after),
                why=reasons.needed(room, found.plan, change)
                if (change.round, change.who) in needed
                else reasons.better(live, found, change),
            )
        )
    return rows


def _facts(live: Live, found: gaps.Repair) -> list[Fact]:
    room, rounds = live.room, live.room.rounds
    sizes = [n for r in rounds for n in room.sizes(r, found.plan).values()]
    facts = []
    if sizes:
        low, high = min(sizes), max(sizes)
        if low < gaps.ENOUGH:
            said = ngettext(
                "A table has only one person; there is no way to have more",
                "A table has only %(num)s people; there is no way to have more",
                low,
            )
        elif low == high:
            said = _("Every table has %(num)s people", num=low)
        else:
            said = _("Every table has %(low)s to %(high)s people", low=low, high=high)
        facts.append(Fact("ok" if low >= gaps.ENOUGH else "warn", said))
    coming = Solution(found.answer.seats[room.begun :])
    if not measure(found.asked, coming).role_quota:
        facts.append(Fact("ok", _("Every table within the role mix")))
    facts += _hosts(live, found)
    for r in rounds:
        facts += _left(live, r, found.plan)
    return facts


def _hosts(live: Live, found: gaps.Repair) -> list[Fact]:
    """Whether every host who is here keeps their table."""
    room, facts = live.room, []
    hosts = [(str(r.rsvp_id), str(r.number)) for r in live.rules if r.kind == "host"]
    away = [
        (who, table)
        for who, table in hosts
        if any(
            room.plan.seats[r].get(who) == table != found.plan.seats[r].get(who)
            for r in room.rounds
            if who in room.here[r]
        )
    ]
    for who, table in away:
        name = live.guests[int(who)].name
        said = _("%(name)s can’t host %(table)s any more", name=name, table=words.at_table(table))
        facts.append(Fact("warn", said))
    here = sum(any(who in room.here[r] for r in room.rounds) for who, _table in hosts)
    if here and not away:
        facts.append(Fact("ok", ngettext("The host stays", "All %(num)s hosts stay", here)))
    return facts


def _left(live: Live, round: int, after: Solution) -> list[Fact]:
    """Who has no chair after a change, and which tables it leaves empty."""
    room, facts = live.room, []
    facts += _standing(live, round, after)
    used = set(after.seats[round].values())
    emptied = [
        t
        for t in dict.fromkeys(room.plan.seats[round].values())
        if t not in used | room.shut(round)
    ]
    if emptied:
        said = ngettext(
            "%(tables)s stays empty in round %(round)s; who still comes gets a chair elsewhere",
            "%(tables)s stay empty in round %(round)s; who still comes gets a chair elsewhere",
            len(emptied),
            tables=_named(sorted(emptied, key=int)),
            round=round + 1,
        )
        facts.append(Fact("info", said))
    return facts


def _named(tables: list[str]) -> str:
    said = listed(tables)
    return words.table(said) if len(tables) == 1 else words.tables(said)


def _standing(live: Live, round: int, plan: Solution) -> list[Fact]:
    names = [live.guests[int(who)].name for who in live.room.standing(round, plan)]
    if not names:
        return []
    said = ngettext(
        "%(names)s has no chair in round %(round)s",
        "%(names)s have no chair in round %(round)s",
        len(names),
        names=listed(names) if len(names) <= NAMED else _("%(number)s people", number=len(names)),
        round=round + 1,
    )
    return [Fact("warn", said)]


def _wrong(live: Live) -> list[Fact]:
    """What stays wrong when nothing is done."""
    room, facts = live.room, []
    for r in room.rounds:
        sizes = room.sizes(r)
        for count in (1, 2):
            tables = [t for t in room.low(r) if sizes[t] == count]
            if not tables:
                continue
            said = ngettext(
                "%(tables)s has %(count)s in round %(round)s",
                "%(tables)s have %(count)s in round %(round)s",
                len(tables),
                tables=_named(tables),
                count=ngettext("only one person", "only %(num)s people", count),
                round=r + 1,
            )
            facts.append(Fact("warn", said))
        facts += _standing(live, r, room.plan)
    return facts
