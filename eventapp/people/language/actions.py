"""What somebody chose to read."""

from eventapp import tokens
from eventapp.db import db
from eventapp.people.models import Person, SignIn


def chosen_by(sign_in: str) -> str:
    """What whoever has just signed in chose before, on this device or another; empty is nothing."""
    mine = db.select(Person.language).join(SignIn, SignIn.person_id == Person.id)
    return db.session.scalar(mine.where(SignIn.digest == tokens.digest(sign_in))) or ""
