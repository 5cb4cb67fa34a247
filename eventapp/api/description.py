"""The API's description (OpenAPI 3.1), made of the operations themselves."""

import re
from typing import Any

from eventapp.api.operations import OPERATIONS, Operation
from eventapp.api.schemas import schema_of

ABOUT = (
    "Everything belongs to the community that the token opens; what another one has isn't found. "
    "Times are RFC 3339 with their zone. Every error is problem details (RFC 9457)."
)
# By which part of a path what an operation answers is found again.
FOUND_BY = {"Event": "event", "Rsvp": "rsvp", "Program": "program"}
WORDS = {
    400: "The query or a header can't be read.",
    401: "There is no token, or it opens nothing any more.",
    403: "The token has no scope for this.",
    404: "Nothing of this community is there.",
    409: "A rule says no.",
    412: "It changed meanwhile (If-Match).",
    413: "The request is too large.",
    415: "Send JSON.",
    422: "Some fields can't be taken; `errors` points at each.",
    429: "Too many requests; Retry-After says when to go on.",
    503: "The database can't write just now; Retry-After says when to go on.",
}
PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "What is wrong.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence for people."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "pointer": {"type": "string", "description": "A JSON Pointer into the body."},
                    "detail": {"type": "string"},
                },
                "required": ["detail", "pointer"],
            },
        },
    },
    "required": ["status", "title", "type"],
}
_HEADERS = {
    "ETag": "Which state this is: send it as If-None-Match, or as If-Match with a change.",
    "RateLimit": "How many requests are left (r), and for how many seconds (t).",
    "RateLimit-Policy": "How many requests are allowed (q) in so many seconds (w).",
}


def describe(base: str) -> dict[str, Any]:
    """The whole description, for a site at this address."""
    schemas: dict[str, Any] = {"Problem": PROBLEM}
    paths: dict[str, dict[str, Any]] = {}
    for one in OPERATIONS:
        paths.setdefault(path_of(one), {})[one.method.lower()] = _operation(one, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Events, guests and tables", "version": "1", "description": ABOUT},
        "servers": [{"url": f"{base.rstrip('/')}/api/v1"}],
        "tags": [{"name": name} for name in dict.fromkeys(one.group for one in OPERATIONS)],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "Made at the community’s desk, under “For developers”.",
                }
            },
            "responses": {
                str(status): {
                    "description": words,
                    "content": {
                        "application/problem+json": {
                            "schema": {"$ref": "#/components/schemas/Problem"}
                        }
                    },
                }
                for status, words in WORDS.items()
            },
            "headers": {
                name: {"description": words, "schema": {"type": "string"}}
                for name, words in _HEADERS.items()
            },
        },
    }


# A part of a path: a number, or one of some words.
PART = re.compile(r"<(?:int|any\(([\w,]+)\)):(\w+)>")


def path_of(one: Operation) -> str:
    """The path of an operation as the description writes it."""
    return PART.sub(r"{\2}", one.path)


def _operation(one: Operation, schemas: dict[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {
        "operationId": one.name,
        "tags": [one.group],
        "summary": one.summary,
        "security": [{"token": [one.scope] if one.scope else []}],
        "parameters": _parameters(one),
        "responses": {str(status): _answer(one, status, schemas) for status in one.status},
    }
    if one.about:
        said["description"] = one.about
    if one.body:
        content = {"application/json": {"schema": one.body()}}
        said["requestBody"] = {"required": True, "content": content}
    if one.reading != one.scope and 204 not in one.status:
        said["responses"]["204"] = {"description": f"Done, by a token without {one.reading}."}
    for status in errors_of(one):
        said["responses"][str(status)] = {"$ref": f"#/components/responses/{status}"}
    return said


def errors_of(one: Operation) -> list[int]:
    """The statuses of the errors that an operation may answer with."""
    found = [400, 401, 404, 413, 429, 503]
    if one.scope:
        found.append(403)
    if one.method != "GET":
        found.append(409)
    if one.reads:
        found.append(412)
    if one.body:
        found += [415, 422]
    elif one.method == "POST":
        found.append(422)  # An Idempotency-Key that came with another request.
    return sorted(found)


def _parameters(one: Operation) -> list[dict[str, Any]]:
    number = {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}
    found = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "string", "enum": words.split(",")} if words else number,
        }
        for words, name in PART.findall(one.path)
    ]
    found += [{"name": name, "in": "query", "schema": said} for name, said in one.query.items()]
    headers = {
        "If-None-Match": one.method == "GET" and not one.files,
        "If-Match": one.reads is not None,
        "Idempotency-Key": one.method == "POST",
    }
    text = {"type": "string", "maxLength": 200}
    return found + [
        {"name": name, "in": "header", "schema": text} for name, there in headers.items() if there
    ]


def _answer(one: Operation, status: int, schemas: dict[str, Any]) -> dict[str, Any]:
    if status == 204:
        return {"description": "Done."}
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in _HEADERS}
    if one.files:
        del headers["ETag"]
        content: dict[str, Any] = {kind: {} for kind in one.files}
        return {"description": "The file.", "content": content, "headers": headers}
    schema = schema_of(one.answers, schemas)
    name, at = schema["$ref"].rpartition("/")[2], "/id"
    if one.listed:
        schema, at = _list_of(schema), "/items/0/id"
    answer = {
        "description": "Made." if status == 201 else "As it is now.",
        "content": {"application/json": {"schema": schema}},
        "headers": headers,
    }
    if links := _links(FOUND_BY.get(name), at):
        answer["links"] = links
    return answer


def _list_of(schema: dict[str, Any]) -> dict[str, Any]:
    number = {"type": "integer", "minimum": 0}
    return {
        "type": "object",
        "properties": {
            "items": {"type": "array", "items": schema},
            "page": number,
            "per_page": number,
            "total": number,
        },
        "required": ["items", "page", "per_page", "total"],
    }


def _links(parameter: str | None, at: str) -> dict[str, Any]:
    """Where one can go on from an answer: to all that has its number in the path."""
    return {
        one.name: {
            "operationId": one.name,
            "parameters": {f"path.{parameter}": f"$response.body#{at}"},
        }
        for one in OPERATIONS
        if parameter and [name for _, name in PART.findall(one.path)] == [parameter]
    }
