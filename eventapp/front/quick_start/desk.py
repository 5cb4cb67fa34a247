"""I have a list and a date: one page from there to the tables."""

import secrets
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock, web
from eventapp.communities.access import desk_community
from eventapp.communities.models import Community
from eventapp.db import db, release
from eventapp.errors import Refused
from eventapp.events import sent_twice
from eventapp.events.access import desk_event
from eventapp.front.quick_start import actions
from eventapp.front.quick_start.actions import People
from eventapp.front.quick_start.forms import QuickStartForm
from eventapp.rsvps.importing import parsing
from eventapp.seating.board import mixing

bp = Blueprint("quick_start", __name__)


@bp.get("/desk/<community>/quick-start")
def show(community: str) -> str:
    """Asks for a title, a date and a list."""
    return _page(desk_community(community), QuickStartForm())


@bp.post("/desk/<community>/quick-start")
def create(community: str) -> ResponseReturnValue:
    """A draft with its people and its tables; nobody is mailed, nothing is published."""
    host, form = desk_community(community), QuickStartForm()
    mark = sent_twice.mark(request.form)
    if made := sent_twice.made(host, mark):
        return web.to("seating.board", community=community, event=made.slug)
    zone, roles = ZoneInfo(host.zone), [role.name for role in host.roles]
    sound = form.validate_on_submit() and form.read_start(zone, now=clock.now())
    # Reading may take seconds: meanwhile nobody waits for the database.
    release()
    people = _people(form, roles)
    if not sound or people is None:
        return _page(desk_community(community), form), 422
    host = desk_community(community)
    if made := sent_twice.made(host, mark):
        return web.to("seating.board", community=community, event=made.slug)
    try:
        event = actions.begin(host, form.asked, people, mark=mark, now=clock.now())
    except Refused as no:
        release()
        form.people.errors = [str(no)]
        return _page(desk_community(community), form), 422
    slug = event.slug
    db.session.commit()
    return _mixed(community, slug, people)


def _people(form: QuickStartForm, roles: list[str]) -> People | None:
    """Whom the list names; None, with what is wrong said at the field, when it can't be used yet."""
    upload = request.files.get("file")
    data = upload.read() if upload and upload.filename else b""
    text = form.people.data or ""
    if not data and not text.strip():
        form.people.errors = [_("Type or paste who comes, or choose a file.")]
    if form.people.errors:
        return None
    try:
        people = actions.read(text, data, roles=roles)
    except parsing.BadFile as error:
        form.people.errors = [str(error)]
        return None
    form.people.data = people.text
    if people.bad and not form.leave_out.data:
        form.people.errors = [
            ngettext(
                "One line can’t be used. Mend it below, or go on without it.",
                "%(num)s lines can’t be used. Mend them below, or go on without them.",
                len(people.bad),
            )
        ]
        form.bad = people.bad
        return None
    return people


def _mixed(community: str, slug: str, people: People) -> ResponseReturnValue:
    """The tables of what was just made; why there are none is said on their page."""
    seed = secrets.randbelow(2**31)
    asked, solved = actions.mixed(desk_event(community, slug), seed=seed)
    found = desk_event(community, slug)
    mixing.save_mix(found, None, asked, solved, seed=seed, now=clock.now(), by=web.current_person())
    db.session.commit()
    said = _("Your tables are mixed. It is a draft: nobody was mailed, and nobody sees it.")
    flash(" ".join(filter(None, (said, people.missing))), "good")
    return web.to("seating.board", community=community, event=slug)


def _page(host: Community, form: QuickStartForm) -> str:
    return render_template("front/quick_start.html", community=host, form=form)
