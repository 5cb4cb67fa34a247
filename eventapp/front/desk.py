"""The organizer's home: what to do next, events, sign-ups; and the letters of an event."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock, web
from eventapp.communities.access import MEMBER, desk_community, found, memberships, slug_for
from eventapp.communities.forms import FoundingForm
from eventapp.communities.models import Community, Membership
from eventapp.db import db
from eventapp.door.reseating import status
from eventapp.events.access import desk_event
from eventapp.events.desk import about
from eventapp.events.models import Event
from eventapp.followups.sending import actions as sending
from eventapp.front import event_list, mail_log, navigation, next_steps
from eventapp.front.navigation import desk_organizes
from eventapp.mail import desk as mail_desk
from eventapp.mail.models import STATES
from eventapp.programs.access import led_by
from eventapp.rsvps import announcements
from eventapp.rsvps.models import GUEST_STATES, Rsvp
from eventapp.rsvps.role_counts import tallies

bp = Blueprint("desk", __name__)

for one in (
    navigation.desk_tabs,
    navigation.desk_above,
    navigation.desk_series,
    navigation.desk_nav,
    navigation.desk_organizes,
):
    bp.add_app_template_global(one)


@bp.get("/desk")
def home() -> ResponseReturnValue:
    """My only community's desk, or the list of mine; whoever has none is told how to get one."""
    person = web.require_person()
    web.private()
    mine = memberships(person)
    if len(mine) == 1:
        only = mine[0].community
        page = "closing.show" if only.closed_at else ".community"
        return redirect(url_for(page, community=only.slug))
    return _communities(FoundingForm())


def _communities(form: FoundingForm) -> str:
    person = web.require_person()
    return render_template(
        "desk/communities.html",
        mine=memberships(person),
        form=form,
        may_found=current_app.config["OPEN_FOUNDING"],
    )


@bp.route("/desk/communities", methods=["GET", "POST"])
@web.limiter.limit("10/hour", methods=["POST"])
def found_community() -> ResponseReturnValue:
    """Found a community of one's own, where the settings allow it."""
    person = web.require_person()
    web.private()
    if not current_app.config["OPEN_FOUNDING"]:
        abort(404)
    form = FoundingForm()
    if not form.validate_on_submit():
        return _communities(form), 422 if form.is_submitted() else 200
    taken = set(db.session.scalars(db.select(Community.slug)))
    slug = slug_for(form.name.data or "", taken)
    found(form.name.data or "", slug=slug, zone=form.zone.data, owner=person, now=clock.now())
    db.session.commit()
    flash(_("Welcome. Your community has a desk now."), "good")
    return web.to(".community", community=slug)


def _trainer(host: Community, desks: list[Membership]) -> str:
    """The programs that a trainer leads, each with its sessions to come."""
    return render_template(
        "desk/trainer.html",
        community=host,
        programs=led_by(g.membership),
        desks=desks,
        now=clock.now(),
    )


@bp.get("/desk/<community>")
def community(community: str) -> ResponseReturnValue:
    """What to do next, what is coming, who signed up."""
    host = desk_community(community, MEMBER)
    now, desks = clock.now(), memberships(web.require_person())
    if g.membership.right == "trainer":
        return _trainer(host, desks)
    events = next_steps.events_of(host, now=now)
    counted = tallies(events)
    if not desk_organizes():
        tonight = [event for event in events if event.published_at and not event.over(now)]
        return render_template(
            "desk/door.html", community=host, events=tonight, tallies=counted, desks=desks
        )
    plans, mails = next_steps.plans_of(events), mail_log.counts(events)
    reviews = sending.to_review(events, now=now)
    facts = [
        next_steps.Facts(
            event,
            counted[event.id],
            plans.get(event.id),
            sum(mails[event.id][state] for state in mail_log.BACK),
            status.alert_of(event, now=now) if plans.get(event.id) and event.going_on(now) else "",
            event.id in reviews,
        )
        for event in events
        # Nothing of an example waits to be done.
        if not event.example
    ]
    today = now.astimezone(ZoneInfo(host.zone)).date()
    todo = next_steps.tasks(facts, zone=host.zone, now=now)
    first = next_steps.headline(todo)
    fresh, numbers = _fresh(host, now)
    return render_template(
        "desk/home.html",
        community=host,
        now=now,
        person=web.current_person(),
        desks=desks,
        greeting=greeting(now.astimezone(ZoneInfo(host.zone)).hour),
        first=first,
        said=next_steps.sentences(first, counted, today=today, now=now),
        todo=next_steps.by_day(todo[:8], today),
        more=max(0, len(todo) - 8),
        empty_desk=not facts and not event_list.any_of(host),
        coming=[event for event in events if not event.over(now) or not event.published_at],
        tallies=counted,
        plans=plans,
        fresh=fresh,
        numbers=numbers,
        **mail_log.kept_back(clock.now()),
        mails={
            state: sum(states[state] for states in mails.values()) for state in ("sent", "queued")
        },
    )


