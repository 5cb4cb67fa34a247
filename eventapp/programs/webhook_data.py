"""What webhooks say of a program and of who enrols: numbers and states, nobody's name or address."""

from datetime import datetime
from typing import Any

from eventapp.programs.models import Enrolment, Program
from eventapp.webhooks import outbox


def post(program: Program, kind: str, *, now: datetime, **more: object) -> None:
    """Tell who wants to hear of a program, with what `more` it is about."""
    if program.community.webhooks:
        outbox.post(program.community, kind, {"program": about(program, now), **more}, now=now)


def enrolled(enrolment: Enrolment, kind: str, *, now: datetime) -> None:
    """Tell who wants to hear of an enrolment."""
    said = {"id": enrolment.id, "state": enrolment.state}
    post(enrolment.program, kind, now=now, enrolment=said)


def about(program: Program, now: datetime) -> dict[str, Any]:
    """A program as payloads have it."""
    return {
        "id": program.id,
        "slug": program.slug,
        "title": program.title,
        "cohort": program.cohort,
        "state": program.state(now),
        "url": outbox.page("programs.show", community=program.community.slug, program=program.slug),
    }
