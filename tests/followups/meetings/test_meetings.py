"""Half an hour that two choose: an invite of their own for each, moved and called off by either."""

from datetime import timedelta

import followup_builders
import make
import meeting_builders
import pytest
from calendar_rules import Calendar, broken, later
from flask import Flask, current_app
from followup_builders import letters
from icalendar import Calendar as Read
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.followups.meetings import actions
from eventapp.followups.meetings.letters import at
from eventapp.mail import outbox


def entries(kind: str) -> list[dict[str, str]]:
    """What each letter of a kind puts into or takes out of a calendar, as another program reads it."""
    found = []
    for letter in letters(kind):
        read = Read.from_ical(letter.calendar)
        event = next(part for part in read.walk("VEVENT"))
        found.append(
            {
                "to": letter.to,
                "method": str(read["METHOD"]),
                "uid": str(event["UID"]),
                "sequence": str(event["SEQUENCE"]),
                "starts": event["DTSTART"].dt,
                "lasts": event["DTEND"].dt - event["DTSTART"].dt,
                "guests": str(event["ATTENDEE"]).removeprefix("mailto:"),
                "organizer": str(event["ORGANIZER"]).removeprefix("mailto:"),
                "title": str(event["SUMMARY"]),
            }
        )
    return found


def test_looking_at_the_times_of_the_letter_changes_nothing(app: Flask, client: Visitor) -> None:
    ana, _ben, connection = meeting_builders.introduced()
    start = actions.proposals(connection)[1]

    page = client.get(f"{meeting_builders.page_of(ana, connection)}?at={at(start)}")

    assert page.status_code == 200
    assert f'value="{at(start)}" checked' in page.text
    zone = connection.event.zone
    assert f"<b>{clock.day(start, zone)}, {clock.hour(start, zone)}</b>" in page.text
    assert (meeting_builders.meetings(), letters("half-hour")) == ([], [])


def test_a_half_hour_that_has_the_number_of_one_that_is_gone_sends_its_invites_as_well(
    app: Flask, client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, _ben, connection = meeting_builders.introduced()
    meeting_builders.agree(client, ana, connection)
    (before,) = meeting_builders.meetings()
    number = before.id
    db.session.delete(before)
    db.session.commit()
    a_minute_later = clock.now() + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: a_minute_later)

    meeting_builders.agree(client, ana, connection)

    assert [one.id for one in meeting_builders.meetings()] == [number]
    assert len(letters("half-hour")) == 4


def test_one_press_sends_each_an_invite_that_names_nobody_else_as_guest(
    app: Flask, client: Visitor
) -> None:
    ana, _ben, connection = meeting_builders.introduced()

    start = meeting_builders.agree(client, ana, connection, words="The Mill Café; upstairs")

    found = entries("half-hour")
    assert [one["guests"] for one in found] == [one["to"] for one in found]
    assert {one["to"] for one in found} == {"ana@example.org", "ben@example.org"}
    assert [one["title"] for one in found] == ["Half an hour with Ben", "Half an hour with Ana"]
    assert {(one["method"], one["sequence"], one["starts"], one["lasts"]) for one in found} == {
        ("REQUEST", "0", start, timedelta(minutes=30))
    }
    assert len({one["uid"] for one in found}) == 1
    assert {one["organizer"] for one in found} == {current_app.config["MAIL_FROM"]}
    for letter in letters("half-hour"):
        assert broken(Calendar(letter.calendar, "REQUEST")) == []
        assert "The Mill Café; upstairs" in letter.text


def test_pressing_twice_sends_once(app: Flask, client: Visitor) -> None:
    ana, ben, connection = meeting_builders.introduced()

    meeting_builders.agree(client, ana, connection)
    meeting_builders.agree(client, ana, connection)
    meeting_builders.agree(client, ben, connection)

    assert (len(meeting_builders.meetings()), len(letters("half-hour"))) == (1, 2)


def test_either_moves_it_and_both_calendars_follow(app: Flask, client: Visitor) -> None:
    ana, ben, connection = meeting_builders.introduced()
    meeting_builders.agree(client, ana, connection)

    second = actions.proposals(connection)[1]
    client.post(
        meeting_builders.page_of(ben, connection), data={"at": at(second), "words": "by phone"}
    )

    first, moved = entries("half-hour")[:2], entries("half-hour")[2:]
    assert {one["uid"] for one in [*first, *moved]} == {first[0]["uid"]}
    assert {(one["sequence"], one["starts"]) for one in moved} == {("1", second)}
    assert {one["to"] for one in moved} == {"ana@example.org", "ben@example.org"}
    theirs = [one for one in letters("half-hour") if one.to == "ana@example.org"]
    assert later([Calendar(one.calendar, "REQUEST") for one in theirs])
    assert "Ben moved it to another time" in theirs[1].text


