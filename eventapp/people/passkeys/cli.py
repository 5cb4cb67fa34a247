"""Commands about passkeys."""

import click
from flask.cli import with_appcontext

from eventapp import clock
from eventapp.db import db
from eventapp.people.models import Person
from eventapp.people.passkeys import actions


@click.group()
def passkeys() -> None:
    """How people sign in beside the letter."""


@passkeys.command()
@click.argument("email")
@click.confirmation_option(prompt="Did you make sure that it is them who ask for it?")
@with_appcontext
def reset(email: str) -> None:
    """Take passkeys, recovery codes and the second step off EMAIL: their letter signs them in again."""
    person = db.session.scalar(db.select(Person).where(Person.email == email.strip().lower()))
    if person is None:
        raise click.ClickException(f"Nobody here has the address {email}.")
    number = actions.reset(person, now=clock.now())
    db.session.commit()
    click.echo(f"{number} passkeys are gone, and all browsers signed out. They are told by mail.")
