"""Who may hear of a half-hour, and of whom: asked when a page opens, when it is chosen, and when letters leave."""

from datetime import timedelta

import followup_builders
import make
import meeting_builders
import pytest
from flask import Flask, current_app
from followup_builders import letters
from visitor import Visitor
from words import says

from eventapp import clock
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.followups.meetings import actions, half_hours
from eventapp.followups.meetings.letters import at
from eventapp.people.actions import page_token_of


def test_an_address_that_was_not_shared_stands_in_no_letter_of_the_other(
    app: Flask, client: Visitor
) -> None:
    ana, ben, connection = meeting_builders.introduced()
    meeting_builders.share(connection, ben, by_mail=False)
    db.session.commit()

    page = client.get(meeting_builders.page_of(ana, connection)).text
    meeting_builders.agree(client, ana, connection)
    client.post(meeting_builders.page_of(ana, connection) + "/cancellation")

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
    # Ana shared hers, so Ben may write to her.
    (to_ben,) = [one for one in letters("half-hour") if one.to[:3] == "ben"]
    assert "Write to: ana@example.org" in to_ben.text


@pytest.mark.parametrize("who", ["ana", "ben"])
@pytest.mark.parametrize("gone", ["consent", "stopped", "no more", "place"])
def test_whoever_may_not_hear_of_the_other_gets_no_page_no_invite_and_none_that_waits_leaves(
    app: Flask, client: Visitor, who: str, gone: str
) -> None:
    ana, ben, connection = meeting_builders.introduced()
    meeting_builders.agree(client, ana, connection)
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
        page = client.get(meeting_builders.page_of(rsvp, connection))
        assert "Send the invite" not in page.text
        assert not {"Ana", "Ben"} & set(page.text.replace(">", " ").replace("<", " ").split())


def test_an_older_time_never_leaves_after_it_was_moved(app: Flask, client: Visitor) -> None:
    ana, _ben, connection = meeting_builders.introduced()
    meeting_builders.agree(client, ana, connection)

    client.post(
        meeting_builders.page_of(ana, connection), data={"at": at(actions.proposals(connection)[2])}
    )

    check = current_app.extensions["mail_checks"]["half-hour"]
    assert [check(one) for one in letters("half-hour")] == [False, False, True, True]


def test_what_ends_an_entry_leaves_only_where_one_may_stand(app: Flask, client: Visitor) -> None:
    ana, _ben, connection = meeting_builders.introduced()
    meeting_builders.agree(client, ana, connection)
    client.post(meeting_builders.page_of(ana, connection) + "/cancellation")
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
    meeting_builders.agree(client, ana, connection)
    ben.keep_in_touch_at = None
    db.session.commit()

    page = client.get(meeting_builders.page_of(ana, connection))
    client.post(meeting_builders.page_of(ana, connection) + "/cancellation")

    assert "Call it off" in page.text
    found = letters("half-hour-off")
    assert len(found) == 2
    assert not says(found[0].text + found[0].subject + found[0].calendar.decode(), "Ben")


def test_who_is_erased_leaves_no_half_hour_in_the_calendar_of_the_other(
    app: Flask, client: Visitor
) -> None:
    ana, ben, connection = meeting_builders.introduced()
    meeting_builders.agree(client, ana, connection)
    for one in letters("half-hour"):
        one.state = "sent"
    make.sign_in(client, ben.person)

    assert client.submit("/me/erasure").status_code == 303

    (to_ana,) = letters("half-hour-off")
    assert (to_ana.to, to_ana.method) == ("ana@example.org", "CANCEL")
    assert not says(to_ana.text + to_ana.subject + to_ana.calendar.decode(), "Ben")
    assert current_app.extensions["mail_checks"]["half-hour-off"](to_ana)
    assert meeting_builders.meetings() == []


def test_nobody_else_finds_it(app: Flask, client: Visitor) -> None:
    ana, ben, connection = meeting_builders.introduced()
    (cem,) = followup_builders.guests(ana.event, "Cem")
    elsewhere = make.rsvp(make.past_event(), person=ben.person)
    db.session.commit()

    typed = f"/r/{page_token_of(ana.link)}/half-hours/{connection.id}"
    paths = [
        meeting_builders.page_of(cem, connection),
        meeting_builders.page_of(elsewhere, connection),
        meeting_builders.page_of(ana, connection) + "9",
    ]

    for path in [*paths, typed, meeting_builders.page_of(ana, connection) + "x"]:
        assert client.get(path).status_code == 404
        assert client.post(path, data={}).status_code == 404
        assert client.post(path + "/cancellation").status_code == 404


@pytest.mark.parametrize("at_the_time", [True, False])
def test_the_proposed_times_tell_nothing_of_what_the_other_takes_on_or_gives_back_later(
    app: Flask, at_the_time: bool
) -> None:
    _ana, ben, connection = meeting_builders.introduced()
    first = actions.proposals(connection)
    busy = make.event(starts_at=first[0], ends_at=first[0] + half_hours.LENGTH)
    known = timedelta(hours=-1 if at_the_time else 1)
    rsvp = make.rsvp(busy, person=ben.person)
    rsvp.created_at = connection.connected_at + known
    db.session.flush()
    then = actions.proposals(connection)

    rsvp.state = "cancelled"
    db.session.flush()

    assert (first[0] in then) == (not at_the_time)
    assert actions.proposals(connection) == then
