"""The API: one place where a request is let in, read, carried out, kept and answered."""

import hashlib
import json
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import MapAdapter

from eventapp import clock, web
from eventapp.api import (
    actions,
    arrivals,
    decisions,
    enrolments,
    events,
    exports,
    limits,
    plans,
    programs,
    reading,
    rsvps,
)
from eventapp.api.description import describe, errors_of, path_of
from eventapp.api.models import ApiToken
from eventapp.api.operations import OPERATIONS, Call, File, Operation, Part, Reply, routing
from eventapp.api.problems import Problem, respond
from eventapp.communities.activity import notes as activity
from eventapp.db import db, only_reads
from eventapp.tokens import new_nonce

bp = Blueprint("api", __name__)
web.csrf.exempt(bp)  # type: ignore[type-var]
bp.record_once(lambda state: state.app.extensions.update(problem=respond))

BASE = "/api/v1"
# Importing them is what makes their operations known.
RESOURCES = (events, programs, enrolments, rsvps, decisions, arrivals, plans, exports)


@bp.get(f"{BASE}/openapi.json")
def description() -> ResponseReturnValue:
    """The API as OpenAPI 3.1."""
    answer = _json(describe(current_app.config["BASE_URL"]))
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer


@bp.get(f"{BASE}/docs")
def docs() -> ResponseReturnValue:
    """The same for people to read."""
    said = describe(current_app.config["BASE_URL"])
    groups: dict[str, list[tuple[Operation, str, dict[str, Any], list[int]]]] = {}
    for one in OPERATIONS:
        path = path_of(one)
        of_path = said["paths"][path][one.method.lower()]
        groups.setdefault(one.group, []).append((one, path, of_path, errors_of(one)))
    return render_template("api/docs.html", said=said, groups=groups)


