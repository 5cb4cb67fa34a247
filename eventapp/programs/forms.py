"""What an organizer may type about a program."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from eventapp.communities.forms import WholeNumberField, tidy, tidy_prose
from eventapp.events.forms import WhenForm
from eventapp.rsvps.forms import tidy_lines


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

    def populate_obj(self, program: object) -> None:
        """Keep the rule; a number left empty asks for nobody."""
        for name in ("certificate_people", "certificate_roles"):
            self[name].data = self[name].data or 0
        super().populate_obj(program)


class ProgramForm(PlacesForm, WhenForm):
    """A program and the rhythm of its sessions: the first one's time, how many, how often."""

    title = StringField(
        _l("Title"),
        [DataRequired(_l("Give the program a title.")), Length(max=80)],
        filters=[tidy],
    )
    summary = StringField(_l("In one line"), [Optional(), Length(max=200)], filters=[tidy])
    description = TextAreaField(
        _l("Who it’s for"), [Optional(), Length(max=10_000)], filters=[tidy_prose]
    )
    sessions = WholeNumberField(
        _l("Sessions"),
        [InputRequired()],
        least=1,
        most=52,
        default=3,
        render_kw={"min": 1, "max": 52, "inputmode": "numeric"},
    )
    every = WholeNumberField(
        _l("Days between them"),
        [InputRequired()],
        least=1,
        most=90,
        default=7,
        render_kw={"min": 1, "max": 90, "inputmode": "numeric"},
    )
    titles = TextAreaField(
        _l("Titles of the sessions"), [Optional(), Length(max=5_000)], filters=[tidy_lines]
    )

    def named(self, number: int) -> str:
        """The title of a session: its line, or the program's title with its number."""
        lines = [line for line in (self.titles.data or "").splitlines() if line]
        given = lines[number - 1] if number <= len(lines) else f"{self.title.data}, {number}"
        return given[:80]
