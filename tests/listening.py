"""The worker's own mail server, in a thread of the test."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from services import free_port

from eventapp.db import db
from eventapp.mail.incoming import inbox_address, listener


@contextmanager
def listening(app: Flask, scheme: str, *, port: int = 0) -> Iterator[int]:
    """The worker's server; its port."""
    db.session.commit()
    port, loop = port or free_port(), asyncio.new_event_loop()
    place = inbox_address.place(f"{scheme}://127.0.0.1:{port}")
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(listener.serve(app, place), loop).result(10)
    try:
        yield port
    finally:
        asyncio.run_coroutine_threadsafe(ended(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def ended(server: asyncio.Server) -> None:
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_default_executor()
