"""What an organizer should do next, and by when: from what the community's events look like now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events.copying.models import HELD
from eventapp.events.models import DOORS, Event
from eventapp.followups.sending.times import OPEN_FOR
from eventapp.rsvps.role_counts import Tally
from eventapp.seating.models import Plan

# The headline is the task that comes first here.
URGENCY = (
    "reseat",
    "failed",
    "free",
    "tables",
    "publish",
    "door",
    "cards",
    "draft",
    "share",
    "lookback",
    "badges",
)
DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class Task:
    """One thing to do: what, about which event, by which day, and where it is done."""

    kind: str
    due: date
    what: str
    event: Event
    url: str
    button: str
    number: int = 0


@dataclass(frozen=True)
class Facts:
    """What the tasks of one event are derived from."""

    event: Event
    tally: Tally
    # None without a plan, else whether it is published.
    planned: bool | None
    failed: int
    # Who is missing at the tables tonight, once it is time to ask.
    reseat: str = ""
    # Whether its cards wait for somebody to look at them.
    review: bool = False


def events_of(community: Community, *, now: datetime) -> list[Event]:
    """The events an organizer has to do with: drafts, those to come, and those whose cards may
    still go out."""
    return list(
        db.session.scalars(
            db.select(Event)
            .where(
                Event.community_id == community.id,
                HELD,
                Event.cancelled_at.is_(None),
                db.or_(Event.ends_at > now - OPEN_FOR, Event.published_at.is_(None)),
            )
            .order_by(Event.starts_at, Event.id)
        )
    )


def plans_of(events: Iterable[Event]) -> dict[int, bool]:
    """For each event with a seating plan, whether one is published."""
    rows = db.session.execute(
        db.select(Plan.event_id, db.func.max(Plan.published_at))
        .where(Plan.event_id.in_([event.id for event in events]))
        .group_by(Plan.event_id)
    )
    return {event_id: published_at is not None for event_id, published_at in rows}


def tasks(facts: Iterable[Facts], *, zone: str, now: datetime) -> list[Task]:
    """What is to be done, the earliest first."""
    today = now.astimezone(ZoneInfo(zone)).date()
    found = [task for each in facts for task in _tasks(each, today, now)]
    return sorted(
        found, key=lambda task: (task.due, URGENCY.index(task.kind), task.event.starts_at)
    )


def headline(found: Iterable[Task]) -> Task | None:
    """The one task that the page begins with."""
    return min(found, key=lambda task: URGENCY.index(task.kind), default=None)


def _tasks(facts: Facts, today: date, now: datetime) -> Iterable[Task]:
    event = facts.event
    if event.state == "draft":
        yield _task("draft", today, facts)
    elif event.over(now):
        if event.ends_at > now - WEEK:
            yield _task("lookback", today, facts)
        if facts.review:
            yield _task("cards", today, facts)
    else:
        yield from _coming(facts, today, now)
    if facts.failed:
        yield _task("failed", today, facts)


def _coming(facts: Facts, today: date, now: datetime) -> Iterable[Task]:
    event, tally = facts.event, facts.tally
    left = event.days_left(now)
    day = today + timedelta(days=left)
    if facts.reseat:
        yield _task("reseat", today, facts)
    if tally.waiting and tally.left and event.serves_waitlist(now):
        yield _task("free", today, facts)
    few = tally.going < min(event.chairs, event.capacity or event.chairs) // 3
    if left <= 21 and few and event.open_for_rsvps(now):
        yield _task("share", today, facts)
    if left > 7 or tally.going < 3:
        return
    if facts.planned is None:
        yield _task("tables", max(today, day - DAY), facts)
    elif not facts.planned:
        yield _task("publish", max(today, day - DAY), facts)
    yield _task("badges", max(today, day), facts)
    yield _task("door", max(today, day), facts)


def _task(kind: str, due: date, facts: Facts) -> Task:
    event, tally = facts.event, facts.tally
    opens = clock.hour(event.starts_at - DOORS, event.zone)
    free = min(tally.left or 0, tally.waiting)
    going = tally.going
    what, endpoint, button, number = {
        "reseat": (facts.reseat, "reseating.show", _("Tables"), 0),
        "draft": (_("Finish the draft"), "events_desk.edit", _("Go on"), 0),
        "lookback": (_("See who met whom"), "insights_desk.show", _("Look"), 0),
        "cards": (_("Look through the follow-up cards"), "cards.show", _("Look"), 0),
        "failed": (
            ngettext(
                "Fix one mail that came back", "Fix %(num)s mails that came back", facts.failed
            ),
            "mail_desk.messages",
            _("Fix"),
            facts.failed,
        ),
        "free": (
            ngettext("Give out one free place", "Give out %(num)s free places", free),
            "rsvps_desk.people",
            _("Look"),
            free,
        ),
        "share": (_("Tell more people"), "rsvps_desk.people", _("Look"), going),
        "tables": (
            ngettext("Seat one person", "Seat %(num)s people", going),
            "seating.board",
            _("Tables"),
            going,
        ),
        "publish": (_("Publish the tables"), "seating.board", _("Tables"), going),
        "badges": (
            ngettext("Print one badge", "Print %(num)s badges", going),
            "badges.stock",
            _("Print"),
            going,
        ),
        "door": (_("Open the door list at %(time)s", time=opens), "door.show", _("Door"), going),
    }[kind]
    return Task(
        kind,
        due,
        what,
        event,
        url_for(endpoint, community=event.community.slug, event=event.slug),
        button,
        number,
    )


def day_word(day: date, today: date) -> str:
    """Today, tomorrow, or the weekday; the date itself further away, to stand alone."""
    if day == today:
        return _("Today")
    if day == today + DAY:
        return _("Tomorrow")
    return format_date(day, "EEEE" if day - today < WEEK else "EEE d MMM")


def _within(day: date, today: date) -> str:
    """The same inside a sentence: 'Seat 48 people for today'."""
    if day == today:
        return _("today")
    if day == today + DAY:
        return _("tomorrow")
    return day_word(day, today)


def by_day(found: Iterable[Task], today: date) -> list[tuple[str, str, list[Task]]]:
    """The tasks under their days: the word for the day, the date, what is to be done."""
    days: dict[date, list[Task]] = {}
    for task in found:
        days.setdefault(task.due, []).append(task)
    return [
        (day_word(day, today), format_date(day, "EEE d MMM"), days[day]) for day in sorted(days)
    ]


def sentences(
    task: Task | None, tallies: Mapping[int, Tally], *, today: date, now: datetime
) -> tuple[str, str, str]:
    """The headline, the line under it, and the words on its button."""
    if task is None:
        return (
            _("All is quiet"),
            _("Nothing waits for you. A good moment to plan the next event."),
            _("New event"),
        )
    event, tally = task.event, tallies[task.event.id]
    day = _within(today + timedelta(days=event.days_left(now)), today)
    places = event.capacity or event.chairs
    taken = _("%(going)s of %(places)s places are taken.", going=tally.going, places=places)
    if tally.left == 0:
        taken = _("%(title)s is full.", title=event.title)
    return {
        "reseat": (task.what, event.title, _("See the tables")),
        "tables": (
            ngettext(
                "Seat one person for %(day)s",
                "Seat %(num)s people for %(day)s",
                task.number,
                day=day,
            ),
            f"{event.title}. {taken} " + _("The tables take about a second."),
            _("Make the tables"),
        ),
        "publish": (
            _("Publish the tables for %(day)s", day=day),
            _("They are drawn for %(title)s, and only you see them.", title=event.title),
            _("Look at them"),
        ),
        "door": (
            _("Open the door for %(day)s", day=day),
            f"{event.title}. {taken}",
            _("Go to the door"),
        ),
        "badges": (task.what, f"{event.title}. {taken}", _("Choose the paper")),
        "failed": (
            task.what,
            _("They were meant for guests of %(title)s.", title=event.title),
            _("See which"),
        ),
        "free": (
            task.what,
            _("People wait in line for %(title)s while chairs are free.", title=event.title),
            _("See who waits"),
        ),
        "draft": (
            _("Finish “%(title)s”", title=event.title),
            _("It is a draft, and nobody sees it yet."),
            _("Go on"),
        ),
        "share": (
            _("Tell people about %(day)s", day=day),
            f"{event.title}. {taken}",
            _("See who comes"),
        ),
        "cards": (
            task.what,
            _(
                "Those of %(title)s wait for you. Until %(day)s: after that nobody gets one.",
                title=event.title,
                day=clock.short_day(event.ends_at + OPEN_FOR, event.zone),
            ),
            _("Look through them"),
        ),
        "lookback": (
            _("See who met whom"),
            _("%(title)s is over. Pictures of the evening are here.", title=event.title),
            _("Look back"),
        ),
    }[task.kind]
