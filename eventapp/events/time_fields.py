"""How forms ask for a day and for times on the clocks of a place."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from wtforms import DateTimeLocalField, Field

from eventapp.events.local_time import Skipped, moment


class DayAndTimeField(DateTimeLocalField):
    """A day with a time on the clocks of the place."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed, or say how to type it."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Give day and time, as in 2026-11-26 18:00.")) from None


def moment_typed(
    field: Field, day: date, zone: ZoneInfo, *, after: datetime | None = None
) -> datetime | None:
    """The moment in UTC of what a field holds; None, with a sentence at it, where no clock shows that."""
    at = field.data.time() if isinstance(field.data, datetime) else field.data
    try:
        return moment(day, at, zone, after=after)
    except Skipped:
        field.errors = [
            _(
                "There is no %(time)s that night in %(zone)s: the clocks go forward. "
                "Choose another time.",
                time=f"{at:%H:%M}",
                zone=zone.key.replace("_", " "),
            )
        ]
        return None
