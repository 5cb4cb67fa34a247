import make
import pytest
from visitor import Visitor

from eventapp.communities.models import Community


@pytest.fixture
def host(app) -> Community:
    return make.community()


@pytest.fixture
def organizer(client: Visitor, host: Community) -> Visitor:
    make.sign_in(client, make.member(host))
    return client
