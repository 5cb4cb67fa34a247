"""Which programs somebody may see."""

from flask import abort

from eventapp.communities.access import desk_community
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events.access import public_community
from eventapp.programs.models import Program, Session, Trainer


def desk_program(community: str, slug: str) -> Program:
    """A program at its community's desk, with its sessions, for its organizers; else 404."""
    host = desk_community(community)
    found: Program | None = db.session.scalar(
        db.select(Program)
        .where(Program.community_id == host.id, Program.slug == slug)
        .options(db.selectinload(Program.sessions).joinedload(Session.event))
    )
    return found or abort(404)


def public_program(community: str, slug: str) -> Program:
    """A published program by its address; 404 for drafts and everything unknown."""
    host = public_community(community)
    found: Program | None = db.session.scalar(
        db.select(Program)
        .where(
            Program.community_id == host.id,
            Program.slug == slug,
            Program.published_at.is_not(None),
        )
        .options(
            db.joinedload(Program.community).selectinload(Community.roles),
            db.joinedload(Program.requires),
            db.selectinload(Program.sessions).joinedload(Session.event),
            db.selectinload(Program.trainers).joinedload(Trainer.role),
        )
    )
    return found or abort(404)
