"""What an organizer chooses about the cards of an event."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from eventapp.events.local_time import Skipped, moment
from eventapp.events.time_fields import DayAndTimeField


class ChoiceForm(FlaskForm):
    """When the cards go out."""

    mode = RadioField(
        _l("The cards go out"),
        choices=[
            SelectChoice("morning", _l("By themselves, the morning after")),
            SelectChoice("at", _l("At a time that I choose")),
            SelectChoice("review", _l("When I have looked at them")),
        ],
    )
    sends_at = DayAndTimeField(_l("Day and time"), [Optional()])

    def moment(self, zone: str) -> datetime | None:
        """The chosen moment on the clocks of the event; None, with what is wrong at the field, if there is none."""
        at = self.sends_at.data
        if self.mode.data != "at":
            return None
        if at is None:
            self.refuse(_("Give day and time, as in 2026-11-26 18:00."))
        elif not 2000 <= at.year <= 2200:
            self.refuse(_("Check the year."))
        else:
            try:
                return moment(at.date(), at.time(), ZoneInfo(zone))
            except Skipped:
                self.refuse(_("The clocks go forward past that time. Choose another one."))
        return None

    def refuse(self, said: str) -> None:
        """Say at its field why that moment can't be."""
        field: Field = self.sends_at
        field.errors = [said]


def read_steps(
    sent: MultiDict[str, str], shown: dict[int, list[int]]
) -> tuple[dict[int, dict[int, str]], dict[int, bool]]:
    """What shall be said on the cards that were shown, by whom each names; and who gets none."""
    steps = {
        who: {
            other: sent.get(f"step-{who}-{other}", "")
            for other in others
            if f"step-{who}-{other}" in sent
        }
        for who, others in shown.items()
    }
    without = set(sent.getlist("without"))
    return steps, {who: str(who) in without for who in shown if f"shown-{who}" in sent}


def read_hidden(
    sent: MultiDict[str, str], shown: Collection[tuple[int, str]]
) -> dict[tuple[int, str], bool]:
    """Which of the lines that were shown are passed on to nobody."""
    hidden, there = set(sent.getlist("hide")), set(sent.getlist("shown"))
    return {
        (who, what): f"{what}-{who}" in hidden for who, what in shown if f"{what}-{who}" in there
    }
