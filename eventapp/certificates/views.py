"""A certificate as a PDF, for whoever has the link of the enrolment."""

from flask import Blueprint, Response, abort, current_app
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, press, web
from eventapp.certificates import actions
from eventapp.certificates.certificate import Words, page
from eventapp.db import db, release
from eventapp.people.actions import link_for
from eventapp.programs.models import Enrolment

bp = Blueprint("certificates", __name__)


@bp.get("/e/<token>/certificate.pdf")
@web.limiter.limit("20/minute")
def take(token: str) -> ResponseReturnValue:
    """Mine, once it was given."""
    web.private()
    link = link_for(token, "enrolment", now=clock.now()) or abort(404)
    web.note_opened(link)
    mine = db.select(Enrolment).where(
        Enrolment.link_id == link.id, Enrolment.certified_at.is_not(None)
    )
    enrolment: Enrolment = db.session.scalar(mine) or abort(404)
    found = actions.certificate(enrolment)
    name = f"{enrolment.program.slug}-certificate"
    words = Words(
        site=current_app.config["SITE_NAME"],
        lead=_("This says that"),
        of=_("came, asked, and worked through"),
    )
    title = f"{_('Certificate: %(program)s', program=found.program)}, {found.name}"
    release()
    body = press.draw([page(found, words)], title=title, lang=clock.language())
    response = Response(body, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
