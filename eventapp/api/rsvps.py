"""Answers of guests: listed, read, given, changed, cancelled; by the form and the actions of their pages."""

from typing import Any

from flask import abort
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from eventapp import languages
from eventapp.api import fields
from eventapp.api.events import event_of
from eventapp.api.operations import Call, Part, Reply, operation, part_of
from eventapp.api.problems import Problem
from eventapp.api.rsvp_shapes import RsvpShown, as_read, shown
from eventapp.db import db, lock_row
from eventapp.events.access import offered_roles
from eventapp.events.models import Event
from eventapp.mail import letter_limits
from eventapp.rsvps import actions, addresses, own_page, repeated_answers
from eventapp.rsvps.answers import Answers
from eventapp.rsvps.attendees import actions as attendees
from eventapp.rsvps.forms import AnswersForm, RsvpForm
from eventapp.rsvps.models import STATES, Rsvp
from eventapp.rsvps.parties import actions as parties

SAID = (
    "first_name", "last_name", "pronouns", "role", "stage", "industry", "organization", "ask", "ask_kind",
    "offer", "offer_kind", "access_needs", "food", "show_name", "keep_in_touch",
)  # fmt: skip
CONSENTS = ("show_name", "keep_in_touch")
BROUGHT = ("guests", "waits", "sits")
BESIDE: dict[str, Any] = {
    "joins": {
        "type": "string", "enum": ["place", "online"],
        "description": "Where an event is at a place and online.",
    },
    "agreed": {"type": "boolean", "description": "That they keep to the code of conduct, where there is one."},
    "answers": {
        "type": "object",
        "description": "What they answer to the event’s own questions, by the number of the question.",
        "additionalProperties": {
            "type": ["string", "array"], "items": {"type": "string"}, "maxItems": 100,
        },
    },
}  # fmt: skip


def changed_body() -> dict[str, Any]:
    """What can be written of an answer."""
    form = AnswersForm(formdata=None, meta={"csrf": False})
    found = {name: fields.schema(form[name]) for name in SAID} | BESIDE
    return fields.body(found)


def new_body() -> dict[str, Any]:
    """The same of a new one, with the address and whom they bring."""
    form, found = RsvpForm(formdata=None, meta={"csrf": False}), changed_body()
    found["properties"] |= {name: fields.schema(form[name]) for name in ("email", *BROUGHT)}
    found["properties"]["guest_names"] = {
        "type": "array", "items": {"type": "string"}, "maxItems": 10,
        "description": "Names of those whom they bring, as far as they are known.",
    }  # fmt: skip
    return found | {"required": ["email", "first_name"]}


def rsvp_of(call: Call) -> Rsvp:
    """The answer of the path, if it is to an event of the token's community."""
    asked = db.select(Rsvp).join(Rsvp.event)
    asked = asked.where(Rsvp.id == call.path["rsvp"], Event.community_id == call.community.id)
    found: Rsvp = db.session.scalar(as_read(asked)) or abort(404)
    call.note(found.event.slug, found.id)
    return found


@operation(
    "GET", "/events/<int:event>/rsvps", scope="rsvps:read", group="RSVPs", answers=RsvpShown,
    listed=True,
    query={
        "state": {"type": "string", "enum": list(STATES)},
        "email": {"type": "string", "format": "email", "maxLength": 254},
        "changed_since": {"type": "string", "format": "date-time"},
    },
)  # fmt: skip
def index(call: Call) -> Part:
    """List who answered.

    In the order in which they did. `email` finds everybody whose letters go to an address;
    `changed_since` those who answered, or about whom something was decided, at a moment or later.
    """
    event = event_of(call)
    asked = db.select(Rsvp).join(Rsvp.event).where(Rsvp.event_id == event.id)
    if state := call.query.get("state"):
        asked = asked.where(Rsvp.state == state)
    if "email" in call.query:
        asked = asked.where(Rsvp.person_id.in_(addresses.people_at(call.query["email"])))
    if since := call.query.get("changed_since"):
        asked = asked.where(Rsvp.changed_at >= since)
    total = db.session.scalar(db.select(db.func.count()).select_from(asked.subquery())) or 0
    start, many = part_of(call)
    part = as_read(asked).order_by(Rsvp.turn, Rsvp.id).offset(start).limit(many)
    return Part(shown(db.session.scalars(part).all()), total)


@operation("GET", "/rsvps/<int:rsvp>", scope="rsvps:read", group="RSVPs", answers=RsvpShown)
def read(call: Call) -> RsvpShown:
    """Read an answer."""
    return shown([rsvp_of(call)])[0]


def replied(rsvp: Rsvp) -> Reply:
    """An answer as it stands once something was done about it."""
    db.session.flush()
    return Reply(shown([rsvp])[0], 200, f"/rsvps/{rsvp.id}")


def held(call: Call) -> RsvpShown:
    """An answer as it stands, and as nobody else changes it before this request is done."""
    number = call.path["rsvp"]
    whose = db.select(Rsvp.event_id).join(Rsvp.event)
    mine = whose.where(Rsvp.id == number, Event.community_id == call.community.id)
    # In the order in which the actions take them, with the program of a session first.
    actions.lock(db.session.get_one(Event, db.session.scalar(mine) or abort(404)))
    lock_row(Rsvp, number)
    found: RsvpShown = read(call)
    return found