def greeting(hour: int) -> str:
    """A word for the time of day."""
    if 5 <= hour < 12:
        return _("Good morning")
    return _("Good afternoon") if 12 <= hour < 18 else _("Good evening")


def _fresh(host: Community, now: datetime) -> tuple[list[Rsvp], dict[str, int]]:
    """The last week's newest answers, and how many there were of each state.

    Both begin with the answers of the week, whichever event they are to: a community has thousands
    of events that are over, and of each of them thousands of answers.
    """
    week = now - next_steps.WEEK
    here = db.exists().where(
        Event.id == Rsvp.event_id, Event.community_id == host.id, Event.example.is_(False)
    )
    newest = db.session.scalars(
        db.select(Rsvp)
        .options(
            db.joinedload(Rsvp.event),
            db.joinedload(Rsvp.role),
            db.joinedload(Rsvp.ask),
            db.joinedload(Rsvp.offer),
        )
        .where(here, Rsvp.created_at > week, Rsvp.state.in_(GUEST_STATES))
        .order_by(Rsvp.created_at.desc(), Rsvp.id.desc())
        .limit(5)
    ).all()
    grouped = db.session.execute(
        db.select(Rsvp.state, db.func.count(Rsvp.id))
        .where(here, Rsvp.changed_at > week)
        .group_by(Rsvp.state)
    )
    return list(newest), {state: number for state, number in grouped}  # noqa: C416


@bp.get("/desk/<community>/events")
def events(community: str) -> ResponseReturnValue:
    """Every event of the community in pages: to come first, then what is over; searched."""
    host, now = desk_community(community), clock.now()
    listed = event_list.read(host, request.args, now=now)
    return render_template(
        "desk/events.html",
        community=host,
        listed=listed,
        tallies=tallies([*listed.coming, *listed.past]),
        now=now,
    )


@mail_desk.bp.get("/desk/<community>/events/<event>/messages")
def messages(community: str, event: str) -> ResponseReturnValue:
    """The letters to an event's guests: which left, which wait, which came back and why."""
    host = desk_event(community, event)
    state = request.args.get("state", "")
    state = state if state in STATES else ""
    return render_template(
        "messages/log.html",
        counts=mail_log.counts([host])[host.id],
        state=state,
        back=mail_log.letters(host, state="back"),
        lines=mail_log.letters(
            host, state=state, limit=None if "all" in request.args else mail_log.SHOWN
        ),
        words=mail_log.state_words(),
        **mail_log.kept_back(clock.now()),
        under_way=announcements.under_way(host, now=clock.now()),
        **about(host),
    )


@mail_desk.bp.post("/desk/<community>/events/<event>/messages/tries", defaults={"number": None})
@mail_desk.bp.post("/desk/<community>/events/<event>/messages/<int:number>/tries")
def try_again(community: str, event: str, number: int | None) -> ResponseReturnValue:
    """Send letters that came back once more."""
    again = mail_log.try_again(desk_event(community, event), now=clock.now(), number=number)
    db.session.commit()
    flash(ngettext("One mail is tried again.", "%(num)s mails are tried again.", again), "good")
    return web.to("mail_desk.messages", community=community, event=event)
