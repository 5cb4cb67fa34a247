"""A certificate as a signed badge, and what is published so that anybody can verify it."""

from typing import Any

from flask import current_app
from flask_babel import gettext as _

from eventapp.certificates import open_badges, signing, wording
from eventapp.certificates.models import Certificate, WithdrawnBadge
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.programs.models import Program


def token(certificate: Certificate) -> str:
    """Somebody's badge, signed."""
    program = certificate.enrolment.program
    since = certificate.reissued_at or certificate.given_at
    badge = open_badges.credential(
        certificate.badge,
        holder=certificate.name,
        check=wording.check_address(certificate),
        issuer=issuer(program.community),
        of=achievement(program) | {"name": certificate.program},
        since=since,
        revocations=f"{_issuer_address(program.community)}/revocations",
    )
    return signing.signed(open_badges.claims(badge, since=since))


def issuer(community: Community) -> dict[str, Any]:
    """Who gives it."""
    return open_badges.profile(
        _issuer_address(community),
        name=community.name,
        url=f"{current_app.config['BASE_URL']}/{community.slug}",
    )


def achievement(program: Program) -> dict[str, Any]:
    """What it is given for."""
    return open_badges.achievement(
        f"{_issuer_address(program.community)}/programs/{program.slug}",
        name=program.title,
        description=program.summary or program.title,
        criteria=_("Took part in the sessions of the program and completed it."),
    )


def revocations(community: Community) -> dict[str, Any]:
    """Which badges don't count any more: of certificates that were withdrawn or issued again."""
    gone = db.session.scalars(
        db.select(WithdrawnBadge.name).where(WithdrawnBadge.community_id == community.id)
    )
    return {
        "id": f"{_issuer_address(community)}/revocations",
        "issuer": _issuer_address(community),
        "revokedCredential": [{"id": one, "revoked": True} for one in sorted(gone)],
    }


def withdraw(certificate: Certificate) -> None:
    """Let its badge, as it was issued last, count for nothing, also once nobody knows whose it was."""
    name, community_id = certificate.badge, certificate.enrolment.program.community_id
    if not db.session.scalar(db.select(WithdrawnBadge.id).filter_by(name=name)):
        db.session.add(WithdrawnBadge(name=name, community_id=community_id))


def restore(certificate: Certificate) -> None:
    """Let the badge that was issued last count again."""
    db.session.execute(db.delete(WithdrawnBadge).filter_by(name=certificate.badge))


def _issuer_address(community: Community) -> str:
    return _address(f"issuers/{community.slug}")


def _address(path: str) -> str:
    return f"{current_app.config['BASE_URL']}/certificates/{path}"
