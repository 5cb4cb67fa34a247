"""What an organizer may type about the form of an event: a question, and the usual fields switched."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from eventapp.communities.forms import tidy, tidy_prose
from eventapp.communities.models import Role
from eventapp.rsvps.questions.asked import CHOICES, FOR_BADGE, FOR_MIX, NO, YES
from eventapp.rsvps.questions.guest_fields import SWITCHES, choice_word
from eventapp.rsvps.questions.models import Question

KINDS = [
    SelectChoice("short", _l("A short answer")),
    SelectChoice("long", _l("A long answer")),
    SelectChoice("one", _l("One of several answers")),
    SelectChoice("several", _l("Any of several answers")),
    SelectChoice("yes_no", _l("Yes or no")),
    SelectChoice("number", _l("A number")),
]
LEVELS = [
    SelectChoice("on", _l("Asked")),
    SelectChoice("off", _l("Not asked")),
    SelectChoice("required", _l("Must be answered")),
]
MOST_OPTIONS = 30


class QuestionForm(FlaskForm):
    """One question: what is asked, how it is answered, of whom, and what the answers are for."""

    label = StringField(
        _l("Question"),
        [DataRequired(_l("Write the question.")), Length(max=120)],
        filters=[tidy],
        render_kw={"maxlength": 120, "autocomplete": "off"},
    )
    help = StringField(
        _l("Help"),
        [Optional(), Length(max=200)],
        filters=[tidy],
        render_kw={"maxlength": 200, "autocomplete": "off"},
    )
    kind = SelectField(_l("Answered with"), choices=KINDS)
    options = TextAreaField(
        _l("Answers to choose from"),
        [Length(max=3000)],
        filters=[tidy_prose],
        render_kw={"rows": 5},
    )
    required = BooleanField(_l("Everybody who is asked must answer"))
    role = SelectField(_l("Asked of"), coerce=int)
    after = SelectField(_l("Asked when"))
    on_badge = BooleanField(_l("Print the answer on the badge"))
    in_mix = BooleanField(_l("Mix it at the tables"))

    def offer_roles(self, roles: Sequence[Role], earlier: Sequence[Question] = ()) -> None:
        """Give the form whom a question may be for, and which answers it may hang on."""
        self.role.choices = [
            SelectChoice(0, _("Everybody")),
            *(SelectChoice(role.id, role.name) for role in roles),
        ]
        self.after.choices = [
            SelectChoice("", _("Always")),
            *(
                SelectChoice(
                    f"{one.id}:{value}",
                    _(
                        "“%(question)s” is answered “%(answer)s”",
                        question=one.label,
                        answer=choice_word(one, value),
                    ),
                )
                for one in earlier
                if one.kind in CHOICES
                for value in ((YES, NO) if one.kind == "yes_no" else one.options)
            ),
        ]

    def validate_options(self, field: TextAreaField) -> None:
        """Who chooses needs something to choose from, and not too much of it."""
        if self.kind.data not in {"one", "several"}:
            return
        if len(self.listed()) < 2:
            raise ValidationError(_l("Write at least two answers, one a line."))
        if len(self.listed()) > MOST_OPTIONS:
            raise ValidationError(_l("Keep to 30 answers: people read them all."))
        if any(len(option) > 80 for option in self.listed()):
            raise ValidationError(_l("Keep each answer within 80 letters."))

    def validate_on_badge(self, field: BooleanField) -> None:
        """A badge has one line for it."""
        if field.data and self.kind.data not in FOR_BADGE:
            raise ValidationError(_l("A long answer doesn’t fit on a badge."))

    def validate_in_mix(self, field: BooleanField) -> None:
        """Tables mix what is the same for several people."""
        if field.data and self.kind.data not in FOR_MIX:
            said = _l("Tables can mix a yes or no, and one of several answers.")
            raise ValidationError(said)

    def listed(self) -> list[str]:
        """What can be chosen, one a line, each once."""
        lines = (tidy(line) for line in (self.options.data or "").split("\n"))
        found: dict[str, str] = {}
        for line in filter(None, lines):
            found.setdefault(line.casefold(), line)
        return list(found.values())

    def values(self) -> dict[str, Any]:
        """What was typed, as the question keeps it."""
        number, _colon, value = (self.after.data or "").partition(":")
        chosen = self.kind.data in {"one", "several"}
        return {
            "label": self.label.data or "",
            "help": self.help.data or "",
            "kind": self.kind.data,
            "options": self.listed() if chosen else [],
            "required": self.required.data,
            "role_id": self.role.data or None,
            "after_id": int(number) if number else None,
            "after_value": value,
            "on_badge": self.on_badge.data,
            "in_mix": self.in_mix.data,
        }

    def fill(self, question: Question) -> None:
        """Show a question as it is kept."""
        for name in ("label", "help", "kind", "required", "on_badge", "in_mix"):
            self[name].data = getattr(question, name)
        self.options.data = "\n".join(question.options)
        self.role.data = question.role_id or 0
        if question.after_id:
            self.after.data = f"{question.after_id}:{question.after_value}"


def _switch(word: str) -> SelectField:
    return SelectField(word, choices=LEVELS, default="on")


def _consent(word: str) -> SelectField:
    return SelectField(word, choices=LEVELS[:2], default="on")


class FieldsForm(FlaskForm):
    """Which of the usual fields the form asks for; name, address and role it always does."""

    last_name = _switch(_l("Last name"))
    stage = _switch(_l("Career stage"))
    industry = _switch(_l("Industry"))
    organization = _switch(_l("Organization"))
    ask = _switch(_l("What they would like to ask about"))
    offer = _switch(_l("What they could help with"))
    pronouns = _switch(_l("Pronouns"))
    access_needs = _switch(_l("Access needs"))
    food = _switch(_l("Food"))
    show_name = _consent(_l("Showing their first name to others"))
    keep_in_touch = _consent(_l("Picking people to keep in touch with"))

    def switches(self) -> dict[str, str]:
        """What isn't as usual, by field."""
        return {name: self[name].data for name in SWITCHES if self[name].data != "on"}
