"""The public page of a program, put together."""

from collections.abc import Mapping
from datetime import datetime

from babel import Locale, UnknownLocaleError
from flask import current_app, render_template
from flask_babel import get_locale

from eventapp import clock, web
from eventapp.communities.face import host_page
from eventapp.programs import completion_words, family, schedule_words, structured
from eventapp.programs.enrolling import asking
from eventapp.programs.enrolling.forms import JoinForm
from eventapp.programs.joining import joining
from eventapp.programs.models import Program
from eventapp.programs.timeline import standing, steps
from eventapp.rsvps.views import INDUSTRIES


def page(program: Program, form: JoinForm, *, template: str = "programs/program.html") -> str:
    """A program as its visitors see it, with the form as it was sent; a draft as they will see it."""
    host_page.about(program.community)
    draft = program.published_at is None
    roles, now = program.community.roles, clock.now()
    form.offer_program(program)
    speaker = web.current_person()
    if speaker and program.requires and not form.is_submitted():
        form.email.data = speaker.email
    to_come = [session.event_id for session in program.sessions] if draft else ()
    found, runs = steps(program, now=now, also=to_come), family.others(program)
    way, events = joining(program, now=now), standing(found)
    # Of one that was called off, what it would have been.
    said = events or [step.event for step in found]
    first = next((step for step in found if way.coming and step.event is way.coming[0]), None)
    late = first and program.state(now) == "running"
    return render_template(
        template,
        program=program,
        community=program.community,
        draft=draft,
        steps=found,
        events=events,
        listed=not draft and any(event.listed for event in said),
        schedule_words=schedule_words,
        joining=way,
        late=schedule_words.joining(first, events) if first and late else "",
        language=language(program.language),
        rule=completion_words.rule(program, sessions=len(events)),
        runs=runs,
        structured=structured.course(program, said, runs),
        address=structured.address(program.community.slug, program.slug),
        picture=structured.picture(program),
        form=form,
        why_not=asking.why_not(program, now=now),
        lacks=asking.lacks(program, (speaker.email if speaker else None) or "", speaker),
        signed_in=speaker is not None,
        now=now,
        industries=INDUSTRIES,
        role_marks={role.id: role.mark for role in roles},
        **_beside(program, now),
    )


def _beside(program: Program, now: datetime) -> Mapping[str, object]:
    """What later features tell of it: who came, and who met."""
    said: Mapping[str, object] = current_app.extensions["program_page"](program, now=now)
    return said


def language(tag: str) -> str:
    """The name of the language that a program is held in; empty where it is that of the site."""
    if not tag or tag.split("-")[0] == clock.language().split("-")[0]:
        return ""
    try:
        held = Locale.parse(tag, sep="-").get_display_name(get_locale()) or tag
    except (ValueError, UnknownLocaleError):
        return tag
    return held[:1].upper() + held[1:]
