"""What an organizer may type about the sessions of a program."""

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from eventapp.communities.forms import WholeNumberField
from eventapp.events.forms import WhenForm
from eventapp.events.local_time import hour
from eventapp.events.models import Event
from eventapp.events.recurrence_form import RhythmForm, number_field
from eventapp.programs.describing.forms import DescriptionForm
from eventapp.programs.forms import PlacesForm
from eventapp.programs.models import Session
from eventapp.programs.sessions import materials
from eventapp.rsvps.forms import tidy_lines
from eventapp.rsvps.together import forms as together

SCOPES = [
    SelectChoice("one", _l("This session")),
    SelectChoice("later", _l("This one and those after it")),
    SelectChoice("all", _l("All sessions")),
]


class SessionsForm(RhythmForm):
    """On which days the sessions are, from when to when, and what each is called."""

    sessions = number_field(_l("Sessions"))
    titles = TextAreaField(
        _l("Titles of the sessions"), [Optional(), Length(max=5_000)], filters=[tidy_lines]
    )

    @property
    def how_many(self) -> WholeNumberField:
        """The field that asks how many there are."""
        return self.sessions

    def named(self, title: str, *, after: int = 0) -> list[str]:
        """The title of each: its line, or the program's with a number that follows `after`."""
        return [self.titled(n, f"{title}, {after + n + 1}") for n in range(len(self.times))]

    def titled(self, number: int, otherwise: str) -> str:
        """The title of one of them: its line, or what it is called otherwise."""
        lines = [line for line in (self.titles.data or "").splitlines() if line]
        return (lines[number] if number < len(lines) else otherwise)[:80]


class ProgramForm(SessionsForm, PlacesForm, WhenForm):
    """A program and the rhythm of its sessions."""

    title, summary = DescriptionForm.title, DescriptionForm.summary
    description = DescriptionForm.description

    def about(self) -> dict[str, object]:
        """What it says of the program itself, by the columns of Program."""
        asked = ("title", "summary", "description", "capacity")
        return {name: self[name].data for name in asked}

    def zone_name(self) -> str:
        """The zone that was chosen."""
        return str(self.zone.data)


class AddForm(SessionsForm):
    """Sessions that join a program later, made like its last one."""

    publish = BooleanField(_l("Publish at once"), default=True)
    # How many sessions there were when the dates were looked at, to notice a second press.
    beside = HiddenField()

    def __init__(self, like: Event, *args: object, **given: object) -> None:
        self._zone = like.zone
        super().__init__(*args, **given)

    def fill(self, like: Event) -> None:
        """One more, at the same hours a week after the last."""
        starts, ends = like.local_start, like.local_end
        week = timedelta(weeks=1)
        self.starts_on.data, self.starts_at.data = starts.date() + week, hour(starts)
        self.ends_at.data = hour(ends)
        self.ends_on.data = ends.date() + week if ends.date() != starts.date() else None
        self.sessions.data = 1

    def zone_name(self) -> str:
        """That of the session that they are made like."""
        return self._zone


class SessionForm(FlaskForm):
    """What a program needs to know of one session."""

    compulsory = BooleanField(_l("Compulsory"))
    drop_in = WholeNumberField(
        _l("Places for people who come to this session only"),
        [Optional()],
        least=0,
        most=20_000,
        sentence=_l("Give a number from 0, or leave it empty."),
        render_kw={"min": 0, "inputmode": "numeric"},
    )
    materials = TextAreaField(
        _l("Materials"),
        [Length(max=30_000)],
        filters=[tidy_lines],
        render_kw={"rows": 5},
    )

    scope = RadioField(_l("Change"), choices=SCOPES, default="one")

    kept: list[dict[str, str]]

    def materials_only(self) -> None:
        """For a trainer: who comes and what completes the program is for its organizers to say."""
        del self.compulsory, self.drop_in

    def rules(self, session: Session) -> dict[str, Any]:
        """Whether it is compulsory, and who may come to it alone, as typed; else as the session has it."""
        asked = self if "compulsory" in self else session
        said = {name: getattr(asked, name) for name in ("compulsory", "drop_in")}
        return {name: getattr(one, "data", one) for name, one in said.items()}

    def fill(self, session: Session) -> None:
        """Show what is kept."""
        for name in ("compulsory", "drop_in"):
            if name in self:
                self[name].data = getattr(session, name)
        self.materials.data = materials.written(session.materials)

    def validate_materials(self, field: Field) -> None:
        """A title and a web address on each line."""
        try:
            self.kept = materials.read(field.data or "")
        except materials.Wrong as no:
            said = {
                "address": _("Line %(num)s: end it with a web address that begins with https://", num=no.line),
                "title": _("Line %(num)s: write a title before the address.", num=no.line),
                "long": _("Line %(num)s is too long.", num=no.line),
                "many": _("A session has at most %(most)s materials.", most=materials.MOST),
            }  # fmt: skip
            raise ValidationError(said[no.what]) from None


class SharedForm(together.SharedForm):
    """What sessions have in common, and for which of them it is changed.

    Each has a title of its own; how many come, and as what, is said by the program.
    """

    columns = tuple(
        name for name in together.SharedForm.columns if name not in {"title", "capacity"}
    )
    title = roles = None
    capacity = None  # type: ignore[assignment]
    number = SelectField(_l("Session"), coerce=int)
    scope = RadioField(_l("Change"), choices=SCOPES, default="all")

    @property
    def elsewhere(self) -> str:
        """The sentence for who comes too late."""
        return _("Somebody else changed a session meanwhile. Look at it again, then save.")

    def called(self, one: together.One) -> str:
        """A session is called by its title."""
        return f"{one.number}. {one.event.title}"
