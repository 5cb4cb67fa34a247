"""Journeys on which the clock causes letters: before an event, the morning after, and weeks later."""

from datetime import timedelta

import followup_builders
import help_builders
import make
import meeting_builders
import program_builders
import series_builders
import webhook_builders
from conftest import visitor
from flooding import Clock, yes
from sent_letters import Checked

from eventapp.certificates import jobs as certificates
from eventapp.db import db
from eventapp.events.series.models import SeriesDate
from eventapp.followups import jobs as followups
from eventapp.followups.help_board import jobs as help_board
from eventapp.followups.introductions import jobs as introductions
from eventapp.followups.meetings import actions as meetings
from eventapp.followups.meetings.letters import at
from eventapp.followups.sending import jobs as sending
from eventapp.programs import publication
from eventapp.programs.cohorts import actions as cohorts
from eventapp.programs.interest import actions as interests
from eventapp.programs.states import actions as states
from eventapp.progress.letters import jobs as program_letters_jobs
from eventapp.rsvps import jobs
from eventapp.rsvps.models import Rsvp


def the_day_before(checked: Checked, now: Clock) -> None:
    """Guests are reminded, organizers are told what is new."""
    starts_at = now.now + timedelta(hours=60)
    event = make.event(
        starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), reminder_hours=24
    )
    make.member(event.community, email="owner@example.org")
    event.digested_at = now.now
    yes(visitor(checked.app), event, "aiko@example.org", "Aiko")
    checked.leave()
    now.turn(hours=40)
    jobs.remind()
    jobs.tell_what_is_new()
    checked.leave()


def the_morning_after(checked: Checked, now: Clock) -> None:
    """Cards, a question for who gets none, an introduction where both ticked each other; did they meet?"""
    # Nobody gets a card by night.
    now.turn(hours=(34 - now.now.hour) % 24)
    event, (aiko, kofi) = followup_builders.evening("Aiko", "Kofi")
    followup_builders.arrive(*followup_builders.guests(event, "Cem", keep_in_touch=False))
    db.session.commit()
    sending.draft_due()
    followups.ask_how_it_was()
    checked.leave()
    followup_builders.tick(aiko, kofi, now=now.now)
    followup_builders.tick(kofi, aiko, now=now.now)
    db.session.commit()
    now.turn(days=1)
    introductions.introduce_due()
    checked.leave()
    half_an_hour(checked, now, aiko, kofi)
    now.turn(days=28)
    followups.nudge()
    checked.leave()


def half_an_hour(checked: Checked, now: Clock, aiko: Rsvp, kofi: Rsvp) -> None:
    """One of the two chooses a time, the other moves it, and calls it off."""
    (connection,) = followup_builders.connections()
    client, times = visitor(checked.app), meetings.proposals(connection)
    for rsvp, start in ((aiko, times[0]), (kofi, times[1])):
        said = {"at": at(start), "words": "Café; 2nd floor, https://meet.example/x"}
        client.post(meeting_builders.page_of(rsvp, connection), data=said)
        checked.leave()
        now.turn(minutes=1)
    client.post(meeting_builders.page_of(kofi, connection) + "/cancellation")
    checked.leave()
    sent_as = [[one.sent_as for one in sent] for sent in checked.sent.values()]
    assert sent_as == [["REQUEST", "REQUEST", "CANCEL"]] * 2


def an_ask_on_the_board(checked: Checked, now: Clock) -> None:
    """Who offered a topic hears of an ask about it, and its owner of who can help."""
    ana = help_builders.asker()
    kofi = help_builders.helper(ana)
    ask = help_builders.put(ana)
    db.session.commit()
    now.turn(days=3)
    help_board.tell_helpers()
    checked.leave()
    help_builders.can_help(kofi, ask, "Ask me on a Tuesday.")
    db.session.commit()
    checked.leave()


