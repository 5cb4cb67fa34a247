"""Commands: a community from a file, and into one."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from eventapp import clock
from eventapp.archive import actions, bringing
from eventapp.archive.package import Writer
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.mail import compose
from eventapp.people.actions import person_of

FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def communities() -> None:
    """A whole community, out as one file and in again."""


@communities.command("export")
@click.argument("slug")
@click.argument("file", type=FILE)
@with_appcontext
def take_out(slug: str, file: Path) -> None:
    """Write everything of the community SLUG to FILE, a ZIP."""
    community = db.session.scalar(db.select(Community).filter_by(slug=slug))
    if community is None:
        raise click.ClickException(f"There is no community '{slug}'.")
    out = Writer(clock.now())
    for done, parts in actions.write(out, community, now=clock.now()):
        click.echo(f"\r{done} of {parts} parts", nl=False)
    file.touch(mode=0o600)
    file.write_bytes(out.finished())
    click.echo(f"\n{file} holds names and addresses of people. Keep it accordingly.")


@communities.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--owner", required=True, help="The address of whoever owns it here.")
@with_appcontext
def bring_in(file: Path, owner: str) -> None:
    """Bring in the community of FILE, an archive that a site like this one made."""
    try:
        email = compose.address(owner).lower()
        found = bringing.look_through(bringing.opened(file.read_bytes()))
        now = clock.now()
        person = person_of(email, first_name=email.partition("@")[0], last_name="", now=now)
        community = bringing.bring(found, person, now=now)
    except (ValueError, Refused) as no:
        db.session.rollback()
        raise click.ClickException(str(no)) from None
    db.session.commit()
    click.echo(f"'{community.name}' is in, at /{community.slug}; {email} owns it.")
    click.echo(f"To sign in: eventapp organizers add {email} --community {community.slug}")
