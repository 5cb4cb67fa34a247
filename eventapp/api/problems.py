"""How the API says no: problem details for machines (RFC 9457)."""

import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus

from flask import Response

KIND = "application/problem+json"


class Problem(Exception):
    """A request can't be answered; `pointers` are pairs of a JSON Pointer and what is wrong there."""

    def __init__(
        self,
        status: int,
        detail: str,
        pointers: Iterable[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail
        self.pointers, self.headers = list(pointers), dict(headers or {})


def respond(status: int, detail: str = "", pointers: Iterable[tuple[str, str]] = ()) -> Response:
    """The answer that says so."""
    said: dict[str, object] = {
        "type": "about:blank", "title": HTTPStatus(status).phrase, "status": status,
    }  # fmt: skip
    if detail:
        said["detail"] = detail
    if errors := [{"pointer": pointer, "detail": str(what)} for pointer, what in pointers]:
        said["errors"] = errors
    return Response(json.dumps(said), status, mimetype=KIND)
