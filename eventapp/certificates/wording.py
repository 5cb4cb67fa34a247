"""A certificate in words, as it is drawn."""

from datetime import datetime

from babel.numbers import format_decimal
from flask import current_app
from flask_babel import format_date, get_locale, ngettext
from flask_babel import gettext as _

from eventapp import clock, languages
from eventapp.badges import qr
from eventapp.certificates.certificate import HANDS, Hand, Sheet, Words
from eventapp.certificates.models import Certificate
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.programs.models import Enrolment, Program
from eventapp.role_marks import GUEST


def check_address(certificate: Certificate) -> str:
    """Where anybody checks it."""
    return f"{current_app.config['BASE_URL']}/certificates/{certificate.number}"


def given(certificate: Certificate) -> str:
    """The day on which it was given, where the program was."""
    return _day(certificate.given_at, certificate.zone)


def sheet(certificate: Certificate) -> Sheet:
    """What stands on it, with the marks of everybody who was in the program."""
    program, address = certificate.enrolment.program, check_address(certificate)
    mark, others = _marks(certificate.enrolment)
    return Sheet(
        name=certificate.name,
        program=certificate.program,
        community=certificate.community,
        line=" ".join(filter(None, [*_took_part(certificate), program.summary, _met(certificate)])),
        given=_("Given on %(day)s. Anyone can check it:", day=given(certificate)),
        address=address.partition("://")[2],
        code=qr.svg(address),
        mark=mark,
        others=others,
        hands=_hands(program),
    )


def words() -> Words:
    """What stands on every certificate."""
    return Words(
        site=current_app.config["SITE_NAME"],
        lead=_("This says that"),
        of=_("came, asked, and worked through"),
    )


def _day(moment: datetime, zone: str) -> str:
    """As in '21 April 2026', on the clocks of the place."""
    said: str = format_date(clock.wall(moment, zone).date(), "long")
    return said


def _took_part(certificate: Certificate) -> list[str]:
    first = _day(certificate.first_at, certificate.zone)
    last = _day(certificate.last_at, certificate.zone)
    number = round(certificate.minutes / 60, 1)
    hours = ngettext(
        "%(hours)s hour",
        "%(hours)s hours",
        languages.counted(number),
        hours=format_decimal(number, locale=get_locale()),
    )
    there = {"there": certificate.there, "sessions": certificate.sessions, "hours": hours}
    return [
        f"{first}." if first == last else _("%(first)s to %(last)s.", first=first, last=last),
        _("There for %(there)s of %(sessions)s sessions, %(hours)s.", **there)
        if certificate.there
        else "",
    ]


def _met(certificate: Certificate) -> str:
    if not certificate.people:
        return ""
    people = ngettext("Met one person", "Met %(num)s people", certificate.people)
    if certificate.roles < 2:
        return f"{people}."
    return _("%(people)s from %(roles)s roles.", people=people, roles=certificate.roles)


def _hands(program: Program) -> tuple[Hand, ...]:
    """Who led it signs it, or else who hosted it."""
    for kind in ("trainer", "host"):
        if found := [one for one in program.trainers if one.kind == kind]:
            return tuple(Hand(one.name, one.about) for one in found[:HANDS])
    return ()


def _marks(enrolment: Enrolment) -> tuple[int, tuple[int, ...]]:
    """The mark of the role that they came as, and those of the others."""
    marks = _marks_of(enrolment.program.community)
    asked = db.select(Enrolment.id, Enrolment.answers).where(
        Enrolment.program_id == enrolment.program_id, Enrolment.state == "enrolled"
    )
    found = {
        number: marks.get(answers.get("role_id") or 0, GUEST)
        for number, answers in db.session.execute(asked.order_by(Enrolment.id))
    }
    mine = marks.get(enrolment.answers.get("role_id") or 0, GUEST)
    return mine, tuple(mark for number, mark in found.items() if number != enrolment.id)


def _marks_of(community: Community) -> dict[int, int]:
    return {role.id: role.mark for role in community.roles}
