"""A phone without a browser: real HTTP to a real server, one cookie, the page's own form."""

from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

from visitor import forms


class Phone:
    """Opens pages and sends their forms."""

    def __init__(self, server: str, *, address: str = "", patience: float = 60) -> None:
        """`address` is where it comes from, for a server that believes a proxy."""
        self.patience = patience
        self.host = urlsplit(server).netloc
        self.from_address = {"X-Forwarded-For": address} if address else {}
        self.cookie = ""
        self.status = 0
        self.location = ""
        self.headers: dict[str, str] = {}

    def connect(self) -> HTTPConnection:
        """A connection to the server."""
        return HTTPConnection(self.host, timeout=self.patience)

    def get(self, path: str) -> str:
        """A page as text."""
        return self._ask("GET", path, {}, "")

    def fill_in(self, path: str, *, to: str, **fields: str) -> tuple[str, str]:
        """Where the page's form goes, and what it says when filled in."""
        return self.form_in(self.get(path), to=to, at=path, **fields)

    @staticmethod
    def form_in(page: str, *, to: str, at: str = "", **fields: str) -> tuple[str, str]:
        """The same of a page that is shown, `at` its address."""
        form = next(form for form in forms(page) if (form.action or at).endswith(to))
        return form.action or at, urlencode(form.values | fields, doseq=True)

    def send(self, action: str, body: str) -> str:
        """Send a form that was filled in; a redirect is noted, not followed."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", action, headers, body)

    def _ask(self, method: str, path: str, headers: dict[str, str], body: str) -> str:
        with closing(self.connect()) as connection:
            whose = self.from_address | {"Cookie": self.cookie}
            connection.request(method, path, body or None, headers | whose)
            answer = connection.getresponse()
            self.status = answer.status
            self.headers = {name.lower(): value for name, value in answer.getheaders()}
            self.location = answer.getheader("Location") or ""
            if fresh := answer.getheader("Set-Cookie"):
                self.cookie = fresh.partition(";")[0]
            return answer.read().decode()
