"""The organizer's side of an event: write it step by step, publish it, copy it.

What touches guests (a change of a published event, calling it off) lives with the RSVPs.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.communities.access import desk_community
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events import closing_times, drafts, quotas, sent_twice, who_words
from eventapp.events.access import desk_event
from eventapp.events.copying import actions as copying
from eventapp.events.forms import EventForm, PeopleForm, WhatForm, WhenForm, values
from eventapp.events.head_line import line_of
from eventapp.events.importing import actions as imported
from eventapp.events.local_time import Repeated, twice
from eventapp.events.models import Event
from eventapp.events.venues import actions as venues
from eventapp.events.venues import choice

bp = Blueprint("events_desk", __name__)

STEPS: dict[str, type[WhatForm] | type[WhenForm] | type[PeopleForm]] = {
    "what": WhatForm,
    "when": WhenForm,
    "room": PeopleForm,
}
ORDER = [*STEPS, "review"]


@bp.get("/desk/<community>/events/new")
def new(community: str) -> ResponseReturnValue:
    """The first step of an event that isn't there yet."""
    return _new(desk_community(community), WhatForm())


@bp.post("/desk/<community>/events")
def create(community: str) -> ResponseReturnValue:
    """A draft with this title, in two weeks until it is told otherwise."""
    host = desk_community(community)
    form = WhatForm()
    if not form.validate_on_submit():
        return _new(host, form), 422
    mark = sent_twice.mark(request.form)
    event = sent_twice.made(host, mark)
    if not event:
        event = drafts.begin(host, values(form), mark=mark, now=clock.now())
        db.session.commit()
    return web.to(".edit", community=community, event=event.slug, step="when")


def _new(host: Community, form: WhatForm) -> str:
    return render_template(
        "events/new.html",
        community=host,
        form=form,
        templates=copying.kept(host),
        steps=_steps("what"),
    )


@bp.get("/desk/<community>/events/<event>/plan")
def edit(community: str, event: str) -> ResponseReturnValue:
    """A draft step by step; a published event on one page; a cancelled one as it was."""
    found = desk_event(community, event)
    if found.cancelled_at:
        over = found.over(clock.now())
        return render_template("events/called_off.html", over=over, **about(found))
    if found.published_at:
        form = EventForm()
        form.offer_roles(found.community.roles)
        form.fill(found)
        return plan_page(found, form, seen=drafts.stamp(found))
    step = request.args.get("step", "")
    if step == "review":
        missing = drafts.missing(found, now=clock.now())
        return render_template(
            "events/review.html",
            missing=missing,
            closes=closing_times.said(found),
            opens=closing_times.opening(found),
            who=who_words.unusual(found, quotas.of(found)),
            steps=_steps(step, found),
            **about(found),
        )
    kind = STEPS.get(step, WhatForm)
    draft = kind()
    if isinstance(draft, PeopleForm):
        draft.offer_roles(found.community.roles)
    draft.fill(found)
    return _step(found, step if step in STEPS else "what", draft)


def plan_page(event: Event, form: EventForm, *, seen: str) -> str:
    """A published event's page to change it; `seen` is the stamp of what the form began with."""
    return render_template(
        "events/plan.html",
        form=form,
        seen=seen,
        who=form.said(event),
        venues=venues.kept(event.community),
        marks={role.id: role.mark for role in event.community.roles},
        over=event.over(clock.now()),
        goes=imported.can_go(event, now=clock.now()),
        **about(event),
    )


@bp.post("/desk/<community>/events/<event>/plan")
def save(community: str, event: str) -> ResponseReturnValue:
    """Keep one step of a draft and go on to the next."""
    found = desk_event(community, event)
    step = request.form.get("step", "")
    if found.state != "draft" or step not in STEPS:
        flash(_("This event isn't a draft any more. Make your change here."), "warn")
        return web.to(".edit", community=community, event=event)
    form = STEPS[step]()
    if isinstance(form, PeopleForm):
        form.offer_roles(found.community.roles)
    if isinstance(form, WhenForm) and (venue := choice.use(form, found.community)):
        drafts.write(found, venues.place(venue) | venues.room(venue), now=clock.now())
        db.session.commit()
        return _step(found, step, form)
    sound = form.validate_on_submit()
    if not sound or (isinstance(form, PeopleForm) and not form.suits(found)):
        return _step(found, step, form), 422
    drafts.write(found, values(form), now=clock.now())
    if isinstance(form, PeopleForm):
        found.roles = form.chosen(found.community.roles)
        quotas.keep(found, form.quotas)
    if isinstance(form, WhenForm):
        warn_of_doubled_hours(form)
        warn_of_clashes(found)
    db.session.commit()
    go = step if request.form.get("go") == "stay" else ORDER[ORDER.index(step) + 1]
    return web.to(".edit", community=community, event=found.slug, step=go)


