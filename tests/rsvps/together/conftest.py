"""A community, and whoever changes the dates of its series."""

import make
import pytest
from conftest import visitor
from flask import Flask
from visitor import Visitor

from eventapp.communities.models import Community


@pytest.fixture
def host(app: Flask) -> Community:
    """A community that meets again and again."""
    return make.community()


@pytest.fixture
def organizer(app: Flask, host: Community) -> Visitor:
    """Its organizer's browser, signed in."""
    found = visitor(app)
    make.sign_in(found, make.member(host))
    return found
