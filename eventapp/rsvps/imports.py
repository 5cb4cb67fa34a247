"""A list of people becomes RSVPs: many at once, within the capacity, each person once."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import gettext as _

from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.mail import outbox
from eventapp.mail.models import Message
from eventapp.people.actions import new_link, person_of
from eventapp.people.models import Person
from eventapp.rsvps import actions, addresses, intake, letters, newcomers, roster
from eventapp.rsvps.brought import Brought
from eventapp.rsvps.decisions import Decisions
from eventapp.rsvps.matching import SAID, Change, Held, Match, Matched, match
from eventapp.rsvps.models import Ask, Offer, Rsvp
from eventapp.rsvps.newcomers import Newcomer, chunks

AS_IT_IS = Decisions()


def add(
    event: Event, email: str, answers: actions.Answers, *, letter: str | None, now: datetime
) -> Rsvp:
    """Put one person on the list, as an organizer; with a letter only if the event is to come.

    Another name at an address that is on the list is another person. Refused for an event that was called off, and for somebody who is on the list.
    """
    actions.lock(event)
    if event.cancelled_at:
        raise Refused(_("This event is called off. Nobody can be added."))
    owner = addresses.owner(
        event, email, first_name=answers.first_name, last_name=answers.last_name, now=now
    )
    if owner.rsvp and owner.listed:
        raise Refused(_("%(name)s is on the list already.", name=owner.rsvp.name))
    if not actions.takes(event, now=now):
        raise Refused(
            _(
                "The waitlist has closed. Give its people the free places first, or raise the "
                "places on the Plan page."
            )
        )
    if event.state != "published" or event.over(now):
        letter = None
    return actions.admit(event, owner.person, answers, source="desk", now=now, letter=letter)


def seen(event: Event, found: intake.Intake, *, decisions: Decisions) -> Matched:
    """What a list would do to an event, beside who is on it; changes nothing."""
    roles = {role.id: role.name for role in event.roles}
    held = [_held(row, roles) for row in roster.rows(event)]
    coming = [entry for entry in found.entries if decisions.takes(entry)]
    others = [entry for entry in found.entries if not decisions.takes(entry)]
    return match(held, coming, [*others, *found.left_out], decisions=decisions)


def _held(row: roster.Row, roles: Mapping[int, str]) -> Held:
    said = {
        "role": roles.get(row.role_id or 0, ""),
        **{name: getattr(row, name) or "" for name in SAID if name != "role"},
    }
    email = (row.email or row.shared or "").lower()
    return Held(row.id, email, row.email is None, row.state, row.answered_at is not None, said)


def familiar(event: Event, matched: Matched) -> set[str]:
    """The mended addresses whose owners had an answer at this community before.

    Whether somebody is known elsewhere is nobody's business here.
    """
    asked = [one.entry.email for one in matched.questions if one.differs == "address"]
    return {
        email
        for part in chunks(asked)
        for email in db.session.scalars(
            db.select(Person.email)
            .distinct()
            .join(Rsvp, Rsvp.person_id == Person.id)
            .join(Rsvp.event)
            .where(Person.email.in_(part), Event.community_id == event.community_id)
        )
    }


def bring_in(
    event: Event, found: intake.Intake, *, decisions: Decisions = AS_IT_IS, now: datetime
) -> Brought:
    """Give each new person a place while there are any, then one in the queue; no new one is written to.

    Who is on the list stays, once: what only a list or the desk said of them is changed to what
    this list says, and what guests said themselves is kept. Whoever may be somebody else waits
    until that is decided. Refused for an event that was called off.
    """
    return _brought(event, found, decisions, now=now)[1]


def invite_all(
    event: Event, found: intake.Intake, *, decisions: Decisions = AS_IT_IS, now: datetime
) -> Brought:
    """The same, and each new guest gets the letter that says so.

    Refused while the list has a word about who is coming that isn't understood for sure.
    """
    if event.state != "published" or event.over(now):
        raise Refused(_("Mails go out only for a published event that is still to come."))
    unsure = [f"{state.heading}: {state.value or '–'}" for state in found.states if state.unsure]
    if unsure:
        raise Refused(
            _(
                "Say first who is coming: “%(words)s” isn't understood for sure. "
                "Nobody is mailed before.",
                words="”, “".join(unsure[:5]),
            )
        )
    added, brought = _brought(event, found, decisions, now=now)
    served = event.serves_waitlist(now)
    told = [one for one in added if one.state == "going" or (one.state == "waitlisted" and served)]
    rsvps = _rsvps([one.id for one in told])
    for one in told:
        write_to(rsvps[one.id], position=one.position, now=now)
    return brought.with_letters(sum(1 for one in told if rsvps[one.id].person.letterbox))


def write_to(rsvp: Rsvp, *, position: int, now: datetime) -> None:
    """The first letter of someone who didn't answer by themselves: a place, or the queue.

    Who shares an address has no letters but the one that says so.
    """
    if rsvp.person.shares:
        letters.shared(rsvp, position=position, now=now)
    elif rsvp.going:
        letters.invite(rsvp, kind="invite", now=now)
    elif rsvp.state == "waitlisted":
        key = f"waitlist:{rsvp.id}:{int(now.timestamp())}"
        letters.post("waitlist", rsvp, key=key, now=now, position=position)


def _brought(
    event: Event, found: intake.Intake, decisions: Decisions, *, now: datetime
) -> tuple[list[Newcomer], Brought]:
    if event.cancelled_at:
        raise Refused(_("This event is called off. Nobody can be added."))
    actions.lock(event)
    matched = seen(event, found, decisions=decisions)
    off = _take_off(matched, now=now)
    changed = [one for one in matched.changed if decisions.wants(one.entry)]
    written = _take_over(event, changed, matched.mended, now=now)
    added = newcomers.take(event, matched, decisions, now=now)
    states = [one.state for one in added]
    return added, Brought(
        going=states.count("going"),
        waiting=states.count("waitlisted"),
        others=len(states) - states.count("going") - states.count("waitlisted"),
        known=len(matched.same) + len(matched.kept) + len(matched.changed),
        changed=len(changed),
        mended=len(matched.mended),
        sharing=len(matched.sharing),
        off=off,
        undecided=len(matched.undecided),
        letters=written,
    )


def _take_off(matched: Matched, *, now: datetime) -> int:
    chosen = [one.held.id for one in matched.off if one.chosen]
    for rsvp in _rsvps(chosen).values():
        actions.cancel(rsvp, now=now)
    return len(chosen)


def _take_over(
    event: Event, changed: Sequence[Match], mended: Sequence[Match], *, now: datetime
) -> int:
    """Change what only lists and the desk said; how many were written to at a mended address."""
    touched = [*changed, *mended]
    rsvps = _rsvps([one.held.id for one in touched])
    roles = {role.name: role.id for role in event.roles}
    for one in touched:
        _rewrite(rsvps[one.held.id], one.changes, roles)
        rsvps[one.held.id].changed_at = now
    about = [f"rsvp:{one.held.id}" for one in mended]
    told = {
        name
        for part in chunks(about)
        for name in db.session.scalars(db.select(Message.about).where(Message.about.in_(part)))
    }
    for one in mended:
        _readdress(rsvps[one.held.id], one, now=now)
    again = [rsvps[one.held.id] for one in mended if f"rsvp:{one.held.id}" in told]
    if event.state != "published" or event.over(now):
        return 0
    again = [rsvp for rsvp in again if rsvp.going or event.serves_waitlist(now)]
    for rsvp in again:
        write_to(rsvp, position=actions.position(rsvp), now=now)
    return len(again)


def _rewrite(rsvp: Rsvp, changes: Sequence[Change], roles: Mapping[str, int]) -> None:
    said = {change.field: change.becomes for change in changes}
    for line, kind_of in (("ask", Ask), ("offer", Offer)):
        text, kind = said.pop(line, ""), said.pop(f"{line}_kind", "")
        if text or kind:
            kept = getattr(rsvp, line) or kind_of(kind="advice")
            kept.text, kept.kind = text or kept.text, kind or kept.kind
            setattr(rsvp, line, kept)
    if role := said.pop("role", ""):
        rsvp.role_id = roles[role]
    for name in said.keys() - {"email"}:
        setattr(rsvp, name, said[name])


def _readdress(rsvp: Rsvp, one: Match, *, now: datetime) -> None:
    """Give an answer to whoever has the mended address; nobody's record gets another address.

    What was under the old one stays there, and the link that went there opens nothing any more.
    """
    outbox.withdraw(f"rsvp:{rsvp.id}")
    rsvp.person = person_of(
        one.entry.email, first_name=one.entry.first_name, last_name=one.entry.last_name, now=now
    )
    rsvp.link.revoked_at = now
    rsvp.link = new_link("rsvp", rsvp.person, now=now)
    db.session.flush()


def _rsvps(numbers: Sequence[int]) -> dict[int, Rsvp]:
    wanted = (
        db.joinedload(Rsvp.ask),
        db.joinedload(Rsvp.offer),
        db.joinedload(Rsvp.link),
        db.joinedload(Rsvp.person).joinedload(Person.shares),
    )
    return {
        rsvp.id: rsvp
        for part in chunks(numbers)
        for rsvp in db.session.scalars(db.select(Rsvp).where(Rsvp.id.in_(part)).options(*wanted))
    }
