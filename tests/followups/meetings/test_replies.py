"""What is pressed in the calendar entry of a half-hour: a no calls it off, and no organizer ever sees it."""

from dataclasses import replace

import make
import meeting_builders
import pytest
import reply_builders as replies
from flask import Flask
from followup_builders import letters
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.followups.meetings import actions
from eventapp.followups.models import Connection
from eventapp.mail.incoming.contents import CalendarAnswer, NewTime
from eventapp.mail.outbox import one_line
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.replies.models import GuestMail


@pytest.fixture
def agreed(app: Flask, client: Visitor) -> tuple[Rsvp, Rsvp, Connection]:
    """Ana and Ben have a half-hour before them, on a site that reads what calendars answer."""
    app.config["ANSWER_ADDRESS"] = replies.FORM
    ana, ben, connection = meeting_builders.introduced()
    meeting_builders.agree(client, ana, connection)
    return ana, ben, connection


def said(rsvp: Rsvp, partstat: str) -> CalendarAnswer:
    (meeting,) = meeting_builders.meetings()
    return replace(replies.said(rsvp, partstat), uid=meeting.uid, sequence=meeting.sequence)


def stands(connection: Connection) -> bool:
    return actions.standing(connection, clock.now()) is not None


def test_an_invite_asks_for_an_answer_at_an_address_that_names_who_answers(
    agreed: tuple[Rsvp, Rsvp, Connection],
) -> None:
    calendars = [letter.calendar.decode().replace("\r\n ", "") for letter in letters("half-hour")]

    assert all(
        "RSVP=TRUE" in one and "mailto:rsvp+~answers~@example.org" in one for one in calendars
    )
    assert all("pressed there calls it off" in letter.text for letter in letters("half-hour"))


def test_a_no_calls_it_off_and_the_other_hears(agreed: tuple[Rsvp, Rsvp, Connection]) -> None:
    _ana, ben, connection = agreed

    became = replies.take_in(said(ben, "DECLINED"), to=replies.of(ben))

    assert (became, stands(connection)) == ("done", False)
    assert {one.to for one in letters("half-hour-off")} == {"ana@example.org", "ben@example.org"}
    # The evening where they met is something else.
    assert replies.fresh(ben).state == "going"


@pytest.mark.parametrize("partstat", ["ACCEPTED", "TENTATIVE", "NEEDS-ACTION"])
def test_anything_else_changes_nothing(
    agreed: tuple[Rsvp, Rsvp, Connection], partstat: str
) -> None:
    _ana, ben, connection = agreed

    became = replies.take_in(said(ben, partstat), to=replies.of(ben))

    assert (became, stands(connection)) == ("done", True)


def test_a_no_to_the_time_before_is_none_to_the_new_one(
    agreed: tuple[Rsvp, Rsvp, Connection],
) -> None:
    ana, ben, connection = agreed
    old = said(ben, "DECLINED")
    second = actions.proposals(connection)[1]
    actions.choose(connection, ana, starts_at=second, words="", now=clock.now())
    db.session.commit()

    replies.take_in(old, to=replies.of(ben))

    assert stands(connection)


def test_only_the_two_can_say_no_and_only_for_certain(
    agreed: tuple[Rsvp, Rsvp, Connection],
) -> None:
    ana, ben, connection = agreed
    other = make.rsvp(ana.event, email="cem@example.org")
    db.session.commit()
    no = said(ben, "DECLINED")

    became = [
        replies.take_in(no, sender="ben@example.org"),
        replies.take_in(no, to=replies.of(other)),
        replies.take_in(no, sender="cem@example.org", proven=True),
    ]

    assert became == ["dropped"] * 3
    assert stands(connection)
    assert replies.take_in(no, sender="ben@example.org", proven=True) == "done"
    assert not stands(connection)


def test_nothing_about_a_half_hour_comes_before_an_organizer(
    agreed: tuple[Rsvp, Rsvp, Connection],
) -> None:
    _ana, ben, _connection = agreed
    no = said(ben, "DECLINED")
    times = {"starts_at": None, "ends_at": None, "comment": one_line("Later?")}
    another = NewTime(uid=no.uid, guest_email="ben@example.org", **times)

    for content in (no, another):
        replies.take_in(content)
        replies.take_in(content, to=replies.of(ben))

    assert db.session.scalars(db.select(GuestMail)).all() == []
    assert letters("guest-mail") + letters("new-time") == []
