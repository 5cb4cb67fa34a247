"""Links that open a calendar on the web with the appointment filled in. Pure."""

from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from eventapp.content_lines import clean, clean_lines
from eventapp.ical import Appointment


def google(appointment: Appointment) -> str:
    """A link that opens Google Calendar with the appointment filled in."""
    starts, ends = _utc(appointment.starts_at), _utc(appointment.ends_at)
    return "https://calendar.google.com/calendar/render?" + _query(
        action="TEMPLATE",
        text=clean(appointment.title),
        dates=f"{starts:%Y%m%dT%H%M%SZ}/{ends:%Y%m%dT%H%M%SZ}",
        details=_details(appointment),
        location=clean(appointment.location),
    )


def outlook(appointment: Appointment) -> str:
    """A link that opens Outlook on the web with the appointment filled in."""
    return "https://outlook.live.com/calendar/0/deeplink/compose?" + _query(
        path="/calendar/action/compose",
        rru="addevent",
        subject=clean(appointment.title),
        startdt=f"{_utc(appointment.starts_at):%Y-%m-%dT%H:%M:%SZ}",
        enddt=f"{_utc(appointment.ends_at):%Y-%m-%dT%H:%M:%SZ}",
        body=_details(appointment),
        location=clean(appointment.location),
    )


def _query(**fields: str) -> str:
    return urlencode({name: text for name, text in fields.items() if text}, quote_via=quote)


def _details(appointment: Appointment) -> str:
    # A long text would make an address that browsers and servers refuse.
    description = clean_lines(appointment.description).strip()[:600]
    return f"{description}\n\n{appointment.url}".strip()


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
