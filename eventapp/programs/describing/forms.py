"""What an organizer may type about a program, and about who leads it."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from babel import Locale, localedata
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from eventapp.communities.forms import line_field, prose_field, tidy
from eventapp.communities.models import Membership, Role
from eventapp.events.time_fields import DayAndTimeField, moment_typed
from eventapp.programs.describing.actions import SAID, stamp
from eventapp.programs.models import Program, Trainer
from eventapp.rsvps.forms import tidy_lines


def languages() -> list[SelectChoice]:
    """The languages that have a name in the reader's own, by that name."""
    names = (get_locale() or Locale("en")).languages
    tags = (tag for tag in localedata.locale_identifiers() if len(tag) == 2 and tag in names)
    known = sorted((SelectChoice(tag, names[tag]) for tag in tags), key=lambda one: one.label)
    return [SelectChoice("", _("As the rest of this site")), *known]


class DescriptionForm(FlaskForm):
    """Everything that a program says of itself, and when its form takes enrolments."""

    columns = SAID

    title = StringField(
        _l("Title"),
        [DataRequired(_l("Give the program a title.")), Length(max=80)],
        filters=[tidy],
        render_kw={"maxlength": 80, "autocomplete": "off"},
    )
    cohort = StringField(
        _l("Which run it is"),
        [Optional(), Length(max=80)],
        filters=[tidy],
        render_kw={"maxlength": 80, "autocomplete": "off"},
    )
    summary = line_field(_l("In one line"))
    description = prose_field(_l("What happens"), 10_000, rows=8)
    for_whom = prose_field(_l("Who it’s for"), 2_000, rows=4)
    takes_away = prose_field(_l("What one takes away"), 2_000, rows=4)
    price_note = line_field(_l("What it costs"))
    language = SelectField(_l("Language"), default="")
    agreement = prose_field(_l("What everybody agrees to"), 2_000, rows=4)
    requires = SelectField(_l("What must be completed before"), default="")
    enrols_from = DayAndTimeField(_l("Enrolment opens"), [Optional()])
    enrols_until = DayAndTimeField(_l("Enrolment closes"), [Optional()])
    late_joining = BooleanField(_l("People may join after the first session"))

    # What stood there when the form was read, to notice when somebody else was quicker.
    seen = HiddenField()

    # Their moments in UTC, once the form is sound.
    window: dict[str, datetime | None]

    def offer(self, program: Program, others: Sequence[Program]) -> None:
        """Give the choices, with what is kept among them."""
        self.language.choices = languages()
        if program.language not in {choice.value for choice in self.language.choices}:
            self.language.choices.append(SelectChoice(program.language, program.language))
        choices = [SelectChoice("", _("Nothing"))]
        choices += [SelectChoice(str(one.id), called(one)) for one in others]
        self.requires.choices = choices
        self._zone = ZoneInfo(program.community.zone)

    def fill(self, program: Program) -> None:
        """Show what is kept, times on the clocks of the community."""
        for name in self.columns:
            self[name].data = getattr(program, name)
        self.requires.data = str(program.requires_id or "")
        self.seen.data = stamp(program)
        for name in ("enrols_from", "enrols_until"):
            kept = getattr(program, name)
            self[name].data = kept and kept.astimezone(self._zone).replace(tzinfo=None, fold=0)

    def validate(self, *args: object, **given: object) -> bool:
        """Each field by itself, then the two times on the clocks of the community."""
        sound = super().validate(*args, **given)
        self.window = {name: self._moment(self[name]) for name in ("enrols_from", "enrols_until")}
        opens, closes = self.window.values()
        if opens and closes and closes <= opens:
            closing: Field = self.enrols_until
            closing.errors = [_("Enrolment must close after it opens.")]
            return False
        return sound and not self.enrols_from.errors and not self.enrols_until.errors

    def _moment(self, field: Field) -> datetime | None:
        typed = field.data
        if typed is None or field.errors:
            return None
        if not 2000 <= typed.year <= 2200:
            field.errors = [_("Check the year.")]
            return None
        return moment_typed(field, typed.date(), self._zone)

    def values(self) -> dict[str, object]:
        """What was typed, by the columns of Program."""
        said: dict[str, object] = {name: self[name].data for name in self.columns}
        said["requires_id"] = int(self.requires.data) if self.requires.data else None
        for name in ("for_whom", "takes_away"):
            said[name] = tidy_lines(self[name].data or "")
        return said | self.window


class TrainerForm(FlaskForm):
    """Somebody who leads a program or hosts it."""

    kind = RadioField(
        _l("They are"),
        choices=[SelectChoice("trainer", _l("Trainer")), SelectChoice("host", _l("Host"))],
        default="trainer",
    )
    name = StringField(
        _l("Name"),
        [DataRequired(_l("Give their name.")), Length(max=80)],
        filters=[tidy],
        render_kw={"maxlength": 80, "autocomplete": "off"},
    )
    about = line_field(_l("A line about them"))
    words = prose_field(_l("A few words of theirs"), 1_000, rows=3)
    role = SelectField(_l("Their mark"), default="")
    member = SelectField(_l("Which of your team they are"), default="")

    def offer(self, roles: Sequence[Role], members: Sequence[Membership]) -> None:
        """The marks to choose from, and the community's team."""
        choices = [SelectChoice(str(role.id), role.name) for role in roles]
        self.role.choices = [SelectChoice("", _("The ring of a guest")), *choices]
        team = [SelectChoice(str(one.id), one.name) for one in members]
        self.member.choices = [SelectChoice("", _("Nobody of it")), *team]

    def fill(self, trainer: Trainer) -> None:
        """Show what is kept."""
        for name in ("kind", "name", "about", "words"):
            self[name].data = getattr(trainer, name)
        self.role.data = str(trainer.role_id or "")
        self.member.data = str(trainer.membership_id or "")

    def values(self) -> dict[str, object]:
        """What was typed, by the columns of Trainer."""
        said: dict[str, object] = {
            name: self[name].data or "" for name in ("kind", "name", "about", "words")
        }
        chosen = {"role_id": self.role.data, "membership_id": self.member.data}
        return said | {name: int(value) if value else None for name, value in chosen.items()}


def called(program: Program) -> str:
    """A program as lists of several runs name it."""
    return f"{program.title}, {program.cohort}" if program.cohort else program.title
