"""A community, and a browser that is signed in as its owner."""

import make
import pytest
from flask import Flask
from visitor import Visitor

from eventapp.communities.models import Community
from eventapp.people.models import Person


@pytest.fixture
def host(app: Flask) -> Community:
    return make.community()


@pytest.fixture
def me(host: Community) -> Person:
    return make.member(host, first_name="Olu")


@pytest.fixture
def owner(client: Visitor, me: Person) -> Visitor:
    make.sign_in(client, me)
    return client
