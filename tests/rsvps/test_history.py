"""What changed of an answer, when and by whom: kept wherever it happens, and told to the organizer."""

from datetime import timedelta

import make
import pytest
from flask import Flask

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.events.quota_tables import event_role
from eventapp.people.models import Person
from eventapp.rsvps import actions, approvals, giving_back, offers, own_page, still_coming
from eventapp.rsvps.answers import Answers
from eventapp.rsvps.attendees import actions as by_hand
from eventapp.rsvps.attendees import listing
from eventapp.rsvps.importing import actions as imports
from eventapp.rsvps.importing import parsing, updates
from eventapp.rsvps.merging import actions as merging
from eventapp.rsvps.models import HistoryEntry, Rsvp

NOW = clock.now()


def kept(rsvp: Rsvp) -> list[tuple[str, str, str]]:
    return [(one.what, one.before, one.after) for one in entries(rsvp)]


def entries(rsvp: Rsvp) -> list[HistoryEntry]:
    asked = db.select(HistoryEntry).filter_by(rsvp_id=rsvp.id).order_by(HistoryEntry.id)
    return list(db.session.scalars(asked))


def change(rsvp: Rsvp, **given) -> None:
    said = Answers(**vars(Answers.of(rsvp)) | given)
    own_page.change_answers(rsvp, said, now=NOW)
    db.session.flush()


def full(**given) -> tuple[Event, Rsvp, Rsvp]:
    """An event of one place, who has it, and who waits for it."""
    event = make.event(capacity=1, **given)
    return event, make.rsvp(event), make.rsvp(event)


def listed(rsvp: Rsvp, **said: str) -> parsing.Intake:
    entry = parsing.Entry(2, rsvp.first_name, "", rsvp.person.email, **said)
    return parsing.Intake([entry], [], [], [], [], [])


def test_a_first_answer_is_its_own_history(app: Flask) -> None:
    _event, _has, waits = full()

    assert kept(waits) == []


def test_a_guest_s_other_answers_are_kept_by_name_but_not_what_they_said(app: Flask) -> None:
    event = make.event()
    student, leader = event.roles[:2]
    rsvp = make.rsvp(event, role_id=student.id, food="no nuts")

    change(rsvp, role_id=leader.id, food="no milk", access_needs="A ramp", ask_kind="skill")

    assert kept(rsvp) == [
        ("role", student.name, leader.name),
        ("answers", "", "ask,access_needs,food"),
    ]


def test_the_same_answers_once_more_are_no_change(app: Flask) -> None:
    rsvp = make.rsvp()

    change(rsvp)

    assert kept(rsvp) == []


def test_a_consent_is_kept_when_it_is_taken_back_and_given_anew(app: Flask) -> None:
    rsvp = make.rsvp()

    own_page.consent(rsvp, None, "show_name", given="no", now=NOW)
    own_page.consent(rsvp, None, "show_name", given="yes", now=NOW)
    own_page.consent(rsvp, None, "show_name", given="yes", now=NOW)

    assert kept(rsvp) == [("show_name", "yes", "no"), ("show_name", "no", "yes")]


def test_a_place_given_back_and_had_back_is_kept(app: Flask) -> None:
    rsvp = make.rsvp()

    giving_back.give_back(rsvp, now=NOW)
    giving_back.give_back(rsvp, now=NOW)
    giving_back.undo(rsvp, now=NOW)

    assert kept(rsvp) == [("state", "going", "cancelled"), ("undo", "cancelled", "going")]


def test_one_who_asks_again_after_that_is_known_to(app: Flask) -> None:
    rsvp = make.rsvp()
    actions.cancel(rsvp, now=NOW)

    actions.take_up(rsvp, make.answers(rsvp.event), source="web", now=NOW)

    assert kept(rsvp)[1:] == [("again", "cancelled", "going")]


def test_the_next_in_line_got_the_place_by_itself(app: Flask) -> None:
    _event, has, waits = full()

    actions.cancel(has, now=NOW)

    assert kept(waits) == [("place", "waitlisted", "going")]
    assert entries(waits)[0].by is None


def test_who_gives_places_out_by_hand_or_says_yes_is_kept(app: Flask) -> None:
    by = make.person()
    event, has, waits = full(waitlist_mode="by_hand")
    actions.cancel(has, now=NOW)
    asked = make.rsvp(make.event(needs_approval=True))

    actions.give_out(event, by=by, now=NOW)
    approvals.approve(asked, by=by, now=NOW)

    assert kept(waits) == [("place", "waitlisted", "going")]
    assert kept(asked) == [("state", "pending", "going")]
    assert [entries(one)[0].by for one in (waits, asked)] == [by, by]


def test_an_offer_is_kept_whether_it_is_taken_or_passed_on(app: Flask) -> None:
    event, has, late = full(waitlist_mode="offer", offer_hours=1)
    takes = make.rsvp(event)
    actions.cancel(has, now=NOW)
    then = NOW + timedelta(hours=2)

    offers.pass_on(event, now=then)
    offers.take(takes, now=then)
    offers.take(takes, now=then)

    assert kept(late) == [("offer_over", "", "waitlisted")]
    assert kept(takes) == [("took", "waitlisted", "going")]


