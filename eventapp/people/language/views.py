"""Choosing a language: kept in one's browser, and for whoever is known for what they get."""

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import languages, referrers, web
from eventapp.db import db
from eventapp.people.models import Link, Person

bp = Blueprint("language", __name__)


# It stands on pages that are kept for everybody, without a token; where it came from is checked all the
# same, and it changes nothing but how pages and letters read.
@bp.post("/language")
@web.limiter.limit("60/minute")
@web.csrf.exempt
def choose() -> ResponseReturnValue:
    """Read this site, and get letters, in another language; back to the page that was open."""
    tag = languages.known(request.form.get("language")) or abort(400)
    if person := web.current_person():
        person.language = tag
    elif opened := web.opened_links():
        # Whoever opened a link out of a letter is who it was written to.
        theirs = db.select(Link.person_id).where(Link.nonce.in_(opened))
        db.session.execute(db.update(Person).where(Person.id.in_(theirs)).values(language=tag))
    db.session.commit()
    answer = redirect(web.safe_next(referrers.page(), url_for("front.home")), code=303)
    languages.keep(answer, tag)
    return answer
