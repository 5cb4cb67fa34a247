"""A newer announcement takes back what of an older one hasn't left, and says all that is new."""

from datetime import timedelta

import make
import worker
from announcing import email, later, letters, parts, sequences, time_of, to
from queueing import revised

from eventapp import clock
from eventapp.db import db
from eventapp.mail import deliver, in_parts
from eventapp.mail.models import Message
from eventapp.rsvps import jobs, rescheduling
from eventapp.rsvps.models import Announcement


def test_a_second_change_takes_back_what_hasnt_left_and_says_both(meetup, guests):
    was, place = time_of(meetup), meetup.place_name
    later(meetup)
    parts(1)
    between = time_of(meetup)

    revised(meetup, place_name="Drill Hall")
    db.session.commit()
    jobs.write_announcements()

    found = letters("update", state="queued")
    assert to(found) == email(*guests)
    assert to(letters("update", state="withdrawn")) == email(*guests[:4])
    for letter in found:
        assert was in letter.text
        assert between in letter.text
        assert place in letter.text
        assert "Drill Hall" in letter.text


def test_who_has_the_first_letter_hears_only_what_is_new_since(meetup, guests):
    was = time_of(meetup)
    later(meetup)
    parts(1)
    deliver.deliver_due()

    revised(meetup, place_name="Drill Hall")
    db.session.commit()
    jobs.write_announcements()

    found = letters("update", state="queued")
    assert to(found) == email(*guests)
    assert [was in letter.text for letter in found] == [False] * 4 + [True] * 6


def test_a_letter_in_the_hands_of_the_worker_counts_as_gone(meetup, guests):
    was = time_of(meetup)
    later(meetup)
    parts(1)
    for letter in letters("update"):
        letter.leased_until = clock.now() + timedelta(minutes=1)

    revised(meetup, place_name="Drill Hall")
    db.session.commit()
    jobs.write_announcements()

    newer = [letter for letter in letters("update") if "Drill Hall" in letter.text]
    assert [was in letter.text for letter in newer] == [False] * 4 + [True] * 6
    assert letters("update", state="withdrawn") == []


def test_moved_and_moved_back_before_anybody_heard_writes_to_nobody(meetup, guests):
    later(meetup)
    later(meetup, hours=-1)
    db.session.commit()

    jobs.write_announcements()

    assert letters("update") == []
    assert {one.state for one in db.session.scalars(db.select(Announcement))} == {
        "done",
        "replaced",
    }


def test_moved_back_is_told_to_those_who_heard_of_the_move(meetup, guests):
    later(meetup)
    parts(1)
    deliver.deliver_due()

    later(meetup, hours=-1)
    db.session.commit()
    jobs.write_announcements()

    assert to(letters("update", state="queued")) == email(*guests[:4])


def test_a_newcomer_after_the_first_change_hears_of_the_second_alone(meetup, guests):
    was = time_of(meetup)
    later(meetup)
    newcomer = make.rsvp(meetup, letter="waitlist")

    revised(meetup, place_name="Drill Hall")
    db.session.commit()
    jobs.write_announcements()

    (letter,) = [one for one in letters("update") if one.to == newcomer.person.email]
    assert was not in letter.text
    assert "Drill Hall" in letter.text


def test_every_change_has_a_higher_number_in_each_calendar_and_none_comes_twice(meetup, guests):
    later(meetup)
    parts(1)
    deliver.deliver_due()
    later(meetup)
    db.session.commit()
    jobs.write_announcements()
    deliver.deliver_due()
    rescheduling.cancel_event(meetup, now=clock.now())
    db.session.commit()
    jobs.write_announcements()

    for guest in guests[:8]:
        about = db.select(Message).filter_by(about=f"rsvp:{guest.id}").order_by(Message.id)
        numbers = sequences(list(db.session.scalars(about)))
        assert numbers == sorted({*numbers})
        assert len(numbers) >= 3


def test_calling_off_after_a_move_takes_the_move_back(each_database, meetup, guests):
    later(meetup)
    parts(1)

    told = rescheduling.cancel_event(meetup, now=clock.now())
    worker.work_off(each_database)
    jobs.write_announcements()

    assert told == 10
    assert letters("update", state="queued") == []
    assert to(letters("cancelled", state="queued")) == email(*guests)


def test_nothing_of_an_older_change_leaves_once_there_is_a_newer_one(meetup, guests):
    later(meetup)
    parts(3)

    revised(meetup, place_name="Drill Hall")
    db.session.commit()

    assert deliver.deliver_due() == 0


def test_a_newer_change_for_a_few_leaves_what_it_says_to_many_to_the_worker(meetup):
    meetup.capacity = 2
    guests = [make.rsvp(meetup, letter="invite") for _ in range(10)]
    later(meetup)

    told = revised(meetup, online_url="https://meet.example/room-8")
    at_once = letters("update")
    db.session.commit()
    jobs.write_announcements()

    assert told == 2
    assert at_once == []
    assert to(letters("update")) == email(*guests)
    assert ["room-8" in letter.text for letter in letters("update")] == [True] * 2 + [False] * 8


def test_the_worker_sees_between_two_parts_that_an_announcement_was_replaced(meetup, guests):
    later(meetup)
    db.session.commit()
    known = db.session.get(Announcement, in_parts.waiting(Announcement, now=clock.now()))
    number = known.id
    assert jobs._letters(number)

    with db.engine.begin() as other:
        other.execute(db.text("UPDATE announcement SET state = 'replaced'"))

    assert not jobs._letters(number)
    assert len(letters("update")) == 4


def test_nothing_older_leaves_once_the_event_is_called_off(meetup, guests):
    later(meetup)
    parts(3)

    rescheduling.cancel_event(meetup, now=clock.now())
    db.session.commit()

    assert deliver.deliver_due() == 0
