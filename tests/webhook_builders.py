"""A receiver of webhooks: a real server on this machine, which answers as it is told and keeps what came."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import make
from flask import Flask
from standardwebhooks import Webhook

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.webhooks import actions, deliver, jobs
from eventapp.webhooks.kinds import KINDS
from eventapp.webhooks.models import WebhookDelivery, WebhookEndpoint

SOMEWHERE = "https://example.org/hooks"


@dataclass
class Came:
    """One request as it arrived."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """What it answers, in turn, the last one for ever; and all that came."""

    port: int = 0
    answers: list[int] = field(default_factory=lambda: [200])
    says: bytes = b"thanks"
    headers: dict[str, str] = field(default_factory=dict)
    came: list[Came] = field(default_factory=list)
    hangs: threading.Event | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks?from=here"

    def answer(self) -> int:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver as long as the block lasts."""
    kept = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            kept.came.append(Came(self.path, headers, body))
            if kept.hangs:
                kept.hangs.wait(30)
            self.send_response(kept.answer())
            for name, value in kept.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(kept.says)))
            self.end_headers()
            self.wfile.write(kept.says)

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield kept
    finally:
        if kept.hangs:
            kept.hangs.set()
        server.shutdown()
        thread.join()
        server.server_close()


def endpoint(
    of: Community, to: Receiver | str, app: Flask, *, kinds: tuple[str, ...] = tuple(KINDS)
) -> WebhookEndpoint:
    """An endpoint at a receiver, which the operator has named."""
    address = to if isinstance(to, str) else to.address
    if isinstance(to, Receiver):
        app.config["WEBHOOK_HOSTS"] |= {f"127.0.0.1:{to.port}"}
    made = actions.add(of, address, kinds, now=clock.now())
    db.session.commit()
    return made


def hooked(app: Flask, to: Receiver | str) -> WebhookEndpoint:
    """An endpoint of a new community with one owner."""
    host = make.community()
    make.member(host, email="owner@example.org", first_name="Odile")
    return endpoint(host, to, app)


def waits(for_: WebhookEndpoint, **given: object) -> WebhookDelivery:
    """A delivery that is due."""
    fields = {
        "kind": "webhook.test",
        "payload": '{"type":"webhook.test"}',
        "created_at": clock.now(),
    }
    fields |= {
        "due_at": clock.now(),
        "endpoint_id": for_.id,
        "message_id": f"msg_{make.person().id}",
    }
    made: WebhookDelivery = make.saved(WebhookDelivery(**fields | given))
    db.session.commit()
    return made


def send() -> None:
    """What the worker does when it is asked."""
    db.session.commit()
    jobs.send()
    db.session.expire_all()


def send_once() -> int:
    """One batch, whatever is due after it."""
    db.session.commit()
    arrived = deliver.deliver_some()
    db.session.expire_all()
    return arrived


def kinds() -> list[str]:
    """What was written, in order."""
    found = db.select(WebhookDelivery.kind).order_by(WebhookDelivery.id)
    return list(db.session.scalars(found))


def verified(of: WebhookEndpoint, came: Came) -> dict[str, object]:
    """What a receiver reads of a request, by the library of the specification."""
    said: dict[str, object] = Webhook(actions.secret(of)).verify(came.body, came.headers)
    return said


def sample(host: Community, other: Community) -> dict[str, int]:
    """An endpoint of each of two communities, with one delivery that failed, by name."""
    found = {}
    for name, of, address in (("", host, "906"), ("their ", other, "907")):
        made = actions.add(of, f"https://{address}/", tuple(KINDS), now=clock.now())
        found[f"{name}endpoint"] = made.id
        failed = {"state": "failed", "tries": 10, "status": 500, "answer": "908"}
        found[f"{name}delivery"] = waits(made, tried_at=clock.now(), **failed).id
    return found


def payloads() -> list[dict]:
    """All that is told so far, in its order."""
    db.session.flush()
    found = db.select(WebhookDelivery.payload).order_by(WebhookDelivery.id)
    return [json.loads(said) for said in db.session.scalars(found)]
