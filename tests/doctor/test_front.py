"""What stands in front of the app: the doctor goes the way of a visitor."""

import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from flask import Flask
from services import free_port
from werkzeug.serving import make_server

from eventapp.doctor.address import front
from eventapp.front.health import doubt

# A host of this machine that the app takes for one of its own network.
HOST = "127.0.0.2"


@pytest.fixture
def served(app: Flask) -> Iterator[Callable[[], str]]:
    """Have the app answer at an address that is no loopback to it; its BASE_URL."""
    with ExitStack() as stack:

        def serve() -> str:
            server = make_server(HOST, 0, app, threaded=True)
            stack.enter_context(_running(server))
            app.config["BASE_URL"] = f"http://{HOST}:{server.port}"
            app.config["TRUSTED_HOSTS"] = [HOST]
            return app.config["BASE_URL"]

        yield serve


@contextmanager
def _running(server: ThreadingHTTPServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def something_else(status: int, **headers: str) -> Iterator[ThreadingHTTPServer]:
    """Another server than ours, which answers everything alike."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(b"<h1>Welcome to nginx!</h1>")

        def log_message(self, *_given: object) -> None:
            pass

    server = ThreadingHTTPServer((HOST, 0), Answer)
    with _running(server):
        yield server


def said(app: Flask) -> str:
    [found] = front(app)
    return found.sentence


def test_a_site_that_answers_is_fine(app: Flask, served: Callable[[], str]) -> None:
    base = served()

    assert said(app) == f"{base} answers."


def test_the_doctor_comes_as_visitors_do_and_not_by_the_way_out_to_the_world(
    app: Flask, served: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    base = served()
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")

    assert said(app) == f"{base} answers."


def test_a_proxy_that_passes_another_host_name_on(app: Flask, served: Callable[[], str]) -> None:
    served()
    app.config["TRUSTED_HOSTS"] = ["events.example.org"]

    assert "the proxy in front passes another host name on. It must keep Host." in said(app)


def test_an_address_where_nobody_answers(app: Flask) -> None:
    app.config["BASE_URL"] = f"http://{HOST}:{free_port()}"

    assert "can't be reached from here (ConnectionRefusedError)" in said(app)


@pytest.mark.parametrize(
    ("status", "headers", "told"),
    [
        (200, {}, "is answered by something else (200)"),
        (301, {"Location": "http://example.org/"}, "is answered by something else (301)"),
        (502, {}, "the proxy in front doesn't reach the app (502)"),
    ],
)
def test_an_address_where_somebody_else_answers(
    app: Flask, status: int, headers: dict[str, str], told: str
) -> None:
    with something_else(status, **headers) as server:
        app.config["BASE_URL"] = f"http://{HOST}:{server.server_port}"

        assert told in said(app)


def test_a_certificate_that_nobody_vouches_for(app: Flask, tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "2", "-subj", "/CN=localhost", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with something_else(200) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        app.config["BASE_URL"] = f"https://{HOST}:{server.server_port}"

        assert "its certificate isn't good (self-signed certificate)" in said(app)


@pytest.mark.parametrize(
    ("forwarded", "believed", "word"),
    [(0, 0, ""), (0, 1, ""), (1, 1, ""), (2, 1, ""), (1, 0, "isn't believed"), (1, 2, "make up")],
)
def test_how_many_proxies_are_believed(forwarded: int, believed: int, word: str) -> None:
    found = doubt(forwarded, believed)

    assert word in found
    assert bool(found) == bool(word)


def test_a_proxy_that_is_not_believed_is_said_where_the_doctor_looks(app: Flask, client) -> None:
    through = client.get("/healthz", headers={"X-Forwarded-For": "192.0.2.1"}).text

    assert through.startswith("ok\nA proxy names its visitors and isn't believed")
    assert client.get("/healthz").text == "ok\n"
