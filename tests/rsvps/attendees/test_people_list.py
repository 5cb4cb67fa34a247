"""The list of people is looked through by the database: filters, order, columns, and lines done in place."""

import door_builders
import make
import pytest
from sqlalchemy import text

from eventapp import clock
from eventapp.communities.models import Membership
from eventapp.db import db
from eventapp.events.quota_tables import event_role, event_stage
from eventapp.rsvps import actions
from eventapp.rsvps.attendees import listing, tags
from eventapp.rsvps.attendees.folding import folded
from eventapp.rsvps.attendees.models import PersonTag
from eventapp.rsvps.attendees.search import Search, fitting
from eventapp.rsvps.topics import fold

WORDS = [
    "Zoë",
    "ÉMILE",
    "Łukasz",
    "Škoda",
    "straße",
    "Ñandú",
    "Ａda",
    "o'Neil 50%_",
    "Ёлка",
    "ŻÓŁĆ",
    "Ωμέγα",
    "ØRSTED",
    "Þór",
]


def people(event, rest: str = "") -> str:
    return f"/desk/{event.community.slug}/events/{event.slug}/people{rest}"


def names(event, **asked) -> list[str]:
    part = listing.part(event, Search(**asked), now=clock.now())
    return [row.rsvp.first_name for row in part.rows]


@pytest.mark.parametrize("word", WORDS)
def test_both_databases_fold_a_word_as_we_do(each_database, word):
    found = db.session.scalar(db.select(folded(db.literal(word))))

    assert found == fold(word)


def test_a_search_finds_its_text_by_letters_alone_and_nothing_by_signs(each_database):
    event = make.event()
    make.rsvp(event, first_name="Zoë", organization="Škoda", industry="Media")
    make.rsvp(event, first_name="Bo", organization="50% off_")

    assert names(event, text="SKODA") == ["Zoë"]
    assert names(event, text="zoe") == ["Zoë"]
    assert names(event, text="50%") == ["Bo"]
    assert names(event, text="%") == ["Bo"]
    assert names(event, text="_") == ["Bo"]
    assert names(event, text="skodamedia") == []


def test_names_are_sorted_without_accents(each_database):
    event = make.event()
    for first, last in (("Zoë", "Aal"), ("Émile", "Obi"), ("ada", "Zorn"), ("Eva", "")):
        make.rsvp(event, first_name=first, last_name=last)

    assert names(event) == ["ada", "Émile", "Eva", "Zoë"]
    assert names(event, sort="last") == ["Zoë", "Eva", "Émile", "ada"]
    assert names(event, sort="newest") == ["Eva", "ada", "Émile", "Zoë"]


def test_who_is_checked_in_silent_or_tagged_is_found(each_database):
    event = make.event(published_at=make.NOON)
    here, silent, tagged = (make.rsvp(event, first_name=name) for name in ("Here", "Silent", "Tag"))
    door_builders.come(here)
    silent.asked_at = clock.now()
    tags.add(event.community_id, [tagged.person_id], "speaker")
    tags.add(make.community().id, [here.person_id], "speaker")
    for one in (here, silent):
        one.sequence = 0
    db.session.flush()

    assert names(event, here="yes") == ["Here"]
    assert names(event, here="no") == ["Silent", "Tag"]
    assert names(event, silent="coming") == ["Silent"]
    assert names(event, silent="invite") == ["Tag"]
    assert names(event, silent="invite", text="tag", here="no", tag="speaker") == ["Tag"]
    assert names(event, tag="speaker") == ["Tag"]


def test_a_row_tells_the_number_in_line_and_the_events_before(each_database):
    again = make.person()
    event = make.event(capacity=1)
    make.rsvp(make.past_event(community=event.community), person=again)
    make.rsvp(make.past_event(), person=again)
    make.rsvp(event, person=again, first_name="A")
    for name in ("B", "C"):
        make.rsvp(event, first_name=name)

    rows = listing.part(event, Search(), now=clock.now()).rows

    assert [(row.position, row.before) for row in rows] == [(0, 1), (1, 0), (2, 0)]


def test_a_page_that_isn_t_there_is_the_last_one(app):
    event = make.event(capacity=None)
    for _ in range(51):
        make.rsvp(event)

    part = listing.part(event, Search(page=9), now=clock.now())

    assert (part.page, part.start, part.number, len(part.rows)) == (2, 50, 51, 1)