def test_either_calls_it_off_and_it_leaves_both_calendars(app: Flask, client: Visitor) -> None:
    ana, ben, connection = meeting_builders.introduced()
    meeting_builders.agree(client, ana, connection)

    client.post(meeting_builders.page_of(ben, connection) + "/cancellation")
    client.post(meeting_builders.page_of(ben, connection) + "/cancellation")

    found = entries("half-hour-off")
    assert {(one["method"], one["sequence"], one["to"]) for one in found} == {
        ("CANCEL", "1", "ana@example.org"),
        ("CANCEL", "1", "ben@example.org"),
    }
    assert len(found) == 2
    assert all(broken(Calendar(one.calendar, "CANCEL")) == [] for one in letters("half-hour-off"))
    assert actions.standing(connection, clock.now()) is None
    meeting_builders.agree(client, ana, connection)
    assert len(meeting_builders.meetings()) == 2


def test_a_time_of_one_s_own_is_on_the_clocks_of_the_event(app: Flask, client: Visitor) -> None:
    ana, _ben, connection = meeting_builders.introduced()
    day = (clock.now() + timedelta(days=20)).date()

    client.post(
        meeting_builders.page_of(ana, connection), data={"at": "own", "own": f"{day}T19:15"}
    )

    (meeting,) = meeting_builders.meetings()
    local = clock.wall(meeting.starts_at, connection.event.zone)
    assert f"{local:%Y-%m-%d %H:%M}" == f"{day} 19:15"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Choose one of the times"),
        ({"at": "tomorrow"}, "Choose one of the times"),
        ({"at": "own", "own": "soon"}, "Type a day and a time"),
        ({"at": "own", "own": "9999-99-99T99:99"}, "Type a day and a time"),
        ({"at": "own", "own": "2020-01-01T12:00"}, "has passed"),
        ({"at": "20200101T1200Z"}, "has passed"),
        ({"at": "20200101T1200Z", "words": "x" * 201}, "at most 200 characters"),
    ],
)
def test_what_can_t_be_chosen_is_given_back_with_what_is_wrong(
    app: Flask, client: Visitor, given: dict[str, str], said: str
) -> None:
    ana, _ben, connection = meeting_builders.introduced()

    answer = client.post(meeting_builders.page_of(ana, connection), data=given)

    assert answer.status_code == 422
    assert said in answer.text
    assert meeting_builders.meetings() == []


def test_a_time_in_the_far_future_is_refused(app: Flask, client: Visitor) -> None:
    ana, _ben, connection = meeting_builders.introduced()

    answer = client.post(
        meeting_builders.page_of(ana, connection), data={"at": "own", "own": "2999-01-01T12:00"}
    )

    assert answer.status_code == 409
    assert "within the next two months" in answer.text


def test_after_the_proposed_times_one_s_own_can_still_be_typed(app: Flask, client: Visitor) -> None:
    ana, _ben, connection = meeting_builders.introduced(days_ago=20)

    page = client.get(meeting_builders.page_of(ana, connection)).text

    assert "The times that we proposed have passed" in page
    assert 'type="hidden" name="at" value="own"' in page


def test_nobody_is_written_to_without_end(app: Flask, client: Visitor) -> None:
    ana, _ben, connection = meeting_builders.introduced()
    times = actions.proposals(connection)

    codes = [
        client.post(
            meeting_builders.page_of(ana, connection), data={"at": at(times[n % 2])}
        ).status_code
        for n in range(actions.MOST_CHANGES + 1)
    ]

    assert codes == [303] * actions.MOST_CHANGES + [409]


@pytest.mark.usefixtures("moved_clock")
def test_the_proposals_leave_out_what_either_goes_to(app: Flask) -> None:
    ana, ben, connection = meeting_builders.introduced()
    before = actions.proposals(connection)
    hour = timedelta(hours=1)
    for rsvp, start in ((ana, before[0]), (ben, before[1])):
        event = make.event(starts_at=start - hour, ends_at=start + hour)
        make.rsvp(event, person=rsvp.person)
    (cem,) = followup_builders.guests(ana.event, "Cem")
    other = meeting_builders.connect(ben, cem)
    actions.choose(other, cem, starts_at=before[2], words="", now=clock.now())

    after = actions.proposals(connection)

    assert len(after) == 3
    assert not set(before) & set(after)


def test_both_letters_propose_the_same_times(app: Flask) -> None:
    ana, ben, connection = meeting_builders.introduced()

    found = [actions.times_for(connection, rsvp) for rsvp in (ana, ben)]

    assert [words for words, _address in found[0]] == [words for words, _address in found[1]]
    assert len(found[0]) == 3
    assert all(outbox.address_of("front.home") in address for _words, address in found[0])
