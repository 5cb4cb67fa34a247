"""Choose a stock and whose badges, look at the sheet."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, Response, abort, flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from eventapp import press, web
from eventapp.badges import actions, guest_badges, sheet
from eventapp.badges.badge import Badge
from eventapp.badges.fields import FIELDS
from eventapp.badges.forms import CHOICES, FIRST, PRINTED, FieldsForm, SheetForm, read
from eventapp.badges.printers import choices as printers
from eventapp.badges.printers import desk as printers_desk
from eventapp.badges.printers import rulers
from eventapp.badges.printing import choosing
from eventapp.badges.printing.choosing import Standing
from eventapp.badges.printing.order import Order
from eventapp.db import db, release
from eventapp.door.access import door_event
from eventapp.door.models import DoorPass
from eventapp.errors import Refused
from eventapp.events.access import desk_event
from eventapp.events.desk import about
from eventapp.events.models import Event

bp = Blueprint("badges", __name__)

PAGE = "/desk/<community>/events/<event>/badges"


def _with_choices(
    view: Callable[[Event, SheetForm, Standing], ResponseReturnValue],
) -> Callable[[str, str], ResponseReturnValue]:
    """Give a view what was chosen; a wrong choice is answered with what to mend."""

    @wraps(view)
    def checked(community: str, event: str) -> ResponseReturnValue:
        found, by = door_event(community, event)
        if isinstance(by, DoorPass):
            # A device with a pass prints single badges, at the door.
            abort(404)
        standing = choosing.standing(found)
        form = read_choices(found, request.args, standing)
        if form.validate():
            return view(found, form, standing)
        return choices_page(found, form, standing), 400

    return checked


@bp.get(PAGE)
@_with_choices
def stock(found: Event, form: SheetForm, standing: Standing) -> ResponseReturnValue:
    """The choices, the first sheet as it will print, and the names to look at before."""
    return choices_page(found, form, standing)


@bp.post(PAGE)
def choose(community: str, event: str) -> ResponseReturnValue:
    """Show the sheet of what was chosen: the same page, with the choices in its address."""
    desk_event(community, event, right="door")
    return web.to(".stock", community=community, event=event, **_chosen(request.form))


@bp.post(f"{PAGE}/fields")
def choose_fields(community: str, event: str) -> ResponseReturnValue:
    """Choose what the badges of an event bear."""
    found = desk_event(community, event)
    fields = FieldsForm()
    if not fields.validate_on_submit():
        standing = choosing.standing(found)
        form = read_choices(found, request.args, standing)
        return choices_page(found, form, standing, fields), 422
    actions.choose(found, fields.fields.data or [])
    db.session.commit()
    flash(_("Saved. The badges of this event bear what is ticked."), "good")
    return web.to(".stock", community=community, event=event, **_chosen(request.args))


@bp.get(f"{PAGE}/sheet.png")
@web.limiter.limit("120/minute")
@_with_choices
def first_sheet(found: Event, form: SheetForm, standing: Standing) -> ResponseReturnValue:
    """A picture of the first sheet: drawn by the press, as the sheets themselves."""
    on, start = form.on, form.start.data
    words = guest_badges.words(found, left_off=standing.left_off)
    badges = _looked_at(found, form, standing)[: on.per_sheet - start + 1]
    backs = "back" in request.args and on.two_sided
    pages = sheet.pages(badges, on, start=start, guides=True, backs=backs, words=words)
    first = pages[1:2] if backs else pages[:1]
    release()
    return Response(
        press.draw(first, title=words.title, lang=words.lang, kind="png"), mimetype="image/png"
    )


@bp.get(f"{PAGE}/test-page.pdf", endpoint="test_page")
@web.limiter.limit("60/minute")
@_with_choices
def trial(found: Event, form: SheetForm, _standing: Standing) -> ResponseReturnValue:
    """A page with rulers for plain paper, to hold against the stock."""
    printer = form.offer_printers(printers.printers(found.community))
    page = rulers.calibration_page(
        form.on,
        printer.correction if printer else sheet.AS_IT_IS,
        printer=printer.name if printer else "",
        words=printers_desk.page_words(),
    )
    title, lang = _("Test page: %(stock)s", stock=form.on.name), guest_badges.words(found).lang
    name = f"{found.slug}-{form.on.key}-test-page"
    release()
    response = Response(press.draw([page], title=title, lang=lang), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _chosen(given: MultiDict[str, str]) -> dict[str, list[str]]:
    """What was sent of the choices, and nothing else: some names mean something where addresses are made."""
    said = {name: [value for value in given.getlist(name) if value] for name in CHOICES}
    return {name: values for name, values in said.items() if values}


def read_choices(event: Event, given: MultiDict[str, str], standing: Standing) -> SheetForm:
    """The form as it was sent or stands in an address, with the stocks of the event's community."""
    stocks = {
        key: one for key, one in printers.stocks(event.community).items() if one.kind != "tent"
    }
    return read(given, usual=standing.usual, stocks=stocks)


