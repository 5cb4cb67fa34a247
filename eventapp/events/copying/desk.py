"""The organizer's side of copying: on another day, as a template, from a template."""

from flask import Blueprint, abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.communities.access import desk_community
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events import sent_twice
from eventapp.events.access import desk_event
from eventapp.events.copying import actions
from eventapp.events.copying.forms import CopyForm, TemplateForm
from eventapp.events.copying.models import EventTemplate
from eventapp.events.desk import about, warn_of_clashes, warn_of_oddities
from eventapp.events.local_time import Repeated
from eventapp.events.models import Event

bp = Blueprint("copying", __name__)

TEMPLATES = "/desk/<community>/templates"


@bp.get("/desk/<community>/events/<event>/copies")
def choose(community: str, event: str) -> ResponseReturnValue:
    """On which day to hold it again, repeat it, or keep it as a template."""
    found = desk_event(community, event)
    name = TemplateForm(formdata=None)
    name.name.data = found.title
    return _page(found, CopyForm(formdata=None), name)


def _page(event: Event, form: CopyForm, name: TemplateForm) -> str:
    now = clock.now()
    days = actions.suggested(event, now=now)
    if not form.is_submitted():
        form.on.data = days[0]
    return render_template(
        "events/copy.html", form=form, name=name, days=days, tab="plan", **about(event)
    )


@bp.post("/desk/<community>/events/<event>/copies/dated")
def copy(community: str, event: str) -> ResponseReturnValue:
    """A new draft like this event, on the day that was chosen."""
    found, form = desk_event(community, event), CopyForm()
    if not form.validate_on_submit():
        name = TemplateForm(formdata=None)
        name.name.data = found.title
        return _page(found, form, name), 422
    mark = sent_twice.mark(request.form)
    if made := sent_twice.made(found.community, mark):
        return _shown(made)
    return _made(*actions.copy(found, form.on.data, mark=mark, now=clock.now()))


def _made(draft: Event, then: Repeated) -> ResponseReturnValue:
    warn_of_oddities(then, draft.zone)
    warn_of_clashes(draft)
    db.session.commit()
    return _shown(draft)


def _shown(draft: Event) -> ResponseReturnValue:
    flash(_("This is a copy, and a draft. Look at its date first."), "good")
    return web.to("events_desk.edit", community=draft.community.slug, event=draft.slug, step="when")


@bp.post("/desk/<community>/events/<event>/templates")
def keep(community: str, event: str) -> ResponseReturnValue:
    """Keep an event as a template."""
    found, form = desk_event(community, event), TemplateForm()
    if not form.validate_on_submit():
        return _page(found, CopyForm(formdata=None), form), 422
    actions.keep(found, form.name.data or "", now=clock.now())
    db.session.commit()
    flash(_("Kept as a template. New events can begin from it."), "good")
    return web.to(".templates", community=community)


@bp.get(TEMPLATES)
def templates(community: str) -> ResponseReturnValue:
    """A community's templates."""
    return _templates(desk_community(community))


def _templates(host: Community, wrong: TemplateForm | None = None, number: int = 0) -> str:
    lines = []
    for one in actions.kept(host):
        form = wrong if wrong and one.id == number else TemplateForm(formdata=None)
        if form is not wrong:
            form.name.data = one.name
        lines.append((one, form))
    return render_template("events/templates.html", community=host, lines=lines, wrong=wrong)


@bp.post(f"{TEMPLATES}/<int:number>/events")
def begin(community: str, number: int) -> ResponseReturnValue:
    """A new draft from a template."""
    found, mark = _template(community, number), sent_twice.mark(request.form)
    if made := sent_twice.made(found.event.community, mark):
        return _shown(made)
    return _made(*actions.begin(found, mark=mark, now=clock.now()))


@bp.post(f"{TEMPLATES}/<int:number>")
def rename(community: str, number: int) -> ResponseReturnValue:
    """Call a template otherwise."""
    found, form = _template(community, number), TemplateForm()
    if not form.validate_on_submit():
        return _templates(found.event.community, form, number), 422
    found.name = form.name.data or ""
    db.session.commit()
    flash(_("Saved."), "good")
    return web.to(".templates", community=community)


@bp.post(f"{TEMPLATES}/<int:number>/removal")
def remove(community: str, number: int) -> ResponseReturnValue:
    """Throw a template away; events made from it stay."""
    actions.forget(_template(community, number))
    db.session.commit()
    flash(_("The template is gone. Events made from it stay."), "good")
    return web.to(".templates", community=community)


def _template(community: str, number: int) -> EventTemplate:
    host = desk_community(community)
    found: EventTemplate | None = db.session.scalar(
        db.select(EventTemplate)
        .join(EventTemplate.event)
        .options(db.contains_eager(EventTemplate.event))
        .where(EventTemplate.id == number, Event.community_id == host.id)
    )
    return found or abort(404)
