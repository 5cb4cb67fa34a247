"""Walks through the site: every page that somebody can look at, and what is in its markup."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser

import sample_site
import visitor
from flask import Flask
from sample_site import Site

# Whoever sees most of a page, where it isn't the owner.
AS = {
    "kiosk.welcome": "kiosk",
    "kiosk.badge": "kiosk",
    "kiosk.label": "kiosk",
    "kiosk.size": "kiosk",
    "kiosk.document": "kiosk",
    "followups.contact": "guest",
    "front.me": "guest",
    "people_met.show": "guest",
}
SILENT = {"asset", "face.colours", "face.picture", "front.favicon"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}

# What pages read from their own address.
QUERY = (
    "q", "who", "rsvp", "state", "step", "other", "again", "unknown", "round", "why", "compare",
    "stock", "start", "x", "y", "page", "role", "before", "sort", "all", "next", "kind", "zone",
    "format", "when", "day", "community", "done", "what",
    "here", "silent", "tag", "part", "kept", "text", "badge",
)  # fmt: skip


def pages(app: Flask, site: Site) -> Iterator[tuple[str, str]]:
    """Who looks at what: every endpoint that answers GET, and the faces that some of them have."""
    for rule in sorted(app.url_map.iter_rules(), key=str):
        if "GET" in rule.methods and rule.endpoint not in SILENT:
            yield AS.get(rule.endpoint, "owner"), sample_site.address(app, site, rule.endpoint)
    desk, event = f"/desk/{site.slugs['community']}", site.slugs["event"]
    for name in ("waiting", "past"):
        yield "anonymous", f"/r/{site.tokens[name]}"
    yield "anonymous", f"/i/{site.tokens['link for many']}"
    yield "anonymous", f"/{site.slugs['community']}/events/{site.slugs['by invitation']}"
    yield "owner", f"{desk}/events/{event}/invitees?state=open"
    yield "anonymous", "/"
    yield "anonymous", f"/B/{site.tokens['badge']}"
    yield "anonymous", f"/{site.slugs['community']}/events/{site.slugs['past']}"
    yield "door", f"{desk}"
    yield "door", f"{desk}/events/{event}/door"
    yield "stranger", f"{desk}"
    for step in ("what", "when", "room", "review"):
        yield "owner", f"{desk}/events/{site.slugs['draft']}/plan?step={step}"
    for query in ("q=4", f"who={site.ids['rsvp']}", "unknown=1", f"other={site.slugs['sibling']}"):
        yield "owner", f"{desk}/events/{event}/door?{query}"
    yield "owner", f"{desk}/events/{event}/tables?round=all"
    yield "owner", f"{desk}/events/{event}/tables?why={site.ids['friend']}"
    yield "owner", f"{desk}/events/{event}/tables?compare=yes"
    yield "owner", f"{desk}/events/{site.slugs['sibling']}/tables"
    yield "owner", f"{desk}/events/{event}/people?q=nobody"
    yield "owner", f"{desk}/events/{event}/messages?state=failed"
    yield "owner", f"{desk}/events/{event}/badges?stock=nope"
    yield "owner", "/nothing/here"
    yield "owner", "/?kind=program"


@dataclass
class Markup(HTMLParser):
    """What a page is made of: each tag with its attributes, each text with the tags around it."""

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    texts: list[tuple[tuple[str, ...], str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.around: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.around.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.around:
            while self.around.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((tuple(self.around), data))

    @property
    def shown(self) -> str:
        """All that can be read on the page, values of fields included."""
        read = [text for around, text in self.texts if not {"script", "style"} & set(around)]
        return "\n".join([*read, *(tag[1].get("value", "") for tag in self.tags)])


def markup(html: str) -> Markup:
    """A page, taken apart."""
    found = Markup()
    found.feed(html)
    found.close()
    return found


@dataclass
class Sheet:
    """A form on a page: where it goes, its values as they are, and the kind of each field."""

    page: str
    action: str
    method: str
    values: dict[str, object]
    kinds: dict[str, str]

    @property
    def typed(self) -> list[str]:
        """The fields that somebody types text into."""
        return [name for name, kind in self.kinds.items() if kind in TYPED]


TYPED = {"text", "textarea", "search", "url", "tel"}


@lru_cache(maxsize=1024)
def sheets(page: str, html: str) -> list[Sheet]:
    """The forms of a page but the menu of languages, with the first choice made wherever one must be.

    Kept, as several tests go through the same pages: change a copy of what a form holds.
    """
    kinds: list[dict[str, str]] = []
    chosen: list[dict[str, str]] = []
    menu = False
    for tag, has in markup(html).tags:
        if tag == "form":
            menu = has.get("action") == visitor.MENU
        if tag == "form" and not menu:
            kinds.append({})
            chosen.append({})
        elif kinds and not menu and tag in {"input", "textarea", "select"} and has.get("name"):
            kind = has.get("type", "text") if tag == "input" else tag
            kinds[-1].setdefault(has["name"], kind)
            if kind == "radio":
                chosen[-1].setdefault(has["name"], has.get("value", ""))
    return [
        Sheet(page, form.action or page, form.method, more | form.values, kind)
        for form, kind, more in zip(visitor.forms(html), kinds, chosen, strict=True)
    ]


def sent(site: Site, endpoint: str) -> dict[str, object]:
    """What a form of this endpoint might send, so that somebody who may send it is let in."""
    ids = site.ids
    return {
        "door.arrive": {"rsvp": ids["rsvp"]},
        "door.undo": {"rsvp": ids["rsvp"]},
        "door_staff.create": {"name": "95", "kind": "door", "stock": "avery-l4785"},
        "kiosk.arrive": {"who": site.names["guest"]},
        "kiosk.begin": {"stock": "avery-l4785"},
        "series_desk.take_in": {"event": ids["event"]},
        "reseating.change": {"option": "fewest", "stamp": "0"},
        "reseating.close": {"table": 1},
        "rounds.command": {"command": "more", "seen": "0.0.0"},
        "reseating.leave": {"rsvp": ids["inside"], "last_round": 1},
        "followups.wish": {"keep": ids["rsvp"]},
        "hellos.show": {"keep": ids["rsvp"]},
        "bulk_desk.review": {"what": "take_off", "p": ids["rsvp"]},
        "bulk_desk.take": {"what": "message", "p": ids["rsvp"], "subject": "x", "text": "x"},
        "person_desk.change_role": {"role": ids["role"]},
        "nudges.show": {"answer": "yes"},
        "help_board.answer": {"answer": "no"},
        "help_board.say": {"helped": "not_yet"},
        "help_board.put": {"text": "71", "kind": "advice"},
        "preferences.guest": {"topic": "card", "on": "no"},
        "preferences.me": {"topic": "card", "on": "no"},
        "preferences.ask_address": {"email": "193@example.org"},
        "preferences.ask_my_address": {"email": "193@example.org"},
        "people.request_link": {"email": "101@example.org"},
        "language.choose": {"language": "en"},
        "invitations.create": {
            "email": "190@example.org",
            "first_name": "90",
            "role": ids["role"],
        },
        "invitations_desk.invite": {"addresses": "191@example.org"},
        "rsvps.create": {"email": "190@example.org", "first_name": "90", "role": ids["role"]},
        "programs.create": {"email": "190@example.org", "first_name": "90", "role": ids["role"]},
    }.get(endpoint, {})
