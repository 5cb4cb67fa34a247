"""Did you meet again? Asked once, four weeks after an introduction; the other never hears the answer."""

from datetime import timedelta

import meeting_builders
import pytest
from flask import Flask, current_app
from followup_builders import letters
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.followups import actions as followups
from eventapp.followups import jobs
from eventapp.followups.meetings import actions as meetings
from eventapp.followups.models import Connection, Nudge
from eventapp.followups.nudges import actions
from eventapp.people import preferences
from eventapp.people.actions import token_of
from eventapp.rsvps.models import Rsvp


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "PAUSE", 0)


def introduced(*, days_ago: int = 28) -> tuple[Rsvp, Rsvp, Connection]:
    """Two who were introduced so many days ago."""
    return meeting_builders.introduced(days_ago=days_ago)


def page_of(rsvp: Rsvp, connection: Connection) -> str:
    return f"/r/{token_of(rsvp.link)}/meetings/{connection.id}"


def answers() -> list[str]:
    found = db.select(Nudge).order_by(Nudge.id).execution_options(populate_existing=True)
    return [nudge.answer for nudge in db.session.scalars(found)]


def test_both_are_asked_once_four_weeks_later(each_database: Flask) -> None:
    introduced()

    numbers = [jobs.nudge(), jobs.nudge()]

    assert numbers == [1, 0]
    assert [letter.to for letter in letters("nudge")] == ["ana@example.org", "ben@example.org"]


@pytest.mark.parametrize("days", [27, 57])
def test_nobody_is_asked_too_early_or_much_too_late(app: Flask, days: int) -> None:
    introduced(days_ago=days)

    assert jobs.nudge() == 0


def test_one_tap_is_kept_and_the_other_is_told_nothing(app: Flask, client: Visitor) -> None:
    ana, ben, connection = introduced()
    jobs.nudge()
    page = page_of(ana, connection)
    before = client.get(page_of(ben, connection)).text.count("btn quiet")

    looked = client.get(page).status_code, answers()
    client.post(page, data={"answer": "not_yet"})
    client.post(page, data={"answer": "yes"})

    assert looked == (200, ["", ""])
    assert answers() == ["yes", ""]
    assert client.get(page).text.count("btn quiet") == before - 1
    assert client.get(page_of(ben, connection)).text.count("btn quiet") == before
    assert len(letters("nudge")) == 2


def test_no_more_please_ends_them_for_good(app: Flask, client: Visitor) -> None:
    ana, _ben, connection = introduced()
    jobs.nudge()

    client.post(page_of(ana, connection), data={"answer": "no_more"})

    assert not preferences.wants(ana.person, "nudge")


def test_the_introduction_of_others_is_not_found(app: Flask, client: Visitor) -> None:
    ana, _ben, connection = introduced()
    jobs.nudge()

    assert client.get(page_of(ana, connection) + "1").status_code == 404
    assert client.post(page_of(ana, connection), data={"answer": "perhaps"}).status_code == 409


def test_who_wants_no_more_of_it_is_not_asked_and_the_other_is(app: Flask) -> None:
    ana, _ben, _connection = introduced()
    preferences.switch_off(ana.person, "nudge", now=clock.now())
    db.session.commit()

    jobs.nudge()

    assert [letter.to for letter in letters("nudge")] == ["ben@example.org"]


def test_nobody_is_asked_about_whoever_took_their_consent_back(app: Flask) -> None:
    ana, _ben, _connection = introduced()
    followups.leave_cards(ana.person, now=clock.now())
    db.session.commit()

    jobs.nudge()

    assert letters("nudge") == []


def test_a_letter_that_waited_stays_when_it_was_answered_or_a_consent_is_gone(app: Flask) -> None:
    ana, ben, connection = introduced()
    jobs.nudge()
    check, (first, second) = current_app.extensions["mail_checks"]["nudge"], letters("nudge")
    before = check(first), check(second)

    actions.answer(actions.nudge_of(ana, connection.id), "yes", now=clock.now())
    db.session.flush()
    answered = check(first), check(second)
    ben.keep_in_touch_at = None
    db.session.flush()

    assert (before, answered) == ((True, True), (False, True))
    assert not check(second)


