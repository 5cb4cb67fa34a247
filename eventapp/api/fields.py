"""Between a form's fields and JSON: their JSON Schema, and a body as a browser would have sent it.

What a field allows is said by its form alone. Here a value's kind is looked at, and nothing else.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    Form,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import DataRequired, InputRequired, Length

from eventapp.api.problems import Problem
from eventapp.events.quota_field import MOST, QuotasField

KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,), "integer": (int,), "boolean": (bool,), "array": (list,), "object": (dict,),
    "null": (type(None),),
}  # fmt: skip


def body(properties: dict[str, Any]) -> dict[str, Any]:
    """A body of which at least one of these is sent, and nothing else, as JSON Schema."""
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "minProperties": 1,
    }


def schema(field: Field) -> dict[str, Any]:
    """What a field takes, as JSON Schema."""
    said: dict[str, Any] = {"description": str(field.label.text)}
    number = {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}
    if isinstance(field, BooleanField):
        return said | {"type": "boolean"}
    if isinstance(field, QuotasField):
        return said | _quotas(field)
    if isinstance(field, SelectMultipleField):
        one = number if field.coerce is int else {"type": "string"}
        return said | {"type": "array", "items": one, "maxItems": 100}
    if isinstance(field, (SelectField, RadioField)):
        if field.coerce is int:
            return said | number
        words = [str(value) for value, *_label in field.choices or ()]
        return said | ({"type": "string", "enum": words} if len(words) < 20 else {"type": "string"})
    if isinstance(field, IntegerField):
        least, most = getattr(field, "least", None), getattr(field, "most", None)
        kind = "integer" if _must(field) else ["integer", "null"]
        return said | {"type": kind, "minimum": least, "maximum": most}
    said["type"] = "string"
    if isinstance(field, EmailField):
        said["format"] = "email"
    if most := [one.max for one in field.validators if isinstance(one, Length)]:
        said["maxLength"] = min(most)
    if _must(field):
        said["minLength"] = 1
    return said


def _quotas(field: QuotasField) -> dict[str, Any]:
    """Least and most by what it is about: those that the field offers, or any number."""
    number = {"minimum": 0, "maximum": MOST}
    quota = {
        "type": "object",
        "properties": {
            "least": number | {"type": "integer"},
            "most": number | {"type": ["integer", "null"]},
        },
        "additionalProperties": False,
    }
    if field.offered:
        known = dict.fromkeys(field.offered, quota)
        return {"type": "object", "properties": known, "additionalProperties": False}
    return {"type": "object", "additionalProperties": quota}


def _must(field: Field) -> bool:
    return any(isinstance(one, (DataRequired, InputRequired)) for one in field.validators)


def check(body: Any, schema: Mapping[str, Any]) -> dict[str, Any]:
    """A body whose values are of the right kinds; a Problem that points at each that isn't."""
    if not isinstance(body, dict):
        raise Problem(422, _("Send a JSON object."), [("", _("This must be an object."))])
    known = schema["properties"]
    wrong = [
        (f"/{_escaped(name)}", _("There is no such field.")) for name in body if name not in known
    ]
    wrong += [
        (f"/{name}", _("This is needed."))
        for name in schema.get("required", ())
        if name not in body
    ]
    for name, value in body.items():
        if name in known and not _fits(value, known[name]):
            kinds = ", ".join(known[name].get("enum") or _kinds(known[name]))
            wrong.append((f"/{name}", _("This must be: %(kinds)s.", kinds=kinds)))
    if wrong:
        raise Problem(422, _("Some fields can’t be taken as they are."), wrong)
    return body


def _kinds(schema: Mapping[str, Any]) -> list[str]:
    kind = schema["type"]
    return [kind] if isinstance(kind, str) else list(kind)


def _fits(value: Any, schema: Mapping[str, Any]) -> bool:
    kinds = _kinds(schema)
    # True is an integer to Python.
    found = any(
        isinstance(value, KINDS[kind]) and isinstance(value, bool) == (kind == "boolean")
        for kind in kinds
    )
    if not found or value is None:
        return found
    if isinstance(value, list):
        return len(value) <= schema["maxItems"] and all(
            _fits(one, schema["items"]) for one in value
        )
    if isinstance(value, dict):
        known, others = schema.get("properties", {}), schema["additionalProperties"]
        of = {name: known.get(name, others) for name in value}
        return all(of[name] and _fits(one, of[name]) for name, one in value.items())
    if isinstance(value, str):
        return value in schema.get("enum", (value,))
    return True  # How large a number may be is the form's to say.


def sent(form: Form) -> MultiDict[str, str]:
    """A filled form as a browser would send it."""
    found: MultiDict[str, str] = MultiDict()
    for field in form:
        for name, value in _sent(field):
            found.add(name, value)
    return found


def _sent(field: Any) -> Iterable[tuple[str, str]]:
    if isinstance(field, QuotasField):
        return field.pairs
    if isinstance(field, BooleanField):
        return [(field.name, "y")] if field.data else []
    if isinstance(field, SelectMultipleField):
        return [(field.name, str(one)) for one in field.data or ()]
    if isinstance(field, (SelectField, RadioField)):
        return [] if field.data is None else [(field.name, str(field.data))]
    return [(field.name, str(field._value()))]


def put(into: MultiDict[str, str], given: Mapping[str, Any], names: Collection[str]) -> None:
    """Put what a body says in place of what was in a form, for the fields of these names."""
    for name in set(given) & set(names):
        value = given[name]
        if isinstance(value, list):
            into.setlist(name, [str(one) for one in value])
        elif isinstance(value, bool):
            into.setlist(name, ["y"] if value else [])
        else:
            into[name] = "" if value is None else str(value)


def put_quotas(
    into: MultiDict[str, str], given: Mapping[str, Mapping[str, Any]], field: QuotasField
) -> None:
    """The same of quotas, which are sent as a whole; a Problem for one of what there isn't."""
    if unknown := given.keys() - field.offered.keys():
        wrong = [
            (f"/{field.name}/{_escaped(one)}", _("There is no such field.")) for one in unknown
        ]
        raise Problem(422, _("Some fields can’t be taken as they are."), sorted(wrong))
    for name in [one for one in into if one.startswith(f"{field.name}-")]:
        del into[name]
    for key, quota in given.items():
        for which, number in quota.items():
            into[field.named(which, key)] = "" if number is None else str(number)


def refuse(form: Form, called: Mapping[str, str], names: Collection[str]) -> Problem:
    """What a form says no to, with a pointer to each field; `called` are fields by another name."""
    wrong = []
    for field in form:
        name = called.get(field.name, field.name)
        pointer = f"/{name}" if name in names else ""
        wrong += [(pointer, str(one)) for one in field.errors]
    wrong += [("", str(one)) for one in form.form_errors]
    return Problem(422, _("Some fields can’t be taken as they are."), wrong)


def moment(text: str, pointer: str) -> datetime:
    """A moment as RFC 3339 writes it, with its zone and without seconds."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or found.second or found.microsecond:
        said = _("Give day, time and zone to the minute, as in 2027-03-04T18:00:00+01:00.")
        raise Problem(422, _("Some fields can’t be taken as they are."), [(pointer, said)])
    return found


def said_day(day: date) -> str:
    """A day as a form's field takes it."""
    return day.isoformat()


def said_time(at: time) -> str:
    """A time as a form's field takes it."""
    return f"{at:%H:%M}"


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
