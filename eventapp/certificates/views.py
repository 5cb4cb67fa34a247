"""A certificate as a PDF and a picture for whoever has the link of the enrolment; and the page where
anybody checks one."""

import hashlib

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, languages, mirroring, press, web
from eventapp.certificates import actions, badges, numbers, open_badges, signing, wording
from eventapp.certificates.certificate import page
from eventapp.certificates.models import Certificate
from eventapp.communities.face import host_page
from eventapp.db import db, release
from eventapp.events.access import public_community
from eventapp.people.actions import link_for
from eventapp.programs.models import Enrolment, Program

bp = Blueprint("certificates", __name__)


@bp.get("/e/<token>/certificate.pdf")
@web.limiter.limit("20/minute")
def take(token: str) -> ResponseReturnValue:
    """Mine, once it was given; on white paper if asked."""
    mine = _mine(token)
    drawn = page(wording.sheet(mine), wording.words(), saves_ink="plain" in request.args)
    title = f"{_('Certificate: %(program)s', program=mine.program)}, {mine.name}"
    name = f"{mine.enrolment.program.slug}-certificate"
    release()
    lang = clock.language()
    body = press.draw(mirroring.pages([drawn], lang=lang), title=title, lang=lang)
    response = Response(body, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


@bp.get("/e/<token>/certificate.png")
@web.limiter.limit("20/minute")
def take_picture(token: str) -> ResponseReturnValue:
    """Mine as a picture to share."""
    mine = _mine(token)
    response = Response(_picture(mine), mimetype="image/png")
    name = f"{mine.enrolment.program.slug}-certificate"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.png"'
    return response


@bp.get("/e/<token>/badge.png")
@web.limiter.limit("20/minute")
def take_badge(token: str) -> ResponseReturnValue:
    """Mine as a picture that carries a signed badge (Open Badges 3.0)."""
    mine = _mine(token)
    return _badge(open_badges.baked(_picture(mine), badges.token(mine)), mine, "png", "image/png")


@bp.get("/e/<token>/badge.jwt")
@web.limiter.limit("20/minute")
def take_signed_badge(token: str) -> ResponseReturnValue:
    """The same by itself, for programs that keep badges."""
    mine = _mine(token)
    return _badge(badges.token(mine).encode(), mine, "jwt", "application/vc+jwt")


# A whole class may look at once over one connection; whoever guesses finds none in a hundred years.
@bp.get("/certificates/<number>")
@web.limiter.limit("30/minute")
def check(number: str) -> ResponseReturnValue:
    """Whether a number is that of a certificate, and of whose: name, program and day."""
    web.private()
    found = actions.numbered(number)
    if found is None:
        return render_template("certificates/unknown.html", typed=number[:20]), 404
    if number != found.number:
        return redirect(url_for(".check", number=found.number))
    return render_template(
        "certificates/check.html",
        certificate=found,
        given=wording.given(found),
        community=found.enrolment.program.community,
        picture=f"{current_app.config['BASE_URL']}{url_for('.picture', number=found.number)}",
    )


@bp.get("/certificates/<number>/picture.png")
@web.limiter.limit("30/minute")
def picture(number: str) -> ResponseReturnValue:
    """What a shared link to that page shows: the same and no more."""
    web.private()
    found = actions.numbered(number)
    if found is None or not found.valid or numbers.read(number) != number:
        abort(404)
    body = _picture(found)
    response = Response(body, mimetype="image/png")
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    return response


@bp.get("/certificates/keys")
def keys() -> ResponseReturnValue:
    """What signatures of badges are checked with (RFC 7517)."""
    key = signing.public_key()
    # Some verifiers look for the key in a set, others expect the key itself where a badge's `kid` leads,
    # 1EdTech's among them: it is both.
    return jsonify(key | {"keys": [key]})


@bp.get("/certificates/issuers/<community>")
def issuer(community: str) -> ResponseReturnValue:
    """Who gives badges."""
    found = public_community(community)
    return jsonify({"@context": open_badges.CONTEXT, **badges.issuer(found)})


@bp.get("/certificates/issuers/<community>/revocations")
def revocations(community: str) -> ResponseReturnValue:
    """Which badges don't count any more, by what stands in them."""
    return jsonify(badges.revocations(public_community(community)))


@bp.get("/certificates/issuers/<community>/programs/<program>")
def achievement(community: str, program: str) -> ResponseReturnValue:
    """What badges of a program are given for."""
    host = public_community(community)
    found: Program = db.session.scalar(
        db.select(Program).where(
            Program.community_id == host.id,
            Program.slug == program,
            Program.published_at.is_not(None),
        )
    ) or abort(404)
    return jsonify({"@context": open_badges.CONTEXT, **badges.achievement(found)})


def _badge(body: bytes, mine: Certificate, ending: str, kind: str) -> Response:
    response = Response(body, content_type=kind)
    name = f"{mine.enrolment.program.slug}-badge.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _mine(token: str) -> Certificate:
    """The certificate behind the link of a letter: a page that typing an address opened has none."""
    web.private()
    link = link_for(token, "enrolment", now=clock.now()) or abort(404)
    web.note_opened(link)
    if link.from_page:
        abort(404)
    asked = db.select(Certificate).join(Certificate.enrolment)
    mine = asked.where(Enrolment.link_id == link.id, Certificate.revoked_at.is_(None))
    found: Certificate = db.session.scalar(mine) or abort(404)
    host_page.there(found.enrolment.program.community)
    languages.held_in(*found.enrolment.languages)
    return found


def _picture(certificate: Certificate) -> bytes:
    # Drawing loads Pillow, which no other page needs.
    from eventapp.events.share_picture import share_picture

    return share_picture(
        certificate.name,
        certificate.program,
        _("Certificate, given on %(day)s", day=wording.given(certificate)),
        certificate.community,
        [],
        certificate.enrolment.program.community.colour,
    )
