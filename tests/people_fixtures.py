"""A community, and a browser that whoever runs it is signed in with; an event of theirs."""

import make
import pytest
from flask import Flask
from visitor import Visitor

from eventapp.communities.models import Community
from eventapp.events.models import Event


@pytest.fixture
def host(app: Flask) -> Community:
    return make.community()


@pytest.fixture
def event(host: Community) -> Event:
    return make.event(community=host)


@pytest.fixture
def organizer(app: Flask, host: Community) -> Visitor:
    return signed_in(app, host, "organizer")


@pytest.fixture
def owner(app: Flask, host: Community) -> Visitor:
    return signed_in(app, host, "owner")


def signed_in(app: Flask, host: Community, right: str) -> Visitor:
    someone = Visitor(app, app.response_class)
    make.sign_in(someone, make.member(host, right, first_name="Ines"))
    return someone