def test_that_somebody_still_comes_is_kept_once(app: Flask) -> None:
    rsvp = make.rsvp()

    still_coming.come(rsvp, now=NOW)
    db.session.flush()
    still_coming.come(rsvp, now=NOW)

    assert kept(rsvp) == [("coming", "", "yes")]


def test_what_a_list_changes_is_kept_as_the_list_s(app: Flask) -> None:
    event = make.event()
    student, leader = event.roles[:2]
    rsvp = make.rsvp(event, role_id=student.id, first_name="Noor")
    rsvp.answered_at = None

    imports.bring_in(event, listed(rsvp, role=leader.name, food="no nuts"), now=NOW)
    db.session.flush()

    assert kept(rsvp) == [("role", student.name, leader.name), ("answers", "", "food")]
    assert {(one.by, one.why) for one in entries(rsvp)} == {(None, "A list said so.")}


def test_one_whom_a_list_takes_off_is_kept_as_the_list_s(app: Flask) -> None:
    rsvp = make.rsvp()

    updates.take_off([rsvp.id], now=NOW)

    assert [(one.what, one.after, one.why) for one in entries(rsvp)] == [
        ("state", "cancelled", "A list said so.")
    ]


def test_what_a_guest_says_meanwhile_leaves_an_organizer_s_step_to_be_undone(app: Flask) -> None:
    _event, _has, waits = full()
    by = make.person()
    approvals.give_a_place(waits, by=by, why="speaks", now=NOW)
    change(waits, organization="Tally Bank")

    offered = listing.one(waits, now=NOW).done
    by_hand.undo(waits, by=by, now=NOW)

    assert offered
    assert waits.state == "waitlisted"


@pytest.mark.parametrize("limits", [{"most": 1}, {"least": 1}])
def test_a_role_against_the_limits_needs_a_reason_which_is_kept(organizer, host, limits) -> None:
    """A second student where one may come, and the last place held for a leader given up."""
    event = make.event(community=host, capacity=2)
    student, leader = event.roles[:2]
    role = student if "most" in limits else leader
    here = (event_role.c.event_id == event.id) & (event_role.c.role_id == role.id)
    db.session.execute(event_role.update().where(here).values(**limits))
    make.rsvp(event, role_id=student.id)
    rsvp = make.rsvp(event, role_id=leader.id)
    page = f"/desk/{host.slug}/events/{event.slug}/people/{rsvp.id}"

    without = organizer.submit(page, to="/role", role=str(student.id))
    stayed = db.session.get(Rsvp, rsvp.id).role_id
    given = organizer.post(f"{page}/role", data={"role": student.id, "why": "our intern"})

    assert (without.status_code, stayed, given.status_code) == (422, leader.id, 303)
    assert 'name="why"' in without.text
    entry = entries(db.session.get(Rsvp, rsvp.id))[0]
    assert (entry.what, entry.before, entry.after, entry.why) == (
        "override_role", leader.name, student.name, "our intern",
    )  # fmt: skip
    assert isinstance(entry.by, Person)


def test_where_there_are_fewer_places_by_now_another_role_needs_no_reason(app: Flask) -> None:
    event = make.event()
    rsvp, _other = make.rsvp(event, role_id=event.roles[0].id), make.rsvp(event)
    event.capacity = 1

    by_hand.set_role(rsvp, event.roles[1], by=make.person(), now=NOW)

    assert kept(rsvp) == [("role", event.roles[0].name, event.roles[1].name)]


def test_an_answer_that_steps_back_for_another_of_one_person_is_kept_as_merged(app: Flask) -> None:
    rsvp, by = make.rsvp(), make.person()

    merging.step_back(rsvp, [], by=by, now=NOW)

    assert kept(rsvp) == [("merge", "going", "cancelled")]
    assert entries(rsvp)[0].by == by


def test_the_person_page_says_it_in_words(organizer, host) -> None:
    _event, has, waits = full(community=host)
    giving_back.give_back(has, now=NOW)
    change(waits, food="no nuts", organization="Tally Bank")
    own_page.consent(waits, None, "keep_in_touch", given="no", now=NOW)
    still_coming.come(waits, now=NOW)
    db.session.commit()

    text = organizer.get(f"/desk/{host.slug}/events/{waits.event.slug}/people/{waits.id}").text
    history = " ".join(text.partition(">History<")[2].partition("</section>")[0].split())

    assert "<b>Got a place</b>: Waitlist → Going" in history
    assert "<b>Changed their answers</b>: Organization, Food" in history
    assert "<b>Keeps in touch</b>: yes → no" in history
    assert "<b>Still coming?</b>: yes" in history
    assert "no nuts" not in history
    assert history.count("by itself") == 1
    assert history.count("the guest") == 3
