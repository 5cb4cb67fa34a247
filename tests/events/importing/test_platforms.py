"""Calendars as Meetup, Luma and Eventbrite write them."""

from datetime import UTC, datetime, timedelta

from calendar_files import one

from eventapp.events.importing import locations

MEETUP_HEAD = """PRODID:-//Meetup//RemoteApi//EN
X-WR-CALNAME:Events - Weekly Hack Night.ics
BEGIN:VTIMEZONE
TZID:America/New_York
BEGIN:STANDARD
DTSTART:19701101T020000
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
END:STANDARD
END:VTIMEZONE"""


def test_an_event_of_meetup():
    found = one(
        "UID:event_qgknsyxjkbgc@meetup.com",
        "DTEND;TZID=America/New_York:20180724T213000",
        "SUMMARY:Weekly Hack Night",
        "DESCRIPTION:Code for Boston\\nTuesday\\, July 24 at 7:00 PM\\n\\nOur weekly w",
        " orkgroup.\\n\\nhttps://www.meetup.com/Code-for-Boston/events/249894034/",
        "LOCATION:Cambridge Innovation Center (1 Broadway\\, Cambridge\\, MA)",
        start="DTSTART;TZID=America/New_York:20180724T190000",
        head=MEETUP_HEAD,
    )

    assert (found.starts_at, found.zone) == (
        datetime(2018, 7, 24, 23, tzinfo=UTC),
        "America/New_York",
    )
    assert found.description == "Our weekly workgroup."
    assert (found.where.name, found.where.address) == (
        "Cambridge Innovation Center",
        "1 Broadway, Cambridge, MA",
    )
    assert found.odd == ()


def test_an_event_of_luma_is_on_the_clocks_of_the_community():
    found = one(
        "DTEND:20260820T003000Z",
        'ORGANIZER;CN="Fatima":MAILTO:calendar-invite@lu.ma',
        "UID:evt-1j8nckxA60kEVWq@events.lu.ma",
        "SUMMARY:Builders &amp; Bakers",
        "DESCRIPTION:Get up-to-date information at: https://luma.com/exynnx7d\\n\\nAd",
        " dress:\\nIncubator13\\n815 St. Laurent Blvd\\nOttawa\\, ON\\n\\nHosted by Fatima",
        "LOCATION:https://luma.com/event/evt-1j8nckxA60kEVWq",
        start="DTSTART:20260819T223000Z",
    )

    assert (found.title, found.zone) == ("Builders & Bakers", "Europe/Berlin")
    assert found.description == "Hosted by Fatima"
    # The page of an event is no place, and no link to join.
    assert found.where == locations.Where("Incubator13", "815 St. Laurent Blvd, Ottawa, ON")
    assert found.odd == ()


def test_what_luma_hides_stays_hidden():
    found = one(
        "UID:evt-aaa@events.lu.ma",
        "SUMMARY:Pathways",
        "DESCRIPTION:Get up-to-date information at: https://luma.com/pathways?pk=g-key\\n\\n",
        " Click to join: https://luma.com/join/g-key\\n\\nWelcome!",
        "LOCATION:https://luma.com/join/g-key",
    )
    later = one(
        "UID:evt-bbb@events.lu.ma",
        "SUMMARY:A night",
        "DESCRIPTION:Get up-to-date information at: https://luma.com/b\\n\\nAddress:\\n",
        " Check event page for more details.\\n\\nHosted by Kofi",
        "LOCATION:https://luma.com/event/evt-bbb",
    )

    # The key lets in whoever has it, as the one who took the calendar out.
    assert (found.description, found.where) == ("Welcome!", locations.Where(online=True))
    assert (later.description, later.where) == ("Hosted by Kofi", locations.Where())


def test_an_address_that_somebody_typed_is_theirs():
    found = one("SUMMARY:Games", "DESCRIPTION:Address:\\nsee the group page")

    assert (found.description, found.where) == (
        "Address:\nsee the group page",
        locations.Where(),
    )


def test_an_event_of_eventbrite():
    found = one(
        "UID:123456789@eventbrite.com",
        "DURATION:PT2H",
        "SUMMARY;CHARSET=UTF-8:Leaders &amp\\; newcomers",
        "DESCRIPTION:For details\\, go here: https://www.eventbrite.co.uk/e/leaders-tickets-123?aff=ics",
        "LOCATION:The Library\\, 9 George Street\\, Edinburgh EH2 2PB",
        "URL:https://www.eventbrite.co.uk/e/leaders-tickets-123",
        "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
        start="DTSTART;TZID=Europe/London:20270109T183000",
    )

    assert (found.title, found.description) == ("Leaders & newcomers", "")
    assert found.where == locations.Where("The Library", "9 George Street, Edinburgh EH2 2PB")
    assert (found.ends_at - found.starts_at, found.odd) == (timedelta(hours=2), ())
