"""What a request says: its query, its JSON body and its key, checked before anything is done."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from eventapp.api import fields
from eventapp.api.problems import Problem

LONGEST_KEY = 200


def key(given: str | None) -> str:
    """An Idempotency-Key; empty where there is none."""
    text = (given or "").strip()
    if len(text) > LONGEST_KEY or not text.isascii() or not text.isprintable():
        said = _("An Idempotency-Key has up to %(most)s printable letters.", most=LONGEST_KEY)
        raise Problem(400, said)
    return text


def query(given: MultiDict[str, str], known: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The values of a query; a Problem for one that nobody knows, or that can't be read."""
    found = {}
    for name in given:
        if name not in known:
            said = _(
                "There is no parameter “%(name)s”. These are: %(known)s.",
                name=name[:40],
                known=", ".join(known) or "–",
            )
            raise Problem(400, said)
        found[name] = _value(name, given[name], known[name])
    return found


def _value(name: str, text: str, schema: Mapping[str, Any]) -> Any:
    value: Any = None
    if schema["type"] == "integer":
        short = text.isascii() and text.isdigit() and len(text) < 10
        value = int(text) if short and schema["minimum"] <= int(text) <= schema["maximum"] else None
    elif schema.get("format") == "date-time":
        value = _moment(text)
    elif text in schema.get("enum", (text,)) and len(text) <= schema.get("maxLength", 80):
        value = text.replace("\0", "")
    if value is None:
        raise Problem(400, _("“%(name)s” can’t be read as it is.", name=name))
    return value


def _moment(text: str) -> datetime | None:
    try:
        # A plus in an address is a blank.
        found = datetime.fromisoformat(text.replace(" ", "+"))
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def pages(given: MultiDict[str, str]) -> tuple[int, int]:
    """How many of a list are on a part, and which part this is, of a query that was checked."""
    return int(given.get("per_page", 50)), int(given.get("page", 1))


def body(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON of the request, of the right kinds."""
    if request.mimetype != "application/json":
        raise Problem(415, _("Send JSON, with “Content-Type: application/json”."))
    try:
        said = json.loads(request.get_data())
    except (ValueError, RecursionError):
        raise Problem(400, _("That is no JSON.")) from None
    return fields.check(said, schema)
