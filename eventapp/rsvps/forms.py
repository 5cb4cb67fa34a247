"""What a guest may type: the answer to an event."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from eventapp import languages
from eventapp.communities.forms import tidy
from eventapp.events.models import Event
from eventapp.people.forms import address_field
from eventapp.rsvps.answers import Answers
from eventapp.rsvps.parties.forms import PartyFields
from eventapp.rsvps.questions import guest_fields

STAGES = [
    SelectChoice("", _l("Rather not say")),
    SelectChoice("studying", _l("Still studying")),
    SelectChoice("early", _l("First 3 years")),
    SelectChoice("mid", _l("4 to 10 years")),
    SelectChoice("senior", _l("Over 10 years")),
    SelectChoice("executive", _l("Leading an organization")),
    SelectChoice("changing", _l("Changing direction")),
]
KINDS = [
    SelectChoice("advice", _l("Advice")),
    SelectChoice("introduction", _l("An introduction")),
    SelectChoice("skill", _l("A skill")),
    SelectChoice("volunteering", _l("Volunteering")),
]


def tidy_lines(text: str | None) -> str:
    """Clean text that may have several lines."""
    return "\n".join(tidy(part) for part in (text or "").splitlines()).strip()


class RoleForm(FlaskForm):
    """A form in which people choose what they come as."""

    role: RadioField

    def offer_roles(self, roles: Sequence[Any]) -> None:
        """Give the form the roles that people can come as; one alone is chosen already."""
        self.role.choices = [SelectChoice(role.id, role.name) for role in roles]
        if len(roles) == 1 and self.role.data is None:
            self.role.data = roles[0].id


class AnswersForm(RoleForm):
    """What a guest may change later, too: everything but the address."""

    # What the event asks beside the usual, once `ask_for` was called.
    own: guest_fields.Own | None = None
    first_name = StringField(
        _l("First name"),
        [DataRequired(_l("Tell us what to call you.")), Length(max=60)],
        filters=[tidy],
        render_kw={"autocomplete": "given-name", "data-badge": "first"},
    )
    last_name = StringField(
        _l("Last name"),
        [Optional(), Length(max=60)],
        filters=[tidy],
        render_kw={"autocomplete": "family-name", "data-badge": "last"},
    )
    role = RadioField(
        _l("I’m coming as"),
        [InputRequired(_l("Pick the role that fits best."))],
        coerce=int,
        validate_choice=True,
    )
    stage = SelectField(_l("Career stage"), choices=STAGES)
    industry = StringField(
        _l("Industry"),
        [Optional(), Length(max=60)],
        filters=[tidy],
        render_kw={"list": "industries", "autocomplete": "off"},
    )
    organization = StringField(
        _l("Organization"),
        [Optional(), Length(max=80)],
        filters=[tidy],
        render_kw={"autocomplete": "organization"},
    )
    ask = StringField(
        _l("What would you like to ask about?"),
        [Optional(), Length(max=80)],
        filters=[tidy],
        render_kw={"maxlength": 80, "data-badge": "ask", "autocomplete": "off"},
    )
    ask_kind = SelectField(_l("What would help"), choices=KINDS)
    offer = StringField(
        _l("What could you help someone with?"),
        [Optional(), Length(max=80)],
        filters=[tidy],
        render_kw={"maxlength": 80, "autocomplete": "off"},
    )
    offer_kind = SelectField(_l("What I can give"), choices=KINDS)
    pronouns = StringField(
        _l("Pronouns"),
        [Optional(), Length(max=30)],
        filters=[tidy],
        render_kw={"data-badge": "pronouns", "autocomplete": "off"},
    )
    access_needs = TextAreaField(
        _l("Access needs"), [Optional(), Length(max=500)], filters=[tidy_lines]
    )
    food = StringField(_l("Food"), [Optional(), Length(max=120)], filters=[tidy])
    show_name = BooleanField(_l("Show my first name to others who are coming"))
    keep_in_touch = BooleanField(_l("After the event, let me pick people to keep in touch with"))

    def ask_for(self, event: Event, *, agreed: bool = False) -> None:
        """Ask what this event asks; of conduct only who hasn't `agreed` yet. Twice is once."""
        self.own = self.own or guest_fields.add(self, event, agreed=agreed)

    def fill(self, answers: Answers) -> None:
        """Show what was answered before."""
        for name, kept in asdict(answers).items():
            field = "role" if name == "role_id" else name
            # One role alone is chosen already.
            if field in self and kept is not None:
                self[field].data = kept
        if self.own:
            self.own.fill(answers.questions)

    def answers(self, before: Answers | None = None) -> Answers:
        """What was typed, as the actions take it; what wasn't asked stays as it was `before`."""
        named = {name: self[name].data for name in Answers.__dataclass_fields__ if name in self}
        given = named | {"role_id": self.role.data}
        said = replace(before, **given) if before else Answers(**given)
        return replace(said, questions=self.own.answers(said.questions)) if self.own else said


class RsvpForm(PartyFields, AnswersForm):
    """A yes: the answers and the address that the invite goes to."""

    email = address_field(
        _l("Give the address that your calendar invite should go to."), autocomplete="email"
    )
    # Without a label, one would be translated for each form.
    once = HiddenField("")

    def answers(self, before: Answers | None = None) -> Answers:
        """The same, and the language in which they read the page."""
        return replace(super().answers(before), language=languages.now())


class GuestForm(AnswersForm):
    """Someone whom an organizer puts on the list: only name and address must be known."""

    email = address_field(_l("Give the address that the invite goes to."))
    invite = BooleanField(_l("Send the invite now"), default=True)
    # Given, it is a place whatever the line and the rules say.
    why = StringField(
        _l("Why they get a place in any case"),
        [Optional(), Length(max=200)],
        filters=[tidy],
        render_kw={"autocomplete": "off"},
    )


class ArrivalsForm(FlaskForm):
    """What becomes of the check-ins of an event that moves to another day."""

    arrivals = RadioField(
        _l("What becomes of their check-ins?"),
        [InputRequired()],
        choices=[
            SelectChoice("back", _l("Take them back")),
            SelectChoice("keep", _l("Keep them")),
        ],
        default="back",
    )

    @property
    def said(self) -> str:
        """What was chosen; empty where the page didn't ask, or nothing that it offers came back."""
        if self.validate():
            return self.arrivals.data or ""
        self.arrivals.data = "back"
        self.arrivals.errors = [_l("Say what becomes of the check-ins, then save.")]
        return ""
