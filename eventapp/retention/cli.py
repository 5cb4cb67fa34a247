"""What goes and what went, at the command line."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import click
from flask.cli import with_appcontext

from eventapp import clock
from eventapp.communities.forgotten import log
from eventapp.communities.models import Community
from eventapp.db import db, reading
from eventapp.front.retention import due
from eventapp.retention.coming import coming

WENT = 40


@click.command()
@click.option(
    "--days", default=30, show_default=True, type=click.IntRange(1, 366), help="How far to look."
)
@with_appcontext
def retention(*, days: int) -> None:
    """Say what goes by itself in the next days, how many of what and when; and what went last. No names."""
    now = clock.now()
    until = now + timedelta(days=days)
    click.echo(f"Goes within {days} days:")
    with reading():
        lines = [
            (one.number, one.rule.what, _from_to(max(one.first, now), max(one.last, now)))
            for one in coming(until=until)
        ]
        lines += _contacts(now, until)
        went = [
            (
                one.number,
                one.kind,
                f"{one.day:%Y-%m-%d}",
                one.community.slug if one.community else "",
            )
            for one in log.latest(most=WENT)
        ]
    for number, what, when in lines or [(0, "nothing", "")]:
        click.echo(f"{number:>9,}  {what}{when}")
    click.echo("Went:")
    for number, kind, day, slug in went or [(0, "nothing yet", "", "")]:
        click.echo(f"{number:>9,}  {kind}{f', {day}' if day else ''}{f', {slug}' if slug else ''}")


def _contacts(now: datetime, until: datetime) -> Iterator[tuple[int, str, str]]:
    """Contact data by community: whose time depends on what each of them chose."""
    for community in db.session.scalars(db.select(Community).order_by(Community.id)):
        if going := [one.goes_at for one in due.leaving(community, now=now, until=until)]:
            what = f"people’s contact data of {community.slug}"
            yield len(going), what, _from_to(going[0], going[-1])


def _from_to(first: datetime, last: datetime) -> str:
    begins, ends = f"{first:%Y-%m-%d}", f"{last:%Y-%m-%d}"
    return f", on {begins}" if begins == ends else f", from {begins} to {ends}"
