"""What the owner of an address is told when how they sign in has changed."""

from datetime import datetime

from flask import current_app
from flask_babel import gettext as _

from eventapp import languages, tokens
from eventapp.mail import outbox
from eventapp.people.models import Person


def tell(person: Person, what: str, *, now: datetime) -> None:
    """Write to a person's own address what has just changed; whoever did it can't stop that."""
    if person.email is None:
        return
    with languages.spoken(*person.languages, languages.now()):
        outbox.post(
            "keys-changed",
            key=f"keys-changed:{tokens.new_nonce()}",
            about=f"person:{person.id}",
            to=person.email,
            to_name=person.name,
            sender_name=current_app.config["SITE_NAME"],
            context={
                "name": person.first_name,
                "said": _sentence(what),
                "link": outbox.address_of("passkeys.show"),
            },
            now=now,
        )


def _sentence(what: str) -> str:
    return {
        "added": _("A passkey was added. It signs you in without a letter."),
        "removed": _("A passkey was removed. It doesn’t sign you in any more."),
        "required": _(
            "From now on the letter alone doesn’t sign you in: you asked for a passkey after it. "
            "Other browsers are signed out."
        ),
        "released": _("The letter alone signs you in again, without a passkey after it."),
        "codes": _("New recovery codes were made. Those you had before don’t work any more."),
        "code-used": _(
            "Somebody signed in with one of your recovery codes. It doesn’t work again."
        ),
        "reset": _(
            "Your passkeys and recovery codes were taken away by those who run this site, and all "
            "browsers are signed out. The letter signs you in again."
        ),
    }[what]
