"""A program as search engines read it: schema.org/Course with a CourseInstance for each run (JSON-LD)."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from eventapp import clock
from eventapp.events.models import Event
from eventapp.mail.outbox import address_of
from eventapp.programs.family import Run
from eventapp.programs.models import Program


def course(program: Program, events: Sequence[Event], others: Sequence[Run]) -> dict[str, Any]:
    """A program with its sessions that take place, and its other runs."""
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": program.title,
        "description": program.summary or program.description[:500] or program.title,
        "url": address(program.community.slug, program.slug),
        "inLanguage": program.language or clock.language(),
        "image": [picture(program)],
        "provider": {
            "@type": "Organization",
            "name": program.community.name,
            "url": address_of("front.community", community=program.community.slug),
        },
        "hasCourseInstance": [
            *([_this_run(program, events)] if events else []),
            *(_other(program, run) for run in others),
        ],
    }
    if not program.price_note:
        said["isAccessibleForFree"] = True
        said["offers"] = {
            "@type": "Offer",
            "category": "Free",
            "price": "0",
            "priceCurrency": "EUR",
            "url": said["url"],
        }
    if program.requires and program.requires.published_at:
        said["coursePrerequisites"] = program.requires.title
    return said


def address(community: str, slug: str) -> str:
    """The address of a program's page."""
    return address_of("programs.show", community=community, program=slug)


def picture(program: Program) -> str:
    """The address of the picture that a shared link shows."""
    return address_of("programs.picture", community=program.community.slug, program=program.slug)


def _this_run(program: Program, events: Sequence[Event]) -> dict[str, Any]:
    status = "EventCancelled" if program.cancelled_at else "EventScheduled"
    return {
        "@type": "CourseInstance",
        "name": program.cohort or program.title,
        "url": address(program.community.slug, program.slug),
        "startDate": events[0].local_start.isoformat(),
        "endDate": events[-1].local_end.isoformat(),
        "eventStatus": f"https://schema.org/{status}",
        "courseMode": _mode(events),
        "location": _locations(program, events),
        "courseSchedule": _schedule(events),
        "instructor": [
            {"@type": "Person", "name": one.name}
            | ({"description": one.about} if one.about else {})
            for one in program.trainers
        ],
        "subEvent": [
            {
                "@type": "Event",
                "name": event.title,
                "startDate": event.local_start.isoformat(),
                "endDate": event.local_end.isoformat(),
                "location": _location(event, program),
            }
            for event in events
        ],
    }


def _other(program: Program, run: Run) -> dict[str, Any]:
    zone = ZoneInfo(run.zone)
    return {
        "@type": "CourseInstance",
        "name": run.cohort or run.title,
        "url": address(program.community.slug, run.slug),
        "startDate": run.starts_at.astimezone(zone).isoformat(),
        "endDate": run.ends_at.astimezone(zone).isoformat(),
    }


def _mode(events: Sequence[Event]) -> str:
    modes = {
        "Blended" if event.hybrid else "Onsite" if event.place_name else "Online"
        for event in events
    }
    return modes.pop() if len(modes) == 1 else "Blended"


def _locations(program: Program, events: Sequence[Event]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for event in events:
        if (one := _location(event, program)) not in found:
            found.append(one)
    return found


def _location(event: Event, program: Program) -> dict[str, str]:
    """Where one session is; a virtual one has our address, where one asks for a place."""
    if event.place_name or not event.online:
        return {"@type": "Place", "name": event.place_name, "address": event.place_address}
    here = event.public_link or address(program.community.slug, program.slug)
    return {"@type": "VirtualLocation", "url": here}


def _schedule(events: Sequence[Event]) -> dict[str, Any]:
    """As search engines ask for it: how often, and how many times."""
    first, last = events[0], events[-1]
    days = [event.local_start.date() for event in events]
    gaps = {(after - before).days for before, after in pairwise(days)}
    daily = gaps == {1}
    return {
        "@type": "Schedule",
        "repeatFrequency": "Daily" if daily else "Weekly",
        "repeatCount": len(events),
        "startDate": days[0].isoformat(),
        "endDate": days[-1].isoformat(),
        "startTime": first.local_start.strftime("%H:%M:%S"),
        "endTime": first.local_end.strftime("%H:%M:%S"),
        "duration": f"PT{int((first.ends_at - first.starts_at).total_seconds() // 60)}M",
        "scheduleTimezone": last.zone,
    }