def test_only_limits_that_are_missed_are_coloured(organizer, host):
    event = make.event(community=host, capacity=9)
    few, many, fine, free = event.roles[:4]
    for role, least, most in ((few, 2, None), (many, 0, 1), (fine, 1, 3)):
        here = (event_role.c.event_id == event.id) & (event_role.c.role_id == role.id)
        db.session.execute(event_role.update().where(here).values(least=least, most=most))
    db.session.execute(event_stage.insert().values(event_id=event.id, stage="senior", least=1))
    for role in (few, many, many, fine, free):
        actions.give_place(make.rsvp(event, role_id=role.id), now=clock.now())

    page = organizer.get(people(event)).text

    assert page.count('class="rc low"') == 2
    assert page.count('class="rc high"') == 1
    assert "1 short of 2" in page
    assert "1 over 1" in page
    assert "1 to 3" in page
    assert "Over 10 years" in page


def test_the_columns_are_remembered_for_the_organizer_who_chose_them(organizer, owner, host):
    event = make.event(community=host)
    make.rsvp(event, email="noor@example.org", stage="senior")

    organizer.post(people(event, "/columns"), data={"column": ["email", "stage", "nonsense"]})
    mine, theirs = organizer.get(people(event)).text, owner.get(people(event)).text

    assert "noor@example.org" in mine
    assert "Over 10 years" in mine
    assert "noor@example.org" not in theirs
    assert [
        one.people_columns
        for one in db.session.scalars(db.select(Membership))
        if one.people_columns
    ] == [["email", "stage", "questions"]]


def test_the_part_that_follows_what_is_typed_is_the_list_alone(organizer, host, queries):
    event = make.event(community=host)
    make.rsvp(event, first_name="Zoë")
    make.rsvp(event, first_name="Bo")
    path = people(event, "?q=zoe&part=1")
    organizer.get(path)
    queries.clear()

    part = organizer.get(path).text

    assert "<html" not in part
    assert "Zoë" in part
    assert ">Bo<" not in part
    assert len(queries) <= 5


@pytest.mark.parametrize("many", [5, 60])
def test_the_page_asks_the_database_a_dozen_times_however_many_there_are(
    organizer, host, queries, many
):
    event = make.event(community=host, capacity=3)
    for _ in range(many):
        make.rsvp(event)
    path = people(event, "?q=guest&before=first&sort=role")
    organizer.get(path)
    queries.clear()

    organizer.get(path)

    assert len(queries) <= 13


def test_the_query_of_a_search_leads_back_to_it():
    given = {
        "q": "zoe", "state": "going", "role": "3", "before": "again", "here": "no",
        "silent": "invite", "tag": "a b", "sort": "last", "page": "2",
    }  # fmt: skip

    asked = Search.read(given)

    assert Search.read({name: str(value) for name, value in asked.query(page=2).items()}) == asked


def test_a_tag_is_given_once(each_database):
    event = make.event()
    one, two = make.rsvp(event), make.rsvp(event)

    first = tags.add(event.community_id, [one.person_id], "press")
    second = tags.add(event.community_id, [one.person_id, two.person_id, two.person_id], "press")

    assert (first, second) == (1, 1)
    assert db.session.scalar(db.select(db.func.count(PersonTag.id))) == 2


@pytest.mark.parametrize(
    "asked",
    [
        Search(),
        Search(text="zoe"),
        Search(before="first"),
        Search(here="no", silent="invite", tag="press"),
        Search(sort="role"),
    ],
)
def test_no_search_reads_a_large_table_from_end_to_end(each_database, asked):
    from guards.test_query_plans import read_through

    event = make.event()
    make.rsvp(event)
    query = fitting(event, asked).compile(db.engine, compile_kwargs={"literal_binds": True})
    postgres = db.engine.dialect.name == "postgresql"
    if postgres:
        db.session.execute(text("SET enable_seqscan = off"))
    explain = "EXPLAIN " if postgres else "EXPLAIN QUERY PLAN "

    connection = db.session.connection()
    plan = "\n".join(str(row[-1]) for row in connection.exec_driver_sql(explain + str(query)))

    assert read_through(plan) == []


def test_answers_to_the_organizer_s_own_questions_stand_in_the_list_and_on_the_guest_s_page(
    organizer, host
):
    event = make.event(community=host)
    question = make.question(event, label="Where from?")
    rsvp = make.rsvp(event)
    rsvp.question_answers = {str(question.id): "Leith"}

    listed = organizer.get(people(event)).text
    alone = organizer.get(people(event, f"/{rsvp.id}")).text

    assert "Where from? Leith" in listed
    assert "Where from?" in alone
    assert "Leith" in alone