def the_last_session(checked: Checked, now: Clock) -> None:
    """A program ends: who came gets a certificate."""
    program = make.program(sessions=1)
    yes(visitor(checked.app), program, "aiko@example.org", "Aiko")
    checked.leave()
    event = program.sessions[0].event
    now.turn(days=5)
    followup_builders.arrive(db.session.scalars(db.select(Rsvp).filter_by(event_id=event.id)).one())
    db.session.commit()
    certificates.give()
    checked.leave()


def a_program_by_the_clock(checked: Checked, now: Clock) -> None:
    """Materials before the first session, who missed it, halfway, and the end without a certificate."""
    program = make.program(sessions=4)
    program.sessions[0].materials = [{"title": "Slides", "url": "https://files.example/slides"}]
    for name in ("Aiko", "Kofi"):
        yes(visitor(checked.app), program, f"{name.lower()}@example.org", name)
    checked.leave()
    now.turn(hours=(34 - now.now.hour) % 24)
    now.turn(days=2)
    program_letters_jobs.send_materials()
    checked.leave()
    for number, session in enumerate(program.sessions):
        now.turn(seconds=(session.event.ends_at - now.now).total_seconds())
        now.turn(hours=12)
        now.turn(hours=(34 - now.now.hour) % 24)
        if number < 2:
            came = db.select(Rsvp).filter_by(event_id=session.event_id).order_by(Rsvp.id).limit(1)
            followup_builders.arrive(db.session.scalars(came).one())
        db.session.commit()
        program_letters_jobs.tell_who_was_missed()
        program_letters_jobs.show_halfway()
        certificates.give()
        program_letters_jobs.say_goodbye()
        checked.leave()


def a_program_called_off_and_run_again(checked: Checked, now: Clock) -> None:
    """Its people hear that its sessions moved, that it is off, and on again; who asked to, of the next run."""
    program = make.program(sessions=2)
    yes(visitor(checked.app), program, "aiko@example.org", "Aiko")
    wish = program_builders.interest(program, "kofi@example.org")
    checked.leave()
    program_builders.move(program, now=now.now)
    checked.leave()
    now.turn(minutes=1)
    interests.confirm(wish, now=now.now)
    states.call_off(program, now=now.now)
    checked.leave()
    now.turn(minutes=1)
    states.bring_back(program, now=now.now)
    checked.leave()
    day = program.sessions[0].event.starts_at.date() + timedelta(days=70)
    again, _times = cohorts.run_again(program, first=day, cohort="Spring", now=now.now)
    states.publish(again, now=now.now)
    checked.leave()


def a_webhook_that_is_gone(checked: Checked, now: Clock) -> None:
    """Another program says that it wants no more news."""
    with webhook_builders.receiving() as receiver:
        receiver.answers = [410]
        webhook_builders.waits(webhook_builders.hooked(checked.app, receiver))
        webhook_builders.send_once()
    checked.leave()


def a_series_goes_on(checked: Checked, now: Clock) -> None:
    """Who asked to be told of the next date hears of those that are published."""
    first, second, third = (make.event(title="Lab nights") for _date in range(3))
    series = series_builders.series(first, slug="lab-nights", title="Lab nights")
    for more in (second, third):
        more.community, more.published_at = first.community, None
        series.dates.append(SeriesDate(event=more))
    wish = interests.ask(series, "kofi@example.org", now=now.now)
    checked.leave()
    interests.confirm(wish, now=now.now)
    publication.publish_all([second, third], now=now.now)
    checked.leave()


JOURNEYS = {
    a_series_goes_on: "interest-confirm next-date",
    a_webhook_that_is_gone: "webhook-off",
    a_program_called_off_and_run_again: "invite enrolled interest-confirm update "
    "program-moved program-off cancelled program-on reopened runs-again",
    the_day_before: "invite reminder digest",
    the_morning_after: "card feedback introduction half-hour half-hour-off nudge",
    an_ask_on_the_board: "help-asks help-offer",
    the_last_session: "invite enrolled certificate",
    a_program_by_the_clock: "invite enrolled materials missed halfway certificate finished",
}
