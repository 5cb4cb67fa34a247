"""Links that open a calendar on the web with the appointment filled in, or a feed to subscribe to. Pure."""

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Subscription:
    """A calendar to subscribe to: its address, and links that hand it to a program."""

    address: str
    name: str
    webcal: str
    google: str
    outlook: str
    office: str


def subscriptions(address: str, name: str) -> Subscription:
    """How calendars take in a feed: by its address, or by a link that hands it over."""
    webcal = "webcal://" + address.partition("://")[2]
    given = _query(url=address, name=clean(name))
    return Subscription(
        address=address,
        name=name,
        webcal=webcal,
        google="https://calendar.google.com/calendar/r?" + _query(cid=webcal),
        outlook=f"https://outlook.live.com/calendar/0/addfromweb?{given}",
        office=f"https://outlook.office.com/calendar/0/addfromweb?{given}",
    )


def _query(**fields: str) -> str:
    return urlencode({name: text for name, text in fields.items() if text}, quote_via=quote)


def _details(appointment: Appointment) -> str:
    # A long text would make an address that browsers and servers refuse.
    description = clean_lines(appointment.description).strip()[:600]
    return f"{description}\n\n{appointment.url}".strip()


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
