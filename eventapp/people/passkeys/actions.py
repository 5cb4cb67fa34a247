"""Passkeys added, used and removed; the second step asked for; recovery codes."""

import secrets
from collections.abc import Collection
from datetime import datetime
from hashlib import sha256

from flask_babel import gettext as _

from eventapp import rows
from eventapp.db import db, lock_row
from eventapp.errors import Refused
from eventapp.people.actions import end_address_changes
from eventapp.people.models import Person, SignIn
from eventapp.people.passkeys import ceremonies, letters, recovery_codes, relying_party
from eventapp.people.passkeys.models import KeyHolder, Passkey, RecoveryCode
from eventapp.people.passkeys.relying_party import Untrue

# More than anybody has devices.
MOST = 20


def holder_of(person: Person) -> KeyHolder | None:
    """What this person asks for, once they have had a passkey."""
    found: KeyHolder | None = db.session.scalar(
        db.select(KeyHolder).where(KeyHolder.person_id == person.id)
    )
    return found


def passkeys_of(person: Person) -> list[Passkey]:
    """Somebody's passkeys, the oldest first."""
    mine = db.select(Passkey).where(Passkey.person_id == person.id)
    return list(db.session.scalars(mine.order_by(Passkey.id)))


def beside_the_letter(people: Collection[int]) -> dict[int, str]:
    """Who of some people, by their numbers, has a `passkey`, or asks for one after the letter: `second`."""
    asked = (
        db.select(Passkey.person_id, KeyHolder.required_at)
        .outerjoin(KeyHolder, KeyHolder.person_id == Passkey.person_id)
        .where(Passkey.person_id.in_(people))
    )
    found = db.session.execute(asked)
    return {number: "second" if required_at else "passkey" for number, required_at in found}


def add(person: Person, answer: str, *, name: str, now: datetime) -> Passkey:
    """Keep a passkey that this browser has just made, and tell its person by mail."""
    lock_row(Person, person.id)
    handle = ceremonies.handle_for(person)
    challenge = ceremonies.used_up(answer, f"add:{handle}", person, now=now)
    try:
        new = relying_party.made(ceremonies.site(), answer, challenge)
    except Untrue:
        raise Refused(_("This passkey can’t be used here. Try another one.")) from None
    before = passkeys_of(person)
    if len(before) >= MOST:
        raise Refused(_("You have very many passkeys. Remove one that you don’t use first."))
    kept = rows.insert_once(
        Passkey(
            person_id=person.id,
            name=name or _("Passkey %(number)s", number=len(before) + 1),
            digest=sha256(new.key).hexdigest(),
            credential=new.credential,
            counter=new.counter,
            created_at=now,
        ),
        unique="digest",
    )
    if holder_of(person) is None:
        db.session.add(KeyHolder(person_id=person.id, handle=handle))
    if kept is None:
        raise Refused(_("This passkey is known here already."))
    letters.tell(person, "added", now=now)
    return kept


def signed_in(answer: str, *, now: datetime) -> Person:
    """Whose passkey this browser has just signed in with; nobody typed who they are."""
    challenge = ceremonies.used_up(answer, "sign-in", now=now)
    return _use(answer, challenge, now=now).person


def confirm(person: Person, answer: str, *, now: datetime) -> None:
    """Take a passkey of this person for the second step."""
    challenge = ceremonies.used_up(answer, "confirm", person, now=now)
    if _use(answer, challenge, now=now).person_id != person.id:
        raise _unknown()


def _use(answer: str, challenge: bytes, *, now: datetime) -> Passkey:
    try:
        digest = sha256(relying_party.key_in(answer)).hexdigest()
        found = db.session.execute(
            db.select(Passkey, KeyHolder.handle)
            .join(Passkey.person)
            .join(KeyHolder, KeyHolder.person_id == Passkey.person_id)
            .where(Passkey.digest == digest, Person.erased_at.is_(None))
        ).one_or_none()
        if found is None:
            raise Untrue
        key: Passkey = found[0]
        said = relying_party.signed(ceremonies.site(), answer, challenge, credential=key.credential)
    except Untrue:
        raise _unknown() from None
    if said.handle not in {None, found[1]}:
        raise _unknown()
    _count(key, said.counter, now)
    return key


