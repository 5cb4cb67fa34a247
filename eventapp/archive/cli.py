"""Commands: a community from a file, and into one; closed, and open again."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from eventapp import clock
from eventapp.archive import actions, bringing
from eventapp.archive.package import Writer
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.front.closing import actions as closing
from eventapp.mail import compose
from eventapp.people.actions import person_of

FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def communities() -> None:
    """A whole community: out as one file and in again, closed and open again."""


@communities.command("export")
@click.argument("slug")
@click.argument("file", type=FILE)
@with_appcontext
def take_out(slug: str, file: Path) -> None:
    """Write everything of the community SLUG to FILE, a ZIP."""
    community = _found(slug)
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


@communities.command("close")
@click.argument("slug")
@with_appcontext
def close(slug: str) -> None:
    """Close the community SLUG for everybody; its owners are told, and a week later all of it goes."""
    community, now = _found(slug), clock.now()
    try:
        closing.close(community, by=current_app.config["SITE_NAME"], now=now)
    except Refused as no:
        titles = "\n".join(one.title for one in closing.in_the_way(community, now=now))
        raise click.ClickException(f"{no}\n{titles}") from None
    db.session.commit()
    click.echo(
        f"'{community.name}' is closed. All of it goes on {closing.ends_at(community):%Y-%m-%d}."
    )


@communities.command("reopen")
@click.argument("slug")
@with_appcontext
def reopen(slug: str) -> None:
    """Open the community SLUG again, within the week after it was closed."""
    community = _found(slug)
    try:
        closing.reopen(community, now=clock.now())
    except Refused as no:
        raise click.ClickException(str(no)) from None
    db.session.commit()
    click.echo(f"'{community.name}' is open, as it was.")


def _found(slug: str) -> Community:
    community: Community | None = db.session.scalar(db.select(Community).filter_by(slug=slug))
    if community is None:
        raise click.ClickException(f"There is no community '{slug}'.")
    return community
