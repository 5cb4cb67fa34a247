"""A community is taken out, and is the same where it is brought in."""

import csv
import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from itertools import count

import make
import program_builders
import worker
from archive_builders import letters, taken_out, told

from eventapp import clock
from eventapp.archive import bringing, tables
from eventapp.communities.models import Community, Membership
from eventapp.db import db
from eventapp.door.models import Arrival
from eventapp.encounters.models import Encounter
from eventapp.events.importing import actions as imported
from eventapp.events.models import Event
from eventapp.people.models import Link, Person
from eventapp.rsvps.models import Rsvp

_n = count(1)


def brought(sent: bytes, owner: Person) -> Community:
    """A community, from its archive."""
    return bringing.bring(bringing.look_through(bringing.opened(sent)), owner, now=clock.now())


def owner() -> Person:
    """Whoever brings it in, with an address that no archive has."""
    return make.person(email=f"owner{next(_n)}@elsewhere.example")


def test_every_table_is_carried_or_left_out_for_a_reason() -> None:
    known = {"community", "person", *tables.CARRIED}

    assert known | tables.LEFT_OUT.keys() == set(db.metadata.tables)
    assert not known & tables.LEFT_OUT.keys()
    assert all(tables.LEFT_OUT.values())


def test_what_stays_behind_are_columns_that_there_are() -> None:
    for name, stay in tables.STAY.items():
        assert stay.keys() <= set(tables.table(name).c.keys())


def test_no_column_of_an_archive_holds_a_secret() -> None:
    for name in ("community", "person", *tables.CARRIED):
        held = {column.name for column in tables.columns(name)}

        assert not held & {"nonce", "digest", "page_digest", "key_digest", "link_id", "batch"}


def test_a_rich_community_is_the_same_elsewhere(each_database, archived) -> None:
    sent, said = archived
    host = brought(sent, owner())

    after = told(host)
    for name, rows in said.items():
        assert rows, f"nothing of {name} is tried"
        if name == "imported_event":
            assert all(row in after[name] for row in rows)
        elif name == "encounter":
            assert sorted(map(str, after[name])) == sorted(map(str, rows))
        else:
            assert after[name] == rows, name
    assert letters() == 0


def test_only_whoever_brings_it_in_owns_it(app, archived) -> None:
    mine = owner()

    host = brought(archived[0], mine)

    members = db.session.scalars(db.select(Membership).filter_by(community_id=host.id)).all()
    assert [(one.person_id, one.right) for one in members] == [(mine.id, "owner")]


def test_whoever_is_known_stays_as_they_are_and_their_other_answers_too(app, archived) -> None:
    sent, _said = archived
    email = _emails(sent)[0]
    anna = make.person(
        email=email, first_name="Anna", last_name="Ownership", phone="+44 1", language="de"
    )
    mine = make.rsvp(email="other@example.org", first_name="Anna")
    mine.person_id = anna.id
    db.session.flush()
    before = {column.name: getattr(anna, column.name) for column in Person.__table__.columns}

    host = brought(sent, owner())

    db.session.expire_all()
    after = {column.name: getattr(anna, column.name) for column in Person.__table__.columns}
    assert after == before
    assert db.session.get(Rsvp, mine.id).first_name == "Anna"
    assert anna.id in set(db.session.scalars(_answers(host, Rsvp.person_id)))
    assert b"Ownership" not in b"".join(_files(sent).values())


def test_nobody_has_consented_to_anything_where_it_comes_in(app, archived) -> None:
    host = brought(archived[0], owner())

    said = _answers(host, Rsvp.show_name_at, Rsvp.keep_in_touch_at, Rsvp.agreed_at)
    assert set(db.session.execute(said)) == {(None, None, None)}


def test_whoever_is_new_is_called_as_they_answered_last(app, archived) -> None:
    host = brought(archived[0], owner())

    latest = {
        person: (first, last)
        for person, first, last in db.session.execute(
            _answers(host, Rsvp.person_id, Rsvp.first_name, Rsvp.last_name).order_by(Rsvp.id)
        )
    }
    called = db.session.scalars(db.select(Person).where(Person.id.in_(latest)))
    assert all((one.first_name, one.last_name) == latest[one.id] for one in called)


def test_everybody_has_a_link_of_this_site_alone(app, archived) -> None:
    host = brought(archived[0], owner())

    links = db.session.scalars(_answers(host, Rsvp.link_id)).all()
    assert len(set(links)) == len(links) == len(_rows(archived[0], "rsvp"))
    assert db.session.scalar(db.select(db.func.count(Link.id)).where(Link.id.in_(links)))


