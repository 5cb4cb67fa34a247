"""Which programs somebody may see."""

from flask import abort, g

from eventapp import languages, web
from eventapp.communities.activity import notes as activity
from eventapp.communities.face import host_page
from eventapp.communities.models import Community, Membership
from eventapp.db import db
from eventapp.events.access import public_community
from eventapp.programs.models import Program, Session, Trainer


def desk_program(community: str, slug: str, right: str = "organizer") -> Program:
    """A program at its community's desk, with its sessions, for a member with the right; else 404.

    A trainer has one at the programs that they lead, and at no other.
    """
    person = web.require_person()
    web.private()
    leads = db.exists().where(
        Trainer.program_id == Program.id, Trainer.membership_id == Membership.id
    )
    row = db.session.execute(
        db.select(Program, Membership, leads.label("leads"))
        .join(Program.community)
        .join(Membership, Membership.community_id == Community.id)
        .where(Community.slug == community, Program.slug == slug, Membership.person_id == person.id)
        .options(
            db.contains_eager(Program.community),
            db.selectinload(Program.sessions).joinedload(Session.event),
        )
    ).first()
    if row is None or not row[1].may(right, leads=bool(row[2])):
        abort(404)
    g.membership = row[1]
    program: Program = row[0]
    host_page.there(program.community)
    activity.note(program.community_id, person)
    return program


def led_by(member: Membership) -> list[Program]:
    """The programs that a member leads, the newest first."""
    mine = db.exists().where(Trainer.program_id == Program.id, Trainer.membership_id == member.id)
    found = db.select(Program).where(Program.community_id == member.community_id, mine)
    return list(
        db.session.scalars(
            found.options(db.selectinload(Program.sessions).joinedload(Session.event)).order_by(
                Program.created_at.desc(), Program.id.desc()
            )
        )
    )


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
    if found is None:
        abort(404)
    languages.held_in(*found.languages)
    return found
