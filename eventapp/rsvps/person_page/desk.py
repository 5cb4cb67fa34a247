"""The organizer's page about one guest: what they said, what is known of them, and mending it."""

from flask import Blueprint, abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from eventapp import clock, web
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events import desk as events_desk
from eventapp.events.access import desk_event
from eventapp.mail import reasons
from eventapp.rsvps import roster
from eventapp.rsvps.attendees import actions, columns, listing, tags
from eventapp.rsvps.attendees.desk import done_words, me, rsvp_of
from eventapp.rsvps.attendees.forms import ComesAsForm, CorrectionForm, NoteForm, TagForm
from eventapp.rsvps.attendees.models import PersonNote
from eventapp.rsvps.attendees.search import Search
from eventapp.rsvps.desk import PAGE
from eventapp.rsvps.forms import STAGES
from eventapp.rsvps.models import HistoryEntry, Rsvp
from eventapp.rsvps.person_page import record
from eventapp.rsvps.questions import event_questions
from eventapp.rsvps.replies import held

bp = Blueprint("person_desk", __name__)

PERSON = f"{PAGE}/people/<int:number>"


@bp.get(PERSON)
def show(community: str, event: str, number: int) -> ResponseReturnValue:
    """One guest: answers, events before, letters, history, notes and tags."""
    return _page(rsvp_of(desk_event(community, event), number))


@bp.post(f"{PERSON}/notes")
def add_note(community: str, event: str, number: int) -> ResponseReturnValue:
    """Write something down for the team."""
    rsvp, form = rsvp_of(desk_event(community, event), number), NoteForm()
    if not form.validate():
        return _page(rsvp, note=form), 422
    record.note(rsvp, form.note.data or "", by=me(), now=clock.now())
    return _kept(rsvp, _("Noted."))


@bp.post(f"{PERSON}/notes/removal")
def remove_note(community: str, event: str, number: int) -> ResponseReturnValue:
    """Throw a note away."""
    rsvp = rsvp_of(desk_event(community, event), number)
    note = db.session.scalar(
        db.select(PersonNote).filter_by(
            id=web.number_in(request.form.get("note")) % 2**31,
            person_id=rsvp.person_id,
            community_id=rsvp.event.community_id,
        )
    )
    if note:
        db.session.delete(note)
    return _kept(rsvp, _("The note is gone."))


@bp.post(f"{PERSON}/tags")
def add_tag(community: str, event: str, number: int) -> ResponseReturnValue:
    """Give this person a tag."""
    rsvp, form = rsvp_of(desk_event(community, event), number), TagForm()
    if not form.validate():
        return _page(rsvp, tag=form), 422
    tags.add(rsvp.event.community_id, [rsvp.person_id], form.word.data or "")
    return _kept(rsvp, _("Tagged."))


@bp.post(f"{PERSON}/tags/removal")
def remove_tag(community: str, event: str, number: int) -> ResponseReturnValue:
    """Take a tag off this person."""
    rsvp = rsvp_of(desk_event(community, event), number)
    tags.remove(rsvp.event.community_id, rsvp.person_id, request.form.get("word", "")[:80])
    return _kept(rsvp, _("The tag is off."))


@bp.post(f"{PERSON}/address")
def correct(community: str, event: str, number: int) -> ResponseReturnValue:
    """Correct an address: the wrong one's link ends, and the letters go to the right one."""
    rsvp, form = rsvp_of(desk_event(community, event), number), CorrectionForm()
    if not form.validate():
        return _page(rsvp, address=form), 422
    try:
        actions.correct_address(rsvp, form.email.data or "", by=me(), now=clock.now())
    except Refused as no:
        db.session.rollback()
        form.email.errors = [str(no)]
        return _page(rsvp, address=form), 422
    return _kept(rsvp, _("Corrected. Whatever comes goes to %(email)s.", email=form.email.data))


@bp.post(f"{PERSON}/role")
def change_role(community: str, event: str, number: int) -> ResponseReturnValue:
    """Say what this person comes as."""
    found = desk_event(community, event)
    rsvp = rsvp_of(found, number)
    asked = web.number_in(request.form.get("role"))
    role = next((role for role in found.roles if role.id == asked), None) or abort(404)
    form = ComesAsForm()
    why, too_long = form.why.data or "", not form.why.validate(form)
    try:
        if too_long:
            raise Refused(str(form.why.errors[0]))
        actions.set_role(rsvp, role, by=me(), why=why, now=clock.now())
    except Refused as no:
        db.session.rollback()
        form.why.errors = [str(no)]
        return _page(rsvp, comes_as=form), 422
    return _kept(rsvp, _("%(name)s comes as %(role)s.", name=rsvp.name, role=role.name))


