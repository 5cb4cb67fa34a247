"""The papers of an archive: tables of the latest evenings and certificates, drawn one by one."""

from collections.abc import Iterator

import structlog

from eventapp import clock, languages, mirroring, press
from eventapp.archive.package import Writer
from eventapp.certificates import wording
from eventapp.certificates.certificate import page
from eventapp.certificates.models import Certificate
from eventapp.communities.models import Community
from eventapp.db import db, release
from eventapp.drawing import Page
from eventapp.errors import Refused
from eventapp.events.head_line import line_of
from eventapp.events.models import Event
from eventapp.paper import A4
from eventapp.programs.models import Enrolment, Program
from eventapp.seating.models import Plan
from eventapp.seating.prints import evening, sheets

log = structlog.get_logger()
# Each takes about a second: so many of the latest, whatever there is.
EVENINGS, CERTIFICATES = 40, 100


def wanted(community: Community) -> tuple[list[int], list[int]]:
    """The evenings with tables, and the certificates that stand, by number, the latest first."""
    seated = db.exists().where(Plan.event_id == Event.id, Plan.published_at.is_not(None))
    evenings = (
        db.select(Event.id)
        .where(Event.community_id == community.id, seated)
        .order_by(Event.starts_at.desc())
    )
    given = (
        db.select(Certificate.id)
        .join(Certificate.enrolment)
        .join(Enrolment.program)
        .where(Program.community_id == community.id, Certificate.revoked_at.is_(None))
        .order_by(Certificate.given_at.desc(), Certificate.id)
    )
    return (
        list(db.session.scalars(evenings.limit(EVENINGS))),
        list(db.session.scalars(given.limit(CERTIFICATES))),
    )


def draw(out: Writer, evenings: list[int], certificates: list[int]) -> Iterator[None]:
    """Draw them one after the other, each in a transaction that ends before the pen moves."""
    for number in evenings:
        if event := db.session.get(Event, number):
            _tables(out, event)
        yield
    for number in certificates:
        if given := db.session.get(Certificate, number):
            _certificate(out, given)
        yield


def _tables(out: Writer, event: Event) -> None:
    with languages.spoken(event.held_in, languages.now()):
        laid = evening.as_published(event, line_of(event))
        if "tables" not in sheets.offered(laid):
            return
        name = f"papers/{event.local_start:%Y-%m-%d}-{sheets.file_name(laid, 'tables')}"
        _put(out, name, sheets.pages("tables", laid, A4), event.title)


def _certificate(out: Writer, given: Certificate) -> None:
    program = given.enrolment.program
    with languages.spoken(*program.languages, languages.now()):
        drawn = page(wording.sheet(given), wording.words())
        name = f"papers/certificates/{program.slug}-{given.number}.pdf"
        _put(out, name, [drawn], f"{given.program}, {given.name}")


def _put(out: Writer, name: str, pages: list[Page], title: str) -> None:
    lang = clock.language()
    release()
    try:
        out.add(name, press.draw(mirroring.pages(pages, lang=lang), title=title, lang=lang))
    except Refused:
        # One that can't be drawn must not keep the others; its rows are in anyway.
        log.warning("paper left out", name=name)
