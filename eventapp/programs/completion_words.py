"""What completes a program, as its page says it."""

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.programs.models import Program
from eventapp.programs.schedule_words import number


def rule(program: Program, *, sessions: int) -> list[str]:
    """What somebody does for a certificate, a sentence each; nothing where none is given."""
    asked = program.certificate_sessions
    enough = min(sessions, max(1, sessions - 1) if asked is None else asked)
    if not enough:
        return []
    if enough == sessions:
        said = [ngettext("Be there.", "Be at every session.", sessions)]
    else:
        held = {"enough": number(enough), "all": number(sessions)}
        said = [
            ngettext("Be at one session.", "Be at %(enough)s of %(all)s sessions.", enough, **held)
        ]
    if any(one.compulsory for one in program.sessions if not one.event.cancelled_at):
        said.append(_("The compulsory ones must be among them."))
    if people := program.certificate_people:
        said.append(
            ngettext(
                "Meet one of the others.",
                "Meet %(number)s of the others.",
                people,
                number=number(people),
            )
        )
    if roles := program.certificate_roles:
        said.append(
            ngettext(
                "Meet somebody of another role.",
                "Meet people of %(number)s roles.",
                roles,
                number=number(roles),
            )
        )
    if program.certificate_reflection:
        said.append(_("Write in a few lines what you take with you."))
    return said
