"""How the tables stand during the evening, in words and from above."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from babel.lists import format_list
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from eventapp import clock
from eventapp.communities.face import words
from eventapp.door.guest_list import Entry
from eventapp.door.reseating import current_tables, question
from eventapp.door.reseating.current_tables import Live
from eventapp.door.reseating.gaps import changes
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp
from eventapp.seating import plans
from eventapp.seating.models import Plan


@dataclass(frozen=True)
class TableMini:
    """A table from above in one round: marks of those here, and in words how it stands."""

    number: int
    marks: list[int]
    here: int
    said: str
    tone: str


def headline(live: Live, *, asked: bool) -> str:
    """What matters most about the tables now; a question where it is time to be `asked`."""
    room = live.room
    if not room.rounds:
        return _("The last round is running")
    if early(live):
        return _("Most people aren’t here yet")
    if to_do(live) or room.standing(room.begun):
        if to_do(live) and (missing := len(room.missing)):
            if asked:
                return _asked(missing)
            return ngettext("One person is missing", "%(num)s people are missing", missing)
        if low := len(room.low(room.begun)):
            return ngettext(
                "One table has too few people", "%(num)s tables have too few people", low
            )
        if standing := len(room.standing(room.begun)):
            return ngettext("One person has no chair", "%(num)s people have no chair", standing)
        return _("The next rounds have gaps")
    return _("Every table has enough people")


def to_do(live: Live) -> bool:
    """Whether a change would seat or free anybody, or is needed and can't be found."""
    if live.fewest is None:
        return True
    gone = frozenset() if early(live) else live.room.missing
    return any(
        c.after is not None if c.who in live.room.here[c.round] else c.who in gone
        for c in changes(live.room, live.fewest.plan)
    )


def early(live: Live) -> bool:
    """Whether it is too soon to give up the chairs of those who aren't here."""
    here = sum(e.inside for e in live.entries)
    return not here or (not live.begun and here < len(live.room.missing))


def when(live: Live, now: datetime) -> str:
    """Which round is next and when, and how many are in."""
    entries, event = live.entries, live.event
    said = _(
        "%(arrived)s of %(expected)s are in.",
        arrived=sum(e.inside for e in entries),
        expected=sum(e.going for e in entries),
    )
    if live.begun >= live.plan.rounds:
        return _("Nobody is moved now.") + " " + said
    times = event.evening(now).begins
    if live.begun >= len(times):
        return said
    begins = times[live.begun]
    minutes = -(-int((begins - now).total_seconds()) // 60)
    if minutes > 90:
        start = _(
            "Round %(round)s starts at %(time)s.",
            round=live.next,
            time=clock.hour(begins, event.zone),
        )
    else:
        start = ngettext(
            "Round %(round)s starts in one minute.",
            "Round %(round)s starts in %(num)s minutes.",
            minutes,
            round=live.next,
        )
    return f"{start} {said}"


def alert(
    plan: Plan | None,
    entries: Collection[Entry],
    routes: question.Routes,
    *,
    now: datetime,
) -> str:
    """Whether to change the tables, from its time on; empty when there is nothing to ask."""
    found = question.gaps_of(plan, entries, routes, now=now) if plan else None
    if not plan or not found:
        return ""
    kept = question.kept_of(plan.event)
    if not question.to_ask(found, plan.event, kept, now=now):
        return ""
    return " ".join(_said(found, sum(e.going and not e.inside for e in entries)))


def alert_of(event: Event, *, now: datetime) -> str:
    """Its first sentence, for who has read nothing of the event yet."""
    plan, _newest, kept = current_tables.published(event)
    if plan is None:
        return ""
    found, missing = question.tonight(plan, now=now)
    return _said(found, missing)[0] if question.to_ask(found, event, kept, now=now) else ""


def to_ask(live: Live, *, now: datetime) -> bool:
    """Whether it is time to ask about the tables as they stand."""
    found = question.gaps_of(live.plan, live.entries, plans.routes_of(live.seats), now=now)
    return question.to_ask(found, live.event, live.question, now=now)


def _said(found: question.Gaps, missing: int) -> list[str]:
    said = []
    if missing:
        said.append(_asked(missing))
    if low := len(found.tables):
        said.append(
            ngettext(
                "One table has too few people for round %(round)s.",
                "%(num)s tables have too few people for round %(round)s.",
                low,
                round=found.round,
            )
        )
    elif standing := len(found.standing):
        said.append(
            ngettext(
                "One person has no chair in round %(round)s.",
                "%(num)s people have no chair in round %(round)s.",
                standing,
                round=found.round,
            )
        )
    return said


def _asked(missing: int) -> str:
    return ngettext(
        "One person is missing: re-seat?", "%(num)s people are missing: re-seat?", missing
    )


def table_minis(live: Live, number: int, moved: Collection[int] = ()) -> list[TableMini]:
    """Every table in a round (from 1), as many chairs drawn as people have a place there."""
    room, made = live.room, []
    seated = room.seated(number - 1)
    for table in live.plan.tables:
        key = str(table.number)
        people = [k for k, at in seated.items() if at == key]
        expected = sum(at == table.number for at in live.seats[number].values())
        chairs = max(len(people), min(expected, table.capacity), 3)
        marks = [live.guests[int(k)].mark for k in people]
        shut = key in room.shut(number - 1)
        low = key in room.low(number - 1) or (expected and not people)
        here = ngettext("One here", "%(num)s here", len(people))
        said = (
            _("Closed")
            if shut
            else _("Empty")
            if not expected and not people
            else _("%(here)s, too few", here=here if people else _("Nobody here"))
            if low
            else here
        )
        tone = "shut" if shut else "low" if low else "got" if table.number in moved else ""
        made.append(
            TableMini(table.number, marks + [0] * (chairs - len(marks)), len(people), said, tone)
        )
    return made


def who_moves_where(
    live: Live, seats: dict[int, list[tuple[int, int]]]
) -> list[tuple[Rsvp, int, str]]:
    """Whom to tell of a change: the guest, their mark, and where to sit in which round."""
    return [
        (live.guests[who], live.guests[who].mark, _way(ways))
        for who, ways in seats.items()
        if who in live.guests
    ]


def _way(seats: list[tuple[int, int]]) -> str:
    """Where to sit in which round, each table named once."""
    rounds: dict[int, list[str]] = {}
    for number, table in seats:
        rounds.setdefault(table, []).append(str(number))
    return listed(
        [
            ngettext(
                "%(table)s in round %(rounds)s",
                "%(table)s in rounds %(rounds)s",
                len(numbers),
                table=words.at_table(table),
                rounds=listed(numbers),
            )
            for table, numbers in rounds.items()
        ]
    )


def listed(texts: list[str]) -> str:
    """Several things in one sentence, as the reader's language joins them."""
    return format_list(texts, locale=get_locale() or "en")
