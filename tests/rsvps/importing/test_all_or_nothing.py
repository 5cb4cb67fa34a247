"""All of a list or nothing of it: a row that can't be brought in keeps the others out."""

import make
import pytest
import worker
from import_page import read, send, states, upload

from eventapp import clock, work
from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.rsvps import actions as rsvp_actions
from eventapp.rsvps import jobs
from eventapp.rsvps.importing import batches, new_people
from eventapp.rsvps.importing.batches import Bringing, Inviting
from eventapp.rsvps.importing.decisions import Decisions
from eventapp.rsvps.importing.models import LongList
from eventapp.rsvps.importing.parsing import Entry, Intake
from eventapp.rsvps.models import Rsvp

GOOD = b"Name,Email\nAda,ada@example.org\nBo,bo@example.org\n"
BAD = GOOD + b"Cleo,cleo@\nDana,\n"
UNREAD = b"Name,Email,Status\nAda,ada@example.org,Going\nBo,bo@example.org,Beamed up\n"
WHOLE = Decisions(whole=True)


@pytest.fixture
def short_parts(monkeypatch) -> None:
    monkeypatch.setattr(batches, "MANY", 4)
    monkeypatch.setattr(jobs, "PAUSE", 0)
    for kind in (Bringing, Inviting):
        monkeypatch.setattr(kind, "at_most", 4)


def people(number: int) -> Intake:
    rows = [Entry(n + 2, f"Guest{n}", "", f"g{n}@example.org") for n in range(number)]
    return Intake(rows, [], [], [], [], [])


def count(table=Rsvp) -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(table))


def test_the_page_asks_and_brings_in_what_is_good_unless_told_otherwise(organizer, event):
    page = upload(organizer, event, BAD)

    assert "If a row can’t be brought in: 2 can’t now" in read(page)
    assert '<input type="radio" name="take" value="good" checked>' in page.text
    send(organizer, event, page, go="bring")
    assert [name for name, _state in states()] == ["Ada", "Bo"]


def test_nobody_comes_in_while_a_row_is_bad_and_the_page_names_it(organizer, event):
    page = upload(organizer, event, BAD)

    said = send(organizer, event, page, go="bring", take="all")

    assert said.status_code == 422
    assert "Nothing is brought in, because 2 rows can’t be." in read(said)
    assert "Line 5: This row has no email address." in read(said)
    assert '<input type="radio" name="take" value="all" checked>' in said.text
    assert states() == []


def test_nobody_comes_in_while_a_word_is_not_understood(organizer, event):
    page = upload(organizer, event, UNREAD)

    said = send(organizer, event, page, go="bring", take="all")
    cleared = send(organizer, event, said, **{"read-now": "2|coming|Beamed up"})
    send(organizer, event, cleared, go="bring")

    assert "Line 3: Marked “Beamed up” under “Status”" in read(said)
    assert [name for name, _state in states()] == ["Ada", "Bo"]


def test_nobody_comes_in_while_it_is_not_said_who_somebody_is(organizer, event):
    make.rsvp(event, first_name="Bo", last_name="", email="old@example.org").answered_at = None
    db.session.commit()
    page = upload(organizer, event, GOOD)

    said = send(organizer, event, page, go="bring", take="all")
    after = count()
    send(organizer, event, said, go="bring", rest="other")

    assert said.status_code == 422
    assert "Line 3: Say first whether this is the person who is on the list." in read(said)
    assert after == 1
    assert count() == 3


def test_a_whole_list_comes_in_within_one_transaction(app, event, short_parts):
    coming = Bringing(event, people(11), decisions=WHOLE)

    more = coming.part(now=clock.now())

    assert not more
    assert coming.brought.going == count() == 11


def test_a_whole_list_that_breaks_off_leaves_nobody_and_no_letter(app, event, short_parts, monkeypatch):  # fmt: skip
    db.session.commit()
    take, calls = new_people.take, []

    def broken(*given, **more):
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return take(*given, **more)

    monkeypatch.setattr(new_people, "take", broken)
    with pytest.raises(KeyboardInterrupt):
        Inviting(event, people(11), decisions=WHOLE).at_once(now=clock.now())
    db.session.rollback()

    assert (count(), count(Message)) == (0, 0)


