"""Real mail servers, with nothing in their mailboxes."""

from collections.abc import Iterator

import pytest
from imap_servers import Dovecot, Imap4d
from incoming_mail import Organizer


@pytest.fixture
def organizer_hears(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Organizer:
    """Somebody who does something with mail that came in: .heard, .says."""
    which = "each_database" if "each_database" in request.fixturenames else "app"
    return Organizer(request.getfixturevalue(which), monkeypatch)


@pytest.fixture(scope="session")
def dovecot_server() -> Iterator[Dovecot]:
    server = Dovecot()
    yield server
    server.remove()


@pytest.fixture(scope="session")
def silent_dovecot_server() -> Iterator[Dovecot]:
    server = Dovecot(capability="IMAP4rev1")
    yield server
    server.remove()


@pytest.fixture
def dovecot(dovecot_server: Dovecot) -> Dovecot:
    """A mailbox that calls when mail comes."""
    dovecot_server.empty()
    return dovecot_server


@pytest.fixture
def silent_dovecot(silent_dovecot_server: Dovecot) -> Dovecot:
    """A mailbox that has to be asked."""
    silent_dovecot_server.empty()
    return silent_dovecot_server


@pytest.fixture
def imap4d() -> Iterator[Imap4d]:
    """A mailbox of one file, which its server writes into."""
    server = Imap4d()
    yield server
    server.remove()
