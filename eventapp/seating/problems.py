"""From RSVPs, rules and past meetings to what the engine is asked."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

import numpy as np
from flask_babel import gettext as _

from eventapp.communities.face import words
from eventapp.db import db
from eventapp.encounters import ledger
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.programs.models import Session
from eventapp.rsvps.answers import Answers
from eventapp.rsvps.importing.entries import Entry
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.questions.event_questions import mixed, mixed_answers
from eventapp.rsvps.questions.models import Question
from eventapp.rsvps.still_coming import UNSURE, unsure
from eventapp.rsvps.subjects import about
from eventapp.seating import engine, meetings, parties
from eventapp.seating.avoiding.actions import apart_among
from eventapp.seating.avoiding.pairs import among
from eventapp.seating.models import AIMS, Aims, Rule

# What one unit of each figure costs at the normal level of its aim, and how levels turn it.
NORMAL = {
    "roles": {"role_quota": 50},
    "stages": {"stage_quota": 5},
    "industries": {"industry_quota": 5},
    "organizations": {"same_company": 30},
    "new_faces": {"repeats": 50, "past_repeats": 20},
    "asks": {"uncovered_asks": 10},
    "answers": {"answer_quota": 5},
}
LEVELS = (0.0, 0.4, 1.0, 3.0)
DAY = timedelta(days=1)


def problem_of_event(event: Event) -> engine.Problem:
    """Everything the solver needs: who comes, the room, the rules, who met before.

    Raises Refused with what to mend: too few people, too few chairs, a host without a table.
    """
    guests, rules = _seated(event, going(event)), rules_of(event)
    tables = tables_for(event, guests, rules)
    asked = build_problem(event, guests, tables=tables, rounds=event.rounds, rules=rules)
    return engine.even_minimums(asked)


def _seated(event: Event, guests: list[Rsvp]) -> list[Rsvp]:
    """Whom the chairs are for: all, or those who said that they come and then the others."""
    sure = sum(not unsure(rsvp) for rsvp in guests)
    return guests[: event.chairs] if sure <= event.chairs else guests


def tables_for(event: Event, guests: list[Rsvp], rules: Iterable[Rule]) -> dict[int, int]:
    """The tables that are used, with their chairs; Refused as above."""
    if len(guests) < 4:
        raise Refused(_("Tables need at least four people. Share the link, then try again."))
    if len(guests) > event.chairs:
        raise Refused(
            _(
                "%(people)s people come and there are %(chairs)s chairs. Add tables or chairs.",
                people=len(guests),
                chairs=event.chairs,
            )
        )
    tables = dict.fromkeys(tables_used(event, len(guests)), event.seats)
    who = {rsvp.id: rsvp for rsvp in guests}
    _check_hosts([rule for rule in rules if rule.rsvp_id in who], who, tables)
    return tables


def build_problem(
    event: Event,
    guests: list[Rsvp],
    *,
    tables: Mapping[int, int],
    rounds: int,
    rules: Iterable[Rule] = (),
    absent: Iterable[tuple[int, int]] = (),
    closed: Iterable[tuple[int, int]] = (),
    locked: Iterable[tuple[int, int, int]] = (),
) -> engine.Problem:
    """The problem of these guests at these tables (number → chairs).

    Rules about people who don't come are left out; `absent` holds (round from 1, RSVP id),
    `closed` (round, table) that take nobody new, `locked` (round, RSVP id, table) that stay.
    """
    names = [topic.name for topic in event.community.topics]
    who = {rsvp.id: rsvp for rsvp in guests}
    rules = [rule for rule in rules if rule.rsvp_id in who]
    hosts = [rule for rule in rules if rule.kind == "host"]
    _check_hosts(rules, who, tables)
    pairs = [rule for rule in rules if rule.other_id in who]
    apart, together = _groups(event, guests, pairs, tables)
    asked = mixed(event)
    return engine.Problem(
        guests=tuple(
            replace(_coming(rsvp, names), answers=mixed_answers(asked, rsvp.question_answers))
            for rsvp in guests
        ),
        tables=tuple(engine.Table(str(number), tables[number]) for number in sorted(tables)),
        rounds=rounds,
        together=(*(_pair(rule) for rule in pairs if rule.kind == "together"), *together),
        apart=(*(_pair(rule) for rule in pairs if rule.kind == "apart"), *apart),
        fixed=(*map(_host, hosts), *_locked(locked, who)),
        absent=frozenset((number - 1, str(who_)) for number, who_ in absent if who_ in who),
        closed=frozenset((number - 1, str(table)) for number, table in closed),
        past=met_before(event, {rsvp.person_id: str(rsvp.id) for rsvp in guests}),
        weights=_weights(event, asked),
    )


def _check_hosts(rules: Iterable[Rule], who: Mapping[int, Rsvp], tables: Mapping[int, int]) -> None:
    for rule in rules:
        if rule.kind == "host" and rule.number not in tables:
            raise Refused(
                _(
                    "%(name)s hosts %(table)s, but only %(tables)s tables are used. "
                    "Choose another table for them, or take the rule back.",
                    name=who[rule.rsvp_id].name,
                    table=words.at_table(rule.number),
                    tables=len(tables),
                )
            )


def aims_of(event: Event) -> Aims:
    """How much each aim counts here; the normal levels until an organizer turns one."""
    return db.session.get(Aims, event.id) or Aims(
        event_id=event.id, **{aim: 0 if aim == "industries" else 2 for aim in AIMS}
    )


def weights_of(aims: Aims) -> engine.Weights:
    """What the levels of the aims make of the measure's weights."""
    return engine.Weights(
        **{
            figure: round(normal * LEVELS[getattr(aims, aim)])
            for aim, figures in NORMAL.items()
            for figure, normal in figures.items()
        }
    )


