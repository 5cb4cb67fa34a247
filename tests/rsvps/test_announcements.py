"""Letters to everybody of an event: one row with the change, written part by part by the worker."""

import make
import pytest
import worker
from announcing import email, later, letters, parts, to
from conftest import visitor
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail import in_parts
from eventapp.rsvps import actions, announced_letters, announcements, jobs
from eventapp.rsvps.models import Announcement, Rsvp


def test_a_change_for_many_is_one_row_and_the_worker_writes_the_letters(
    each_database, meetup, guests
):
    told = later(meetup)
    before = letters("update")
    worker.work_off(each_database)
    jobs.write_announcements()

    assert told == 10
    assert before == []
    assert to(letters("update")) == email(*guests)
    assert db.session.scalars(db.select(Announcement.state)).all() == ["done"]


def test_a_change_for_a_few_is_written_at_once(meetup):
    few = [make.rsvp(meetup, letter="invite") for _ in range(4)]

    later(meetup)

    assert to(letters("update")) == email(*few)


def test_letters_of_the_worker_are_those_that_would_be_written_at_once(meetup, guests, monkeypatch):
    monkeypatch.setattr(announcements, "PART", 100)
    later(meetup)
    at_once = [
        (letter.to, letter.subject, letter.text, letter.html) for letter in letters("update")
    ]
    db.session.rollback()

    monkeypatch.setattr(announcements, "PART", 4)
    later(meetup)
    db.session.commit()
    jobs.write_announcements()

    written = [
        (letter.to, letter.subject, letter.text, letter.html) for letter in letters("update")
    ]
    assert written == at_once


def test_what_broke_off_goes_on_and_nobody_is_written_to_twice(each_database, meetup, guests):
    later(meetup)

    parts(1)
    after_crash = to(letters("update"))
    worker.sweep(each_database)
    worker.work_off(each_database)

    assert after_crash == email(*guests[:4])
    assert to(letters("update")) == email(*guests)


def test_a_part_and_how_far_it_is_are_kept_together_or_not_at_all(meetup, guests, monkeypatch):
    later(meetup)
    db.session.commit()
    monkeypatch.setattr(db.session, "commit", lambda: 1 / 0)
    number = in_parts.waiting(Announcement, now=clock.now())

    with pytest.raises(ZeroDivisionError):
        jobs._letters(number)
    db.session.rollback()

    assert letters("update") == []
    assert db.session.get(Announcement, number).cursor == 0


def test_each_part_is_a_short_transaction_in_few_statements(meetup, guests, queries):
    later(meetup)
    parts(1)

    queries.clear()
    parts(1)

    # And one for each letter.
    assert len([query for query in queries if not query.startswith("INSERT")]) <= 16


def test_who_comes_or_goes_meanwhile_is_told_what_is_true_for_them(meetup, guests):
    later(meetup)
    parts(1)
    gone, again, added = guests[5], guests[6], make.rsvp(meetup, letter="invite")
    actions.cancel(gone, now=clock.now())
    actions.cancel(again, now=clock.now())
    back = make.rsvp(meetup, person=again.person, letter="invite")
    db.session.commit()

    jobs.write_announcements()

    told = to(letters("update"))
    assert not {*email(gone, back, added)} & {*told}
    assert len(told) == len({*told}) == 8


def test_who_gets_a_place_meanwhile_has_it_in_their_letter(meetup, guests):
    later(meetup)
    parts(1)
    actions.cancel(guests[0], now=clock.now())
    db.session.commit()

    jobs.write_announcements()

    found = {letter.to: letter for letter in letters("update")}
    promoted, waiting = (found[one] for one in email(*guests[8:]))
    assert "Your place at" in promoted.text
    assert promoted.method == "REQUEST"
    assert "Your place in line" in waiting.text
    assert waiting.calendar is None


def test_who_has_no_address_is_written_to_by_nobody_and_keeps_nobody_waiting(meetup):
    for n in range(10):
        rsvp = make.rsvp(meetup)
        rsvp.person.email = None if n % 2 else rsvp.person.email

    told = later(meetup)
    db.session.commit()
    jobs.write_announcements()

    assert told == len(letters("update")) == 5


def test_letters_that_cant_be_written_let_others_go_first_and_are_tried_again(
    each_database, meetup, guests, monkeypatch
):
    later(meetup)
    other = make.event(capacity=None)
    for _ in range(5):
        make.rsvp(other, letter="invite")
    later(other)
    db.session.commit()
    update = announced_letters.letters.update

    def broken(rsvp: Rsvp, **given):
        if rsvp.event_id == meetup.id:
            raise ValueError
        return update(rsvp, **given)

    monkeypatch.setattr(announced_letters.letters, "update", broken)
    jobs.write_announcements()
    without = len(letters("update"))
    monkeypatch.setattr(announced_letters.letters, "update", update)
    for one in db.session.scalars(db.select(Announcement).filter_by(state="waiting")):
        assert one.tries == 1
        one.due_at = clock.now()
    worker.sweep(each_database)
    worker.work_off(each_database)

    assert without == 5
    assert len(letters("update")) == 15


def test_invites_for_many_come_from_the_worker_once_however_often_the_button_is_pressed(
    each_database, meetup
):
    organizer = visitor(each_database)
    make.sign_in(organizer, make.member(meetup.community, "organizer"))
    quiet = [make.rsvp(meetup) for _ in range(8)]
    db.session.commit()
    page = f"/desk/{meetup.community.slug}/events/{meetup.slug}"

    said = organizer.submit(f"{page}/people", to="/invitations")
    parts(1)
    organizer.post(f"{page}/invitations")
    jobs.write_announcements()

    assert said.status_code == 303
    assert to(letters("invite")) == email(*quiet)
    assert [rsvp.sequence for rsvp in quiet] == [0] * 8


def test_pages_say_how_many_letters_are_written(each_database, meetup, guests):
    organizer: Visitor = visitor(each_database)
    make.sign_in(organizer, make.member(meetup.community, "organizer"))
    page = f"/desk/{meetup.community.slug}/events/{meetup.slug}"
    later(meetup)
    parts(1)

    shown = [organizer.get(f"{page}/{name}").text for name in ("people", "messages")]
    live = organizer.get(f"{page}/announcements").json
    jobs.write_announcements()
    over = organizer.get(f"{page}/announcements").json

    for text in [*shown, live["html"]]:
        assert "4 of 10 mails are written" in text
        assert 'value="40"' in text
    assert (live["over"], over["over"]) == (False, True)
    assert "searching" not in organizer.get(f"{page}/people").text


def test_an_announcement_goes_with_its_event(meetup, guests):
    later(meetup)
    db.session.commit()

    db.session.delete(db.session.get(Event, meetup.id))
    db.session.commit()
    jobs.write_announcements()

    assert db.session.scalars(db.select(Announcement)).all() == []


def test_the_next_guests_are_found_in_an_index_alone(app, short_parts, queries):
    event = make.event()
    for _ in range(5):
        make.rsvp(event)
    later(event)

    queries.clear()
    parts(1)

    asked = next(query for query in queries if query.startswith("SELECT rsvp.id \nFROM rsvp"))
    plan = db.session.connection().exec_driver_sql(
        f"EXPLAIN QUERY PLAN {asked}", (None,) * asked.count("?")
    )
    assert "USING COVERING INDEX ix_rsvp_event_state_turn" in plan.first()[3]