def planned(connection: Connection, by: Rsvp, *, days_ago: int) -> None:
    """Half an hour that the two had agreed on, so many days ago; below 0 it is still to come."""
    start = clock.now() + timedelta(days=1)
    meeting = meetings.choose(connection, by, starts_at=start, words="", now=clock.now())
    meeting.starts_at = clock.now() - timedelta(days=days_ago)
    meeting.ends_at = meeting.starts_at + timedelta(minutes=30)
    db.session.commit()


def test_who_had_planned_a_half_hour_is_asked_whether_it_took_place(
    app: Flask, client: Visitor
) -> None:
    ana, _ben, connection = introduced()
    planned(connection, ana, days_ago=9)

    jobs.nudge()

    assert {letter.subject for letter in letters("nudge")} == {
        "Did your half-hour with Ana take place?",
        "Did your half-hour with Ben take place?",
    }
    assert "You had planned half an hour on" in letters("nudge")[0].text
    page = client.get(page_of(ana, connection)).text
    assert "Did your half-hour with Ben take place?" in page
    assert "Yes, it did" in page


def test_who_has_a_half_hour_before_them_is_asked_after_it(app: Flask) -> None:
    ana, _ben, connection = introduced()
    planned(connection, ana, days_ago=-2)

    before = jobs.nudge()
    planned_at = meetings.standing(connection, clock.now())
    planned_at.starts_at -= timedelta(days=3)
    planned_at.ends_at -= timedelta(days=3)
    db.session.commit()

    assert (before, jobs.nudge()) == (0, 1)


def test_not_yet_shows_a_small_step_and_nobody_asks_again(app: Flask, client: Visitor) -> None:
    ana, ben, connection = introduced()
    meeting_builders.share(connection, ben, by_mail=False)
    db.session.commit()
    jobs.nudge()

    client.post(page_of(ana, connection), data={"answer": "not_yet"})
    page = client.get(page_of(ana, connection)).text
    connection.connected_at -= timedelta(weeks=2)
    db.session.commit()

    assert "A small step" in page
    assert f"/half-hours/{connection.id}" in page
    assert "ben@example.org" not in page
    assert jobs.nudge() == 0
    assert len(letters("nudge")) == 2


def test_no_more_ends_every_further_letter_about_the_other_and_tells_them_nothing(
    app: Flask, client: Visitor
) -> None:
    ana, ben, connection = introduced()
    jobs.nudge()
    theirs = client.get(page_of(ben, connection)).text
    client.post(page_of(ana, connection), data={"answer": "no_more"})

    with pytest.raises(Refused):
        meetings.choose(
            connection,
            ben,
            starts_at=clock.now() + timedelta(days=2),
            words="",
            now=clock.now(),
        )
    closed = client.get(f"/r/{token_of(ben.link)}/half-hours/{connection.id}")

    assert letters("half-hour") == []
    assert "A line of your own works as well" in closed.text
    again = client.get(page_of(ben, connection)).text
    assert "Did you and Ana meet again?" in theirs
    assert "Did you and Ana meet again?" in again
    assert "Ben" in client.get(page_of(ana, connection)).text


def test_no_more_calls_off_a_half_hour_that_stood(app: Flask, client: Visitor) -> None:
    ana, ben, connection = introduced()
    jobs.nudge()
    planned(connection, ben, days_ago=-2)
    letters("half-hour")[0].state = letters("half-hour")[1].state = "sent"

    client.post(page_of(ana, connection), data={"answer": "no_more"})

    assert meetings.standing(connection, clock.now()) is None
    assert {one.to for one in letters("half-hour-off")} == {"ana@example.org", "ben@example.org"}
