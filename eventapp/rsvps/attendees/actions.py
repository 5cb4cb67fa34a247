"""What an organizer does about one answer, kept with who did it; undone as long as that is fair."""

from dataclasses import replace
from datetime import datetime, timedelta

from flask_babel import gettext as _

from eventapp import languages
from eventapp.communities.models import Role
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.mail import outbox
from eventapp.mail.models import Message
from eventapp.people.actions import person_of
from eventapp.people.models import Person
from eventapp.rsvps import (
    actions,
    addresses,
    approvals,
    calendar_entries,
    history,
    letters,
    when_places_end,
)
from eventapp.rsvps.answers import Answers
from eventapp.rsvps.history import Step
from eventapp.rsvps.importing import actions as imports
from eventapp.rsvps.models import HistoryEntry, Rsvp
from eventapp.rsvps.parties import actions as parties
from eventapp.rsvps.standing import needs_of, no_place_for, room_of, standing

# For so long what was done about an answer can be undone.
UNDO = timedelta(minutes=10)
# Of what is kept, this can be.
_STATES = {"state", "override"}


def take_off(rsvp: Rsvp, *, by: Person, why: str = "", now: datetime) -> None:
    """Take somebody off the list; the next in line gets the place. Twice is once."""
    actions.lock_answer(rsvp)
    if rsvp.state == "cancelled":
        return
    actions.cancel(rsvp, step=Step("state", by, why), now=now)


def move_to_waitlist(rsvp: Rsvp, *, by: Person, why: str = "", now: datetime) -> None:
    """Put somebody who has a place, or asked for one, at the end of the line. Twice is once.

    Refused where they would get the place back at once, as nobody else waits for it.
    """
    actions.lock_answer(rsvp)
    if rsvp.state == "waitlisted":
        return
    _not_over(rsvp.event, now=now)
    if rsvp.state not in {"going", "pending"}:
        raise Refused(_("%(name)s has no place and didn’t ask for one.", name=rsvp.name))
    before, rsvp.turn = rsvp.state, standing(rsvp.event, now=now).next_turn
    history.note(rsvp, "state", before=before, after="waitlisted", why=why, by=by, now=now)
    _take_back(rsvp, "waitlisted", now=now)
    if before == "going":
        actions.promote(rsvp.event, now=now)
        if rsvp.going or rsvp.offered_until:
            raise Refused(
                _(
                    "%(name)s would get the place back at once: nobody else waits for it.",
                    name=rsvp.name,
                )
            )
    _tell_of_wait(rsvp, had_place=before == "going", now=now)


def undoable(rsvp: Rsvp, last: HistoryEntry, *, now: datetime) -> bool:
    """Whether what was kept last of an answer can be undone: an organizer did it, and it stands."""
    return (
        last.by_id is not None
        and last.what in _STATES
        and last.after == rsvp.state
        and last.before != last.after
        and now - last.at < UNDO
        and not rsvp.event.cancelled_at
        and not rsvp.event.over(now)
    )


def undo(rsvp: Rsvp, *, by: Person, now: datetime) -> None:
    """Take back what an organizer did about an answer last.

    Refused after ten minutes, and for a place that went to somebody else meanwhile.
    """
    actions.lock_answer(rsvp)
    last = db.session.scalar(
        db.select(HistoryEntry)
        .where(HistoryEntry.rsvp_id == rsvp.id, HistoryEntry.what.not_in(history.SAID))
        .order_by(HistoryEntry.id.desc())
        .limit(1)
    )
    if last is None or not undoable(rsvp, last, now=now):
        raise Refused(_("This can’t be undone any more. Look at how it stands now."))
    had_place, heard = rsvp.going, _heard(rsvp, last)
    if last.before == "going":
        needs = needs_of(rsvp)
        if needs and room_of(rsvp.event, now=now).obstacle(needs):
            raise Refused(_("The place went to somebody else meanwhile."))
        outbox.withdraw(f"rsvp:{rsvp.id}")
        actions.give_place(rsvp, letter="invite", step=Step("undo", by), now=now)
        return
    history.note(rsvp, "undo", before=rsvp.state, after=last.before, by=by, now=now)
    _take_back(rsvp, last.before, now=now)
    if heard or (had_place and calendar_entries.may_stand(rsvp)):
        _tell_of_wait(rsvp, had_place=had_place, now=now)
    if had_place:
        actions.promote(rsvp.event, now=now)


def _heard(rsvp: Rsvp, last: HistoryEntry) -> bool:
    """Whether a letter about it has left, or is leaving."""
    left = db.or_(
        Message.state.in_(("sent", "failed", "bounced")), Message.leased_until.is_not(None)
    )
    about = Message.about == f"rsvp:{rsvp.id}"
    asked = db.select(Message.id).where(about, Message.created_at >= last.at, left)
    return db.session.scalar(asked.limit(1)) is not None


def _take_back(rsvp: Rsvp, state: str, *, now: datetime) -> None:
    """Let somebody wait for a place, or an answer; whatever hung on a place ends with it."""
    outbox.withdraw(f"rsvp:{rsvp.id}", goodbyes=rsvp.going)
    if rsvp.going:
        when_places_end.end(rsvp, now=now)
    rsvp.state, rsvp.changed_at, rsvp.offered_until = state, now, None
    db.session.flush()


