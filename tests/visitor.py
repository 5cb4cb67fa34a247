"""The client of tests: a visitor whose posts carry the page's token, and who fills in forms."""

import secrets
from contextvars import Context
from html.parser import HTMLParser
from typing import Any

from flask import has_app_context
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from eventapp.db import db


class Visitor(FlaskClient):
    """A browser without JavaScript, with its own cookies.

    What the test has prepared is committed before each request, as if somebody else had done it,
    and what the request changed is read anew after it: test and app never share a session.
    """

    # The last token, with the key and the cookie that it was made of.
    _token = "", "", ""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if has_app_context():
            db.session.commit()
        # An empty context, so that nothing of the test (g, the session, who reads) leaks in or out.
        answer = Context().run(super().open, *args, **kwargs)
        if has_app_context():
            db.session.expire_all()
        return answer

    def post(self, *args: Any, **kwargs: Any) -> TestResponse:
        """POST as a form of this site does; give headers={"X-CSRFToken": ""} for one without."""
        headers = dict(kwargs.pop("headers", {}))
        headers.setdefault("X-CSRFToken", self.csrf_token())
        return super().post(*args, headers=headers, **kwargs)

    def csrf_token(self) -> str:
        """A token that this visitor's next form would hold; the same one while the cookie is."""
        secret = self.application.config["SECRET_KEY"]
        if self._token[:2] != (secret, self._cookie()):
            with self.session_transaction() as session:
                raw = session.setdefault("csrf_token", "0" * 40)
            token = URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps(raw)
            self._token = secret, self._cookie(), token
        return self._token[2]

    def _cookie(self) -> str:
        found = self.get_cookie(self.application.config["SESSION_COOKIE_NAME"])
        # Without one nothing is the same.
        return found.value if found else secrets.token_hex()

    def submit(self, page: str, *, to: str = "", **fields: Any) -> TestResponse:
        """Open a page, fill in the form whose action ends with `to`, and send it.

        What isn't named keeps the value it has on the page, hidden fields included; a list ticks
        several boxes; None leaves a field out. The token is the form's own.
        """
        shown = self.get(page)
        assert shown.status_code == 200, f"{page} answered {shown.status_code}"
        found = [form for form in forms(shown.text) if (form.action or page).endswith(to)]
        assert found, f"{page} has no form to …{to}"
        form = found[0]
        data = {key: value for key, value in (form.values | fields).items() if value is not None}
        if form.method == "get":
            return self.get(form.action or page, query_string=data)
        return super().post(form.action or page, data=data)


# Where the menu of languages goes, which is on every page.
MENU = "/language"


class Form:
    """A form as the page shows it: where it goes, and what it holds when nobody touches it."""

    def __init__(self, attributes: dict[str, str | None]) -> None:
        self.action = attributes.get("action") or ""
        self.method = (attributes.get("method") or "get").lower()
        self.values: dict[str, Any] = {}

    def hold(self, name: str, value: str) -> None:
        before = self.values.get(name)
        if before is None:
            self.values[name] = value
        elif isinstance(before, list):
            before.append(value)
        else:
            self.values[name] = [before, value]


def forms(page: str) -> list[Form]:
    """The forms of an HTML page, in their order, without the menu of languages that every page has."""
    reader = _Reader()
    reader.feed(page)
    return [one for one in reader.forms if one.action != MENU]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.select: str | None = None
        self.chosen: list[str] = []
        self.first: str | None = None
        self.area: str | None = None
        self.typed = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        name = has.get("name")
        if tag == "form":
            self.form = Form(has)
            self.forms.append(self.form)
        elif self.form is None or "disabled" in has:
            return
        elif tag == "input" and name:
            self._input(self.form, name, has)
        elif tag == "select" and name:
            self.select, self.chosen, self.first = name, [], None
        elif tag == "option" and self.select:
            value = has.get("value") or ""
            self.first = value if self.first is None else self.first
            if "selected" in has:
                self.chosen.append(value)
        elif tag == "textarea" and name:
            self.area, self.typed = name, ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.typed += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select" and self.select and self.form:
            for value in self.chosen or [self.first or ""]:
                self.form.hold(self.select, value)
            self.select = None
        elif tag == "textarea" and self.area and self.form:
            self.form.hold(self.area, self.typed.removeprefix("\n"))
            self.area = None

    @staticmethod
    def _input(form: Form, name: str, has: dict[str, str | None]) -> None:
        kind = (has.get("type") or "text").lower()
        if kind in {"submit", "button", "image", "reset", "file"}:
            return
        if kind in {"checkbox", "radio"} and "checked" not in has:
            return
        value = has.get("value")
        form.hold(name, ("on" if kind in {"checkbox", "radio"} else "") if value is None else value)
