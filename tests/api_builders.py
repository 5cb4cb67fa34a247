"""A community with tokens, and a program that asks with one."""

from dataclasses import dataclass, field
from typing import Any

import make
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from eventapp import clock
from eventapp.api import actions
from eventapp.api.models import ApiToken
from eventapp.api.scopes import SCOPES
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.people.models import Person

BASE = "/api/v1"


def token(of: Community, *scopes: str, by: Person | None = None, **given: Any) -> str:
    """A token of a community; with every scope unless some are named."""
    said = {"by": by or make.member(of), "expires_at": None, "now": clock.now()}
    secret = actions.make(of, "Our website", scopes or tuple(SCOPES), **said | given)
    db.session.commit()
    return secret


def kept(of: Community, by: Person) -> ApiToken:
    """A token as it is kept, with a number for a name."""
    given = {"name": "360", "scopes": ["events:read"], "by": by, "expires_at": None}
    actions.make(of, **given, now=clock.now())
    return actions.of_community(of)[0]


@dataclass
class Program:
    """What somebody else wrote: it asks with a token, and knows nothing of cookies."""

    client: FlaskClient
    secret: str
    headers: dict[str, str] = field(default_factory=dict)

    def __call__(self, method: str, path: str, **given: Any) -> TestResponse:
        """The answer to one request."""
        headers = {"Authorization": f"Bearer {self.secret}", **self.headers}
        headers |= given.pop("headers", {})
        return self.client.open(BASE + path, method=method, headers=headers, **given)


def program(client: FlaskClient, of: Community, *scopes: str) -> Program:
    """A program with a token of a community."""
    return Program(client, token(of, *scopes))
