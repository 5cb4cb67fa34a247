"""The organizer's page of what the form of an event asks."""

from typing import Any

from flask import Blueprint, abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.access import desk_event
from eventapp.events.desk import about
from eventapp.events.models import Event
from eventapp.rsvps.forms import RsvpForm
from eventapp.rsvps.questions import actions
from eventapp.rsvps.questions.asked import moved
from eventapp.rsvps.questions.event_questions import open_questions
from eventapp.rsvps.questions.forms import KINDS, FieldsForm, QuestionForm
from eventapp.rsvps.questions.guest_fields import only_if
from eventapp.rsvps.questions.models import Question
from eventapp.rsvps.views import INDUSTRIES

bp = Blueprint("questions", __name__)

PAGE = "/desk/<community>/events/<event>/questions"


@bp.get(PAGE)
def show(community: str, event: str) -> ResponseReturnValue:
    """The questions of an event, the usual fields, and the form as guests see it."""
    found = desk_event(community, event)
    form = QuestionForm(formdata=None)
    form.offer_roles(found.roles, open_questions(found))
    return _page(found, form)


@bp.post(PAGE)
def create(community: str, event: str) -> ResponseReturnValue:
    """Ask one thing more."""
    found = desk_event(community, event)
    form = QuestionForm()
    form.offer_roles(found.roles, open_questions(found))
    if not form.validate_on_submit():
        return _page(found, form), 422
    try:
        actions.add(found, form.values())
    except Refused as no:
        db.session.rollback()
        form.form_errors.append(str(no))
        return _page(found, form), 409
    db.session.commit()
    flash(_("Added. It is on the form now."), "good")
    return web.to(".show", community=community, event=event)


@bp.route(f"{PAGE}/<int:number>", methods=["GET", "POST"])
def edit(community: str, event: str, number: int) -> ResponseReturnValue:
    """Write one question anew."""
    found = desk_event(community, event)
    question = _question(found, number)
    form = QuestionForm()
    form.offer_roles(found.roles, _before(found, question))
    # There may be answers: how it is answered stays.
    form.kind.data = question.kind
    if not form.is_submitted():
        form.fill(question)
    elif form.validate():
        try:
            actions.change(question, form.values())
        except Refused as no:
            db.session.rollback()
            form.form_errors.append(str(no))
        else:
            db.session.commit()
            flash(_("Saved."), "good")
            return web.to(".show", community=community, event=event)
    page = render_template("rsvps/question.html", question=question, form=form, **about(found))
    return page, 422 if form.is_submitted() else 200


@bp.post(f"{PAGE}/<int:number>/moves")
def move(community: str, event: str, number: int) -> ResponseReturnValue:
    """One place up or down."""
    found = desk_event(community, event)
    actions.move(_question(found, number), -1 if request.form.get("to") == "up" else 1)
    db.session.commit()
    return web.to(".show", community=community, event=event, _anchor=f"question-{number}")


@bp.post(f"{PAGE}/<int:number>/removal")
def remove(community: str, event: str, number: int) -> ResponseReturnValue:
    """Ask it no more."""
    found = desk_event(community, event)
    actions.take_away(_question(found, number), now=clock.now())
    db.session.commit()
    flash(_("It isn’t asked any more. What was answered stays in your lists."), "good")
    return web.to(".show", community=community, event=event)


@bp.post(f"{PAGE}/fields")
def switch(community: str, event: str) -> ResponseReturnValue:
    """Switch the usual fields."""
    found = desk_event(community, event)
    form = FieldsForm()
    if not form.validate_on_submit():
        blank = QuestionForm(formdata=None)
        blank.offer_roles(found.roles, open_questions(found))
        return _page(found, blank, form), 422
    actions.switch(found, form.switches())
    db.session.commit()
    flash(_("Saved."), "good")
    return web.to(".show", community=community, event=event, _anchor="fields")


def _question(event: Event, number: int) -> Question:
    return next((one for one in open_questions(event) if one.id == number), None) or abort(404)


def _before(event: Event, question: Question) -> list[Question]:
    """The questions that one may hang on: those before it."""
    found = open_questions(event)
    return found[: [one.id for one in found].index(question.id)]


def _page(event: Event, form: QuestionForm, fields: FieldsForm | None = None) -> str:
    # Who wrote a question that was refused undid what was read.
    questions = open_questions(event)
    kinds = {choice.value: choice.label for choice in KINDS}
    return render_template(
        "rsvps/questions.html",
        form=form,
        fields=fields or FieldsForm(formdata=None, data=event.fields or {}),
        lines=[_line(questions, one) for one in questions],
        kinds=kinds,
        preview=_preview(event),
        roles=event.roles,
        industries=INDUSTRIES,
        **about(event),
    )


def _line(questions: list[Question], question: Question) -> dict[str, Any]:
    """A question as the page lists it, with where it may go."""
    conditions = [one.condition for one in questions]
    order = [one.id for one in questions]
    before = next((one for one in questions if one.id == question.after_id), None)
    return {
        "question": question,
        "only": only_if(question, before),
        "up": moved(conditions, question.id, -1) != order,
        "down": moved(conditions, question.id, 1) != order,
    }


def _preview(event: Event) -> RsvpForm:
    """The form of an event as a guest finds it, for looking at."""
    form = RsvpForm(formdata=None, prefix="preview")
    form.offer_roles(event.roles)
    form.ask_for(event)
    return form