@operation(
    "POST", "/events/<int:event>/rsvps", scope="rsvps:write", group="RSVPs", answers=RsvpShown,
    body=new_body, status=(200, 201), noted="rsvps_desk.add",
)  # fmt: skip
def create(call: Call) -> Reply:
    """Say yes for a guest.

    By the rules of the event’s page, with the same letters: a place, or one in the queue. Whoever is on
    the list already keeps their answer and is sent its link again: then it is 200.
    """
    event = event_of(call)
    languages.held_in(event.held_in)
    if event.state != "published":
        raise Problem(409, _("This event doesn't take answers any more."))
    form = _form(RsvpForm, event, call.body)
    form.offer_party(event)
    _ask(form, event)
    email = form.email.data or ""
    # What comes by this way was typed by a stranger, too: no address gets more than so many letters.
    letter_limits.begin(f"api:{email.lower()}", email)
    if event.opens_later(call.now):
        raise Problem(409, _("This event doesn't take answers yet."))
    link = parties.request(event, email, form.answers(), form.party(), once=call.once, now=call.now)
    db.session.flush()
    rsvp = db.session.scalar(db.select(Rsvp).filter_by(link_id=link.id))
    if rsvp:
        return Reply(shown([rsvp])[0], 201, f"/rsvps/{rsvp.id}")
    repeat = repeated_answers.of_link(link)
    assert repeat
    return Reply(shown([repeat.first])[0], 200, f"/rsvps/{repeat.first_id}")


@operation(
    "PATCH", "/rsvps/<int:rsvp>", scope="rsvps:write", group="RSVPs", answers=RsvpShown,
    body=changed_body, reads=held, noted="api.change_rsvp",
)  # fmt: skip
def change(call: Call) -> Reply:
    """Change an answer.

    What isn't said stays. As on the guest’s own page: who has a place keeps it. A consent (`show_name`,
    `keep_in_touch`) is only taken back here: guests give it themselves.
    """
    rsvp = rsvp_of(call)
    before = Answers.of(rsvp)
    kept = AnswersForm(formdata=None, meta={"csrf": False})
    kept.offer_roles(offered_roles(rsvp.event))
    kept.ask_for(rsvp.event, agreed=before.agreed)
    kept.fill(before)
    given = fields.sent(kept)
    form = _form(AnswersForm, rsvp.event, call.body, given)
    _ask(form, rsvp.event, agreed=before.agreed)
    said = form.answers(before)
    new = [name for name in CONSENTS if getattr(said, name) and not getattr(before, name)]
    _refuse(new, _("Only guests themselves say yes to that, on their own page."))
    own_page.change_answers(rsvp, said, by=call.by, now=call.now)
    return replied(rsvp)


@operation(
    "POST", "/rsvps/<int:rsvp>/cancellation", scope="rsvps:write", group="RSVPs", answers=RsvpShown,
    reads=held, noted="rsvps_desk.cancel_one",
)  # fmt: skip
def cancel(call: Call) -> Reply:
    """Take somebody off the list.

    They are told, and the next in line gets the place. Twice is once.
    """
    rsvp = rsvp_of(call)
    attendees.take_off(rsvp, by=call.by, now=call.now)
    return replied(rsvp)


def _form(kind: Any, event: Event, body: dict[str, Any], kept: Any = None) -> Any:
    """A form of this kind with what was sent in place of what is kept."""
    given: Any = MultiDict() if kept is None else kept
    fields.put(given, body, (*SAID, *BROUGHT, "joins", "agreed", "email"))
    if "guest_names" in body:
        given["guest_names"] = "\n".join(" ".join(name.split()) for name in body["guest_names"])
    answers = {f"q{number}": said for number, said in body.get("answers", {}).items()}
    fields.put(given, answers, answers)
    given.setdefault("first_name", "")
    # A choice that isn't made is as a page begins with.
    for name in ("ask_kind", "offer_kind"):
        given.setdefault(name, "advice")
    given.setdefault("stage", "")
    form = kind(formdata=given, meta={"csrf": False})
    form.sent, form.body = given, body
    form.offer_roles(offered_roles(event))
    return form


def _ask(form: Any, event: Event, *, agreed: bool = False) -> None:
    """Let a form ask what the event asks, and say what is wrong with it."""
    form.ask_for(event, agreed=agreed)
    _refuse(_unasked(form), _("This event doesn’t ask for that."))
    if not form.validate():
        called = {
            name: f"answers/{name[1:]}"
            for name in form.data
            if name[:1] == "q" and name[1:].isdigit()
        }
        names = (*SAID, *BROUGHT, *BESIDE, "email", "guest_names", *called.values())
        raise fields.refuse(form, called, names)


def _unasked(form: Any) -> list[str]:
    """What was sent that isn't asked, so that nothing would be kept of it."""
    sent = [name for name in form.body if name not in ("answers", "agreed") and form.body[name]]
    own = [number for number, said in form.body.get("answers", {}).items() if said]
    return [
        *(name for name in sent if name not in form),
        *(f"answers/{number}" for number in own if f"q{number}" not in form),
    ]


def _refuse(names: list[str], why: str) -> None:
    if names:
        wrong = [(f"/{name}", why) for name in names]
        raise Problem(422, _("Some fields can’t be taken as they are."), wrong)
