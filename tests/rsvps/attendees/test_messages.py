"""What an organizer types to guests waits a minute or until its time, is taken back, or is stopped."""

from datetime import datetime, timedelta

import make
import pytest
from announcing import email, letters, parts, to
from messaging import SAID, sent

from eventapp import clock
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.mail import deliver
from eventapp.mail.models import BouncedAddress, Message
from eventapp.rsvps import actions, announcements, jobs, rescheduling
from eventapp.rsvps.attendees import messages, tags
from eventapp.rsvps.attendees.search import Search
from eventapp.rsvps.models import Announcement


def by_search(event: Event, at: datetime | None = None, **search: object) -> Announcement:
    asked = Search(**search)
    found = messages.send(
        event, messages.fitting(event, asked), **SAID, search=asked, at=at, now=clock.now()
    )
    db.session.commit()
    return found


def test_nothing_leaves_for_a_minute_and_then_each_gets_one(meetup, guests, later):
    sent(meetup, guests[:6])

    jobs.write_announcements()
    later(timedelta(seconds=50))
    jobs.write_announcements()
    before = letters("message")
    later(timedelta(seconds=65))
    jobs.write_announcements()

    assert before == []
    assert to(letters("message")) == email(*guests[:6])


def test_what_is_taken_back_in_time_reaches_nobody_and_is_a_draft(meetup, guests, later):
    found = sent(meetup, guests)

    messages.undo(found)
    messages.undo(found)
    db.session.commit()
    later(timedelta(hours=1))
    jobs.write_announcements()

    assert letters("message") == []
    assert found.state == "draft"
    assert found.before["text"] == "Come by the yard."


def test_undo_is_too_late_once_the_first_letter_is_written(meetup, guests, later):
    found = sent(meetup, guests)
    later(timedelta(minutes=2))
    parts(1)

    with pytest.raises(Refused, match=r"Too late.*Stop takes back"):
        messages.undo(found)
    db.session.rollback()
    jobs.write_announcements()

    assert to(letters("message")) == email(*guests)


def test_stop_takes_back_what_has_not_left_and_writes_no_more(meetup, guests, later):
    found = sent(meetup, guests)
    later(timedelta(minutes=2))
    parts(1)
    deliver.deliver_due()
    parts(1)

    back = messages.stop(found, now=clock.now())
    again = messages.stop(found, now=clock.now())
    db.session.commit()
    jobs.write_announcements()
    deliver.deliver_due()

    assert (back, again) == (4, 0)
    assert to(letters("message", state="sent")) == email(*guests[:4])
    assert to(letters("message", state="withdrawn")) == email(*guests[4:8])


def test_stop_leaves_alone_what_is_being_handed_over_and_other_letters(meetup, guests, later):
    found, other = sent(meetup, guests[:2]), sent(meetup, guests[2:4], once="b")
    now = later(timedelta(minutes=2))
    jobs.write_announcements()
    held = letters("message")[0]
    held.leased_until = now + timedelta(minutes=1)
    db.session.commit()

    back = messages.stop(found, now=now)
    db.session.commit()

    assert back == 1
    assert to(letters("message")) == email(guests[0], *guests[2:4])
    assert other.state == "done"


def test_at_a_later_time_it_goes_to_whoever_fits_then(meetup, guests, later):
    at = clock.now() + timedelta(hours=3)
    found = by_search(meetup, at, state="going")
    actions.cancel(guests[0], now=clock.now())
    new = guests[8]
    db.session.commit()

    later(timedelta(hours=2))
    jobs.write_announcements()
    before = letters("message")
    later(timedelta(hours=3, seconds=1))
    jobs.write_announcements()

    assert before == []
    assert new.going
    assert to(letters("message")) == email(*guests[1:8], new)
    assert (found.people, found.written, found.state) == (8, 8, "done")


