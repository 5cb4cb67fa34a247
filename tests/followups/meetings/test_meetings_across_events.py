"""A half-hour of two whom the board introduced: they answered to different events, or to each other's as well."""

from dataclasses import replace

import make
import meeting_builders
import reply_builders as replies
from flask import Flask, current_app
from followup_builders import letters
from help_builders import asker, can_help, helper, put
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.followups import actions as ticks
from eventapp.followups.consent import Chosen
from eventapp.followups.help_board import actions as board
from eventapp.followups.help_board.models import HelpOffer
from eventapp.followups.meetings import actions
from eventapp.followups.models import Connection
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps.models import Rsvp


def agreed_across_events(app: Flask, client: Visitor) -> tuple[Rsvp, Rsvp, Connection]:
    """Ana asked at one event, Kofi offered at another; their half-hour is in both calendars."""
    app.config["ANSWER_ADDRESS"] = replies.FORM
    ana = asker(email="ana@example.org")
    kofi = helper(ana, email="kofi@example.org")
    can_help(kofi, put(ana))
    number = db.session.scalars(db.select(HelpOffer.id)).one()
    board.answer(ana, number, yes=Chosen(), now=clock.now())
    (connection,) = db.session.scalars(db.select(Connection))
    db.session.commit()
    meeting_builders.agree(client, ana, connection)
    for one in (*letters("introduction"), *letters("half-hour")):
        one.state = "sent"
    db.session.commit()
    return ana, kofi, connection


def leave() -> list[str]:
    check = current_app.extensions["mail_checks"]["half-hour-off"]
    return sorted(one.to for one in letters("half-hour-off") if check(one))


def stands(connection: Connection) -> bool:
    return actions.standing(connection, clock.now()) is not None


def test_called_off_it_leaves_both_calendars(app: Flask, client: Visitor) -> None:
    ana, _kofi, connection = agreed_across_events(app, client)

    client.post(meeting_builders.page_of(ana, connection) + "/cancellation")

    assert leave() == ["ana@example.org", "kofi@example.org"]


def test_it_leaves_both_calendars_also_where_the_helper_answered_to_the_event_of_the_ask(
    app: Flask, client: Visitor
) -> None:
    ana, kofi, connection = agreed_across_events(app, client)
    make.rsvp(ana.event, person=kofi.person)
    db.session.commit()

    client.post(meeting_builders.page_of(ana, connection) + "/cancellation")

    assert leave() == ["ana@example.org", "kofi@example.org"]


def test_a_no_in_the_calendar_of_who_answered_to_another_event_calls_it_off(
    app: Flask, client: Visitor
) -> None:
    _ana, kofi, connection = agreed_across_events(app, client)
    (meeting,) = meeting_builders.meetings()
    no = replace(replies.said(kofi, "DECLINED"), uid=meeting.uid, sequence=meeting.sequence)

    became = replies.take_in(no, to=replies.of(kofi))

    assert (became, stands(connection)) == ("done", False)


def test_the_same_from_the_address_the_receiving_server_vouches_for(
    app: Flask, client: Visitor
) -> None:
    _ana, kofi, connection = agreed_across_events(app, client)
    (meeting,) = meeting_builders.meetings()
    no = replace(replies.said(kofi, "DECLINED"), uid=meeting.uid, sequence=meeting.sequence)

    assert replies.take_in(no, sender="kofi@example.org") == "dropped"
    assert replies.take_in(no, sender="Kofi@example.org", proven=True) == "done"
    assert not stands(connection)


def test_it_ends_with_the_place_by_which_they_share_and_with_no_other(
    app: Flask, client: Visitor
) -> None:
    ana, kofi, connection = agreed_across_events(app, client)
    again = make.rsvp(ana.event, person=kofi.person)
    db.session.commit()

    rsvps.cancel(again, now=clock.now())
    before = stands(connection)
    rsvps.cancel(kofi, now=clock.now())

    assert (before, stands(connection)) == (True, False)
    assert leave() == ["ana@example.org", "kofi@example.org"]
    assert all("Kofi" not in one.text for one in letters("half-hour-off") if one.to[:3] == "ana")


def test_an_introduction_that_is_stopped_leaves_no_half_hour_behind(
    app: Flask, client: Visitor
) -> None:
    _ana, _kofi, connection = agreed_across_events(app, client)

    ticks.stop(connection, now=clock.now())

    assert not stands(connection)
    assert leave() == ["ana@example.org", "kofi@example.org"]
