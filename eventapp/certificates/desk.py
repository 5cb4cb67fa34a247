"""The organizer's side of certificates: who has one, and what becomes of it."""

from flask import Blueprint, abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from eventapp import clock, web
from eventapp.certificates import actions, wording
from eventapp.certificates.forms import GiveForm, NameForm, RevokeForm
from eventapp.certificates.models import Certificate
from eventapp.db import db
from eventapp.programs.access import desk_program
from eventapp.programs.models import Enrolment, Program

bp = Blueprint("certificates_desk", __name__)


@bp.get("/desk/<community>/programs/<program>/certificates")
def index(community: str, program: str) -> ResponseReturnValue:
    """Who has a certificate, and who could be given one."""
    return _index(desk_program(community, program))


@bp.post("/desk/<community>/programs/<program>/certificates")
def give(community: str, program: str) -> ResponseReturnValue:
    """Give one by hand, with a reason."""
    found = desk_program(community, program)
    if had := _had(found, web.number_in(request.form.get("enrolment"))):
        # Pressed twice, or by two: the list that was chosen from was older.
        flash(_("%(name)s has one already.", name=had.name), "good")
        return web.to(".show", community=community, program=found.slug, number=had.id)
    form = _give_form(found)
    if not form.validate_on_submit():
        return _index(found, form), 422
    enrolment = db.session.get_one(Enrolment, form.enrolment.data)
    actions.give_by_hand(enrolment, form.why.data or "", now=clock.now())
    db.session.commit()
    flash(_("Given. %(name)s has it by mail and on their page.", name=enrolment.name), "good")
    return web.to(".index", community=community, program=found.slug)


@bp.get("/desk/<community>/programs/<program>/certificates/<int:number>")
def show(community: str, program: str, number: int) -> ResponseReturnValue:
    """One certificate: what it says, another name, withdrawn, standing again."""
    return _show(*_certificate(community, program, number))


@bp.post("/desk/<community>/programs/<program>/certificates/<int:number>/name")
def rename(community: str, program: str, number: int) -> ResponseReturnValue:
    """Issue it again with another name."""
    found, certificate = _certificate(community, program, number)
    form = NameForm()
    if not form.validate_on_submit():
        return _show(found, certificate, form), 422
    changed = actions.reissue(certificate, form.name.data or "", now=clock.now())
    db.session.commit()
    flash(
        _("It bears the name %(name)s now, and a letter says so.", name=certificate.name)
        if changed
        else _("It bears this name already."),
        "good",
    )
    return web.to(".show", community=community, program=found.slug, number=number)


@bp.post("/desk/<community>/programs/<program>/certificates/<int:number>/revocation")
def revoke(community: str, program: str, number: int) -> ResponseReturnValue:
    """Withdraw it, with a reason; nobody is written to."""
    found, certificate = _certificate(community, program, number)
    form = RevokeForm()
    if not form.validate_on_submit():
        return _show(found, certificate, form), 422
    actions.revoke(certificate, form.reason.data or "", now=clock.now())
    db.session.commit()
    flash(_("Withdrawn. Whoever checks it reads so."), "good")
    return web.to(".show", community=community, program=found.slug, number=number)


@bp.post("/desk/<community>/programs/<program>/certificates/<int:number>/validity")
def restore(community: str, program: str, number: int) -> ResponseReturnValue:
    """Let one that was withdrawn stand again."""
    found, certificate = _certificate(community, program, number)
    actions.restore(certificate)
    db.session.commit()
    flash(_("It stands again, as it was."), "good")
    return web.to(".show", community=community, program=found.slug, number=number)


def _certificate(community: str, slug: str, number: int) -> tuple[Program, Certificate]:
    program = desk_program(community, slug)
    asked = db.select(Certificate).join(Certificate.enrolment)
    found: Certificate | None = db.session.scalar(
        asked.where(Certificate.id == number, Enrolment.program_id == program.id)
    )
    return program, found or abort(404)


def _had(program: Program, enrolment: int) -> Certificate | None:
    """The certificate that somebody of a program has, also one that was withdrawn."""
    asked = db.select(Certificate).join(Certificate.enrolment)
    found: Certificate | None = db.session.scalar(
        asked.where(Enrolment.program_id == program.id, Enrolment.id == enrolment)
    )
    return found


def _give_form(program: Program, **given: object) -> GiveForm:
    form = GiveForm(**given)
    without = [(one.id, one.name) for one in actions.without(program)]
    # Nobody is chosen already: the letter leaves at once.
    form.enrolment.choices = [(0, _("Choose somebody")), *without] if without else []
    return form


def _index(program: Program, form: GiveForm | None = None) -> str:
    certificates = db.session.scalars(
        db.select(Certificate)
        .join(Certificate.enrolment)
        .where(Enrolment.program_id == program.id)
        .order_by(Certificate.name, Certificate.id)
    ).all()
    return render_template(
        "certificates/desk_index.html",
        community=program.community,
        program=program,
        certificates=certificates,
        form=form or _give_form(program, formdata=None),
    )


def _show(program: Program, certificate: Certificate, form: FlaskForm | None = None) -> str:
    name = form if isinstance(form, NameForm) else NameForm(formdata=None, obj=certificate)
    # The name that they go by for this program, if it is another.
    if form is None and certificate.enrolment.name != certificate.name:
        name.name.data = certificate.enrolment.name
    other = name.name.data if form is None and name.name.data != certificate.name else ""
    return render_template(
        "certificates/desk_show.html",
        community=program.community,
        program=program,
        certificate=certificate,
        given=wording.given(certificate),
        name=name,
        other=other,
        revocation=form if isinstance(form, RevokeForm) else RevokeForm(formdata=None),
    )