@bp.route(
    "/api/<path:path>",
    methods=["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
    provide_automatic_options=False,
)
def answer(path: str) -> ResponseReturnValue:
    """Carry out the operation that an address and a method ask for."""
    g.api_headers = {}
    one, args = _matched(path)
    now = clock.now()
    token = _token(now)
    if one.scope and one.scope not in token.scopes:
        challenge = f'Bearer error="insufficient_scope", scope="{one.scope}"'
        raise Problem(
            403,
            _("This token has no scope “%(scope)s”.", scope=one.scope),
            headers={"WWW-Authenticate": challenge},
        )
    key = reading.key(request.headers.get("Idempotency-Key")) if one.method == "POST" else ""
    call = Call(
        token=token,
        now=now,
        path=args,
        query=reading.query(request.args, one.query),
        body=reading.body(one.body()) if one.body else {},
        once=new_nonce(),
        noted=one.noted,
    )
    if one.method == "GET":
        return _shown(one, one.run(call))
    return _done(one, call, key)


def _done(one: Operation, call: Call, key: str) -> Response:
    asked = f"{request.method} {request.path}\n".encode() + request.get_data()
    if key and (before := actions.done_before(call.token, key, asked, now=call.now)):
        again, args = _adapter().match(before.shows, "GET")
        shown = BY_NAME[again].run(Call(call.token, call.now, args, {}, {}, ""))
        replayed = _written(one, call, Reply(shown, before.status, before.shows))
        replayed.headers["Idempotent-Replayed"] = "true"
        return replayed
    if (
        one.reads
        and request.if_match
        and not request.if_match.contains(_etag(_text(one.reads(call))))
    ):
        raise Problem(412, _("It changed meanwhile. Read it again, then make your change."))
    reply: Reply = one.run(call)
    if key:
        actions.keep(call.token, key, asked, status=reply.status, shows=reply.shows, now=call.now)
    written = _written(one, call, reply)
    db.session.commit()
    return written


def _matched(path: str) -> tuple[Operation, dict[str, Any]]:
    version, _slash, rest = path.partition("/")
    if version != "v1":
        abort(404)
    method = "GET" if request.method == "HEAD" else request.method
    try:
        name, args = _adapter().match(f"/{rest}", method)
    except NotFound:
        raise _nothing_there() from None
    except MethodNotAllowed as no:
        # Werkzeug says so of another method's address, too, where a number in it is larger than any.
        taken = sorted(one for one in no.valid_methods or () if _adapter().test(f"/{rest}", one))
        if not taken:
            raise _nothing_there() from None
        allowed = ", ".join(taken)
        raise Problem(
            405, _("This address takes: %(methods)s.", methods=allowed), headers={"Allow": allowed}
        ) from None
    return BY_NAME[name], dict(args)


def _nothing_there() -> Problem:
    return Problem(404, _("There is nothing at this address."))


def _token(now: datetime) -> ApiToken:
    said = request.authorization
    secret = said.token if said and said.type == "bearer" else None
    token = actions.find(secret, now=now) if secret else None
    if token is None:
        limits.count_wrong()
        error = ' error="invalid_token"' if secret else ""
        raise Problem(
            401,
            _("Send a token that opens something, as in “Authorization: Bearer eventapp_…”."),
            headers={"WWW-Authenticate": f"Bearer{error}"},
        )
    limits.count(token.id)
    if not actions.used_lately(token, now=now):
        _note_use(token, now)
    return token


def _note_use(token: ApiToken, now: datetime) -> None:
    """Once an hour, in a transaction of its own: what is only read begins none that writes."""
    number = token.id
    db.session.rollback()
    only_reads(False)
    used = db.update(ApiToken).where(ApiToken.id == number).values(used_at=now)
    db.session.execute(used)
    db.session.commit()
    only_reads(request.method in web.SAFE)


def _shown(one: Operation, value: Any) -> Response:
    if isinstance(value, File):
        activity.taken_out(value.noted)
        db.session.commit()
        file = Response(value.content, mimetype=value.kind)
        file.headers["Content-Disposition"] = f"attachment; filename={value.name}"
        return _headed(file)
    if isinstance(value, Part):
        per_page, page = reading.pages(request.args)
        answer = _json(
            {"items": value.items, "page": page, "per_page": per_page, "total": value.total}
        )
        if links := _links(page, per_page, value.total):
            answer.headers["Link"] = links
    else:
        answer = _json(value)
    _headed(answer).make_conditional(request)
    return answer


def _links(page: int, per_page: int, total: int) -> str:
    last = max(1, -(-total // per_page))
    there = {"first": 1, "prev": page - 1, "next": page + 1, "last": last}
    wanted = {name: n for name, n in there.items() if 1 <= n <= last and n != page}
    given: dict[str, Any] = {**request.args.to_dict(), "per_page": per_page}
    # As the site is called, not as a proxy asked for it: whoever follows sends their token there.
    path = current_app.config["BASE_URL"] + request.path
    return ", ".join(
        f'<{path}?{urlencode(given | {"page": n})}>; rel="{name}"' for name, n in wanted.items()
    )


def _written(one: Operation, call: Call, reply: Reply) -> Response:
    # Whoever may change something may know it by its number alone, or by an address that was typed.
    if reply.value is None or one.reading not in call.token.scopes:
        return _headed(Response(status=204))
    answer = _headed(_json(reply.value, reply.status))
    if reply.status == 201 and reply.shows:
        answer.headers["Location"] = (
            f"{current_app.config['BASE_URL'].rstrip('/')}{BASE}{reply.shows}"
        )
    return answer


def _json(value: Any, status: int = 200) -> Response:
    text = _text(value)
    answer = Response(text, status, mimetype="application/json")
    answer.set_etag(_etag(text))
    return answer


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _etag(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _headed(answer: Response) -> Response:
    # Whoever keeps it asks each time whether it still is so.
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers.add("Vary", "Authorization")
    return answer


@bp.errorhandler(Problem)
def refused(problem: Problem) -> Response:
    """Say no, and keep nothing."""
    db.session.rollback()
    answer = respond(problem.status, problem.detail, problem.pointers)
    answer.headers.extend(problem.headers)
    return answer


@bp.after_request
def _tell_limits(answer: Response) -> Response:
    answer.headers.extend(g.get("api_headers", {}))
    return answer


BY_NAME = {one.name: one for one in OPERATIONS}


@cache
def _adapter() -> MapAdapter:
    return routing().bind("api")