def order(event: Event, form: SheetForm, badges: list[tuple[int | None, Badge]]) -> Order:
    """Badges on what was chosen for them."""
    printer = form.offer_printers(printers.printers(event.community))
    return Order(
        badges,
        form.on,
        start=form.start.data or 1,
        correction=printer.correction if printer else sheet.AS_IT_IS,
        backs=form.both_sides,
        words=guest_badges.words(event),
    )


def choices_page(
    event: Event, form: SheetForm, standing: Standing, fields: FieldsForm | None = None
) -> str:
    """The page with the choices as they were sent, and what is wrong with them."""
    fine = not form.errors
    form.offer(standing.people)
    form.offer_printers(printers.printers(event.community))
    if fields is None:
        on = [name for name in FIELDS if name not in standing.left_off]
        fields = FieldsForm(formdata=None, fields=on)
    try:
        badges = _looked_at(event, form, standing) if fine else []
    except Refused:
        # The page says so where the sheet would be.
        badges = []
    look = guest_badges.needs_a_look(badges, form.on)
    where: dict[str, Any] = {"community": event.community.slug, "event": event.slug}
    used = form.start.data - 1 if fine else 0
    query: dict[str, Any] = MultiDict(form.sent()).to_dict(flat=False) if fine else {}
    return render_template(
        "badges/stock.html",
        form=form,
        stock=form.on,
        first=[one for key, one in form.stocks.items() if key in FIRST or key.startswith("own-")],
        others=[one for key, one in form.stocks.items() if key in PRINTED and key not in FIRST],
        standing=standing,
        counts=choosing.counts(standing),
        number=len(badges),
        heading=choosing.said(form.what.data, len(badges)),
        sheets=-(-(used + len(badges)) // form.on.per_sheet),
        cut=look.cut,
        small=look.small,
        lacking=look.lacking,
        preview=url_for("badges.first_sheet", **where, **query) if fine and badges else "",
        nobody=choosing.nobody(form.what.data),
        fields=fields,
        may_choose=g.membership.may("organizer"),
        choose_fields=url_for("badges.choose_fields", **where, **query),
        test_page=url_for("badges.test_page", **where, **query),
        kinds=_kinds(),
        where=where,
        **about(event),
    )


def _looked_at(event: Event, form: SheetForm, standing: Standing) -> list[Badge]:
    """The badges that are chosen; samples while nobody comes. Raises Refused when there are none."""
    if not standing.people and form.what.data not in {"blank", "some"}:
        return guest_badges.samples(event)
    return [badge for _who, badge in choosing.wanted(standing, form)]


def _kinds() -> dict[str, str]:
    return {
        "sticky": _("sticky"),
        "cards": _("cards"),
        "cut": _("to cut"),
        "plastic": _("plastic card"),
        "thermal": _("label printer"),
    }
