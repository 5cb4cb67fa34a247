"""What a program keeps of its sessions is changed in one, in it and those after it, or in all."""

from datetime import timedelta

import make
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp import clock
from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.programs.models import Program
from eventapp.programs.sessions import materials
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps.models import Rsvp

OWN = {"title": "Own", "url": "https://example.org/own"}
OLD = {"title": "Old", "url": "https://example.org/old"}
NEW = {"title": "New", "url": "https://example.org/new"}
LINKS = st.lists(st.sampled_from([OWN, OLD, NEW]), unique_by=lambda one: one["title"])


@pytest.fixture
def program(host) -> Program:
    """A published program of four sessions, each with materials."""
    made = make.program(community=host, sessions=4)
    for session in made.sessions:
        session.materials = [OLD]
    made.sessions[3].materials = [OWN, OLD]
    made.sessions[2].drop_in = 5
    db.session.commit()
    return made


def save(organizer, program, *, nth=1, **typed):
    page = f"/desk/{program.community.slug}/programs/{program.slug}/sessions/{program.sessions[nth].id}"
    answer = organizer.submit(page, to=f"/{program.sessions[nth].id}", **typed)
    db.session.expire_all()
    return answer


@pytest.mark.parametrize(
    ("scope", "changed"),
    [("one", [1]), ("later", [1, 2, 3]), ("all", [0, 1, 2, 3])],
)
def test_materials_change_in_one_this_and_later_or_all(organizer, program, scope, changed):
    answer = save(organizer, program, scope=scope, materials="New https://example.org/new")

    assert answer.status_code == 303
    after = [[NEW] if number in changed else [OLD] for number in range(3)]
    after.append([OWN, NEW] if 3 in changed else [OWN, OLD])
    assert [one.materials for one in program.sessions] == after
    assert db.session.query(Message).count() == 0


def test_what_is_left_as_it_was_stays_as_each_session_has_it(organizer, program):
    save(organizer, program, scope="all", compulsory="y")

    assert [one.compulsory for one in program.sessions] == [True] * 4
    assert [one.drop_in for one in program.sessions] == [None, None, 5, None]
    assert program.sessions[3].materials == [OWN, OLD]


def test_a_session_that_is_over_or_called_off_stays_as_it_is(organizer, program):
    first, _second, _third, last = [one.event for one in program.sessions]
    first.starts_at, first.ends_at = (clock.now() - timedelta(hours=h) for h in (5, 3))
    last.cancelled_at = clock.now()
    db.session.commit()

    save(organizer, program, scope="all", compulsory="y")

    assert [one.compulsory for one in program.sessions] == [False, True, True, False]


def test_more_materials_than_a_session_has_are_refused_and_none_is_changed(organizer, program):
    program.sessions[3].materials = [
        {"title": str(number), "url": "https://example.org"} for number in range(materials.MOST)
    ]
    title = program.sessions[3].event.title
    db.session.commit()

    answer = save(organizer, program, scope="later", materials="New https://example.org/new")

    assert answer.status_code == 422
    assert f"“{title}” would have more than 20 materials." in answer.text
    assert program.sessions[1].materials == [OLD]


def test_more_drop_ins_give_a_place_to_who_waits_for_one(organizer, program):
    session = program.sessions[1]
    session.drop_in = 1
    db.session.commit()
    for email in ("ann@example.org", "bo@example.org"):
        rsvps.request(session.event, email, make.answers(session.event), now=clock.now(), once="")
    db.session.commit()
    before = states(session)

    save(organizer, program, drop_in="2")

    assert (before, states(session)) == (["going", "waitlisted"], ["going", "going"])


def states(session):
    mine = db.select(Rsvp.state).filter_by(event_id=session.event_id).order_by(Rsvp.id)
    return list(db.session.scalars(mine))


@given(LINKS, LINKS, LINKS)
def test_others_get_what_was_added_and_lose_what_was_taken_away(theirs, before, after):
    found = materials.changed(theirs, before, after)

    assert all(one in found for one in after if one not in before)
    assert not any(one in found for one in before if one not in after)
    assert [one for one in found if one in theirs] == [one for one in theirs if one in found]
    assert len(found) == len({one["title"] for one in found})
    assert materials.changed(theirs, before, before) == theirs


def test_the_only_session_of_a_program_asks_of_no_others(organizer, host):
    program = make.program(community=host, sessions=1)
    db.session.commit()

    answer = save(organizer, program, nth=0, compulsory="y")

    assert answer.status_code == 303
    assert program.sessions[0].compulsory


def test_the_desk_says_of_what_was_called_off_that_it_was_not_held(organizer, program):
    over, off = [one.event for one in program.sessions[:2]]
    for event in (over, off):
        event.starts_at, event.ends_at = (clock.now() - timedelta(hours=h) for h in (5, 3))
    off.cancelled_at = clock.now() - timedelta(days=1)
    db.session.commit()

    page = organizer.get(f"/desk/{program.community.slug}/programs/{program.slug}").text

    assert (page.count(">Done<"), page.count(">Called off<")) == (1, 1)
    assert "0 had a place" in page
