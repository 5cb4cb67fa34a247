"""A certificate as a PDF, for whoever has the link of the enrolment."""

from flask import Blueprint, Response, abort, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from markupsafe import Markup

from eventapp import clock, pdf, web
from eventapp.db import db, release
from eventapp.followups.certificates import actions
from eventapp.followups.certificates.certificate import AROUND, Certificate, fitted
from eventapp.people.actions import link_for
from eventapp.programs.models import Enrolment
from eventapp.role_marks import INK, MARKS

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
    document = html(actions.certificate(enrolment))
    name = f"{enrolment.program.slug}-certificate"
    release()
    response = Response(pdf.render(document), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def html(found: Certificate) -> str:
    """The page that is drawn."""
    shapes = {
        number: Markup(
            f'<svg viewBox="-1 -1 26 26" fill="{mark.fill}" stroke="{INK}" stroke-width="1.5" '
            f'stroke-linejoin="round">{mark.svg}</svg>'
        )
        for number, mark in MARKS.items()
    }
    return render_template(
        "followups/certificate.html",
        certificate=found,
        name=fitted(found.name),
        around=AROUND,
        shapes=shapes,
        lang=str(get_locale() or "en").replace("_", "-"),
        site_name=current_app.config["SITE_NAME"],
    )