def _weights(event: Event, asked: Collection[Question]) -> engine.Weights:
    weights = weights_of(aims_of(event))
    return weights if asked else replace(weights, answer_quota=0)


def going(event: Event) -> list[Rsvp]:
    """Everybody who has a place in the room, with role, ask and offer, in the order they came."""
    return list(
        db.session.scalars(
            db.select(Rsvp)
            .where(Rsvp.event_id == event.id, Rsvp.state == "going", Rsvp.joins != "online")
            .options(
                db.joinedload(Rsvp.role),
                db.joinedload(Rsvp.ask),
                db.joinedload(Rsvp.offer),
                db.joinedload(Rsvp.person),
                db.joinedload(Rsvp.link),
            )
            # Who was asked and hasn't said whether they come is seated last.
            .order_by(UNSURE, Rsvp.turn)
        )
    )


def rules_of(event: Event) -> list[Rule]:
    """What the organizer asked of every plan of this event, about those who have a place.

    A rule of two waits while one of them has none.
    """
    other = db.aliased(Rsvp)
    return list(
        db.session.scalars(
            db.select(Rule)
            .join(Rsvp, Rsvp.id == Rule.rsvp_id)
            .outerjoin(other, other.id == Rule.other_id)
            .where(
                Rule.event_id == event.id,
                Rsvp.state == "going",
                db.or_(Rule.other_id.is_(None), other.state == "going"),
            )
            .order_by(Rule.id)
        )
    )


def tables_used(event: Event, people: int) -> range:
    """The numbers of the tables: as many as keep four or more at each, all when enough come."""
    return range(1, engine.tables_needed(people, tables=event.tables, seats=event.seats) + 1)


def guest(
    key: str, name: str, said: Answers | Entry, *, role: str | None, topics: Iterable[str]
) -> engine.Guest:
    """Somebody as the engine knows them, from what they said or what a list says of them."""
    return engine.Guest(
        key=key,
        name=name,
        role=role or None,
        stage=said.stage or None,
        industry=said.industry.casefold() or None,
        organization=said.organization.casefold() or None,
        asks=about(said.ask, topics),
        offers=about(said.offer, topics),
    )


def _coming(rsvp: Rsvp, topics: Iterable[str]) -> engine.Guest:
    role = str(rsvp.role_id) if rsvp.role_id else None
    return guest(str(rsvp.id), rsvp.name, Answers.of(rsvp), role=role, topics=topics)


def _pair(rule: Rule) -> tuple[str, str]:
    return str(rule.rsvp_id), str(rule.other_id)


def _groups(
    event: Event, guests: list[Rsvp], pairs: Iterable[Rule], tables: Mapping[int, int]
) -> tuple[parties.Groups, parties.Groups]:
    """Who sits apart and who together by their own wish: parties, and who would rather not."""
    apart, together = parties.groups(guests, pairs, tables)
    avoided = apart_among(event.community_id, guests)
    # Who came together sits together, unless one of them would rather not.
    together = [group for group in together if not among(map(int, group), avoided)]
    return [*apart, *((str(one), str(other)) for one, other in avoided)], together


def _host(rule: Rule) -> engine.Fixed:
    return engine.Fixed(str(rule.rsvp_id), str(rule.number))


def _locked(locked: Iterable[tuple[int, int, int]], who: Collection[int]) -> Iterator[engine.Fixed]:
    for number, rsvp_id, table in locked:
        if rsvp_id in who:
            yield engine.Fixed(str(rsvp_id), str(table), number - 1)


def met_before(event: Event, people: Mapping[int, str]) -> engine.PastMeetings:
    """How much it weighs that pairs meet again who sat together at earlier events.

    Those of this community count; see meetings.weights for how. `people` names each person id as
    the problem does.
    """
    ids = np.array(sorted(people), np.intp)
    low, high, at = ledger.meetings_among(ids.tolist())
    weight = _weights_of(event, at)
    counted = weight > 0
    place = np.zeros(ids.max(initial=0) + 1, np.intp)
    place[ids] = np.arange(len(ids))
    # Both of a pair in one number, the same meetings side by side, each with what it weighs.
    both = place[low[counted]] * len(ids) + place[high[counted]]
    order = np.argsort(both, kind="stable")
    both, weight = both[order], weight[counted][order]
    first = np.flatnonzero(np.diff(both, prepend=-1))
    pairs = np.stack(np.divmod(both[first], max(len(ids), 1)), axis=1)
    times = np.add.reduceat(weight, first) if len(first) else weight
    keys = [people[person] for person in ids.tolist()]
    return engine.PastMeetings(keys, pairs, meetings.weights(pairs, times))


def _weights_of(event: Event, others: np.ndarray) -> np.ndarray:
    """What each meeting, at one of these events, weighs at this one; 0 at those that don't count."""
    program = db.select(Session.program_id).where(Session.event_id == event.id).scalar_subquery()
    rows = db.session.execute(
        db.select(Event.id, Event.starts_at, Session.id)
        .outerjoin(Session, db.and_(Session.event_id == Event.id, Session.program_id == program))
        .where(
            Event.id.in_(np.flatnonzero(np.bincount(others)).tolist()),
            Event.community_id == event.community_id,
            Event.starts_at < event.starts_at,
        )
    )
    weight = np.zeros(others.max(initial=0) + 1)
    for number, then, same_program in rows:
        days = (event.starts_at - then) / DAY
        weight[number] = 1.0 if same_program else meetings.faded(days)
    weights: np.ndarray = weight[others]
    return weights
