"""Half an hour that two choose: an invite of their own for each, moved and called off by either."""

from datetime import datetime, timedelta

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
from eventapp.errors import Refused
from eventapp.followups.meetings import actions
from eventapp.followups.meetings.letters import at
from eventapp.followups.meetings.models import Meeting
from eventapp.followups.models import Connection
from eventapp.mail import outbox
from eventapp.people.actions import page_token_of, token_of
from eventapp.rsvps.models import Rsvp


def page_of(rsvp: Rsvp, connection: Connection) -> str:
    return f"/r/{token_of(rsvp.link)}/half-hours/{connection.id}"


def meetings() -> list[Meeting]:
    found = db.select(Meeting).order_by(Meeting.id).execution_options(populate_existing=True)
    return list(db.session.scalars(found))


def agree(client: Visitor, rsvp: Rsvp, connection: Connection, **given: str) -> datetime:
    """Press the button for the first of the proposed times."""
    start = actions.proposals(connection)[0]
    answer = client.post(page_of(rsvp, connection), data={"at": at(start)} | given)
    assert answer.status_code == 303
    return start


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

    page = client.get(f"{page_of(ana, connection)}?at={at(start)}")

    assert page.status_code == 200
    assert f'value="{at(start)}" checked' in page.text
    assert (meetings(), letters("half-hour")) == ([], [])


def test_one_press_sends_each_an_invite_that_names_nobody_else_as_guest(
    app: Flask, client: Visitor
) -> None:
    ana, _ben, connection = meeting_builders.introduced()

    start = agree(client, ana, connection, words="The Mill Café; upstairs")

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

    agree(client, ana, connection)
    agree(client, ana, connection)
    agree(client, ben, connection)

    assert (len(meetings()), len(letters("half-hour"))) == (1, 2)


def test_either_moves_it_and_both_calendars_follow(app: Flask, client: Visitor) -> None:
    ana, ben, connection = meeting_builders.introduced()
    agree(client, ana, connection)

    second = actions.proposals(connection)[1]
    client.post(page_of(ben, connection), data={"at": at(second), "words": "by phone"})

    first, moved = entries("half-hour")[:2], entries("half-hour")[2:]
    assert {one["uid"] for one in [*first, *moved]} == {first[0]["uid"]}
    assert {(one["sequence"], one["starts"]) for one in moved} == {("1", second)}
    assert {one["to"] for one in moved} == {"ana@example.org", "ben@example.org"}
    theirs = [one for one in letters("half-hour") if one.to == "ana@example.org"]
    assert later([Calendar(one.calendar, "REQUEST") for one in theirs])
    assert "Ben moved it to another time" in theirs[1].text


def test_either_calls_it_off_and_it_leaves_both_calendars(app: Flask, client: Visitor) -> None:
    ana, ben, connection = meeting_builders.introduced()
    agree(client, ana, connection)

    client.post(page_of(ben, connection) + "/cancellation")
    client.post(page_of(ben, connection) + "/cancellation")

    found = entries("half-hour-off")
    assert {(one["method"], one["sequence"], one["to"]) for one in found} == {
        ("CANCEL", "1", "ana@example.org"),
        ("CANCEL", "1", "ben@example.org"),
    }
    assert len(found) == 2
    assert all(broken(Calendar(one.calendar, "CANCEL")) == [] for one in letters("half-hour-off"))
    assert actions.standing(connection, clock.now()) is None
    agree(client, ana, connection)
    assert len(meetings()) == 2


def test_an_address_that_was_not_shared_stands_in_no_letter_of_the_other(
    app: Flask, client: Visitor
) -> None:
    ana, ben, connection = meeting_builders.introduced()
    meeting_builders.share(connection, ben, by_mail=False)
    db.session.commit()

    page = client.get(page_of(ana, connection)).text
    agree(client, ana, connection)
    client.post(page_of(ana, connection) + "/cancellation")

    assert "ben@example.org" not in page
    to_ana = [
        one
        for kind in ("half-hour", "half-hour-off")
        for one in letters(kind)
        if one.to[:3] == "ana"
    ]
    assert len(to_ana) == 2
    for letter in to_ana:
        shown = (letter.text, letter.html, letter.calendar.decode(), str(letter.reply_to))
        assert "ben@example.org" not in "".join(shown).replace("\r\n ", "")
    # Ana shared hers, so Ben's answer to his letter goes to her.
    assert [one.reply_to for one in letters("half-hour") if one.to[:3] == "ben"] == [
        "ana@example.org"
    ]


@pytest.mark.parametrize("who", ["ana", "ben"])
@pytest.mark.parametrize("gone", ["consent", "stopped", "no more", "place"])
def test_whoever_may_not_hear_of_the_other_gets_no_page_no_invite_and_none_that_waits_leaves(
    app: Flask, client: Visitor, who: str, gone: str
) -> None:
    ana, ben, connection = meeting_builders.introduced()
    agree(client, ana, connection)
    waiting, check = letters("half-hour"), current_app.extensions["mail_checks"]["half-hour"]
    before = [check(one) for one in waiting]
    meeting = actions.standing(connection, clock.now())
    meeting.cancelled_at = clock.now()
    db.session.flush()
    called_off = [check(one) for one in waiting]
    meeting.cancelled_at = None

    meeting_builders.withdraw(ana if who == "ana" else ben, connection, gone)
    db.session.commit()

    assert (before, called_off) == ([True, True], [False, False])
    assert [check(one) for one in waiting] == [False, False]
    with pytest.raises(Refused):
        actions.choose(
            connection, ana, starts_at=actions.proposals(connection)[1], words="", now=clock.now()
        )
    for rsvp in (ana, ben):
        page = client.get(page_of(rsvp, connection))
        assert "Send the invite" not in page.text
        assert not {"Ana", "Ben"} & set(page.text.replace(">", " ").replace("<", " ").split())