def _kept(rsvp: Rsvp, said: str) -> ResponseReturnValue:
    db.session.commit()
    flash(said, "good")
    place = {"community": rsvp.event.community.slug, "event": rsvp.event.slug}
    return web.to(".show", number=rsvp.id, **place)


def _page(
    rsvp: Rsvp,
    *,
    note: NoteForm | None = None,
    tag: TagForm | None = None,
    address: CorrectionForm | None = None,
    comes_as: ComesAsForm | None = None,
) -> str:
    event, now = rsvp.event, clock.now()
    role = comes_as or ComesAsForm(formdata=None, role=rsvp.role_id)
    role.role.choices = [SelectChoice(one.id, one.name) for one in event.roles]
    row, asked = listing.one(rsvp, now=now), event_questions.all_questions(event)
    known = record.read(rsvp, now=now)
    # Hardly anybody writes: where the history says nothing of it, nobody asks.
    wrote = any(entry.what == "wrote" for entry in known.history)
    return render_template(
        "rsvps/person.html",
        row=row,
        own_answers=columns.own_answers(row, asked),
        record=known,
        wrote=held.of_guest(rsvp) if wrote else (),
        words=roster.state_words(),
        why=reasons.plain,
        done_words=done_words(),
        stages={str(one.value): str(one.label) for one in STAGES},
        known=tags.words(event.community_id),
        note=note or NoteForm(formdata=None),
        tag=tag or TagForm(formdata=None),
        address=address or CorrectionForm(formdata=None),
        comes_as=role,
        search=Search(),
        now=now,
        history_words=history_words(),
        history_value=history_value,
        **events_desk.about(event),
    )


def history_words() -> dict[str, str]:
    """What each kind of change is called."""
    return {
        "state": _("State"),
        "override": _("A place against the rules"),
        "undo": _("Undone"),
        "role": _("Comes as"),
        "override_role": _("A role against the rules"),
        "place": _("Got a place"),
        "took": _("Took the place that was offered"),
        "offer_over": _("Didn’t take the place that was offered"),
        "again": _("Asked again"),
        "answers": _("Changed their answers"),
        "show_name": _("Shows first name"),
        "keep_in_touch": _("Keeps in touch"),
        "coming": _("Still coming?"),
        "calendar": _("Answered in their calendar"),
        "calendar_old": _("Answered an older invite, which changes nothing"),
        "calendar_no": _("Given back in their calendar"),
        "party_size": _("Says in their calendar how many more they bring"),
        "new_time": _("Proposes another time"),
        "wrote": _("Wrote to you"),
        "kept": _("Kept what their calendar gave back"),
        "address": _("Address"),
        "merge": _("Merged"),
    }


def history_value(entry: HistoryEntry, kept: str) -> str:
    """What stands before or after a change, in words."""
    if entry.what == "answers":
        return ", ".join(_field_words().get(name, name) for name in kept.split(",") if name)
    if entry.what in {"role", "override_role", "address", "party_size", "new_time", "wrote"}:
        return kept
    if entry.what in {"calendar", "calendar_old"}:
        return _calendar_words().get(kept, kept)
    words = roster.state_words() | {"yes": _("yes"), "no": _("no")}
    return words.get(kept, kept)


def _calendar_words() -> dict[str, str]:
    return {
        "accepted": _("yes"),
        "declined": _("no"),
        "tentative": _("maybe"),
        "delegated": _("handed on to somebody else"),
        "needs-action": _("no answer"),
    }


def _field_words() -> dict[str, str]:
    return {
        "first_name": _("First name"),
        "last_name": _("Last name"),
        "pronouns": _("Pronouns"),
        "stage": _("Career stage"),
        "industry": _("Industry"),
        "organization": _("Organization"),
        "ask": _("Ask"),
        "offer": _("Offer"),
        "access_needs": _("Access needs"),
        "food": _("Food"),
        "agreed": _("Code of conduct"),
        "joins": _("Joins"),
        "questions": _("Your questions"),
    }
