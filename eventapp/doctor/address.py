"""The address of the site, and what stands in front of it."""

import ssl
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, build_opener

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from eventapp import logs
from eventapp.communities.models import Community
from eventapp.config import is_loopback
from eventapp.db import db
from eventapp.doctor.finding import BAD, GOOD, NOTE, Finding
from eventapp.serving import host_of

# Seconds for an answer.
PATIENCE = 5


def base(app: Flask) -> Iterator[Finding]:
    """Whether links lead here, over https."""
    base = app.config["BASE_URL"]
    if app.config["SMTP_URL"] and is_loopback(host_of(base)):
        yield Finding(
            BAD, "address", f"mails go out, but EVENTAPP_BASE_URL is {base}: links lead nowhere."
        )
    elif not base.startswith("https://") and not is_loopback(host_of(base)):
        yield Finding(
            BAD, "address", f"{base} has no https: sign-ins and personal links could be read."
        )
        yield Finding(
            BAD,
            "door",
            "without https browsers give its page no camera, and keep nothing for when the network is "
            "gone: docs/https-in-a-hall.md shows the two easiest ways.",
        )
    else:
        yield Finding(GOOD, "address", base)


def front(app: Flask) -> Iterator[Finding]:
    """Whether the site answers at its own addresses, as a visitor from outside reaches it."""
    base = app.config["BASE_URL"]
    if is_loopback(host_of(base)):
        return
    scheme = urlsplit(base).scheme
    for address in (base, *(f"{scheme}://{host}" for host in app.config["DOMAINS"])):
        found = _trouble(address)
        yield Finding(BAD if found else GOOD, "front", found or f"{address} answers.")


def _trouble(address: str) -> str:
    """What is wrong with what a visitor gets there; "" when nothing is."""
    try:
        # As visitors come: not through what leads this machine to the world outside (`https_proxy`).
        opener = build_opener(_Stay, ProxyHandler({}))
        answer = opener.open(f"{address}/healthz", timeout=PATIENCE)
    except HTTPError as error:
        answer = error
    except URLError as error:
        if isinstance(error.reason, ssl.SSLCertVerificationError):
            return (
                f"{address}: its certificate isn't good ({error.reason.verify_message}). If an authority of "
                "your own signed it, this machine must know that: update-ca-certificates (docs/operating.md)."
            )
        return f"{address} can't be reached from here ({type(error.reason).__name__})."
    except OSError as error:
        return f"{address} can't be reached from here ({type(error).__name__})."
    with answer:
        body = answer.read(1000).decode("utf-8", "replace")
        ours, status = logs.HEADER in answer.headers, answer.status
    if ours and status == 400:
        return f"{address}: the proxy in front passes another host name on. It must keep Host."
    if status in {502, 503, 504}:
        return f"{address}: the proxy in front doesn't reach the app ({status})."
    if not ours or not body.startswith("ok"):
        return f"{address} is answered by something else ({status})."
    return f"{address}: {body.partition(chr(10))[2].strip()}" if body.count("\n") > 1 else ""


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_given: Any) -> None:
        """Whoever sends us elsewhere is told as it is."""


def open_to_all(app: Flask) -> Iterator[Finding]:
    """Whether somebody can go round the proxy and say who they are."""
    if not is_loopback(app.config["HOST"]) and app.config["TRUSTED_PROXIES"]:
        yield Finding(
            NOTE,
            "address",
            f"it listens on {app.config['HOST']} and believes proxies: let only the proxy reach port "
            f"{app.config['PORT']}, or visitors can make up their address.",
        )


def domains(app: Flask) -> Iterator[Finding]:
    """Domains of communities' own, each with a community."""
    asked: dict[str, str] = app.config["DOMAINS"]
    try:
        there = set(db.session.scalars(db.select(Community.slug))) if asked else set()
    except SQLAlchemyError:
        # What is wrong with the database is said above.
        return
    for host, slug in asked.items():
        if slug in there:
            yield Finding(GOOD, "domain", f"{host} is {slug}'s own.")
        else:
            yield Finding(
                BAD, "domain", f"EVENTAPP_DOMAINS gives {host} to {slug}: no such community."
            )
