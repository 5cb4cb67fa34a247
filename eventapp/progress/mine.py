"""A person's own progress, as their page of the program shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from markupsafe import Markup

from eventapp.programs.models import Enrolment
from eventapp.progress import actions, picture, reading, words
from eventapp.progress.completion import Facts
from eventapp.progress.forms import MOST, ReflectionForm


@dataclass(frozen=True)
class Mine:
    """What the part `progress/_mine.html` shows."""

    facts: Facts
    said: str
    outlook: str
    lacking: list[str]
    art: Markup
    form: ReflectionForm
    asked: bool
    writes: bool
    closed: bool
    # What each session that is over was to them, by its id.
    was: Mapping[int, str]
    most: int = MOST


def shown(
    enrolment: Enrolment, *, now: datetime, form: ReflectionForm | None = None
) -> Mine | None:
    """How far somebody is, for their own page; None where there is nothing to show.

    Who typed an address isn't known to be its owner, who may have been at sessions before: only the
    link of a letter shows it, and no enrolment that was typed once more.
    """
    if not may_see(enrolment) or enrolment.state != "enrolled":
        return None
    found = reading.figures_of(enrolment, now=now)
    standing, facts = found.standing, found.standing.facts
    called_off = enrolment.program.cancelled_at is not None
    if called_off and not facts.held:
        return None
    said = words.summary(facts)
    label = f"{said}. {_('Sessions')}: {words.discs(found.sessions)}"
    asked = enrolment.program.certificate_reflection
    return Mine(
        facts,
        said,
        # It isn't their doing that the program went no further.
        "" if called_off else words.outlook(standing),
        words.own_lacking(standing) if standing.possible and not called_off else [],
        Markup(picture.whole(found.sessions, found.met, label)),
        form or ReflectionForm(formdata=None, obj=enrolment),
        asked=asked,
        writes=facts.held > 0 or bool(enrolment.reflection),
        closed=actions.closed(enrolment),
        was=found.was,
    )


def may_see(enrolment: Enrolment) -> bool:
    """Whether whoever opened this page came by a letter's link to what they enrolled with."""
    return enrolment.id is not None and not enrolment.link.from_page
