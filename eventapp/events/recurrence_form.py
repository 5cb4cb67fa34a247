"""The form of a rule: on which days something is held, from when to when."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    HiddenField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from eventapp.communities.forms import WholeNumberField, tidy
from eventapp.events import month_names
from eventapp.events.forms import HoursForm
from eventapp.events.local_time import Repeated
from eventapp.events.recurrence import MOST, EndsBefore, Hours, NoSuchTime, Rhythm, times
from eventapp.events.typed_days import Unclear, read

WEEKDAYS = [
    SelectChoice("0", _l("Monday")),
    SelectChoice("1", _l("Tuesday")),
    SelectChoice("2", _l("Wednesday")),
    SelectChoice("3", _l("Thursday")),
    SelectChoice("4", _l("Friday")),
    SelectChoice("5", _l("Saturday")),
    SelectChoice("6", _l("Sunday")),
]


def no_such_time(no: NoSuchTime, zone: str) -> str:
    """A sentence that names the day on which the clocks skip an hour."""
    return _(
        "There is no %(time)s on %(day)s in %(zone)s: the clocks go forward. Choose another time.",
        time=f"{no.at:%H:%M}",
        day=format_date(no.day, "EEE d MMM yyyy"),
        zone=zone.replace("_", " "),
    )


def _unclear(no: Unclear) -> str:
    if no.what == "two":
        return _(
            "“%(day)s” may be two days. Write the month as a word, as in 7 April.", day=no.typed
        )
    return _(
        "“%(day)s” is no day that we know. Give days as in 7 April or 2026-04-07, with a comma between them.",
        day=no.typed,
    )


def _months() -> Mapping[str, int]:
    """The numbers of months by their names, in the language of the page and in English."""
    return month_names.numbers("en", str(get_locale() or "en"))


def number_field(label: str) -> WholeNumberField:
    """How many there are by the rule."""
    return WholeNumberField(
        label,
        [Optional()],
        least=1,
        most=MOST,
        default=3,
        render_kw={"min": 1, "max": MOST, "inputmode": "numeric"},
    )


class RhythmForm(HoursForm):
    """On which days something is held, and from when to when."""

    until = DateField(_l("Or until a day"), [Optional()])
    every = WholeNumberField(
        _l("Every how many weeks"),
        [InputRequired()],
        least=1,
        most=13,
        default=1,
        render_kw={"min": 1, "max": 13, "inputmode": "numeric"},
    )
    weekdays = SelectMultipleField(_l("On these weekdays"), choices=WEEKDAYS)
    not_on = StringField(_l("Not on"), [Optional(), Length(max=1_000)], filters=[tidy])
    # The dates that were looked at, so that no others are made.
    shown = HiddenField()
    # The button that shows them once more.
    again = HiddenField()

    times: list[Repeated]

    @property
    def how_many(self) -> WholeNumberField:
        """The field that asks how many there are (`number_field`)."""
        raise NotImplementedError

    def zone_name(self) -> str:
        """On whose clocks the hours are."""
        raise NotImplementedError

    def validate(self, *args: object, **given: object) -> bool:
        """Each field by itself, then every date on the clocks of the place."""
        return super().validate(*args, **given) and self._read_dates()

    def _read_dates(self) -> bool:
        rhythm, first = self._rhythm(), self.starts_on.data
        if not rhythm:
            return False
        days = rhythm.days()
        if not days:
            self.until.errors = [_("There is no such day until then.")]
            return False
        if len(days) > MOST:
            self.until.errors = [_("At most %(num)s are made at once.", num=MOST)]
            return False
        nights = (self.ends_on.data - first).days if self.ends_on.data else 0
        if nights > 31:
            self.ends_on.errors = [_("An event lasts at most a month.")]
            return False
        hours, zone = Hours(self.starts_at.data, self.ends_at.data, nights), self.zone_name()
        try:
            self.times = times(days, hours, ZoneInfo(zone))
        except NoSuchTime as no:
            # Not translated by a field's name: the hour may be the first one or the last.
            asked = self.starts_at if no.at == self.starts_at.data else self.ends_at
            asked.errors = [no_such_time(no, zone)]
            return False
        except EndsBefore:
            self.ends_at.errors = [_("The end must come after the beginning.")]
            return False
        return True

    def _rhythm(self) -> Rhythm | None:
        first, until = self.starts_on.data, self.until.data
        for field in (self.starts_on, self.until):
            if field.data and not 2000 <= field.data.year <= 2200:
                field.errors = [_("Check the year.")]
                return None
        if not until and not self.how_many.data:
            self.how_many.errors = [_("Give how many there are, or the day until which they go.")]
            return None
        try:
            left_out = frozenset(read(self.not_on.data or "", months=_months(), first=first))
        except Unclear as no:
            self.not_on.errors = [_unclear(no)]
            return None
        return Rhythm(
            first=first,
            weekdays=frozenset(int(day) for day in self.weekdays.data or []),
            every=self.every.data or 1,
            number=self.how_many.data or 1,
            until=until,
            left_out=left_out,
            monthly=self.by_month(),
        )

    def by_month(self) -> str:
        """By what it is counted in a month (`Rhythm.monthly`); nothing where it is by week."""
        return ""

    @property
    def stamp(self) -> str:
        """The dates as one mark, to notice when others were looked at."""
        return ",".join(
            f"{one.starts_at:%Y%m%d%H%M}-{one.ends_at:%Y%m%d%H%M}" for one in self.times
        )

    @property
    def looked_at(self) -> bool:
        """Whether just these dates were shown, and are to be made now."""
        return self.shown.data == self.stamp and not self.again.data
