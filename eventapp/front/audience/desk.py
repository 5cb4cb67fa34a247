"""Letters that organizers write to many guests at once: written, looked at, sent, taken back, followed."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock, tokens, web
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.access import desk_event
from eventapp.events.desk import about
from eventapp.events.models import Event
from eventapp.front import mail_log
from eventapp.front.audience import log, sample
from eventapp.front.audience.forms import AudienceForm
from eventapp.mail.models import STATES
from eventapp.mail.placeholders import paragraphs
from eventapp.paging import Page
from eventapp.rsvps import announcements, roster
from eventapp.rsvps.attendees import listing, messages, tags
from eventapp.rsvps.attendees.search import Search
from eventapp.rsvps.models import LISTED_STATES, Announcement, Rsvp

bp = Blueprint("audience_desk", __name__)

PAGE = "/desk/<community>/events/<event>/messages"
# So many readers are offered to look as.
OFFERED = 12


@dataclass(frozen=True)
class Asked:
    """Whom a letter is for: a search, or those who were ticked; and the draft that it was."""

    search: Search | None
    chosen: list[int]
    draft: Announcement | None


@bp.get(f"{PAGE}/written")
def index(community: str, event: str) -> ResponseReturnValue:
    """What was written to guests, the newest first."""
    found, now = desk_event(community, event), clock.now()
    total = db.session.scalar(
        db.select(db.func.count()).select_from(log.of(found).order_by(None).subquery())
    )
    page = Page.asked(request.args, total=total or 0)
    shown = db.session.scalars(log.of(found).offset(page.start).limit(page.size)).all()
    return render_template(
        "messages/written.html",
        views=log.views(found, shown, now=now),
        page=page,
        under_way=announcements.under_way(found, now=now),
        **about(found),
    )


@bp.route(f"{PAGE}/new", methods=["GET", "POST"])
def write(community: str, event: str) -> ResponseReturnValue:
    """The letter is typed, with whom it is for; then it is looked at."""
    found, form = desk_event(community, event), AudienceForm()
    asked = _asked(found)
    if not form.is_submitted():
        if asked.draft:
            form.subject.data = asked.draft.before["subject"]
            form.text.data = asked.draft.before["text"]
            form.at.data = _typed_time(found, asked.draft)
        return _page(found, asked, form, shown=False)
    if request.form.get("go") == "count":
        return _page(found, asked, form, shown=False)
    good = _valid(found, form)
    page = _page(found, asked, form, shown=good and request.form.get("go") != "back")
    return page, 200 if good else 422


@bp.post(f"{PAGE}/written")
def send(community: str, event: str) -> ResponseReturnValue:
    """Have it written in a minute, or at its time; until then it can be taken back. Or keep a draft."""
    found, form = desk_event(community, event), AudienceForm()
    if before := messages.sent(found, form.once.data or ""):
        return web.to(".show", community=community, event=event, number=before.id)
    asked = _asked(found)
    if not _valid(found, form):
        return _page(found, asked, form, shown=False), 422
    sent = messages.send(
        found,
        asked.chosen,
        subject=form.subject.data or "",
        text=form.text.data or "",
        once=form.once.data or "",
        search=asked.search,
        at=form.leaves,
        by=web.require_person(),
        draft=asked.draft,
        now=clock.now(),
    )
    if request.form.get("go") == "keep":
        messages.undo(sent)
    db.session.commit()
    return web.to(".show", community=community, event=event, number=sent.id)


@bp.post(f"{PAGE}/copies")
@web.limiter.limit("30/hour")
def copy(community: str, event: str) -> ResponseReturnValue:
    """Send a copy to whoever is signed in, and show the letter again."""
    found, form = desk_event(community, event), AudienceForm()
    asked, me = _asked(found), web.require_person()
    good = _valid(found, form)
    if good:
        said = {"subject": form.subject.data or "", "text": form.text.data or ""}
        sample.copy_to(me, found, **said, now=clock.now())
        db.session.commit()
        flash(_("A copy is on its way to %(address)s.", address=me.email), "good")
    return _page(found, asked, form, shown=good), 200 if good else 422


@bp.get(f"{PAGE}/written/<int:number>")
def show(community: str, event: str, number: int) -> ResponseReturnValue:
    """One letter to many: how far it is, what can be taken back, and each of its readers."""
    host, now = desk_event(community, event), clock.now()
    found = _of(host, number)
    view = log.views(host, [found], now=now)[0]
    state = request.args.get("state", "")
    state = state if state in STATES else ""
    total = view.counts.get(state, 0) if state else sum(view.counts.values())
    page = Page.asked(request.args, total=total, size=log.SIZE)
    return render_template(
        "messages/letter_to_many.html",
        view=view,
        paragraphs=paragraphs(found.before["text"]),
        state=state,
        page=page,
        lines=log.lines(found, state, page),
        words=mail_log.state_words(),
        under_way=announcements.under_way(host, now=now) if view.step == "writing" else [],
        **about(host),
    )


@bp.post(f"{PAGE}/written/<int:number>/undo")
def undo(community: str, event: str, number: int) -> ResponseReturnValue:
    """Take it back before the first letter is written, and go on typing."""
    found = _of(desk_event(community, event), number)
    messages.undo(found)
    db.session.commit()
    flash(_("Taken back: nobody got it. Here it is as you typed it."), "good")
    return web.to(".write", community=community, event=event, draft=number)


@bp.post(f"{PAGE}/written/<int:number>/stop")
def stop(community: str, event: str, number: int) -> ResponseReturnValue:
    """Write no more of its letters, and take back those that haven't left."""
    found = _of(desk_event(community, event), number)
    back = messages.stop(found, now=clock.now())
    db.session.commit()
    said = ngettext(
        "Stopped. One letter was taken back.", "Stopped. %(num)s letters were taken back.", back
    )
    flash(said, "good")
    return web.to(".show", community=community, event=event, number=number)


