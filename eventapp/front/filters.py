"""What a visitor chose to see of what is on, as an address says it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from eventapp.paging import search_text

KINDS = ("", "meetup", "program")
WAYS = ("", "place", "online")
TIMES = ("", "today", "week", "month", "past")
# So many days from today on, today included.
_AHEAD = {"today": 1, "week": 8, "month": 32}
_YEARS = range(1970, 2200)


@dataclass(frozen=True)
class Filters:
    """What a visitor chose; a value nobody knows is dropped."""

    text: str = ""
    kind: str = ""
    when: str = ""
    way: str = ""
    place: str = ""
    topic: str = ""
    community: str = ""
    since: date | None = None
    until: date | None = None

    @classmethod
    def read(cls, args: Mapping[str, str]) -> "Filters":
        """From an address's query."""
        kind, way = args.get("kind", ""), _one_of(WAYS, args.get("where", ""))
        days = [_day(args.get("from", "")), _day(args.get("until", ""))]
        if days[0] and days[1]:
            days.sort()
        when = _one_of(TIMES, args.get("when", ""))
        # Days of one's own say more than a word for some.
        if any(days) and when != "past":
            when = ""
        return cls(
            text=search_text(args),
            kind=_one_of(KINDS, kind),
            when=when,
            # It was a kind once, and addresses are kept.
            way="online" if kind == "online" else way,
            place=_line(args, "place"),
            topic=_line(args, "topic"),
            community=_line(args, "community"),
            since=days[0],
            until=days[1],
        )

    @property
    def kept(self) -> dict[str, str]:
        """The query of an address that asks for the same again."""
        said = {
            "q": self.text,
            "kind": self.kind,
            "when": self.when,
            "where": self.way,
            "place": self.place,
            "topic": self.topic,
            "community": self.community,
            "from": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
        }
        return {name: value for name, value in said.items() if value}

    def without(self, *names: str) -> dict[str, str]:
        """The same query without some of what was chosen."""
        return {name: value for name, value in self.kept.items() if name not in names}

    def of_one_community(self) -> "Filters":
        """The same where the page says already whose events they are."""
        return replace(self, community="")

    def __bool__(self) -> bool:
        return bool(self.kept)

    def looks_back(self, now: datetime) -> bool:
        """Whether what is over is wanted: asked for, or by days that are over."""
        return self.when == "past" or (self.until is not None and self.until < now.date())

    @property
    def by_day(self) -> bool:
        """Whether days were chosen, which begin and end where the clocks of an event say so."""
        return self.when in _AHEAD or bool(self.since or self.until)

    def span(self, zone: str, now: datetime) -> tuple[datetime | None, datetime | None]:
        """From when and before when, by the clocks of a zone; None is without an end."""
        clocks = ZoneInfo(zone)
        first, last = self.since, self.until
        if self.when in _AHEAD:
            last = now.astimezone(clocks).date() + timedelta(days=_AHEAD[self.when] - 1)
        return (
            datetime.combine(first, time(), clocks) if first else None,
            datetime.combine(last + timedelta(days=1), time(), clocks) if last else None,
        )


def _one_of(known: tuple[str, ...], said: str) -> str:
    return said if said in known else ""


def _line(args: Mapping[str, str], name: str) -> str:
    return search_text({"q": args.get(name, "")})


def _day(said: str) -> date | None:
    """A day as a browser sends it; None for everything else."""
    try:
        found = date.fromisoformat(said) if len(said) == len("2027-03-01") else None
    except ValueError:
        return None
    return found if found and found.year in _YEARS else None
