"""Printers of a community, their test pages and what was measured on them; stocks of its own."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from eventapp import clock, press, web
from eventapp.badges.printers import actions, choices, rulers
from eventapp.badges.printers.forms import (
    CORRECTION,
    FOLDS,
    KINDS,
    PAPERS,
    MeasuredForm,
    OwnStockForm,
    PrinterForm,
    own_stock_at_first,
    was,
)
from eventapp.badges.printers.models import OwnStock, Printer
from eventapp.badges.stocks import ALL, Stock
from eventapp.communities.access import desk_community
from eventapp.communities.models import Community
from eventapp.db import db, release
from eventapp.errors import Refused

bp = Blueprint("printers", __name__)

PAGE = "/desk/<community>/printers"
STOCKS = "/desk/<community>/stocks"
# Everything about a printer that has not been measured.
_FRESH = {"paper": "A4", "shift_x": 0, "shift_y": 0, "stretch_x": 100, "stretch_y": 100}


@bp.get(PAGE)
def index(community: str) -> ResponseReturnValue:
    """The printers, the community's own stocks, and where the measures of all others come from."""
    host = desk_community(community)
    return render_template(
        "badges/printers.html",
        community=host,
        printers=choices.printers(host),
        own=[(one, one.stock) for one in choices.own_stocks(host)],
        known=list(ALL.values()),
        papers=PAPERS,
        kinds=KINDS,
        folds=FOLDS,
    )


@bp.route(f"{PAGE}/new", methods=["GET", "POST"])
def new(community: str) -> ResponseReturnValue:
    """One printer more."""
    host = desk_community(community)
    form = PrinterForm(data=_FRESH)
    if form.validate_on_submit():
        printer = Printer(community=host, paper=form.paper.data, feed=form.feed.data or "")
        printer.name = form.name.data
        if not form.correction.is_none:
            printer.correct(form.correction, now=clock.now())
        if _taken(form, lambda: actions.add(printer)):
            db.session.commit()
            return web.to(".show", community=community, number=printer.id)
    page = render_template("badges/printer_form.html", community=host, form=form, printer=None)
    return page, 422 if form.is_submitted() else 200


@bp.get(f"{PAGE}/<int:number>")
def show(community: str, number: int) -> ResponseReturnValue:
    """A printer: its test page, what was measured on it, and what follows."""
    printer = _printer(desk_community(community), number)
    fitting = choices.for_printer(printer)
    return _page(printer, fitting, _measured(printer, _stock(fitting)))


@bp.route(f"{PAGE}/<int:number>/settings", methods=["GET", "POST"])
def edit(community: str, number: int) -> ResponseReturnValue:
    """Its name, its paper, and the numbers by hand."""
    host = desk_community(community)
    printer = _printer(host, number)
    form = PrinterForm(obj=printer)
    if form.validate_on_submit() and _taken(form, lambda: actions.rename(printer, form.name.data)):
        printer.paper, printer.feed = form.paper.data, form.feed.data or ""
        if form.correction != printer.correction:
            printer.correct(form.correction, now=clock.now())
        db.session.commit()
        flash(_("Saved."), "good")
        return web.to(".show", community=community, number=number)
    page = render_template("badges/printer_form.html", community=host, form=form, printer=printer)
    return page, 422 if form.is_submitted() else 200


@bp.post(f"{PAGE}/<int:number>/measurements")
def measure(community: str, number: int) -> ResponseReturnValue:
    """Print with what a ruler says from now on."""
    printer = _printer(desk_community(community), number)
    fitting = choices.for_printer(printer)
    stock = _stock(fitting)
    form = _measured(printer, stock)
    if not form.validate_on_submit():
        return _page(printer, fitting, form), 422
    printer.correct(form.correction, now=clock.now())
    db.session.commit()
    flash(_("Saved. Print the test page once more: now the lines come out right."), "good")
    return web.to(".show", community=community, number=number, stock=stock.key)


@bp.post(f"{PAGE}/<int:number>/removal")
def remove(community: str, number: int) -> ResponseReturnValue:
    """Forget a printer."""
    db.session.delete(_printer(desk_community(community), number))
    db.session.commit()
    flash(_("Deleted."), "good")
    return web.to(".index", community=community)


