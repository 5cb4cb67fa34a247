"""A door whose server goes away and comes back: the app of a test, served at an address that stays."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from werkzeug.serving import BaseWSGIServer, make_server


class Outage:
    """The test's app behind a port that can be shut and opened again."""

    def __init__(self, app: Flask) -> None:
        self.app, self.port = app, 0
        self._server: BaseWSGIServer | None = None
        self._thread: threading.Thread | None = None
        self.back()
        app.config["BASE_URL"] = self.url = f"http://127.0.0.1:{self.port}"

    def back(self) -> None:
        """Answer again."""
        self._server = make_server("127.0.0.1", self.port, self.app, threaded=True)
        self.port = self._server.port
        serve = {"poll_interval": 0.05}
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs=serve)
        self._thread.start()

    def away(self) -> None:
        """Nobody listens any more: whoever asks is refused."""
        if self._server and self._thread:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
        self._server = None


@contextmanager
def outage(app: Flask) -> Iterator[Outage]:
    """The app, served until the end of the block."""
    server = Outage(app)
    try:
        yield server
    finally:
        server.away()
