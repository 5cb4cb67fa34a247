"""One step for everybody who was ticked: looked at on a page first, then done."""

from dataclasses import dataclass

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock, tokens, web
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events import desk as events_desk
from eventapp.events.access import desk_event
from eventapp.events.models import Event
from eventapp.mail.placeholders import paragraphs
from eventapp.rsvps.attendees import messages, tags
from eventapp.rsvps.attendees import search as searches
from eventapp.rsvps.attendees.bulk import steps
from eventapp.rsvps.attendees.desk import numbers
from eventapp.rsvps.attendees.forms import MessageForm, TagForm
from eventapp.rsvps.attendees.search import Search
from eventapp.rsvps.desk import PAGE
from eventapp.rsvps.models import Rsvp

bp = Blueprint("bulk_desk", __name__)

# So many numbers a field: no field may be longer than a page ever is.
IN_A_FIELD = 1000


@dataclass(frozen=True)
class Asked:
    """What is asked for, and for whom."""

    what: str
    chosen: list[int]

    @property
    def fields(self) -> list[str]:
        """Who was chosen, as a page carries them on."""
        parts = range(0, len(self.chosen), IN_A_FIELD)
        return [",".join(map(str, self.chosen[at : at + IN_A_FIELD])) for at in parts]


@bp.post(f"{PAGE}/people/steps/review")
def review(community: str, event: str) -> ResponseReturnValue:
    """What a step would do, before anything is done."""
    found = desk_event(community, event)
    asked = _asked(found)
    if asked.what == "message":
        return _letter(found, asked, MessageForm())
    if asked.what == "tag":
        return _tag(found, asked, TagForm(formdata=None))
    outcome = steps.run(found, asked.chosen, asked.what, by=web.require_person(), now=clock.now())
    # Done and taken back: nothing of it happened.
    db.session.rollback()
    return _shown(found, asked, outcome)


@bp.post(f"{PAGE}/people/steps")
def take(community: str, event: str) -> ResponseReturnValue:
    """Do what was looked at; looked at once more when it would do something else by now."""
    found = desk_event(community, event)
    asked, now = _asked(found), clock.now()
    if asked.what == "message":
        return _send(found, asked, MessageForm())
    if asked.what == "tag":
        return _tag(found, asked, TagForm())
    outcome = steps.run(found, asked.chosen, asked.what, by=web.require_person(), now=now)
    if outcome.mark != request.form.get("seen"):
        db.session.rollback()
        return _shown(found, asked, outcome, changed=True), 422
    db.session.commit()
    number = outcome.number
    flash(ngettext("Done for one person.", "Done for %(num)s people.", number), "good")
    return web.to("rsvps_desk.people", community=community, event=event)


def _asked(event: Event) -> Asked:
    """What a page asks for. Whoever fits its search, where it says so, or else who was ticked."""
    what = request.form.get("what", "")
    if what not in {*steps.STEPS, "message", "tag"}:
        raise Refused(_("Choose what to do with those you ticked, then press the button."))
    if request.form.get("everybody"):
        fitting = searches.fitting(event, Search.read(request.form))
        chosen = list(db.session.scalars(fitting.order_by(Rsvp.turn)))
    else:
        chosen = numbers([*request.form.getlist("p"), *request.form.getlist("chosen")])
    if not chosen:
        raise Refused(_("Tick at least one person first."))
    return Asked(what, chosen)


def _shown(event: Event, asked: Asked, outcome: steps.Outcome, *, changed: bool = False) -> str:
    return render_template(
        "rsvps/step.html",
        asked=asked,
        outcome=outcome,
        changed=changed,
        title=titles()[asked.what],
        **events_desk.about(event),
    )


def _letter(event: Event, asked: Asked, form: MessageForm) -> ResponseReturnValue:
    """The letter is typed first, then looked at; `go` says which of the two pages asks."""
    form.once.data = form.once.data or tokens.new_nonce()
    typed = request.form.get("go") in {"look", "back"}
    good = not typed or form.validate()
    shown = typed and good and request.form.get("go") == "look"
    page = render_template(
        "rsvps/letter.html",
        asked=asked,
        form=form if typed else _empty(form),
        shown=shown,
        readers=messages.readers(event, asked.chosen),
        paragraphs=paragraphs(form.text.data or ""),
        **events_desk.about(event),
    )
    return page, 200 if good else 422


def _empty(form: MessageForm) -> MessageForm:
    fresh = MessageForm(formdata=None)
    fresh.once.data = form.once.data
    return fresh


def _send(event: Event, asked: Asked, form: MessageForm) -> ResponseReturnValue:
    if not form.validate():
        return _letter(event, asked, form)
    sent = messages.send(
        event,
        asked.chosen,
        subject=form.subject.data or "",
        text=form.text.data or "",
        once=form.once.data or "",
        by=web.require_person(),
        now=clock.now(),
    )
    db.session.commit()
    place = {"community": event.community.slug, "event": event.slug}
    return web.to("audience_desk.show", number=sent.id, **place)


def _tag(event: Event, asked: Asked, form: TagForm) -> ResponseReturnValue:
    people = [rsvp.person_id for rsvp in steps.chosen(event, asked.chosen)]
    if form.validate_on_submit() and form.word.data:
        number = tags.add(event.community_id, people, form.word.data)
        db.session.commit()
        said = ngettext("One person got the tag.", "%(num)s people got the tag.", number)
        flash(said, "good")
        return web.to("rsvps_desk.people", community=event.community.slug, event=event.slug)
    page = render_template(
        "rsvps/tag.html",
        asked=asked,
        form=form,
        number=len(people),
        known=tags.words(event.community_id),
        **events_desk.about(event),
    )
    return page, 422 if form.errors else 200


def titles() -> dict[str, str]:
    """What the page of each step is called."""
    return {
        "approve": _("Say yes to those who asked"),
        "waitlist": _("Move to the waitlist"),
        "take_off": _("Take off the list"),
    }
