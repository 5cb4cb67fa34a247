"""JSON Schema (as OpenAPI 3.1 takes it) of a typed dictionary: what answers look like has one home, their types."""

import types
from dataclasses import dataclass
from typing import (
    Annotated,
    Any,
    Literal,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)


@dataclass(frozen=True)
class Told:
    """One word more about a type, as JSON Schema has it."""

    name: str
    value: Any


Moment = Annotated[str, Told("format", "date-time")]
Address = Annotated[str, Told("format", "uri")]
Number = Annotated[int, Told("minimum", 0)]

_PLAIN = {str: "string", int: "integer", bool: "boolean", float: "number", type(None): "null"}


def schema_of(kind: Any, found: dict[str, Any]) -> dict[str, Any]:
    """The schema of a type; typed dictionaries are put into `found` by name, and referred to."""
    if is_typeddict(kind):
        name = kind.__name__.removesuffix("Shown")
        if name not in found:
            found[name] = {}
            found[name] = _object(kind, found)
        return {"$ref": f"#/components/schemas/{name}"}
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return schema_of(inner[0], found) | {one.name: one.value for one in inner[1:]}
    if origin is Literal:
        return {"type": "string", "enum": list(inner)}
    if origin is list:
        return {"type": "array", "items": schema_of(inner[0], found)}
    if origin is dict:
        return {"type": "object", "additionalProperties": schema_of(inner[1], found)}
    if origin in {Union, types.UnionType}:
        return {"anyOf": [schema_of(one, found) for one in inner]}
    return {} if kind is Any else {"type": _PLAIN[kind]}


def _object(kind: Any, found: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(kind, include_extras=True)
    return {
        "type": "object",
        "description": (kind.__doc__ or "").strip(),
        "properties": {name: schema_of(one, found) for name, one in hints.items()},
        "required": sorted(kind.__required_keys__),
    }
