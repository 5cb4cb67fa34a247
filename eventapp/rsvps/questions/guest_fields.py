"""What the form of an event asks beside, or otherwise than, the usual: fields added to a form."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    Form,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    Optional,
    StopValidation,
    ValidationError,
)

from eventapp.communities.forms import tidy, tidy_prose
from eventapp.events.models import Event
from eventapp.rsvps.questions.asked import NO, YES, Condition, asked, kept, number_typed, words
from eventapp.rsvps.questions.event_questions import for_badge, open_questions
from eventapp.rsvps.questions.models import Question

# Standard fields that an organizer may switch, and what goes with one that is off.
SWITCHES = (
    "last_name", "stage", "industry", "organization", "ask", "offer", "pronouns", "access_needs",
    "food", "show_name", "keep_in_touch",
)  # fmt: skip
# A consent is never asked for by force.
NEVER_REQUIRED = ("show_name", "keep_in_touch")
# All of them together, in any script, are no more than a guest may send (`request_limits`).
LONGEST = {"short": 200, "long": 1000}
# More than so many are chosen from a menu.
RADIOS = 8


def add(form: Form, event: Event, *, agreed: bool) -> "Own":
    """Let a form ask what this event asks; one that asks the usual costs nothing.

    Whoever has `agreed` to the code of conduct isn't asked again.
    """
    _switch(form, event.fields or {})
    if event.hybrid:
        _add(form, "joins", _ways())
    questions = open_questions(event)
    own = Own(form, questions, [choice.value for choice in form["role"].choices])
    if event.conduct.strip() and not agreed:
        _add(form, "agreed", _conduct())
    return own


def _switch(form: Form, switches: Mapping[str, Any]) -> None:
    for name in SWITCHES:
        how = switches.get(name)
        if how == "off" and name in form:
            del form[name]
            if f"{name}_kind" in form:
                del form[f"{name}_kind"]
        elif how == "required" and name in form and name not in NEVER_REQUIRED:
            field = form[name]
            others = [one for one in field.validators if not isinstance(one, Optional)]
            field.validators = [DataRequired(_unanswered(field.label.text)), *others]
            field.flags.required, field.flags.optional = True, False


def _unanswered(question: str) -> str:
    return _("Please answer “%(question)s”.", question=question)


def _add(form: Form, name: str, unbound: Any) -> None:
    # A form takes new fields only as its class; one for each event would be a class for each request.
    given = {"prefix": form._prefix, "translations": form.meta.get_translations(form)}
    form._fields[name] = form.meta.bind_field(form, unbound, {"name": name, **given})
    form[name].process(getattr(form, "sent", request.form) if _sent(form) else None)


def _sent(form: Form) -> bool:
    """Whether a form was filled in by the request, which may have sent another one."""
    return form["first_name"].raw_data is not None


def _ways() -> Any:
    return RadioField(
        _l("How will you join?"),
        [InputRequired(_l("Say whether you come to the place or join online."))],
        choices=[
            SelectChoice("place", _l("At the place")),
            SelectChoice("online", _l("Online")),
        ],
    )


def _conduct() -> Any:
    return BooleanField(
        _l("I’ve read the code of conduct, and I’ll keep to it"),
        [InputRequired(_l("Read the code of conduct and tick it to come."))],
    )


@dataclass(frozen=True)
class Shown:
    """A question as a form shows it: its field, and when it is asked, in words and for scripts."""

    question: Question
    field: Any
    only: str
    # As js/only-if.js reads it: the answers that must stand in other fields; empty for everybody's.
    rule: str


class Own:
    """The organizer's own questions in one form."""

    def __init__(self, form: Form, questions: Sequence[Question], roles: Sequence[int]) -> None:
        self._form = form
        # Of a role that nobody comes as, nobody is asked.
        self.questions = [q for q in questions if q.role_id is None or q.role_id in roles]
        self._conditions: list[Condition] = [q.condition for q in self.questions]
        self.filled = _sent(form)
        for question in self.questions:
            _add(form, name_of(question), _field(question, self))

    def asked(self) -> set[int]:
        """The questions that apply, as the form is filled in."""
        given = {q.id: words(self._form[name_of(q)].data) for q in self.questions}
        return asked(self._conditions, self._form["role"].data, given)

    def answers(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """What was answered, by number; what was said to questions that are gone stays."""
        here = self.asked()
        said = {
            str(q.id): _kept(q, self._form[name_of(q)].data)
            for q in self.questions
            if q.id in here and words(self._form[name_of(q)].data)
        }
        return kept(before, said, [q.id for q in self.questions])

    def fill(self, answers: Mapping[str, Any]) -> None:
        """Show what was answered before."""
        self.filled = True
        for question in self.questions:
            said = answers.get(str(question.id))
            if said is not None:
                several = question.kind == "several"
                self._form[name_of(question)].data = words(said) if several else str(said)

    def shown(self) -> list[Shown]:
        """The questions to show: all while nothing is answered yet, else those that apply."""
        here = self.asked() if self.filled else {q.id for q in self.questions}
        return [self._shown(q) for q in self.questions if q.id in here]

    def others(self) -> list[Shown]:
        """Those that would apply to another role or other answers."""
        here = self.asked() if self.filled else {q.id for q in self.questions}
        return [self._shown(q) for q in self.questions if q.id not in here]

    def on_badge(self) -> str:
        """What the badge says of the answers, as the form is filled in."""
        here = self.asked()
        said = {str(q.id): self._form[name_of(q)].data for q in self.questions if q.id in here}
        return for_badge(self.questions, said)

    @property
    def conditional(self) -> bool:
        """Whether some questions are asked of some people only."""
        return any(q.role_id is not None or q.after_id is not None for q in self.questions)

    def _shown(self, question: Question) -> Shown:
        rule: dict[str, list[str]] = {}
        if question.role_id is not None:
            rule[self._form["role"].name] = [str(question.role_id)]
        before = next((q for q in self.questions if q.id == question.after_id), None)
        if before is not None:
            rule[self._form[name_of(before)].name] = [question.after_value]
        told = json.dumps(rule, separators=(",", ":")) if rule else ""
        return Shown(question, self._form[name_of(question)], only_if(question, before), told)


def only_if(question: Question, before: Question | None) -> str:
    """In a sentence, when a question is asked; empty where everybody is."""
    role = question.role.name if question.role else ""
    if before is None:
        return _("Only if you come as %(role)s.", role=role) if role else ""
    value = choice_word(before, question.after_value)
    given = {"answer": value, "question": before.label, "role": role}
    if role:
        return _("Only if you come as %(role)s and answer “%(answer)s” to “%(question)s”.", **given)
    return _("Only if you answer “%(answer)s” to “%(question)s”.", **given)


def choice_word(question: Question, value: str) -> str:
    """What a choice is called."""
    if question.kind == "yes_no":
        return {YES: _("Yes"), NO: _("No")}.get(value, value)
    return value


def name_of(question: Question) -> str:
    """What a question is called in a form."""
    return f"q{question.id}"


class _WhenAsked:
    """Of those whom a question isn't asked, nothing is checked; an answer that must be, is."""

    def __init__(self, question: Question, own: Own) -> None:
        self._question, self._own = question, own

    def __call__(self, _form: Form, field: Field) -> None:
        question = self._question
        if question.id not in self._own.asked():
            field.errors[:] = []
            raise StopValidation
        if not words(field.data) and not field.process_errors:
            field.errors[:] = []
            raise StopValidation(_unanswered(question.label) if question.required else None)


def _field(question: Question, own: Own) -> Any:
    checks: list[Any] = [_WhenAsked(question, own)]
    if question.kind == "several":
        several = [SelectChoice(one, one) for one in question.options]
        return SelectMultipleField(question.label, checks, choices=several)
    if question.kind in {"one", "yes_no"}:
        return _choice(question, checks)
    if question.kind == "long":
        most = Length(max=LONGEST["long"])
        return TextAreaField(question.label, [*checks, most], filters=[tidy_prose])
    render = {"autocomplete": "off"}
    if question.kind == "number":
        render["inputmode"] = "decimal"
        checks.append(_is_number)
    limit = Length(max=LONGEST["short"])
    return StringField(question.label, [*checks, limit], filters=[tidy], render_kw=render)


def _choice(question: Question, checks: list[Any]) -> Any:
    options = [SelectChoice(one, one) for one in question.options]
    if question.kind == "yes_no":
        options = [SelectChoice(YES, _("Yes")), SelectChoice(NO, _("No"))]
    menu = len(options) > RADIOS
    if menu or not question.required:
        nothing = _("Choose one") if question.required else _("Rather not say")
        options.insert(0, SelectChoice("", nothing))
    kind = SelectField if menu else RadioField
    default = None if question.required and not menu else ""
    return kind(question.label, checks, choices=options, default=default)


def _is_number(_form: Form, field: Field) -> None:
    try:
        number_typed(field.data or "")
    except ValueError:
        raise ValidationError(_("Give a number, like 3 or 2.5.")) from None


def _kept(question: Question, data: Any) -> Any:
    return number_typed(data) if question.kind == "number" else data