def test_twice_on_one_site_it_has_two_addresses_and_calendars(app, archived) -> None:
    first, second = (brought(archived[0], owner()) for _ in range(2))

    assert first.slug != second.slug
    assert told(first)["seat"] == told(second)["seat"]
    uids = db.session.scalars(db.select(Event.uid)).all()
    assert len(set(uids)) == len(uids)


def test_what_is_to_come_is_a_draft_and_what_is_over_is_history(app, archived, by_day) -> None:
    host, now = brought(archived[0], owner()), clock.now()

    events = db.session.scalars(db.select(Event).filter_by(community_id=host.id)).all()
    assert {bool(one.published_at) for one in events if one.ends_at > now} == {False}
    assert any(one.published_at for one in events if one.ends_at <= now)
    past = set(db.session.scalars(imported.past()))
    assert past == {one.id for one in events if one.ends_at <= now}


def test_no_clock_writes_to_anybody_because_of_it(app, archived, by_day) -> None:
    brought(archived[0], owner())
    db.session.commit()

    for _hour in range(4):
        worker.sweep(app)
        worker.work_off(app)
        by_day.turn(hours=24)

    assert letters() == 0


def test_a_certificate_keeps_its_number_unless_it_is_taken(app, archived) -> None:
    first, second = (brought(archived[0], owner()) for _ in range(2))

    number = _rows(archived[0], "certificate")[0]["number"]
    assert told(first)["certificate"][0]["number"] == number
    assert told(second)["certificate"][0]["number"] != number


def test_writing_and_bringing_ask_no_more_for_more_events(app, queries) -> None:
    host, mine = make.community(), owner()

    def asked(many: int) -> int:
        for _ in range(many):
            event = make.past_event(community=host)
            make.rsvp(make.event(community=host))
            event.published_at = make.NOON
        db.session.flush()
        db.session.expunge_all()
        queries.clear()
        brought(taken_out(host), mine)
        return len(queries)

    few = asked(2)

    assert asked(12) <= few + 1


def test_its_lists_say_when_it_was_on_the_clocks_of_the_place(app) -> None:
    begins = datetime(2026, 3, 3, 1, tzinfo=UTC)
    hours = {"starts_at": begins, "ends_at": begins + timedelta(hours=2)}
    event = make.past_event(community=make.community(), zone="America/New_York", **hours)
    ada, bea = make.rsvp(event, first_name="Ada"), make.rsvp(event)
    low, high = sorted((ada.person_id, bea.person_id))
    met = {"round": 1, "table": 1, "low_id": low, "high_id": high, "met_at": begins}
    make.saved(Arrival(rsvp=ada, arrived_at=begins + timedelta(minutes=5)))
    make.saved(Encounter(event_id=event.id, **met))

    read = _files(taken_out(event.community))

    lines = _lines(read["lists/people.csv"])
    assert [line["Day"] for line in lines] == ["2026-03-02 20:00"] * 2
    assert [line["Arrived"] for line in lines] == ["2026-03-02 20:05", ""]
    assert _lines(read["lists/encounters.csv"])[0]["Day"] == "2026-03-02 20:00"


def test_its_lists_have_what_an_event_asked_and_who_was_at_which_session(app) -> None:
    program = make.program()
    event = program.sessions[0].event
    rsvp = program_builders.rsvp_of(program_builders.join(program, first_name="Ada"), event)
    for label, answer in (("Where from?", ["Leith"]), ("Why?", None)):
        asked = make.question(event, label)
        if answer:
            rsvp.question_answers = {str(asked.id): answer}
    db.session.flush()

    read = _files(taken_out(program.community))

    (line,) = _lines(read["lists/answers.csv"])
    assert (line["First name"], line["Question"], line["Answer"]) == (
        "Ada", "Where from?", "Leith",
    )  # fmt: skip
    attended = _lines(read[f"lists/attendance/{program.slug}.csv"])[0]
    assert attended["Name"] == rsvp.name
    assert len(attended) > len(program.sessions)


def _lines(file: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"))))


def _emails(sent: bytes) -> list[str]:
    return [row["email"] for row in _rows(sent, "person") if row["email"]]


def _rows(sent: bytes, name: str) -> list[dict]:
    return [json.loads(line) for line in _files(sent)[f"data/{name}.jsonl"].splitlines()]


def _files(sent: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(sent)) as read:
        return {name: read.read(name) for name in read.namelist()}


def _answers(host: Community, *columns):
    return (
        db.select(*columns).join(Event, Event.id == Rsvp.event_id).filter_by(community_id=host.id)
    )