def _count(key: Passkey, counter: int, now: datetime) -> None:
    lock_row(Passkey, key.id)
    db.session.refresh(key)
    if relying_party.copied(key.counter, counter):
        raise Refused(
            _(
                "This passkey answers as if there were a copy of it. Sign in by letter, and remove it."
            )
        )
    key.counter, key.used_at = counter, now


def _unknown() -> Refused:
    # The same for a key that nobody has, for another person's, and for a wrong signature.
    return Refused(_("This passkey isn’t known here. Try another one, or sign in by letter."))


def remove(person: Person, number: int, *, now: datetime) -> None:
    """Take a passkey of theirs away, and tell them by mail. Twice is once."""
    lock_row(Person, person.id)
    mine = passkeys_of(person)
    gone = next((key for key in mine if key.id == number), None)
    if gone is None:
        return
    holder = holder_of(person)
    if len(mine) == 1 and holder and holder.required_at:
        raise Refused(
            _(
                "This is your only passkey, and you asked for one after the letter. "
                "Switch that off first, or add another one."
            )
        )
    db.session.delete(gone)
    letters.tell(person, "removed", now=now)


def require(person: Person, *, except_for: str, now: datetime) -> None:
    """From now on the letter alone doesn't sign them in, and other browsers are signed out.

    Those were signed in by a letter alone; `except_for` is the digest of the sign-in that stays.
    """
    lock_row(Person, person.id)
    holder = holder_of(person)
    if holder is None or not passkeys_of(person):
        raise Refused(_("Add a passkey first."))
    if holder.required_at:
        return
    holder.required_at = now
    others = db.update(SignIn).where(
        SignIn.person_id == person.id, SignIn.digest != except_for, SignIn.ended_at.is_(None)
    )
    db.session.execute(others.values(ended_at=now))
    end_address_changes(person, now=now)
    letters.tell(person, "required", now=now)


def release(person: Person, *, now: datetime) -> None:
    """The letter alone signs them in again; their codes are for nothing now. Twice is once."""
    lock_row(Person, person.id)
    holder = holder_of(person)
    if holder is None or holder.required_at is None:
        return
    holder.required_at = None
    _drop_codes(person)
    letters.tell(person, "released", now=now)


def new_codes(person: Person, *, now: datetime) -> list[str]:
    """Ten recovery codes instead of those they had: told now, and never again."""
    lock_row(Person, person.id)
    holder = holder_of(person)
    if holder is None or holder.required_at is None:
        raise Refused(_("Ask for a passkey after the letter first: codes are for that step."))
    _drop_codes(person)
    codes = recovery_codes.new(secrets.choice)
    for code in codes:
        digest = recovery_codes.digest(code, holder.handle)
        db.session.add(RecoveryCode(person_id=person.id, digest=digest, created_at=now))
    letters.tell(person, "codes", now=now)
    return codes


def codes_left(person: Person) -> int:
    """How many of somebody's codes are still good."""
    mine = db.select(db.func.count(RecoveryCode.id)).where(
        RecoveryCode.person_id == person.id, RecoveryCode.used_at.is_(None)
    )
    return db.session.scalar(mine) or 0


def use_code(person: Person, typed: str, *, now: datetime) -> bool:
    """Use one of somebody's codes up, and tell them by mail; whether it was one."""
    holder = holder_of(person)
    digest = recovery_codes.digest(typed, holder.handle if holder else "")
    used = db.session.execute(
        db.update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person.id,
            RecoveryCode.digest == digest,
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        return False
    letters.tell(person, "code-used", now=now)
    return True


def reset(person: Person, *, now: datetime) -> int:
    """Take all of it away from whoever lost their keys, and end their sign-ins; how many passkeys went."""
    lock_row(Person, person.id)
    gone = db.session.execute(db.delete(Passkey).where(Passkey.person_id == person.id))
    _drop_codes(person)
    if holder := holder_of(person):
        holder.required_at = None
    theirs = db.update(SignIn).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None))
    db.session.execute(theirs.values(ended_at=now))
    end_address_changes(person, now=now)
    letters.tell(person, "reset", now=now)
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _drop_codes(person: Person) -> None:
    db.session.execute(db.delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
