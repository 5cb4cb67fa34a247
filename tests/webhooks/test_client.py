"""One request to a real server: what it says, how long it may take, and where it never goes."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from webhook_builders import Receiver, receiving

from eventapp.webhooks import client


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as one:
        yield one


def post(to: Receiver | str, *, trusted: bool = True, patience: float = 5) -> client.Answer:
    address = to if isinstance(to, str) else to.address
    named = {"127.0.0.1", "localhost", "hooks.example"} if trusted else frozenset()
    return client.post(address, b"{}", {"webhook-id": "m"}, trusted=named, patience=patience)


def test_a_request_says_what_it_is_and_hears_the_beginning_of_the_answer(
    receiver: Receiver,
) -> None:
    receiver.says = b"a" * 100_000

    answer = post(receiver)

    assert (answer.status, answer.said, answer.taken) == (200, b"a" * client.READ, True)
    (came,) = receiver.came
    assert (came.path, came.body) == ("/hooks?from=here", b"{}")
    assert came.headers["host"] == f"127.0.0.1:{receiver.port}"


def test_a_redirect_isn_t_followed(receiver: Receiver) -> None:
    with receiving() as other:
        receiver.answers, receiver.headers = [307], {"Location": other.address}

        answer = post(receiver)

        assert (answer.status, answer.taken) == (307, False)
        assert other.came == []


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_nothing_goes_to_this_machine_by_any_of_its_names(receiver: Receiver, host: str) -> None:
    answer = post(f"https://{host}:{receiver.port}/", trusted=False)

    assert answer.trouble in {"private", "name"}
    assert receiver.came == []


def test_a_name_with_one_private_address_among_public_ones_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = [(0, 0, 0, "", (number, 443)) for number in ("1.1.1.1", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked, **_more: found)

    assert post("https://hooks.example.org/", trusted=False).trouble == "private"


def test_the_connection_goes_to_the_address_that_was_looked_at(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, asked = socket.getaddrinfo, []

    def resolve(host: str, *more: object, **given: object) -> object:
        if host != "hooks.example":
            return real(host, *more, **given)  # type: ignore[arg-type]
        asked.append(host)
        # The second time it would be somebody else's.
        return [(0, 0, 0, "", ("127.0.0.1" if len(asked) == 1 else "10.0.0.1", receiver.port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)

    assert post(f"http://hooks.example:{receiver.port}/").status == 200
    assert asked == ["hooks.example"]
    assert receiver.came[0].headers["host"] == f"hooks.example:{receiver.port}"


def test_a_name_that_nobody_tells_of_is_left_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()

    def resolve(*_asked: object, **_more: object) -> object:
        over.wait(2)
        return [(0, 0, 0, "", ("10.0.0.1", 443))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(client, "NAME_PATIENCE", 0.05)

    answer = post("https://hooks.example.org/", trusted=False)
    over.set()

    assert answer.trouble == "name"


def test_who_never_answers_is_left_after_a_while(receiver: Receiver) -> None:
    receiver.hangs = threading.Event()

    assert post(receiver, patience=0.2).trouble == "time"


def test_who_answers_byte_by_byte_is_left_as_soon() -> None:
    over = threading.Event()

    def drip(line: socket.socket) -> None:
        line.recv(1000)
        while not over.wait(0.02):
            line.sendall(b"H")

    with listening(drip) as port:
        answer = post(f"http://127.0.0.1:{port}/", patience=0.3)
        over.set()

    assert answer.trouble == "time"


@pytest.mark.parametrize("said", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n"])
def test_what_is_no_answer_is_a_trouble(said: bytes) -> None:
    def babble(line: socket.socket) -> None:
        line.recv(1000)
        line.sendall(said)

    with listening(babble) as port:
        assert post(f"http://127.0.0.1:{port}/").trouble == "connection"


def test_who_isn_t_there_is_a_trouble() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    assert post(f"http://127.0.0.1:{port}/").trouble == "connection"


def test_a_certificate_is_for_the_name_and_from_somebody_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str | None] = []
    context = certificate(tmp_path, "hooks.example")
    context.sni_callback = lambda _line, name, _context: names.append(name)

    def serve(line: socket.socket) -> None:
        try:
            with context.wrap_socket(line, server_side=True) as safe:
                # Closed before all is read, a line is reset, and the answer with it.
                said = b""
                while not said.endswith(b"{}"):
                    said += safe.recv(1000)
                safe.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
        except OSError:
            return

    real = socket.getaddrinfo
    here = {"hooks.example": "127.0.0.1"}
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *more, **given: real(here.get(host, host), *more, **given),
    )
    with listening(serve) as port:
        assert post(f"https://hooks.example:{port}/").trouble == "tls"
    known = ssl.create_default_context(cafile=str(tmp_path / "certificate.pem"))
    monkeypatch.setattr(client, "_context", lambda: known)
    with listening(serve) as port:
        assert post(f"https://hooks.example:{port}/").status == 204
    with listening(serve) as port:
        assert post(f"https://localhost:{port}/").trouble == "tls"
    assert names == ["hooks.example", "hooks.example", "localhost"]


@contextmanager
def listening(serve: object) -> Iterator[int]:
    """A server for one connection; its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def one() -> None:
            line, _from = server.accept()
            with line:
                try:
                    serve(line)  # type: ignore[operator]
                except OSError:
                    return

        thread = threading.Thread(target=one)
        thread.start()
        yield server.getsockname()[1]
        thread.join()


def certificate(folder: Path, name: str) -> ssl.SSLContext:
    """A server's certificate that it signed itself, also as a file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    return context
