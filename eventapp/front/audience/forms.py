"""What an organizer types to many guests, and when it leaves."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import Optional

from eventapp.events import local_time
from eventapp.events.models import Event
from eventapp.events.time_fields import DayAndTimeField, moment_typed
from eventapp.rsvps.attendees.forms import MessageForm

AHEAD = timedelta(days=366)
# As browsers have it, and as people type it where a browser has no field for it; shown as the first.
TIMES = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]


class AudienceForm(MessageForm):
    """A letter and its time."""

    at = DayAndTimeField(_l("Send it at"), [Optional()], format=TIMES)

    # The moment that `at` means; None is now.
    leaves: datetime | None = None
    # Whether the clocks show that time twice that night.
    twice = False

    def read_time(self, event: Event, *, now: datetime) -> bool:
        """Read the time on the clocks of the event's place; whether it can be kept."""
        typed = self.at.data
        if typed is None or self.at.errors:
            return not self.at.errors
        zone = ZoneInfo(event.zone)
        if not now - AHEAD <= typed.replace(tzinfo=zone) <= now + AHEAD:
            return self._no(_("Choose a time within a year from now."))
        self.leaves = moment_typed(self.at, typed.date(), zone)
        if self.leaves is None:
            return False
        if self.leaves <= now:
            return self._no(_("That time is over. Choose a later one, or none to send it now."))
        self.twice = local_time.twice(typed.date(), typed.time(), zone)
        return True

    def _no(self, said: str) -> bool:
        field: Field = self.at
        field.errors = [said]
        return False