def test_who_fits_is_settled_with_the_first_letter_and_a_crash_changes_nothing(
    meetup, guests, later
):
    found = by_search(meetup, clock.now() + timedelta(hours=3), state="going")
    later(timedelta(hours=4))

    parts(1)
    db.session.refresh(found)
    settled = found.before["to"]
    tags.add(meetup.community_id, [guests[9].person_id], "late")
    jobs.write_announcements()

    assert settled == [rsvp.id for rsvp in guests[:8]]
    assert to(letters("message")) == email(*guests[:8])


def test_a_letter_sent_now_goes_to_those_who_were_counted(meetup, guests, later):
    by_search(meetup, state="waitlisted")
    make.rsvp(meetup, letter=None)
    db.session.commit()

    later(timedelta(minutes=2))
    jobs.write_announcements()

    assert to(letters("message")) == email(*guests[8:])


def test_when_nobody_fits_at_its_time_it_is_done_and_nobody_is_written_to(meetup, guests, later):
    found = by_search(meetup, clock.now() + timedelta(hours=3), tag="nobody")

    later(timedelta(hours=4))
    jobs.write_announcements()

    assert letters("message") == []
    assert (found.state, found.people) == ("done", 0)


def test_now_nobody_who_fits_is_said_at_once(meetup, guests):
    with pytest.raises(Refused, match="Nobody of those"):
        by_search(meetup, tag="nobody")


def test_the_same_form_twice_is_one_letter_also_when_it_was_taken_back(meetup, guests):
    first = sent(meetup, guests)
    second = sent(meetup, guests)
    messages.undo(first)
    third = sent(meetup, guests)

    assert first.id == second.id == third.id
    assert third.state == "draft"


def test_a_draft_that_is_sent_is_one_no_more_and_goes_once(meetup, guests, later):
    draft = sent(meetup, guests)
    messages.undo(draft)
    db.session.commit()

    sent(meetup, guests[:2], once="b", draft=draft)
    with pytest.raises(Refused, match="meanwhile"):
        sent(meetup, guests[:2], once="c", draft=draft)
    db.session.rollback()
    later(timedelta(minutes=2))
    jobs.write_announcements()

    assert to(letters("message")) == email(*guests[:2])


def test_what_waits_for_its_time_ends_when_the_event_is_called_off(meetup, guests, later):
    found = by_search(meetup, clock.now() + timedelta(hours=3), state="going")

    rescheduling.cancel_event(meetup, now=clock.now())
    db.session.commit()
    later(timedelta(hours=4))
    jobs.write_announcements()

    assert letters("message") == []
    assert found.state == "replaced"
    messages.undo(found)
    assert found.state == "draft"


def test_what_waits_for_its_time_says_when_the_event_is_by_then(meetup, guests, later):
    by_search(meetup, clock.now() + timedelta(hours=3), state="waitlisted")
    meetup.starts_at += timedelta(days=1)
    meetup.ends_at += timedelta(days=1)
    db.session.commit()

    later(timedelta(hours=4))
    jobs.write_announcements()

    now_is = clock.when(meetup.starts_at, meetup.ends_at, meetup.zone)
    assert all(now_is in letter.text for letter in letters("message"))


def test_what_waits_for_its_time_is_no_letter_that_is_being_written(meetup, guests, later):
    by_search(meetup, clock.now() + timedelta(hours=3), state="going")

    before = announcements.under_way(meetup, now=clock.now())
    now = later(timedelta(hours=4))
    parts(1)

    assert before == []
    assert [view.percent for view in announcements.under_way(meetup, now=now)] == [50]


def test_letters_to_many_are_found_by_what_they_were_written_for(meetup, guests, later):
    found = sent(meetup, guests[:3])
    later(timedelta(minutes=2))
    jobs.write_announcements()

    batches = db.session.scalars(db.select(Message.batch).where(Message.kind == "message")).all()
    assert batches == [found.batch] * 3


def test_whose_mail_comes_back_is_counted_and_written_to(meetup, guests):
    gone, now = guests[0].person.email, clock.now()
    make.saved(BouncedAddress(address=gone, status="5.1.1", times=1, since=now, stopped_at=now))
    db.session.commit()

    found = messages.readers(meetup, [guest.id for guest in guests[:2]])

    assert (len(found.told), found.unreachable) == (2, 1)