@bp.post(f"{PAGE}/written/<int:number>/removal")
def remove(community: str, event: str, number: int) -> ResponseReturnValue:
    """Throw a draft away."""
    messages.throw_away(_of(desk_event(community, event), number))
    db.session.commit()
    flash(_("The draft is gone."), "good")
    return web.to(".index", community=community, event=event)


def _of(event: Event, number: int) -> Announcement:
    if number >= 2**31:
        abort(404)
    asked = log.of(event).where(Announcement.id == number)
    found: Announcement = db.session.scalar(asked) or abort(404)
    return found


def _asked(event: Event) -> Asked:
    number = web.number_in(request.values.get("draft")) % 2**31
    draft = db.session.scalar(log.of(event).where(Announcement.id == number)) if number else None
    if number and (draft is None or draft.state != "draft"):
        # Otherwise a letter to those who were ticked would go to everybody.
        raise Refused(_("Somebody sent this draft meanwhile, or threw it away."))
    if draft and log.search_of(draft) is None:
        return Asked(None, list(draft.before["to"]), draft)
    kept = log.search_of(draft) if draft and request.method == "GET" else None
    search = replace(kept or Search.read(request.values), sort="name", page=1, whole=False)
    return Asked(search, messages.fitting(event, search), draft)


def _typed_time(event: Event, draft: Announcement) -> datetime | None:
    at = draft.before.get("at")
    return clock.wall(datetime.fromisoformat(at), event.zone) if at else None


def _valid(event: Event, form: AudienceForm) -> bool:
    good = form.validate()
    return form.read_time(event, now=clock.now()) and good


def _page(event: Event, asked: Asked, form: AudienceForm, *, shown: bool) -> str:
    form.once.data = form.once.data or tokens.new_nonce()
    readers = messages.readers(event, asked.chosen)
    roles = {role.id: role.name for role, *_rest in listing.roles_of(event)}
    around: dict[str, Any] = _letter(event, form, readers) if shown else {}
    return render_template(
        "messages/write.html",
        form=form,
        asked=asked,
        search=asked.search or Search(),
        readers=readers,
        audience=log.audience(asked.search, roles),
        roles=roles,
        states={key: roster.state_words()[key] for key in LISTED_STATES},
        tags=tags.words(event.community_id),
        shown=shown,
        later=form.leaves and _when(event, form),
        me=web.require_person(),
        **around,
        **about(event),
    )


def _when(event: Event, form: AudienceForm) -> str:
    at = form.leaves or clock.now()
    return f"{clock.short_day(at, event.zone)}, {clock.hour(at, event.zone)}"


def _letter(event: Event, form: AudienceForm, readers: messages.Readers) -> dict[str, Any]:
    """The letter as the first of its readers gets it, or whoever of them was chosen."""
    asked = db.select(Rsvp.id, Rsvp.first_name, Rsvp.last_name).where(Rsvp.id.in_(readers.told))
    some = db.session.execute(asked.order_by(Rsvp.turn).limit(OFFERED)).all()
    wanted = web.number_in(request.form.get("as"))
    mine = next((one for one in some if one.id == wanted), some[0] if some else None)
    name = (mine.first_name, mine.last_name) if mine else (web.require_person().first_name, "")
    said = {"subject": form.subject.data or "", "text": form.text.data or ""}
    return {
        "some": some,
        "mine": mine,
        "letter": sample.letter(event, *name, **said, now=clock.now()),
        "over": bool(form.leaves and form.leaves > event.ends_at),
    }