@languages.theirs
def _tell_of_wait(rsvp: Rsvp, *, had_place: bool, now: datetime) -> None:
    """They wait, for a place or an answer: a letter says so, and an entry leaves their calendar."""
    if not had_place and rsvp.state == "waitlisted":
        letters.in_line(rsvp, now=now)
        return
    calendar = None
    if had_place and calendar_entries.may_stand(rsvp):
        calendar = calendar_entries.uninvited(rsvp, now=now)
    letters.post(
        "moved",
        rsvp,
        key=f"moved:{rsvp.id}:{rsvp.turn}:{int(now.timestamp())}",
        calendar=calendar,
        method="CANCEL" if calendar else None,
        position=actions.position(rsvp),
        had_place=had_place,
        now=now,
    )


def set_role(rsvp: Rsvp, role: Role, *, by: Person, why: str = "", now: datetime) -> None:
    """Say what somebody comes as; a place that this makes free for another goes to the next in line.

    Refused for a guest with a place where the rules have none for that role, unless a reason is given.
    """
    actions.lock_answer(rsvp)
    if rsvp.role_id == role.id:
        return
    before = rsvp.role.name if rsvp.role else ""
    against = _against_the_rules(rsvp, role, now=now)
    if against and not why:
        raise Refused(
            _("Your limits have no place left for that role. Say in a few words why they get one.")
        )
    what, kept = ("override_role", why) if against else ("role", "")
    history.note(rsvp, what, before=before, after=role.name, why=kept, by=by, now=now)
    rsvp.role, rsvp.changed_at = role, now
    db.session.flush()
    if not rsvp.event.over(now):
        actions.promote(rsvp.event, now=now)


def _against_the_rules(rsvp: Rsvp, role: Role, *, now: datetime) -> bool:
    """Whether a guest's place would be one too many of this role, or one that is held for others."""
    needs = [replace(kind, role=role.id) for kind in needs_of(rsvp)]
    return no_place_for(rsvp, needs, room_of(rsvp.event, now=now))


def correct_address(rsvp: Rsvp, email: str, *, by: Person, now: datetime) -> None:
    """Give an answer the address it should have had, with its letters; the wrong one's link ends.

    What else is known under the wrong address stays there: it may be somebody's. Refused for an
    answer that an enrolment made, and when the address is on the list already.
    """
    actions.lock_answer(rsvp)
    before = rsvp.person.letterbox or ""
    if rsvp.person.email == email:
        return
    if rsvp.batch:
        raise Refused(_("%(name)s is enrolled in the whole program.", name=rsvp.name))
    person = person_of(email, first_name=rsvp.first_name, last_name=rsvp.last_name, now=now)
    if other := actions.find(rsvp.event, person):
        said = _("%(email)s is on the list already, as %(name)s.", email=email, name=other.name)
        raise Refused(said)
    history.note(rsvp, "address", before=before, after=email, by=by, now=now)
    outbox.withdraw(f"rsvp:{rsvp.id}")
    wrong = rsvp.person_id
    rsvp.person = person
    parties.renew_links(rsvp, now=now)
    rsvp.changed_at = now
    db.session.flush()
    # Those whom they bring hear of it by the same address.
    brought = db.select(Rsvp.person_id).where(Rsvp.brought_by_id == rsvp.id)
    theirs = db.update(Person).where(Person.id.in_(brought), Person.shares_id == wrong)
    db.session.execute(theirs.values(shares_id=person.id))
    first_letter(rsvp, now=now)


def first_letter(rsvp: Rsvp, *, now: datetime) -> None:
    """What stands, to the guest of an answer: an address that gets letters again begins with it."""
    event = rsvp.event
    if event.state != "published" or event.over(now):
        return
    if rsvp.going:
        letters.invite(rsvp, kind="invite", now=now)
    elif rsvp.state == "waitlisted":
        letters.in_line(rsvp, now=now)
    elif rsvp.state == "pending":
        key = f"pending:{rsvp.id}:{int(now.timestamp())}"
        letters.post("pending", rsvp, key=key, now=now)


def add(
    event: Event,
    email: str,
    answers: Answers,
    *,
    letter: str | None,
    why: str,
    by: Person,
    now: datetime,
) -> Rsvp:
    """Put one person on the list; with a reason they get a place whatever the rules say.

    Refused as `importing.actions.add` is; with a reason also when the event is over.
    """
    if not why:
        return imports.add(event, email, answers, letter=letter, now=now)
    actions.lock(event)
    _not_over(event, now=now)
    names = {"first_name": answers.first_name, "last_name": answers.last_name}
    owner = addresses.owner(event, email, **names, now=now)
    if owner.rsvp and owner.listed:
        raise Refused(_("%(name)s is on the list already.", name=owner.rsvp.name))
    rsvp = actions.admit(event, owner.person, answers, source="desk", letter=None, now=now)
    if not rsvp.going:
        approvals.give_a_place(rsvp, by=by, why=why, now=now)
    elif letter and event.state == "published":
        letters.invite(rsvp, kind=letter, now=now)
    return rsvp


def _not_over(event: Event, *, now: datetime) -> None:
    if event.cancelled_at or event.over(now):
        raise Refused(_("This event is over or called off: its list stays as it is."))
