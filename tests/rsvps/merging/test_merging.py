"""Two records of one person become one, and two again: nothing is lost, nothing of others moves."""

import json
from datetime import timedelta

import followup_builders
import make
import pytest
from sqlalchemy import ForeignKey

from eventapp import clock
from eventapp.db import db
from eventapp.encounters.models import Encounter
from eventapp.errors import Refused
from eventapp.followups.models import Connection, Wish
from eventapp.mail.models import Message
from eventapp.programs import actions as programs
from eventapp.programs.models import Enrolment
from eventapp.rsvps import actions as places
from eventapp.rsvps.attendees import tags
from eventapp.rsvps.attendees.models import PersonNote, PersonTag
from eventapp.rsvps.merging import actions, parting
from eventapp.rsvps.models import Rsvp

NOW = clock.now()
# What is new by a merge, or by its undoing: letters, their history, and the merge itself.
GROWS = {"message", "rsvp_history", "person_merge", "announcement"}


def pointing_at_a_person() -> set[str]:
    return {
        f"{table.name}.{key.parent.name}"
        for table in db.metadata.tables.values()
        for key in table.foreign_keys
        if isinstance(key, ForeignKey) and key.target_fullname == "person.id"
    }


def test_every_column_that_points_at_a_person_is_named_as_what_moves_or_what_stays(app):
    moved = {f"{table}.{column}" for table, columns in actions.MOVED.items() for column in columns}

    assert pointing_at_a_person() == moved | set(actions.STAYS) | actions.OWN
    assert moved.isdisjoint(actions.STAYS)
    assert all(actions.STAYS.values())


def dump() -> dict[str, list[str]]:
    db.session.flush()
    return {
        name: sorted(
            json.dumps({key: str(value) for key, value in row._mapping.items()}, sort_keys=True)
            for row in db.session.execute(db.select(table))
        )
        for name, table in db.metadata.tables.items()
        if name not in GROWS
    }


@pytest.fixture
def twins(each_database):
    """One person under two addresses, with a past, and somebody else who has met both."""
    host = make.community()
    kept, other, friend = (
        make.person(email=f"{name}@example.org", first_name=name)
        for name in ("kept", "other", "friend")
    )
    past = make.past_event(community=host)
    theirs, met = make.rsvp(past, person=other), make.rsvp(past, person=friend)
    followup_builders.seat(past, [[theirs, met]])
    followup_builders.arrive(theirs, met)
    low, high = sorted((other.id, friend.id))
    make.saved(Encounter(event_id=past.id, round=1, table=1, low_id=low, high_id=high, met_at=NOW))
    make.saved(Connection(event_id=past.id, low_id=low, high_id=high, connected_at=NOW))
    make.saved(Wish(rsvp=theirs, other=met, wished_at=NOW))
    make.saved(PersonNote(community_id=host.id, person_id=other.id, text="x", at=NOW))
    tags.add(host.id, [kept.id, other.id], "press")
    tags.add(host.id, [other.id], "speaker")
    program = make.program(community=host, sessions=1)
    programs.enrol(program, other.email, make.answers(program.sessions[0].event), now=NOW)
    abroad = make.rsvp(make.event(), person=other)
    make.saved(
        PersonNote(community_id=abroad.event.community_id, person_id=other.id, text="y", at=NOW)
    )
    db.session.flush()
    return host, kept, other, friend


def merge(twins, standing=frozenset(), now=NOW):
    host, kept, other, _friend = twins
    by = make.person()
    given = {"standing": set(standing), "community_id": host.id, "by": by, "now": now}
    return actions.merge(kept, other, **given)


def owners(kind, column="person_id") -> set[int]:
    return set(db.session.scalars(db.select(getattr(kind, column))))


def test_everything_of_the_community_moves_and_nothing_of_another(twins):
    host, kept, other, friend = twins

    merge(twins)

    mine = {
        rsvp.event.community_id
        for rsvp in db.session.scalars(db.select(Rsvp))
        if rsvp.person_id == other.id
    }
    assert host.id not in mine
    assert len(mine) == 1
    assert owners(Enrolment) == {kept.id}
    for kind in (Encounter, Connection):
        one = db.session.scalars(db.select(kind)).one()
        assert (one.low_id, one.high_id) == tuple(sorted((kept.id, friend.id)))
    notes = {note.text: note.person_id for note in db.session.scalars(db.select(PersonNote))}
    assert notes == {"x": kept.id, "y": other.id}
    assert {(tag.word, tag.person_id) for tag in db.session.scalars(db.select(PersonTag))} == {
        ("press", kept.id), ("press", other.id), ("speaker", kept.id),
    }  # fmt: skip
    assert db.session.scalars(db.select(Wish)).one().rsvp.person_id == kept.id


def test_the_links_of_what_moved_are_the_kept_person_s(twins):
    _host, kept, _other, _friend = twins

    merge(twins)

    for rsvp in db.session.scalars(db.select(Rsvp).where(Rsvp.person_id == kept.id)):
        assert rsvp.link.person_id == kept.id
    assert db.session.scalars(db.select(Enrolment)).one().link.person_id == kept.id
    invites = db.session.scalars(db.select(Message).filter_by(kind="invite"))
    assert {letter.to for letter in invites if "kept" in letter.to} == {"kept@example.org"}


