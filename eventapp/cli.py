"""Commands of the whole: serve, worker, doctor, organizers."""

import sys

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from eventapp import clock, doctor, measuring, serving
from eventapp.archive.cli import communities
from eventapp.backups.cli import backup, restore
from eventapp.communities.access import found, slug_for
from eventapp.communities.models import Community, Membership
from eventapp.db import db
from eventapp.front import erasing
from eventapp.mail import compose, jobs, outbox
from eventapp.mail.incoming.cli import mail
from eventapp.paths import MIGRATIONS
from eventapp.people.actions import person_of, sign_in_link, token_of
from eventapp.people.models import Person
from eventapp.people.passkeys.cli import passkeys
from eventapp.people.sign_ins import actions as sign_ins
from eventapp.retention import raw_file
from eventapp.retention.cli import retention
from eventapp.rsvps.importing.cli import attendees
from eventapp.rsvps.replies.cli import held
from eventapp.seating.cli import seating


def init(app: Flask) -> None:
    """Add the commands."""
    # `flask db …`; a server never needs it, and Alembic would double its start.
    if click.get_current_context(silent=True):
        from flask_migrate import Migrate

        Migrate(app, db, directory=str(MIGRATIONS))
    for command in (
        serve,
        worker,
        check,
        demo,
        organizers,
        attendees,
        seating,
        mail,
        erase,
        passkeys,
        communities,
        backup,
        restore,
        retention,
    ):
        app.cli.add_command(command)


@click.command()
@with_appcontext
def serve() -> None:
    """Migrate, load the demo when the database is empty, and run web and worker."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    serving.prepare(app)
    sys.exit(serving.run(app))


@click.command()
@with_appcontext
def worker() -> None:
    """Run the worker alone, beside web processes that somebody else starts."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    if app.config["METRICS"] and app.config["WORKER_METRICS"]:
        measuring.serve(app.config["WORKER_METRICS"])
    jobs.work(app)


@click.command("doctor")
@with_appcontext
def check() -> None:
    """Say in plain words what is missing or misconfigured."""
    findings = doctor.examine(current_app._get_current_object())  # type: ignore[attr-defined]
    for finding in findings:
        click.echo(f"{finding.sign} {finding.subject}: {finding.sentence}")
    if any(finding.sign == doctor.BAD for finding in findings):
        sys.exit(1)


@click.command()
@with_appcontext
def demo() -> None:
    """Load the demo community into this database."""
    from eventapp import demo as scenes

    if db.session.scalar(db.select(Community.id).where(Community.slug == scenes.SLUG)):
        raise click.ClickException("The demo community is here already.")
    scenes.load(now=clock.now())
    db.session.commit()
    click.echo("The demo community is in.")


@click.group()
def organizers() -> None:
    """Who organizes which community."""


@organizers.command("add")
@click.argument("email")
@click.option("--community", "slug", required=True, help="The community's address part.")
@click.option("--name", default="", help="What to call the organizer.")
@with_appcontext
def add_organizer(email: str, slug: str, name: str) -> None:
    """Make EMAIL an owner of a community, which is founded if it doesn't exist yet."""
    try:
        email = compose.address(email).lower()
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    if slug != slug_for(slug, set()):
        raise click.ClickException(
            f"'{slug}' can't be part of an address. Use lower-case letters, digits and hyphens, "
            f"as in '{slug_for(slug, set())}'."
        )
    now = clock.now()
    first, _, last = (name or email.partition("@")[0]).partition(" ")
    person = person_of(email, first_name=first, last_name=last, now=now)
    community = db.session.scalar(db.select(Community).where(Community.slug == slug))
    if community is None:
        title = slug.replace("-", " ").capitalize()
        community = found(title, slug=slug, zone="Europe/London", owner=None, now=now)
        click.echo(f"Founded the community '{title}'.")
    db.session.flush()
    held = db.session.scalar(
        db.select(Membership).filter_by(community_id=community.id, person_id=person.id)
    )
    if held:
        held.right = "owner"
    else:
        db.session.add(
            Membership(community=community, person=person, right="owner", created_at=now)
        )
    link = sign_in_link(person, now=now, minutes=60)
    db.session.commit()
    click.echo(f"{email} organizes '{community.name}'. Sign in within an hour:")
    click.echo(outbox.address_of("people.open_link", token=token_of(link)))


@organizers.command("sign-out")
@click.argument("email")
@with_appcontext
def sign_out(email: str) -> None:
    """End every sign-in of EMAIL, the links to sign in that wait, and the devices they lent."""
    person = db.session.scalar(db.select(Person).where(Person.email == email.strip().lower()))
    if person is None:
        raise click.ClickException(f"Nobody here has the address {email}.")
    ended = sign_ins.end_others(person, "", now=clock.now())
    db.session.commit()
    click.echo(f"{ended} browsers are signed out.")


mail.add_command(held)


@click.command()
@click.argument("email")
@click.confirmation_option(prompt="Erase everything that is held on this person?")
@with_appcontext
def erase(email: str) -> None:
    """Erase all that is held on EMAIL: answers, seats, cards, letters, sign-ins; meetings lose the name."""
    address = email.strip().lower()
    person = db.session.scalar(db.select(Person).where(Person.email == address))
    if person is None and not erasing.erase_address(address, now=clock.now()):
        raise click.ClickException(f"Nobody here has the address {email}.")
    if person is None:
        db.session.commit()
        raw_file.end_log()
        click.echo(
            "Erased: nobody here has this address, but it was invited, wrote or was written to."
        )
        return
    letters = erasing.erase(person, now=clock.now())
    db.session.commit()
    raw_file.end_log()
    click.echo(f"Erased, with {letters} letters.")
