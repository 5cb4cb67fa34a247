"""Mail that waits to be looked at, at the command line."""

import click
from flask.cli import with_appcontext

from eventapp import clock
from eventapp.db import db, reading
from eventapp.rsvps.replies import held as held_mail
from eventapp.rsvps.replies.models import GuestMail


@click.command()
@click.option("--done", type=int, help="The number of one that you are done with.")
@click.option("--show", type=int, help="The number of one to read.")
@with_appcontext
def held(done: int | None, show: int | None) -> None:
    """Mail that came in and that nobody could be sure about."""
    if done is not None:
        found = _one(done)
        found.done_at = found.done_at or clock.now()
        db.session.commit()
        click.echo("Done with it.")
    elif show is not None:
        click.echo(_one(show).text)
    else:
        with reading():
            mails = held_mail.everywhere()
            for mail in mails:
                said = f"{mail.id}  {mail.at:%Y-%m-%d %H:%M}  {mail.sender or 'no sender'}"
                click.echo(f"{said}  {mail.subject}  {mail.why}")
        click.echo(f"{len(mails)} to look at.")


def _one(number: int) -> GuestMail:
    found = db.session.get(GuestMail, number) if 0 < number < 2**31 else None
    if found is None:
        raise click.ClickException("There is no mail with this number.")
    return found