@bp.get(f"{PAGE}/<int:number>/test-page.pdf")
@web.limiter.limit("60/minute")
def test_page(community: str, number: int) -> ResponseReturnValue:
    """A page with rulers for plain paper, corrected as a sheet of badges would be."""
    host = desk_community(community)
    printer = _printer(host, number)
    stock = _stock(choices.for_printer(printer))
    page = rulers.calibration_page(
        stock, printer.correction, printer=printer.name, words=page_words()
    )
    release()
    title = _("Test page: %(stock)s", stock=stock.name)
    response = Response(
        press.draw([page], title=title, lang=clock.language()), mimetype="application/pdf"
    )
    response.headers["Content-Disposition"] = f'inline; filename="{stock.key}-test-page.pdf"'
    return response


@bp.route(f"{STOCKS}/new", methods=["GET", "POST"])
def new_stock(community: str) -> ResponseReturnValue:
    """A stock that somebody measured; it begins as a known one."""
    host = desk_community(community)
    like = choices.stocks(host).get(request.args.get("stock", ""), ALL["avery-l4785"])
    form = OwnStockForm(data=own_stock_at_first(like))
    if form.validate_on_submit():
        own = OwnStock(community=host, name=form.name.data, **form.values())
        if _taken(form, lambda: actions.add(own)):
            db.session.commit()
            flash(_("Saved. Print its test page before you print on it."), "good")
            return web.to(".index", community=community, _anchor="own")
    page = render_template("badges/own_stock.html", community=host, form=form, own=None, stock=like)
    return page, 422 if form.is_submitted() else 200


@bp.route(f"{STOCKS}/<int:number>", methods=["GET", "POST"])
def edit_stock(community: str, number: int) -> ResponseReturnValue:
    """Measures of an own stock, written anew."""
    host = desk_community(community)
    own = _own_stock(host, number)
    form = OwnStockForm(obj=own)
    if form.validate_on_submit() and _taken(form, lambda: actions.rename(own, form.name.data)):
        for name, value in form.values().items():
            setattr(own, name, value)
        db.session.commit()
        flash(_("Saved."), "good")
        return web.to(".index", community=community, _anchor="own")
    page = render_template(
        "badges/own_stock.html", community=host, form=form, own=own, stock=own.stock
    )
    return page, 422 if form.is_submitted() else 200


@bp.post(f"{STOCKS}/<int:number>/removal")
def remove_stock(community: str, number: int) -> ResponseReturnValue:
    """Forget an own stock."""
    db.session.delete(_own_stock(desk_community(community), number))
    db.session.commit()
    flash(_("Deleted."), "good")
    return web.to(".index", community=community, _anchor="own")


def _printer(host: Community, number: int) -> Printer:
    return next((one for one in choices.printers(host) if one.id == number), None) or abort(404)


def _own_stock(host: Community, number: int) -> OwnStock:
    return next((one for one in choices.own_stocks(host) if one.id == number), None) or abort(404)


def _stock(fitting: dict[str, Stock]) -> Stock:
    """The stock of the test page, by the address; the first that goes into the printer."""
    return fitting.get(request.args.get("stock", ""), next(iter(fitting.values())))


def _measured(printer: Printer, stock: Stock) -> MeasuredForm:
    form = MeasuredForm(data={"was": was(printer.correction)})
    form.marks = rulers.marks(stock)
    return form


def _page(printer: Printer, fitting: dict[str, Stock], form: MeasuredForm) -> str:
    return render_template(
        "badges/printer.html",
        community=printer.community,
        printer=printer,
        form=form,
        stock=_stock(fitting),
        stocks=list(fitting.values()),
        marks=form.marks,
        papers=PAPERS,
        measured_on=_measured_on(printer),
        correction={name: getattr(printer, name) for name in CORRECTION},
    )


def _measured_on(printer: Printer) -> str:
    at = printer.measured_at
    return clock.day(at, printer.community.zone) if at else ""


def _taken(form: FlaskForm, action: Callable[[], None]) -> bool:
    """Do what may be refused; the form says why it was."""
    try:
        action()
    except Refused as no:
        db.session.rollback()
        form.form_errors.append(str(no))
        return False
    return True


def page_words() -> rulers.PageWords:
    """What a test page says, in the language of who prints it."""
    # The braces are filled where the page is drawn; what stands in them is no translator's business.
    return rulers.PageWords(
        title=_("Test page: %(stock)s", stock="{stock}"),
        printer=_("Printer: %(printer)s", printer="{printer}"),
        across=_("This line is %(length)s mm long. Yours: ______ mm across", length="{length}"),
        down=_("The line down is %(length)s mm long. Yours: ______ mm down", length="{length}"),
        cross=_(
            "The cross is %(x)s mm from the left and %(y)s mm from the top. Yours: ______ and ______ mm",
            x="{x}",
            y="{y}",
        ),
        hold=_("Then hold this page and the stock against the light: the frames are its labels."),
    )