def test_an_older_time_never_leaves_after_it_was_moved(app: Flask, client: Visitor) -> None:
    ana, _ben, connection = meeting_builders.introduced()
    agree(client, ana, connection)

    client.post(page_of(ana, connection), data={"at": at(actions.proposals(connection)[2])})

    check = current_app.extensions["mail_checks"]["half-hour"]
    assert [check(one) for one in letters("half-hour")] == [False, False, True, True]


def test_what_ends_an_entry_leaves_only_where_one_may_stand(app: Flask, client: Visitor) -> None:
    ana, _ben, connection = meeting_builders.introduced()
    agree(client, ana, connection)
    client.post(page_of(ana, connection) + "/cancellation")
    check = current_app.extensions["mail_checks"]["half-hour-off"]

    never = [check(one) for one in letters("half-hour-off")]
    letters("half-hour")[0].state = "sent"
    db.session.flush()

    assert never == [False, False]
    assert [check(one) for one in letters("half-hour-off")] == [True, False]


def test_a_half_hour_with_somebody_who_withdrew_is_called_off_without_a_name(
    app: Flask, client: Visitor
) -> None:
    ana, ben, connection = meeting_builders.introduced()
    agree(client, ana, connection)
    ben.keep_in_touch_at = None
    db.session.commit()

    page = client.get(page_of(ana, connection))
    client.post(page_of(ana, connection) + "/cancellation")

    assert "Call it off" in page.text
    found = letters("half-hour-off")
    assert len(found) == 2
    assert "Ben" not in found[0].text + found[0].subject + found[0].calendar.decode()


def test_who_is_erased_leaves_no_half_hour_in_the_calendar_of_the_other(
    app: Flask, client: Visitor
) -> None:
    ana, ben, connection = meeting_builders.introduced()
    agree(client, ana, connection)
    for one in letters("half-hour"):
        one.state = "sent"
    make.sign_in(client, ben.person)

    assert client.submit("/me/erasure").status_code == 303

    (to_ana,) = letters("half-hour-off")
    assert (to_ana.to, to_ana.method) == ("ana@example.org", "CANCEL")
    assert "Ben" not in to_ana.text + to_ana.subject + to_ana.calendar.decode()
    assert current_app.extensions["mail_checks"]["half-hour-off"](to_ana)
    assert meetings() == []


def test_a_time_of_one_s_own_is_on_the_clocks_of_the_event(app: Flask, client: Visitor) -> None:
    ana, _ben, connection = meeting_builders.introduced()
    day = (clock.now() + timedelta(days=20)).date()

    client.post(page_of(ana, connection), data={"at": "own", "own": f"{day}T19:15"})

    (meeting,) = meetings()
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

    answer = client.post(page_of(ana, connection), data=given)

    assert answer.status_code == 422
    assert said in answer.text
    assert meetings() == []


def test_a_time_in_the_far_future_is_refused(app: Flask, client: Visitor) -> None:
    ana, _ben, connection = meeting_builders.introduced()

    answer = client.post(page_of(ana, connection), data={"at": "own", "own": "2999-01-01T12:00"})

    assert answer.status_code == 409
    assert "within the next two months" in answer.text


def test_after_the_proposed_times_one_s_own_can_still_be_typed(app: Flask, client: Visitor) -> None:
    ana, _ben, connection = meeting_builders.introduced(days_ago=20)

    page = client.get(page_of(ana, connection)).text

    assert "The times that we proposed have passed" in page
    assert 'type="hidden" name="at" value="own"' in page


def test_nobody_is_written_to_without_end(app: Flask, client: Visitor) -> None:
    ana, _ben, connection = meeting_builders.introduced()
    times = actions.proposals(connection)

    codes = [
        client.post(page_of(ana, connection), data={"at": at(times[n % 2])}).status_code
        for n in range(actions.MOST_CHANGES + 1)
    ]

    assert codes == [303] * actions.MOST_CHANGES + [409]


def test_nobody_else_finds_it(app: Flask, client: Visitor) -> None:
    ana, ben, connection = meeting_builders.introduced()
    (cem,) = followup_builders.guests(ana.event, "Cem")
    elsewhere = make.rsvp(make.past_event(), person=ben.person)
    db.session.commit()

    typed = f"/r/{page_token_of(ana.link)}/half-hours/{connection.id}"
    paths = [
        page_of(cem, connection),
        page_of(elsewhere, connection),
        page_of(ana, connection) + "9",
    ]

    for path in [*paths, typed, page_of(ana, connection) + "x"]:
        assert client.get(path).status_code == 404
        assert client.post(path, data={}).status_code == 404
        assert client.post(path + "/cancellation").status_code == 404


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