def _step(event: Event, step: str, form: WhatForm | WhenForm | PeopleForm) -> str:
    return render_template(
        f"events/step_{step}.html",
        form=form,
        step=step,
        steps=_steps(step, event),
        venues=venues.kept(event.community) if step == "when" else [],
        who=form.said(event) if isinstance(form, PeopleForm) else {},
        marks={role.id: role.mark for role in event.community.roles},
        **about(event),
    )


def warn_of_doubled_hours(form: WhenForm) -> None:
    """Say which of two equal hours was taken on the night when clocks go back."""
    zone = ZoneInfo(form.zone.data)
    last_day = form.ends_on.data or form.starts_on.data
    for day, at in ((form.starts_on.data, form.starts_at.data), (last_day, form.ends_at.data)):
        if twice(day, at, zone):
            _say_doubled(datetime.combine(day, at))


def clashes(event: Event, starts_at: datetime, ends_at: datetime) -> list[Event]:
    """Events that the same people are to come to at that time: a program knows of its sessions."""
    found: list[Event] = current_app.extensions["clashes"](event, starts_at, ends_at)
    return found


def warn_of_clashes(event: Event) -> None:
    """Say which other sessions of the same program take place at the same time."""
    for other in clashes(event, event.starts_at, event.ends_at):
        said = _("“%(title)s”, of the same program, is at the same time.", title=other.title)
        flash(said, "warn")


def warn_of_oddities(then: Repeated, zone: str) -> None:
    """Say which times of a repeated event the clocks skip, or show twice, and what was taken."""
    for odd in then.oddities:
        if not odd.skipped:
            _say_doubled(odd.wanted)
            continue
        said = _(
            "There is no %(time)s on %(day)s in %(zone)s: the clocks go forward. We took %(taken)s.",
            time=f"{odd.wanted:%H:%M}",
            day=format_date(odd.wanted.date(), "EEE d MMM"),
            zone=zone.replace("_", " "),
            taken=f"{odd.taken:%H:%M}",
        )
        flash(said, "warn")


def _say_doubled(at: datetime) -> None:
    said = _(
        "%(time)s comes twice that night (%(day)s), as the clocks go back. We took the first.",
        time=f"{at:%H:%M}",
        day=format_date(at.date(), "EEE d MMM"),
    )
    flash(said, "warn")


@bp.post("/desk/<community>/events/<event>/publication")
def publish(community: str, event: str) -> ResponseReturnValue:
    """List the event; twice is once."""
    found = desk_event(community, event)
    current_app.extensions["publish"](found, now=clock.now())
    db.session.commit()
    if found.by_invitation:
        flash(_("It’s out, for those you invite. Invite them here."), "good")
        return web.to("invitations_desk.show", community=community, event=event)
    flash(_("It’s out. Share its link, and watch people come in."), "good")
    return web.to("rsvps_desk.people", community=community, event=event)


@bp.post("/desk/<community>/events/<event>/copies")
def copy(community: str, event: str) -> ResponseReturnValue:
    """A new draft like this event, on the same weekday to come."""
    found, now = desk_event(community, event), clock.now()
    then = drafts.next_time(found, now=now)
    draft = drafts.copy(found, then, now=now)
    warn_of_oddities(then, found.zone)
    db.session.commit()
    flash(_("This is a copy, and a draft. Set its date first."), "good")
    return web.to(".edit", community=community, event=draft.slug, step="when")


def about(event: Event) -> dict[str, Any]:
    """What every page about an event is given."""
    return {
        "event": event,
        "community": event.community,
        "event_line": line_of(event),
        "last_round": drafts.last_round(event),
    }


def _steps(current: str, event: Event | None = None) -> list[tuple[str, str, str]]:
    """Each step with its word and where it stands: done, now or later."""
    words = {
        "what": _("What"),
        "when": _("When and where"),
        "room": _("People and tables"),
        "review": _("Review"),
    }
    at = ORDER.index(current)
    return [
        (step, words[step], "now" if n == at else "done" if n < at else "later")
        for n, step in enumerate(ORDER)
    ]
