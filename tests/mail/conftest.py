"""What the tests of letters share: an app that only renders, a mail server that misbehaves."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel
from jinja2 import StrictUndefined
from unruly_mail_server import UnrulyServer

from eventapp.communities.face import host_page
from eventapp.paths import ROOT


@pytest.fixture(scope="module")
def post() -> Flask:
    """The smallest app that renders letters; a name that a letter wasn't given is an error."""
    app = Flask("letters", template_folder=str(ROOT / "templates"), static_folder=None)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    Babel(app)
    host_page.init(app)
    return app


@pytest.fixture
def unruly_alone() -> Iterator[UnrulyServer]:
    """A mail server that misbehaves on command."""
    with UnrulyServer() as server:
        yield server


@pytest.fixture
def unruly(each_database: Flask, unruly_alone: UnrulyServer) -> UnrulyServer:
    """The same for the test's app, with little patience on our side."""
    each_database.config["SMTP_URL"] = unruly_alone.url
    each_database.config["SMTP_TIMEOUT"] = 0.5
    return unruly_alone