def test_undone_within_a_day_it_is_as_it_was(twins):
    before = dump()
    by = make.person()
    db.session.delete(by)
    merged = merge(twins)
    helper = db.session.get(type(by), merged.by_id)

    parting.part(merged, by=helper, now=NOW + timedelta(hours=23))
    parting.part(merged, by=helper, now=NOW + timedelta(hours=23))

    after = dump()
    after["person"] = [row for row in after["person"] if f'"id": "{helper.id}"' not in row]
    # A fresh invite has a number of its own, which only rises.
    for rows in (before, after):
        rows["rsvp"] = sorted(_without(row, "sequence", "stamped_at") for row in rows["rsvp"])
    assert after == before


def _without(row: str, *names: str) -> str:
    found = json.loads(row)
    for name in names:
        del found[name]
    return json.dumps(found, sort_keys=True)


def test_after_a_day_it_stays(twins):
    merged = merge(twins)

    with pytest.raises(Refused, match="more than a day ago"):
        parting.part(merged, by=merged.kept, now=NOW + timedelta(days=1))


def test_a_second_merge_of_the_same_two_is_refused(twins):
    merge(twins)

    with pytest.raises(Refused, match="merged already"):
        merge(twins)


@pytest.mark.parametrize("which", ["kept", "other"])
def test_where_both_answered_one_stands_and_the_other_s_place_goes_on(twins, which):
    host, kept, other, _friend = twins
    event = make.event(community=host, capacity=2)
    answers = {"kept": make.rsvp(event, person=kept), "other": make.rsvp(event, person=other)}
    waiting = make.rsvp(event)
    stands = answers.pop(which)
    (falls,) = answers.values()

    merged = merge(twins, {stands.id})
    for rsvp in (stands, falls, waiting):
        db.session.refresh(rsvp)

    assert (stands.state, stands.person_id, stands.link.person_id) == ("going", kept.id, kept.id)
    assert (falls.state, falls.person_id) == ("cancelled", other.id)
    assert waiting.going

    places.cancel(waiting, now=NOW)
    parting.part(merged, by=kept, now=NOW)
    for rsvp in (stands, falls):
        db.session.refresh(rsvp)
    owner = {stands.person_id, falls.person_id}
    assert owner == {kept.id, other.id}
    assert (stands.person_id == kept.id) == (which == "kept")
    assert (stands.state, falls.state) == ("going", "going")


def test_the_better_answer_stands_when_nobody_says_which(twins):
    host, kept, other, _friend = twins
    event = make.event(community=host, capacity=1)
    going, waits = make.rsvp(event, person=other), make.rsvp(event, person=kept)

    merge(twins)
    db.session.refresh(going)
    db.session.refresh(waits)

    assert (going.state, going.person_id) == ("going", kept.id)
    assert (waits.state, waits.person_id) == ("cancelled", other.id)


def test_undoing_twice_gives_nothing_back_that_was_given_back_since(twins):
    host, kept, other, _friend = twins
    event = make.event(community=host)
    stands, falls = make.rsvp(event, person=kept), make.rsvp(event, person=other)
    merged = merge(twins, {stands.id})
    parting.part(merged, by=kept, now=NOW)
    db.session.refresh(falls)
    places.cancel(falls, now=NOW)

    parting.part(merged, by=kept, now=NOW)

    assert falls.state == "cancelled"


def test_a_place_that_went_on_isn_t_taken_back_by_undoing(twins):
    host, kept, other, _friend = twins
    event = make.event(community=host, capacity=2)
    stands, falls = make.rsvp(event, person=kept), make.rsvp(event, person=other)
    next_one = make.rsvp(event)

    parting.part(merge(twins, {stands.id}), by=kept, now=NOW)

    db.session.refresh(falls)
    assert (falls.state, next_one.state) == ("waitlisted", "going")


def test_suggestions_lead_to_a_preview_and_to_one_person(organizer, host):
    event = make.event(community=host)
    one = make.rsvp(event, email="noor.obi@gmail.com", first_name="Noor", last_name="Obi")
    two = make.rsvp(event, email="noorobi@gmail.com", first_name="Noor")
    earlier = make.rsvp(make.past_event(community=host, title="Breakfast"), person=two.person)
    page = f"/desk/{host.slug}/events/{event.slug}/people/duplicates"
    pair = f"?kept={one.person_id}&other={two.person_id}"
    look = page.replace("duplicates", "merges") + pair

    suggested, looked = organizer.get(page).text, organizer.get(look).text
    said = organizer.submit(look, to="/merges", **{f"event-{event.id}": str(one.id)})
    after = organizer.get(page).text

    assert "One letterbox, spelled in two ways" in suggested
    assert "Which answer stands?" in looked
    assert "Breakfast: Going" in looked
    assert said.status_code == 303
    assert "Undo is possible until" in after
    assert db.session.get(Rsvp, earlier.id).person_id == one.person_id


def test_nobody_of_another_community_can_be_merged(organizer, host):
    event = make.event(community=host)
    mine, theirs = make.rsvp(event), make.rsvp()
    path = f"/desk/{host.slug}/events/{event.slug}/people/merges"

    said = organizer.post(path, data={"kept": mine.person_id, "other": theirs.person_id})

    assert said.status_code == 404
    assert organizer.get(f"{path}?kept=x&other=9{'9' * 30}").status_code == 404
