"""Choose a stock, look at the sheet, take the PDF."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, Response, flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import drawing, press, web
from eventapp.badges import actions, guest_badges, sheet
from eventapp.badges.badge import Badge, Words
from eventapp.badges.fields import FIELDS
from eventapp.badges.forms import FIRST, PRINTED, FieldsForm, SheetForm, read
from eventapp.db import db, release
from eventapp.errors import Refused
from eventapp.events.access import desk_event
from eventapp.events.desk import about
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp

bp = Blueprint("badges", __name__)

PAGE = "/desk/<community>/events/<event>/badges"


def _with_choices(
    view: Callable[[Event, SheetForm], ResponseReturnValue],
) -> Callable[[str, str], ResponseReturnValue]:
    """Give a view what was chosen; a wrong choice is answered with what to mend."""

    @wraps(view)
    def checked(community: str, event: str) -> ResponseReturnValue:
        found = desk_event(community, event, right="door")
        form = read(request.args)
        return view(found, form) if form.validate() else (_choices(found, form), 400)

    return checked


@bp.get(PAGE)
@_with_choices
def stock(found: Event, form: SheetForm) -> ResponseReturnValue:
    """The choices, the first sheet as it will print, and the names to look at before."""
    return _choices(found, form)


@bp.get(f"{PAGE}/sheet.png")
@web.limiter.limit("120/minute")
@_with_choices
def first_sheet(found: Event, form: SheetForm) -> ResponseReturnValue:
    """A picture of the first sheet: drawn by the press, as the sheets themselves."""
    on, start = form.on, form.start.data
    words = guest_badges.words(found)
    badges = _badges(found, form)[: on.per_sheet - start + 1]
    backs = "back" in request.args
    pages = sheet.pages(badges, on, start=start, guides=True, backs=backs, words=words)
    first = pages[1:2] if backs else pages[:1]
    release()
    return Response(
        press.draw(first, title=words.title, lang=words.lang, kind="png"), mimetype="image/png"
    )


@bp.get(f"{PAGE}.pdf", endpoint="sheet")
@web.limiter.limit("60/minute")
@_with_choices
def take(found: Event, form: SheetForm) -> ResponseReturnValue:
    """The badges as a PDF."""
    words = guest_badges.words(found)
    pages = sheet.pages(
        _badges(found, form),
        form.on,
        start=form.start.data,
        shift=form.shift,
        backs=form.both_sides,
        words=words,
    )
    # One badge is looked at and printed at once; a stack of sheets is kept.
    way = "inline" if form.rsvp.data else "attachment"
    name = f"{found.slug}-badge-{form.rsvp.data}" if form.rsvp.data else f"{found.slug}-badges"
    release()
    return _file(_drawn(pages, form, words), name, way)


@bp.post(f"{PAGE}/fields")
def choose(community: str, event: str) -> ResponseReturnValue:
    """Choose what the badges of an event bear."""
    found = desk_event(community, event)
    form = FieldsForm()
    if not form.validate_on_submit():
        return _choices(found, read(request.args), form), 422
    actions.choose(found, form.fields.data or [])
    db.session.commit()
    flash(_("Saved. The badges of this event bear what is ticked."), "good")
    return web.to(".stock", community=community, event=event, **request.args)


@bp.get(f"{PAGE}/test-page.pdf")
@web.limiter.limit("60/minute")
@_with_choices
def test_page(found: Event, form: SheetForm) -> ResponseReturnValue:
    """A page for plain paper, to hold against the stock."""
    pages = sheet.trial(form.on, shift=form.shift)
    name, words = f"{found.slug}-{form.on.key}-test-page", guest_badges.words(found)
    release()
    return _file(_drawn(pages, form, words), name, "inline")


def _drawn(pages: list[drawing.Page], form: SheetForm, words: Words) -> bytes:
    return press.draw(pages, title=f"{words.title}, {form.on.name}", lang=words.lang)


def _choices(event: Event, form: SheetForm, fields: FieldsForm | None = None) -> str:
    """The page with the choices as they were sent, and what is wrong with them."""
    fine = not form.errors
    if fields is None:
        off = actions.left_off(event)
        fields = FieldsForm(formdata=None, fields=[name for name in FIELDS if name not in off])
    people = guest_badges.guests(event)
    form.offer(people)
    chosen = _chosen(form, people)
    badges = guest_badges.badges(event, chosen) if people else guest_badges.samples(event)
    look = guest_badges.needs_a_look(badges, form.on)
    where: dict[str, Any] = {"community": event.community.slug, "event": event.slug}
    used = form.start.data - 1 if fine else 0
    return render_template(
        "badges/stock.html",
        form=form,
        stock=form.on,
        first=[PRINTED[key] for key in FIRST],
        others=[one for key, one in PRINTED.items() if key not in FIRST],
        people=people,
        number=len(badges),
        sheets=-(-(used + len(badges)) // form.on.per_sheet),
        one=chosen[0] if form.rsvp.data and people else None,
        cut=look.cut,
        small=look.small,
        lacking=look.lacking,
        preview=url_for(".first_sheet", **where, **_query(form)) if fine else "",
        fields=fields,
        may_choose=g.membership.may("organizer"),
        choose=url_for(".choose", **where, **_query(form)),
        kinds=_kinds(),
        where=where,
        **about(event),
    )


def _badges(event: Event, form: SheetForm) -> list[Badge]:
    """The badges that were chosen; samples while nobody comes."""
    people = guest_badges.guests(event)
    if not people and not form.rsvp.data:
        return guest_badges.samples(event)
    return guest_badges.badges(event, _chosen(form, people))


def _chosen(form: SheetForm, people: list[Rsvp]) -> list[Rsvp]:
    """Whose badges: one guest's, or everybody's."""
    if not form.rsvp.data:
        return people
    one = [rsvp for rsvp in people if str(rsvp.id) == form.rsvp.data]
    if not one:
        raise Refused(_("This guest has no place, so there is no badge to print."))
    return one


def _query(form: SheetForm) -> dict[str, Any]:
    return {field.name: field.data for field in form if field.data not in ("", None, False)}


def _file(body: bytes, name: str, way: str) -> Response:
    response = Response(body, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'{way}; filename="{name}.pdf"'
    return response


def _kinds() -> dict[str, str]:
    return {
        "sticky": _("sticky"),
        "cards": _("cards"),
        "cut": _("to cut"),
        "plastic": _("plastic card"),
        "thermal": _("label printer"),
    }
