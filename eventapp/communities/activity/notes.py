"""Noting who did what: whoever is let in at a desk to change something is noted by what commits it.

A desk lets somebody in by one of a few functions; each calls `note`. Nothing is written then: most of
what is refused or only looked at is never committed, and a long search ends its transaction in between.
The row joins whichever transaction the request commits first (`db.RequestSession`).

Who only looks is noted nowhere, unless people's data leaves as a file: whoever sends it says so (`taken_out`).
"""

from collections.abc import Collection

from flask import g, request

from eventapp import clock
from eventapp.communities.activity.models import Activity
from eventapp.db import db, only_reads, release
from eventapp.people.models import Person

SAFE = {"GET", "HEAD", "OPTIONS"}
# Whose number is a person's: what was done about somebody of the team.
ABOUT_MEMBERS = {
    "team_desk.change",
    "team_desk.remove",
    "communities_desk.trust",
    "communities_desk.end_trust",
}


def note(
    community_id: int,
    person: Person | None,
    *,
    device: str = "",
    what: str = "",
    about: str = "",
    number: int | None = None,
) -> None:
    """Note who is let in by this request, for the case that it changes something; the first word counts.

    What is done to what stands in the request's address; whoever comes by another way says it.
    """
    if "doing" in g:
        return
    given = request.view_args or {}
    about = about or given.get("event") or given.get("program") or given.get("series") or ""
    g.doing = Activity(
        community_id=community_id,
        person_id=person.id if person else None,
        device=device[:80],
        what=(what or request.endpoint or "")[:80],
        about=str(about)[:80],
        number=given.get("number") if number is None else number,
        at=clock.now(),
    )
    if request.method not in SAFE:
        g.noted = [g.doing]


def taken_out(what: str = "") -> None:
    """Note that people's data leaves as a file, once for each that is really sent; its sender commits.

    What was read is let go of before: SQLite lets no transaction write that began by reading.
    """
    release()
    if request.method != "GET":
        return
    only_reads(False)
    g.doing.what = what or g.doing.what
    g.noted = [g.doing]


def about_member(person: Person, right: str) -> None:
    """Say of whom it was in the team, and what they may from now on; no right is that they help no more."""
    if doing := g.get("doing"):
        doing.number, doing.about = person.id, right


def about_right(right: str) -> None:
    """Say what somebody is asked to do in the team. Who it is, nobody knows yet: an address may be anybody's."""
    if doing := g.get("doing"):
        doing.number, doing.about = None, right


def forget(people: Collection[int]) -> None:
    """Take out whom something was about; what was done stays."""
    theirs = Activity.what.in_(ABOUT_MEMBERS), Activity.number.in_(people)
    db.session.execute(db.update(Activity).where(*theirs).values(number=None))
