"""An address that a mail server brings mail to: LMTP or SMTP. Told 250 only once it is kept."""

import asyncio
import socket
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope
from flask import Flask

from eventapp.mail import answer_addresses
from eventapp.mail.incoming import actions, inbox
from eventapp.mail.incoming.inbox_address import Place

log = structlog.get_logger()
# Seconds until another try while somebody else listens there, as another worker of this machine.
EACH = 30.0
# Programs write lines that are longer than they may be, and aiosmtpd turns away the whole letter.
LONGEST_LINE = 2**16


class _Lmtp(LMTP):
    line_length_limit = LONGEST_LINE


class _Smtp(SMTP):
    line_length_limit = LONGEST_LINE


def begin(app: Flask, place: Place) -> Callable[[], None]:
    """Listen in a thread of its own; what is called at the end."""
    loop = asyncio.new_event_loop()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(_listen(app, place))

    threading.Thread(target=run, name="listener", daemon=True).start()
    return lambda: None


async def _listen(app: Flask, place: Place) -> None:
    while True:
        try:
            server = await serve(app, place)
        except OSError as error:
            log.warning("listener", trouble=f"{place.name}: {error.strerror}")
            await asyncio.sleep(EACH)
            continue
        async with server:
            await server.serve_forever()


async def serve(app: Flask, place: Place) -> asyncio.Server:
    """The server, listening; OSError when the address is taken."""
    conversation = partial(
        _Lmtp if place.scheme == "lmtp" else _Smtp,
        Handler(app, place),
        data_size_limit=actions.LARGEST,
        enable_SMTPUTF8=True,
        hostname=socket.gethostname(),
        ident="eventapp",
    )
    loop = asyncio.get_running_loop()
    return await loop.create_server(lambda: conversation(loop=loop), place.host, place.port)


class Handler:
    """What aiosmtpd asks about a letter; each answer is a line of SMTP."""

    def __init__(self, app: Flask, place: Place) -> None:
        self._app, self._lmtp = app, place.scheme == "lmtp"

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Over SMTP, where anybody may come, only what is meant for us; a mail server is trusted."""
        if not self._lmtp and not self._ours(address):
            return "550 5.1.1 Nobody here has this address"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:
        """Keep the letter for each recipient: all of them, or none."""
        # Other conversations go on while the database takes its time.
        answer = await asyncio.to_thread(self._kept, envelope)
        # A line for each recipient (RFC 2033, 4.2); aiosmtpd says what we give it, once.
        return "\r\n".join([answer] * len(envelope.rcpt_tos)) if self._lmtp else answer

    def _kept(self, envelope: Envelope) -> str:
        raw = bytes(envelope.original_content or b"")
        try:
            with self._app.app_context():
                inbox.keep(raw, *envelope.rcpt_tos)
        except Exception as error:
            log.warning("listener", trouble=f"A mail could not be kept ({type(error).__name__}).")
            return "451 4.3.0 Not now, please try again later"
        return "250 2.0.0 Kept"

    def _ours(self, address: str) -> bool:
        secret, config = self._app.config["SECRET_KEY"], self._app.config
        if address.lower() == config["MAIL_FROM"].lower():
            return True
        kinds = (answer_addresses.RSVP, answer_addresses.LETTER)
        return any(answer_addresses.number_in(address, kind, secret) for kind in kinds)
