"""What an organizer may say of who may come, how places go, and what guests are asked before."""

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from eventapp.communities.forms import WholeNumberField, prose_field
from eventapp.communities.models import Role
from eventapp.events import closing_times, quotas, who_words
from eventapp.events.limits import Quotas
from eventapp.events.models import USUAL_REMINDER, Event
from eventapp.events.quota_field import QuotasField
from eventapp.events.stages import STAGES

USUAL_HOURS = 24


def _hours(label: str, least: int, most: int, sentence: str) -> WholeNumberField:
    return WholeNumberField(
        label,
        [Optional()],
        least=least,
        most=most,
        sentence=sentence,
        render_kw={"min": least, "max": most, "inputmode": "numeric"},
    )


class WhoForm(FlaskForm):
    """Who may come: few events need any of it, so what isn't sent stays as usual."""

    columns: tuple[str, ...] = (
        "visibility", "waitlist_mode", "offer_hours", "needs_approval", "most_guests", "conduct",
        "confirm_hours", "reminder_hours",
    )  # fmt: skip

    visibility = RadioField(
        _l("Who sees it"),
        choices=[
            SelectChoice("listed", _l("Everybody")),
            SelectChoice("unlisted", _l("Whoever has the address")),
            SelectChoice("invited", _l("Whoever is invited")),
        ],
        default="listed",
    )
    waitlist_mode = RadioField(
        _l("When a place frees"),
        choices=[
            SelectChoice("automatic", _l("The next in line gets it")),
            SelectChoice("offer", _l("The next in line is offered it")),
            SelectChoice("by_hand", _l("I give it out")),
        ],
        default="automatic",
    )
    offer_hours = _hours(
        _l("Hours to say yes to an offer"),
        1,
        168,
        _l("Give a number of hours from 1 to 168, which is a week."),
    )
    role_quotas = QuotasField(_l("Places by role"))
    stage_quotas = QuotasField(_l("Places by career stage"))
    places_held = SelectField(_l("Places are held until"), default="-2880")
    needs_approval = BooleanField(_l("I say yes to each person first"))
    most_guests = _hours(
        _l("How many people each guest may bring"), 0, 10, _l("Give a number from 0 to 10.")
    )
    confirm_hours = _hours(
        _l("Ask “Still coming?” so many hours before"),
        1,
        336,
        _l("Give a number of hours from 1 to 336, which is two weeks, or leave it empty."),
    )
    reminder_hours = _hours(
        _l("Remind everybody so many hours before"),
        1,
        336,
        _l("Give a number of hours from 1 to 336, which is two weeks, or leave it empty."),
    )
    conduct = prose_field(_l("Code of conduct"), 5_000, rows=6)

    # What is kept of the quotas, where it was read to fill the form.
    kept: Quotas | None = None

    def __init__(self, *args: object, **given: object) -> None:
        super().__init__(*args, **given)
        kept = self.places_held.data
        self.places_held.choices = closing_times.choices(kept, closing_times.HOLDING)
        self.stage_quotas.offer(STAGES)

    def validate(self, *args: object, **given: object) -> bool:
        """Each field by itself, then what is held against what there is."""
        sound = super().validate(*args, **given)
        if self.offer_hours.data is None and not self.offer_hours.errors:
            self.offer_hours.data = USUAL_HOURS
        if self.most_guests.data is None and not self.most_guests.errors:
            self.most_guests.data = 0
        if not self.reminder_hours.raw_data:
            self.reminder_hours.data = USUAL_REMINDER
        return self._read_quotas() and sound

    def suits(self, event: Event) -> bool:
        """Whether an event may be so; one that belongs to a program takes everybody of the program."""
        strict = self.visibility.data == "invited" or self.needs_approval.data
        if not strict or not current_app.extensions["is_session"](event):
            return True
        if self.visibility.data == "invited":
            self.visibility.errors = [
                _("A session of a program can’t be by invitation: whoever joins the program comes.")
            ]
        if self.needs_approval.data:
            self.needs_approval.errors = [
                _("A session of a program takes whoever joins the program, without a yes to each.")
            ]
        return False

    def _read_quotas(self) -> bool:
        found = (self.role_quotas, self.stage_quotas)
        if any(field.errors for field in found):
            return False
        if "roles" in self:
            self.role_quotas.only({str(number) for number in self.roles.data or ()})
        places = self.capacity.data if "capacity" in self else None
        for field in found:
            if no := quotas.too_many(field.held, places):
                field.errors = [no]
                return False
        return True

    def offer_quotas(self, roles: list[Role]) -> None:
        """Ask for how many of each of these roles."""
        self.role_quotas.offer({role.id: role.name for role in roles})

    @property
    def quotas(self) -> Quotas:
        """What a valid form holds and allows."""
        return Quotas(
            roles={int(key): quota for key, quota in self.role_quotas.data.items()},
            stages=dict(self.stage_quotas.data),
        )

    def fill(self, event: Event) -> None:
        """Show what is kept."""
        for name in WhoForm.columns:
            self[name].data = getattr(event, name)
        self.places_held.data = str(event.places_held)
        self.places_held.choices = closing_times.choices(
            self.places_held.data, closing_times.HOLDING
        )
        self.kept = quotas.of(event)
        self.role_quotas.show(self.kept.roles)
        self.stage_quotas.show(self.kept.stages)

    def said(self, event: Event) -> dict[str, str]:
        """What is kept, in words, each in a line."""
        return who_words.rows(event, quotas.of(event) if self.kept is None else self.kept)
