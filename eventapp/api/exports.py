"""The lists of an event as files, and the community that a token opens."""

import json
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from typing import Any, Literal, TypedDict

from flask import current_app
from flask_babel import gettext as _

from eventapp import languages
from eventapp.api.events import event_of
from eventapp.api.operations import Call, File, operation
from eventapp.api.problems import Problem
from eventapp.api.schemas import Address
from eventapp.db import release
from eventapp.front.exports.lists import LISTS
from eventapp.rsvps.exports import MIME, Export
from eventapp.seating import plans

KINDS = MIME | {"json": "application/json"}


class RoleShown(TypedDict):
    """What people come as."""

    id: int
    name: str


class CommunityShown(TypedDict):
    """The community that the token opens, with what it may do."""

    slug: str
    name: str
    zone: str
    roles: list[RoleShown]
    topics: list[str]
    scopes: list[str]


class ExportShown(TypedDict):
    """A list that can be taken out, with the address of each file."""

    name: Literal["people", "seats", "arrivals"]
    csv: Address
    xlsx: Address
    json: Address


class ExportsShown(TypedDict):
    """What can be taken out of an event."""

    exports: list[ExportShown]


@operation("GET", "/community", scope="", group="Community", answers=CommunityShown)
def community(call: Call) -> CommunityShown:
    """Read what the token opens.

    With the roles that people come as, by the numbers that other requests use.
    """
    host = call.community
    return CommunityShown(
        slug=host.slug,
        name=host.name,
        zone=host.zone,
        roles=[RoleShown(id=role.id, name=role.name) for role in host.roles],
        topics=[topic.name for topic in host.topics],
        scopes=list(call.token.scopes),
    )


@operation(
    "GET", "/events/<int:event>/exports", scope="exports:read", group="Exports",
    answers=ExportsShown,
)  # fmt: skip
def index(call: Call) -> ExportsShown:
    """List what can be taken out.

    Each address takes the same token. The list of seats is there once tables are published.
    """
    event = event_of(call)
    base = f"{current_app.config['BASE_URL'].rstrip('/')}/api/v1/events/{event.id}/exports"
    there = [name for name in LISTS if name != "seats" or plans.published(event)]
    return ExportsShown(
        exports=[
            ExportShown(
                name=name,  # type: ignore[typeddict-item]
                csv=f"{base}/{name}.csv",
                xlsx=f"{base}/{name}.xlsx",
                json=f"{base}/{name}.json",
            )
            for name in there
        ]
    )


@operation(
    "GET", "/events/<int:event>/exports/<any(people,seats,arrivals):name>.<any(csv,xlsx,json):kind>", scope="exports:read", group="Exports",
    files=tuple(KINDS.values()),
)  # fmt: skip
def read(call: Call) -> File:
    """Take a list out as a file."""
    event, name, kind = event_of(call), call.path["name"], call.path["kind"]
    if name == "seats" and plans.published(event) is None:
        raise Problem(404, _("No tables are published yet, so there is no list of seats."))
    # Programs look for names that are the same whoever asks, and whatever language the site is in.
    with languages.spoken("en") if kind == "json" else nullcontext():
        slug, made = event.slug, LISTS[name](event)
        # A long list takes a second to write: meanwhile nobody waits for the database.
        release()
        written: dict[str, Callable[[], bytes]] = {
            "csv": made.csv,
            "xlsx": made.xlsx,
            "json": lambda: _json(made),
        }
        return File(written[kind](), KINDS[kind], f"{slug}-{name}.{kind}")


def _json(made: Export[Any]) -> bytes:
    rows = [dict(zip(made.headings, map(_cell, cells), strict=True)) for cells in made.cells()]
    return json.dumps(rows, ensure_ascii=False).encode()


def _cell(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
