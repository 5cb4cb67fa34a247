"""The organizer's pages of what a program says of itself, and of who leads it."""

from flask import Blueprint, abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import web
from eventapp.communities.access import team
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.programs.access import desk_program
from eventapp.programs.describing import actions
from eventapp.programs.describing.forms import DescriptionForm, TrainerForm
from eventapp.programs.models import Program, Trainer

bp = Blueprint("describing", __name__)

PROGRAM = "/desk/<community>/programs/<program>"
TRAINERS = f"{PROGRAM}/trainers"


@bp.route(f"{PROGRAM}/description", methods=["GET", "POST"])
def edit(community: str, program: str) -> ResponseReturnValue:
    """Write everything that a program says of itself."""
    found, form = desk_program(community, program), DescriptionForm()
    form.offer(found, actions.may_require(found))
    if not form.is_submitted():
        form.fill(found)
    elif form.validate() and _described(found, form):
        flash(_("Saved."), "good")
        return web.to("programs_desk.show", community=community, program=found.slug)
    page = render_template(
        "programs/desk_describe.html", community=found.community, program=found, form=form
    )
    return page, 422 if form.is_submitted() else 200


def _described(program: Program, form: DescriptionForm) -> bool:
    try:
        actions.describe(program, form.values(), seen=form.seen.data or "")
    except Refused as no:
        db.session.rollback()
        form.form_errors.append(str(no))
        form.seen.data = actions.stamp(program)
        return False
    db.session.commit()
    return True


@bp.get(TRAINERS)
def trainers(community: str, program: str) -> ResponseReturnValue:
    """Who leads a program and who hosts it."""
    return _page(desk_program(community, program), TrainerForm(formdata=None))


@bp.post(TRAINERS)
def add(community: str, program: str) -> ResponseReturnValue:
    """Name one more."""
    found, form = desk_program(community, program), TrainerForm()
    form.offer(found.community.roles, team(found.community))
    if not form.validate_on_submit():
        return _page(found, form), 422
    try:
        actions.add(found, form.values())
    except Refused as no:
        db.session.rollback()
        form.form_errors.append(str(no))
        return _page(found, form), 409
    db.session.commit()
    flash(_("Added."), "good")
    return web.to(".trainers", community=community, program=program)


@bp.route(f"{TRAINERS}/<int:number>", methods=["GET", "POST"])
def change(community: str, program: str, number: int) -> ResponseReturnValue:
    """Write anew what is said of one."""
    found = desk_program(community, program)
    trainer, form = _trainer(found, number), TrainerForm()
    form.offer(found.community.roles, team(found.community))
    if not form.is_submitted():
        form.fill(trainer)
    elif form.validate():
        for name, value in form.values().items():
            setattr(trainer, name, value)
        db.session.commit()
        flash(_("Saved."), "good")
        return web.to(".trainers", community=community, program=program)
    page = render_template(
        "programs/desk_trainer.html",
        community=found.community,
        program=found,
        trainer=trainer,
        form=form,
    )
    return page, 422 if form.is_submitted() else 200


@bp.post(f"{TRAINERS}/<int:number>/moves")
def move(community: str, program: str, number: int) -> ResponseReturnValue:
    """One place up or down."""
    found = desk_program(community, program)
    actions.move(_trainer(found, number), -1 if request.form.get("to") == "up" else 1)
    db.session.commit()
    return web.to(".trainers", community=community, program=program, _anchor=f"trainer-{number}")


@bp.post(f"{TRAINERS}/<int:number>/removal")
def remove(community: str, program: str, number: int) -> ResponseReturnValue:
    """Name somebody no more."""
    found = desk_program(community, program)
    db.session.delete(_trainer(found, number))
    db.session.commit()
    flash(_("Taken off the page."), "good")
    return web.to(".trainers", community=community, program=program)


def _trainer(program: Program, number: int) -> Trainer:
    return next((one for one in program.trainers if one.id == number), None) or abort(404)


def _page(program: Program, form: TrainerForm) -> str:
    form.offer(program.community.roles, team(program.community))
    return render_template(
        "programs/desk_trainers.html", community=program.community, program=program, form=form
    )
