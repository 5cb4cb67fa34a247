"""Which programs somebody may see."""

from flask import abort

from eventapp.communities.access import desk_community
from eventapp.db import db
from eventapp.programs.models import Program, Session


def desk_program(community: str, slug: str) -> Program:
    """A program at its community's desk, with its sessions, for its organizers; else 404."""
    host = desk_community(community)
    found: Program | None = db.session.scalar(
        db.select(Program)
        .where(Program.community_id == host.id, Program.slug == slug)
        .options(db.selectinload(Program.sessions).joinedload(Session.event))
    )
    return found or abort(404)
