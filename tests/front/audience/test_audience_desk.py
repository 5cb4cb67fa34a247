"""Letters to many at the desk: for whom, looked at, sent, taken back in time, and who got them."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import make
import pytest

from eventapp import clock
from eventapp.db import db
from eventapp.door.models import Arrival
from eventapp.front.audience import log
from eventapp.front.audience.forms import AudienceForm
from eventapp.mail import deliver
from eventapp.mail.models import Message
from eventapp.rsvps import jobs
from eventapp.rsvps.attendees import messages, tags
from eventapp.rsvps.models import Announcement, Rsvp

TYPED = {"subject": "Bring <a> pen", "text": "One.\n\nTwo & three.", "go": "look"}


@pytest.fixture
def event(host):
    """Three who have a place, one of them without an address, and one who waits."""
    found = make.event(community=host, capacity=3)
    for name in ("Ada", "Bo"):
        make.rsvp(found, first_name=name)
    make.rsvp(found, person=make.person(email=None), first_name="Cy")
    make.rsvp(found, first_name="Dee")
    return found


def path(event, rest: str = "written") -> str:
    return f"/desk/{event.community.slug}/events/{event.slug}/messages/{rest}"


def carried(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="(.*?)"', page)
    return {name: unescape(value) for name, value in found if name != "csrf_token"}


def ahead(event, **by: int) -> str:
    at = (clock.now() + timedelta(**by)).astimezone(ZoneInfo(event.zone))
    return f"{at:%Y-%m-%dT%H:%M}"


def sent_to(organizer, event, **asked: str) -> str:
    """Write it, look at it and send it as the pages say; where its own page is."""
    page = organizer.post(path(event, "new"), data=TYPED | asked)
    assert page.status_code == 200
    said = organizer.post(path(event), data=TYPED | carried(page.text))
    assert said.status_code == 303
    return said.location


def all_written(monkeypatch, **by: int) -> list[str]:
    moment = clock.now() + timedelta(**(by or {"minutes": 2}))
    with monkeypatch.context() as time:
        time.setattr(clock, "now", lambda: moment)
        jobs.write_announcements()
    db.session.expire_all()
    asked = db.select(Message.to_name).where(Message.kind == "message", Message.state == "queued")
    return list(db.session.scalars(asked.order_by(Message.id)))


def test_a_letter_is_typed_counted_looked_at_and_sent(organizer, event, monkeypatch):
    empty = organizer.get(path(event, "new")).text
    counted = organizer.post(path(event, "new"), data={"state": "going", "go": "count"}).text
    missing = organizer.post(path(event, "new"), data=TYPED | {"text": ""})
    shown = organizer.post(path(event, "new"), data=TYPED | {"state": "going"}).text
    nothing_yet = db.session.scalars(db.select(Announcement)).all()
    said = organizer.post(path(event), data=TYPED | carried(shown))
    page = organizer.get(said.location).text

    assert "Goes to 3 people" in empty
    assert "Goes to 2 people</b>; one has no address of their own." in counted
    assert missing.status_code == 422
    assert "To: Going" in shown
    assert "As Ada gets it" in shown
    assert "Two &amp; three." in shown
    assert nothing_yet == []
    assert "Leaves in a minute or two, to 2 people." in page
    assert "Undo" in page
    assert all_written(monkeypatch) == ["Ada", "Bo"]


def test_undo_brings_back_all_that_was_typed(organizer, event, monkeypatch):
    at = ahead(event, days=2)
    page = sent_to(organizer, event, state="going", at=at)

    undone = organizer.post(f"{page}/undo")
    again = organizer.post(f"{page}/undo")
    form = organizer.get(undone.location).text

    assert undone.location == again.location
    assert 'value="Bring &lt;a&gt; pen"' in form
    assert "Two &amp; three." in form
    assert '<option value="going" selected>' in form
    assert f'value="{at}"' in form
    assert all_written(monkeypatch, days=3) == []


def test_a_draft_is_written_on_sent_and_gone(organizer, event, monkeypatch):
    page = sent_to(organizer, event, state="going")
    draft = carried(organizer.get(organizer.post(f"{page}/undo").location).text)

    shown = organizer.post(path(event, "new"), data=TYPED | draft | {"state": "waitlisted"}).text
    first = organizer.post(path(event), data=TYPED | carried(shown))
    twice = organizer.post(path(event), data=TYPED | carried(shown))

    assert first.location == twice.location
    assert len(db.session.scalars(db.select(Announcement)).all()) == 1
    assert all_written(monkeypatch) == ["Dee"]


def test_a_letter_is_kept_as_a_draft_and_goes_to_nobody(organizer, event, monkeypatch):
    shown = organizer.post(path(event, "new"), data=TYPED | {"state": "going"}).text

    kept = organizer.post(path(event), data=TYPED | carried(shown) | {"go": "keep"})

    assert "Write on" in organizer.get(kept.location).text
    assert all_written(monkeypatch) == []


def test_a_draft_that_was_thrown_away_meanwhile_goes_to_nobody(organizer, event, monkeypatch):
    chosen = db.session.scalars(db.select(Rsvp.id).where(Rsvp.first_name == "Ada")).all()
    found = messages.send(event, chosen, subject="a", text="b", once="c", now=clock.now())
    messages.undo(found)
    db.session.commit()
    draft = carried(organizer.get(path(event, f"new?draft={found.id}")).text)
    shown = organizer.post(path(event, "new"), data=TYPED | draft).text
    organizer.post(path(event, f"written/{found.id}/removal"))

    said = organizer.post(path(event), data=TYPED | carried(shown))

    assert "Goes to one person" in shown
    assert said.status_code == 409
    assert "meanwhile" in said.text
    assert all_written(monkeypatch) == []


def test_after_the_minute_undo_says_it_is_too_late_and_what_stop_can_do(
    organizer, event, monkeypatch
):
    page = sent_to(organizer, event, state="going")
    all_written(monkeypatch)

    said = organizer.post(f"{page}/undo")
    before = organizer.get(page).text
    stopped = organizer.post(f"{page}/stop", follow_redirects=True).text

    assert said.status_code == 409
    assert "Too late" in said.text
    assert "Takes back the letters that haven’t left yet." in before
    assert "2 letters were taken back" in stopped
    assert all_written(monkeypatch) == []


def test_at_a_later_time_it_says_who_gets_it_and_when(organizer, event, monkeypatch):
    at = ahead(event, days=2)
    look = organizer.post(path(event, "new"), data=TYPED | {"state": "going", "at": at}).text
    page = organizer.get(sent_to(organizer, event, state="going", at=at)).text

    assert "It goes to whoever fits then: the count is today’s." in look
    assert "to whoever fits then." in page
    assert "Don’t send it" in page
    assert all_written(monkeypatch, days=1) == []
    assert all_written(monkeypatch, days=3) == ["Ada", "Bo"]


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2020-01-01T10:00", "within a year"),
        ("9999-12-31T23:59", "within a year"),
        ("tomorrow", "Give day and time"),
    ],
)
def test_a_time_that_cannot_be_is_said_beside_the_field(organizer, event, at, said):
    page = organizer.post(path(event, "new"), data=TYPED | {"at": at})

    assert page.status_code == 422
    assert said in page.text


def test_a_time_that_is_over_is_said(organizer, event):
    page = organizer.post(path(event, "new"), data=TYPED | {"at": ahead(event, minutes=-5)})

    assert page.status_code == 422
    assert "That time is over." in page.text


def test_clocks_that_jump_and_hours_that_come_twice_are_said(app, host):
    event = make.event(community=host, zone="Europe/London")
    now = datetime(2027, 3, 1, tzinfo=UTC)

    def read(at: str) -> AudienceForm:
        with app.test_request_context(method="POST", data=TYPED | {"at": at}):
            form = AudienceForm(meta={"csrf": False})
            form.read_time(event, now=now)
            return form

    skipped, twice = read("2027-03-28T01:30"), read("2027-10-31T01:30")

    assert "the clocks go forward" in skipped.at.errors[0]
    assert (twice.twice, twice.leaves) == (True, datetime(2027, 10, 31, 0, 30, tzinfo=UTC))


def test_after_the_end_of_the_event_the_page_says_that_it_is_over(organizer, event):
    at = ahead(event, days=(event.ends_at - clock.now()).days + 2)

    page = organizer.post(path(event, "new"), data=TYPED | {"at": at}).text

    assert "By then the event is over." in page


def test_every_filter_of_the_list_chooses_whom_it_is_for(organizer, event, host, monkeypatch):
    by_name = {rsvp.first_name: rsvp for rsvp in db.session.scalars(db.select(Rsvp))}
    make.rsvp(make.past_event(community=host), person=by_name["Ada"].person)
    tags.add(host.id, [by_name["Bo"].person_id], "speaker")
    make.saved(Arrival(rsvp=by_name["Bo"], arrived_at=clock.now()))
    db.session.commit()

    def told(**asked: str) -> list[str]:
        sent_to(organizer, event, **asked)
        names = all_written(monkeypatch)
        db.session.execute(db.update(Message).values(state="sent"))
        db.session.commit()
        return names

    assert told(before="again") == ["Ada"]
    assert told(here="yes") == ["Bo"]
    assert told(here="no") == ["Ada"]
    assert told(tag="speaker") == ["Bo"]
    assert told(state="waitlisted") == ["Dee"]


def test_a_copy_goes_to_the_organizer_alone_and_once(organizer, event):
    for _ in range(2):
        page = organizer.post(path(event, "copies"), data=TYPED | {"state": "going"})

    asked = db.select(Message.to_name, Message.subject, Message.text).where(Message.kind == "test")
    copies = db.session.execute(asked).all()
    assert "A copy is on its way" in page.text
    assert [(one.to_name, one.subject) for one in copies] == [("Ines", "[Test] Bring <a> pen")]
    assert "Two & three." in copies[0].text
    assert "/r/" not in copies[0].text
    assert deliver.deliver_due() == 1


def test_who_got_it_is_listed_by_state_with_the_reason(organizer, event, monkeypatch):
    page = sent_to(organizer, event, state="going")
    all_written(monkeypatch)
    first = db.session.scalars(db.select(Message).where(Message.to_name == "Ada")).one()
    first.state, first.trouble = "failed", "550 5.1.1 no such user"
    db.session.commit()

    everybody, failed = organizer.get(page).text, organizer.get(f"{page}?state=failed").text
    listed = organizer.get(path(event)).text

    assert "Ada" in everybody
    assert "Bo" in everybody
    assert "There is no mailbox with this address" in failed
    assert ">Bo<" not in failed
    assert "One didn’t arrive." in listed


def test_a_list_of_readers_costs_few_queries_however_long(organizer, host, monkeypatch, queries):
    event = make.event(community=host, capacity=None)
    for _ in range(60):
        make.rsvp(event)
    page = sent_to(organizer, event, state="going")
    all_written(monkeypatch)

    queries.clear()
    shown = organizer.get(f"{page}?page=2").text

    assert "51 to 60 of 60" in shown
    assert len(queries) <= 16


def test_letters_of_another_event_are_not_found(organizer, event, host):
    other = make.event(community=host)
    found = sent_to(organizer, event, state="going")
    number = found.rpartition("/")[2]

    for rest in ("", "/undo", "/stop", "/removal"):
        asked = organizer.post if rest else organizer.get
        assert asked(path(other, f"written/{number}{rest}")).status_code == 404


def test_whom_a_letter_is_for_is_said_in_words(app):
    asked = log.Search(state="going", role_id=3, before="first", here="no", tag="press", text="ot")

    said = log.audience(asked, {3: "Leader"})

    assert said == "Going, Leader, first time, not checked in, tagged press, “ot”"
