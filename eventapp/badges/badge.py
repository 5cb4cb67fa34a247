"""What a badge says: the guest's own words, and ours around them (pure)."""

from dataclasses import dataclass, replace

from eventapp import text_fitting


@dataclass(frozen=True)
class Badge:
    """What one guest wears; every text as typed. `mark` is 1 to 8, anything else is no role.

    `says` are answers that the organizer chose for it. `route` names the table of each round, `host_table` the one of a host who stays. `photos` is
    "welcome" or "no": then the top edge is striped beside a crossed-out camera.
    """

    first_name: str
    last_name: str = ""
    pronouns: str = ""
    ask: str = ""
    role: str = ""
    mark: int = 0
    route: tuple[str, ...] = ()
    host_table: str | None = None
    plan_version: int | None = None
    url: str = ""
    photos: str = "welcome"
    says: str = ""
    # Without a name, to be written on by hand.
    blank: bool = False


@dataclass(frozen=True)
class Logo:
    """A picture, and its shape."""

    content: bytes
    width: float
    height: float


@dataclass(frozen=True)
class Words:
    """What is printed besides the guests' own words, in the language of the event."""

    lang: str = "en"
    title: str = "Badges"
    hello: str = "Hello, I’m"
    come_as: str = "I’m here as"
    ask: str = "Ask me about"
    table: str = "T{table}"
    host: str = "{table} all evening"
    plan: str = "my tables, plan {version}"
    used: str = "{number}, used"
    event: str = ""
    round: str = "Round {number}"
    all_evening: str = "All evening"
    scan: str = "Scan at the door"
    logo: Logo | None = None


def tidied(badge: Badge) -> Badge:
    """The badge with every text on one line, cut to a length that a label can hold."""
    first, last = text_fitting.tidy(badge.first_name, 48), text_fitting.tidy(badge.last_name, 60)
    return replace(
        badge,
        first_name=first or last or ("" if badge.blank else "?"),
        last_name=last if first else "",
        pronouns=text_fitting.tidy(badge.pronouns, 30),
        ask=text_fitting.tidy(badge.ask, 140),
        says=text_fitting.tidy(badge.says, 100),
        role=text_fitting.tidy(badge.role, 40),
        route=tuple(text_fitting.tidy(stop, 16) for stop in badge.route[:8]),
        host_table=text_fitting.tidy(badge.host_table, 24) if badge.host_table else None,
    )


def stops(badge: Badge, words: Words) -> list[tuple[str, str]]:
    """Each round and its table as they are said one under the other; once for who stays."""
    if badge.host_table:
        return [(words.all_evening, _stop(badge.host_table, words))]
    return [
        (words.round.replace("{number}", str(number)), _stop(table, words))
        for number, table in enumerate(badge.route, 1)
    ]


def said_route(badge: Badge, words: Words) -> str:
    """The tables as they are said: numbers with the word's initial, names as they are."""
    if badge.host_table:
        return words.host.replace("{table}", _stop(badge.host_table, words))
    return " · ".join(_stop(table, words) for table in badge.route)


def _stop(table: str, words: Words) -> str:
    return words.table.replace("{table}", table) if table.isdecimal() else table