def test_the_worker_brings_a_long_list_in_whole(app, organizer, event, short_parts):
    rows = b"".join(b"Guest%d,g%d@example.org\n" % (n, n) for n in range(9))
    page = upload(organizer, event, b"Name,Email\n" + rows)

    send(organizer, event, page, go="bring", take="all", mail="1")
    worker.work_off(app)

    found = db.session.scalars(db.select(LongList)).one()
    assert "9 people have a place. 9 mails are on their way." in found.said
    assert (count(), count(Message)) == (9, 9)


def test_letters_of_a_whole_list_follow_part_by_part_and_a_crash_loses_none(app, organizer, event, short_parts, monkeypatch):  # fmt: skip
    event.capacity = 8
    db.session.commit()
    rows = b"".join(b"Guest%d,g%d@example.org\n" % (n, n) for n in range(9))
    page = upload(organizer, event, b"Name,Email\n" + rows)
    send(organizer, event, page, go="bring", take="all", mail="1")
    part, seen = Inviting.part, []

    def killed(self, *, now):
        seen.append((count(), count(Message)))
        if len(seen) == 3:
            raise KeyboardInterrupt
        return part(self, now=now)

    monkeypatch.setattr(Inviting, "part", killed)
    with pytest.raises(KeyboardInterrupt):
        jobs.bring_lists()
    db.session.rollback()
    found = db.session.scalars(db.select(LongList)).one()
    left = len(found.to_write)
    rsvp_actions.cancel(db.session.scalars(db.select(Rsvp).filter_by(first_name="Guest7")).one(), now=clock.now())  # fmt: skip
    found.heard_at -= work.PATIENCE * 2
    worker.sweep(app)
    worker.work_off(app)

    assert seen[:3] == [(0, 0), (9, 0), (9, 4)]
    assert left == 5
    told = db.session.execute(db.select(Message.to, Message.kind).order_by(Message.id)).all()
    invited = [(f"g{n}@example.org", "invite") for n in range(7)]
    assert [one for one in told if one[1] == "invite"] == invited
    # Who got the place that freed meanwhile was told so, and hears nothing else.
    assert [kind for to, kind in told if to == "g8@example.org"] == ["promoted"]
    assert (found.state, found.to_write) == ("done", None)


def test_a_long_list_with_a_bad_row_is_refused_before_the_worker_hears_of_it(organizer, event, short_parts):  # fmt: skip
    page = upload(organizer, event, BAD + b"E,e@x.org\nF,f@x.org\nG,g@x.org\nH,h@x.org\n")

    said = send(organizer, event, page, go="bring", take="all")

    assert said.status_code == 422
    assert count(LongList) == 0


def test_the_worker_brings_in_nobody_when_somebody_must_be_asked_about_meanwhile(app, organizer, event, short_parts):  # fmt: skip
    rows = b"".join(b"Guest%d,g%d@example.org\n" % (n, n) for n in range(9))
    page = upload(organizer, event, b"Name,Email\n" + rows)
    send(organizer, event, page, go="bring", take="all")
    make.rsvp(event, first_name="Guest3", last_name="", email="other@example.org")
    db.session.commit()

    worker.work_off(app)

    found = db.session.scalars(db.select(LongList)).one()
    assert found.state == "failed"
    assert "Nothing is brought in, because one row can’t be. Line 5:" in found.said
    assert "Who is in stays in" not in found.said
    assert count() == 1


def test_while_a_whole_list_comes_in_its_page_says_so(app, organizer, event, short_parts):
    found = make.long_list(event=event, chosen=[["take", "all"]], people=9, left=9, state="running", heard_at=clock.now())  # fmt: skip

    page = organizer.get(f"/desk/{event.community.slug}/lists/{found.id}").json

    assert "9 people come in all at once, or nobody." in page["html"]


def test_the_waitlist_of_a_whole_list_is_as_of_any_other(app, short_parts):
    meetup = make.event(capacity=6)

    Bringing(meetup, people(9), decisions=WHOLE).at_once(now=clock.now())

    assert [rsvp_actions.count(meetup, state) for state in ("going", "waitlisted")] == [6, 3]
