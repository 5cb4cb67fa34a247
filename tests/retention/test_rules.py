"""What goes by itself goes in time and no sooner, and it is noted how much of what went; driven by the rules."""

from datetime import timedelta

import make
import pytest
from flask import Flask
from retention_builders import BUILT

from eventapp import clock
from eventapp.communities.activity.models import Activity
from eventapp.communities.forgotten import log
from eventapp.communities.forgotten.models import Forgotten
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.people.models import Person, SignIn
from eventapp.retention import jobs, outside, tables
from eventapp.retention.coming import coming
from eventapp.retention.rules import BY_KIND, RULES

A_LITTLE = timedelta(hours=1)


def ends(table: str, *, seen: frozenset[str] = frozenset()) -> set[str]:
    """The tables with which a row of this one goes, by the tables' own cascades."""
    found = set()
    for key in db.metadata.tables[table].foreign_keys:
        to = key.column.table.name
        if key.ondelete == "CASCADE" and to not in seen:
            found |= {to} | ends(to, seen=seen | {table, to})
    return found


def test_each_table_has_its_date_of_going_or_says_why_it_stays() -> None:
    staying = [name for names in tables.STAYS.values() for name in names]
    dated = {rule.table.name for rule in RULES}

    assert set(staying) | dated | tables.OWN_JOBS.keys() == set(db.metadata.tables)
    assert len(staying) == len(set(staying))
    assert not set(staying) & tables.OWN_JOBS.keys()


@pytest.mark.parametrize(
    ("table", "lead"),
    [
        (table, tables.LEADS_TO[why])
        for why in tables.LEADS_TO
        for table in tables.STAYS[why]
    ],
)  # fmt: skip
def test_what_goes_along_with_something_goes_by_the_tables_own_cascades(
    table: str, lead: tuple[str, ...]
) -> None:
    points = {key.column.table.name for key in db.metadata.tables[table].foreign_keys}

    assert (ends(table) | points) & set(lead)


def test_each_rule_has_a_row_to_try_it_with_and_a_kind_of_its_own() -> None:
    assert BUILT.keys() - {"over"} == BY_KIND.keys()
    assert len(BY_KIND) == len(RULES)


@pytest.mark.parametrize("kind", BY_KIND)
def test_what_is_due_goes_and_what_is_not_stays(kind: str, each_database: Flask) -> None:
    rule, now = BY_KIND[kind], clock.now()
    old = BUILT[kind](now - rule.after - A_LITTLE)
    young = BUILT[kind](now - rule.after + A_LITTLE)
    db.session.commit()
    keys = [getattr(row, rule.key.name) for row in (old, young)]
    there = db.select(rule.key).where(rule.where, rule.key.in_(keys))
    host = rule.community if rule.community is not None else db.null()
    theirs = db.session.scalar(db.select(host).select_from(rule.table).where(rule.key == keys[0]))
    assert set(db.session.scalars(there)) == set(keys)

    went = jobs.let_go(rule)

    assert (went, set(db.session.scalars(there))) == (1, {keys[1]})
    noted = db.session.scalars(db.select(Forgotten).where(Forgotten.day > now - timedelta(days=2)))
    told = [(one.kind, one.community_id, one.number) for one in noted if one.kind == kind]
    assert told == ([] if kind == "log" else [(kind, theirs, 1)])


def test_what_of_one_kind_goes_on_one_day_is_one_row(each_database: Flask) -> None:
    host = make.community()

    for community in (host.id, None, host.id, None):
        log.note("activity", community, 2, now=make.NOON)
    log.note("activity", host.id, 1, now=make.NOON + timedelta(days=1))
    log.note("activity", host.id, 0, now=make.NOON + timedelta(days=2))

    rows = db.session.execute(db.select(Forgotten.community_id, Forgotten.number)).all()
    assert sorted((row.community_id or 0, row.number) for row in rows) == [
        (0, 4),
        (host.id, 1),
        (host.id, 4),
    ]


def test_one_rule_that_fails_holds_up_no_other(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    long_ago = clock.now() - timedelta(days=3000)
    BUILT["needs"](long_ago), BUILT["activity"](long_ago)
    db.session.commit()
    broken = BY_KIND["needs"]
    monkeypatch.setitem(vars(broken), "by", lambda: 1 / 0)

    assert jobs.sweep((broken, BY_KIND["activity"])) == 1


def test_the_worker_looks_again_by_the_hour_at_what_no_index_answers(
    app: Flask, moved_clock, queries: list[str]
) -> None:
    rule = BY_KIND["nobodys"]

    def looked() -> bool:
        queries.clear()
        jobs.sweep_by_the_clock()
        return any("person.erased_at IS NULL" in query for query in queries)

    moved_clock.turn(days=1)
    assert rule.every > timedelta(minutes=1)
    assert looked()
    moved_clock.turn(minutes=2)
    assert not looked()
    moved_clock.turn(hours=1)
    assert looked()


@pytest.mark.parametrize("how", ["answered", "helps", "signed in", "invited", "did something"])
def test_somebody_stays_whom_anybody_knows(how: str, each_database: Flask) -> None:
    then = clock.now() - timedelta(days=300)
    person = make.person(created_at=then)
    event = make.event()
    if how == "answered":
        make.rsvp(event, person=person)
    elif how == "helps":
        make.member(event.community).email = "owner@example.org"
        make.saved(make.Membership(community=event.community, person=person, right="door", created_at=then))  # fmt: skip
    elif how == "signed in":
        until = clock.now() + timedelta(days=3)
        make.saved(SignIn(person=person, digest="d", created_at=then, expires_at=until))
    elif how == "invited":
        make.invitation(event, email=person.email)
    else:
        did = Activity(community=event.community, person=person, what="events_desk.edit", at=then)
        make.saved(did)
    number = person.id
    db.session.commit()

    jobs.let_go(BY_KIND["nobodys"])

    assert db.session.get(Person, number) is not None


def test_what_goes_next_is_counted_for_each_community_by_itself(each_database: Flask) -> None:
    now = clock.now()
    mine = BUILT["activity"](now - timedelta(days=350)).community
    BUILT["activity"](now - timedelta(days=330))
    BUILT["activity"](now - timedelta(days=300))
    db.session.commit()

    def found(community: Community | None) -> list[tuple[str, int, int, int]]:
        until = now + timedelta(days=40)
        days = ((one.first - now).days for one in coming(until=until, community=community))
        return [
            (one.rule.kind, one.number, first, (one.last - now).days)
            for one, first in zip(coming(until=until, community=community), days, strict=True)
            if one.rule.kind == "activity"
        ]

    assert found(mine) == [("activity", 1, 15, 15)]
    assert found(None) == [("activity", 2, 15, 35)]


def test_the_command_tells_what_goes_and_what_went_and_no_name(app: Flask) -> None:
    now = clock.now()
    host = make.community(slug="leith")
    BUILT["needs"](now - timedelta(days=10)).first_name = "Zebedee"
    log.note("activity", host.id, 12, now=now)
    db.session.commit()

    said = app.test_cli_runner().invoke(args=["retention", "--days", "40"])

    assert said.exit_code == 0, said.output
    assert "1  access and food needs in answers, on" in said.output
    assert f"12  activity, {now:%Y-%m-%d}, leith" in said.output
    assert "Zebedee" not in said.output


def test_the_handbook_says_for_each_kind_and_each_place_how_long_it_is_kept() -> None:
    from pathlib import Path

    handbook = (Path(__file__).parents[2] / "docs" / "operating.md").read_text()

    for line in (*tables.lines(RULES), *outside.lines()):
        assert line in handbook, line
