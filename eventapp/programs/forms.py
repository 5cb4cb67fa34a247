"""What an organizer may type about a program."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field
from wtforms.validators import Optional

from eventapp.communities.forms import WholeNumberField
from eventapp.programs.models import Program


class PlacesForm(FlaskForm):
    """How many may enrol."""

    capacity = WholeNumberField(
        _l("Places"),
        [Optional()],
        least=1,
        most=20_000,
        sentence=_l("Give a number from 1, or leave it empty."),
        render_kw={"min": 1, "inputmode": "numeric"},
    )


def _number(label: str, most: int, **more: Any) -> WholeNumberField:
    return WholeNumberField(
        label,
        [Optional()],
        least=0,
        most=most,
        render_kw={"min": 0, "max": most, "inputmode": "numeric"},
        **more,
    )


class CertificateForm(FlaskForm):
    """What completes a program: sessions, people met, their roles, and a few words at the end."""

    certificate_sessions = _number(
        _l("Sessions for a certificate"),
        52,
        sentence=_l("Give a number from 0 to 52, or leave it empty."),
    )
    certificate_people = _number(_l("Different people met"), 1_000, default=0)
    certificate_roles = _number(_l("Different roles met"), 16, default=0)
    certificate_reflection = BooleanField(_l("And wrote what they take with them"))

    def within_reach(self, program: Program) -> bool:
        """Whether somebody can do all that it asks, as the program is now; each number that is too large
        says why."""
        sessions = sum(not one.event.cancelled_at for one in program.sessions)
        others = program.capacity - 1 if program.capacity else None
        roles = len(program.community.roles)
        self._at_most(
            "certificate_sessions",
            sessions or None,
            ngettext("There is one session.", "There are %(num)s sessions.", sessions),
        )
        self._at_most(
            "certificate_people",
            others,
            ngettext(
                "With one place nobody meets anybody of it.",
                "With %(num)s places nobody meets more than %(others)s others.",
                (others or 0) + 1,
                others=others,
            ),
        )
        self._at_most(
            "certificate_roles",
            roles,
            ngettext("Your community has one role.", "Your community has %(num)s roles.", roles),
        )
        return not self.errors

    def _at_most(self, name: str, most: int | None, why: str) -> None:
        field: Field = self[name]
        if most is not None and (field.data or 0) > most:
            field.errors = [why + " " + _("Ask for no more.")]

    def populate_obj(self, program: object) -> None:
        """Keep the rule; a number left empty asks for nobody."""
        for name in ("certificate_people", "certificate_roles"):
            self[name].data = self[name].data or 0
        super().populate_obj(program)
