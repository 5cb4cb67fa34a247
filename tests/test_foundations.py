"""The servers and the visitor that other tests stand on do what those tests take for granted."""

import smtplib
import urllib.request
from collections.abc import Callable
from pathlib import Path

import make
import psycopg
import pytest
import redis
from browser import axe
from conftest import running
from flask import Flask
from live_server import Server
from playwright.sync_api import Page
from services import MailServer
from sqlalchemy import Update
from visitor import Visitor, forms

from eventapp.db import db
from eventapp.people.models import Person


def test_each_database_begins_with_empty_tables(each_database: Flask) -> None:
    tables = db.metadata.sorted_tables

    counts = [db.session.scalar(db.select(db.func.count()).select_from(t)) for t in tables]

    assert tables
    assert not any(counts)


@pytest.mark.services
def test_a_fresh_postgres_database_has_no_tables(postgres_url: str) -> None:
    plain = postgres_url.replace("+psycopg", "")

    with psycopg.connect(plain) as connection:
        found = connection.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public'").fetchall()

    assert found == []


@pytest.mark.services
def test_redis_begins_empty(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0


def test_the_mail_server_keeps_what_it_accepts_and_says_what_it_is_told(smtp: MailServer) -> None:
    smtp.answers["full@example.org"] = "452 The mailbox is full"

    with smtplib.SMTP("127.0.0.1", smtp.port) as conversation:
        refused = conversation.sendmail(
            "a@example.org", ["b@example.org", "full@example.org"], "Subject: Hello\r\n\r\nHi"
        )

    assert refused == {"full@example.org": (452, b"The mailbox is full")}
    assert smtp.letter_to("b@example.org")["Subject"] == "Hello"


def test_a_form_holds_what_its_page_shows() -> None:
    page = """
      <form method="post" action="/x/rsvps"><input type="hidden" name="csrf_token" value="t">
        <input name="first" value="Ana"><input type="checkbox" name="yes" value="1" checked>
        <input type="checkbox" name="no" value="1"><button name="go">Go</button>
        <select name="stage"><option value="">Choose</option><option value="mid" selected>
        </select><textarea name="ask">\nA line</textarea></form>
    """

    form = forms(page)[0]

    assert (form.method, form.action) == ("post", "/x/rsvps")
    assert form.values == {
        "csrf_token": "t",
        "first": "Ana",
        "yes": "1",
        "stage": "mid",
        "ask": "A line",
    }


def test_a_visitor_posts_with_a_token_and_is_refused_without(app: Flask, client: Visitor) -> None:
    app.add_url_rule("/test/echo", "echo", lambda: "heard", methods=["POST"])

    with_token = client.post("/test/echo")
    without = client.post("/test/echo", headers={"X-CSRFToken": ""})

    assert with_token.text == "heard"
    assert without.status_code == 400


def test_a_page_that_a_test_adds_is_unknown_to_the_next_app(app: Flask, tmp_path: Path) -> None:
    app.add_url_rule("/test/echo", "echo", lambda: "heard")

    (tmp_path / "next").mkdir()
    with running("sqlite://", tmp_path / "next") as other:
        answers = [one.test_client().get("/test/echo").status_code for one in (app, other)]

    assert answers == [200, 404]
    assert {"echo"} == app.view_functions.keys() - other.view_functions.keys()


def test_a_request_sees_what_the_test_prepared_and_the_test_what_it_changed(
    each_database: Flask, client: Visitor
) -> None:
    someone = make.person(first_name="Ana")
    rename = db.update(Person).values(first_name="Bo")
    each_database.add_url_rule("/test/name", "rename", lambda: _done(rename), methods=["POST"])

    client.post("/test/name")
    client.post("/test/name")

    assert someone.first_name == "Bo"


def _done(statement: Update) -> str:
    db.session.execute(statement)
    db.session.commit()
    return "done"


@pytest.mark.browser
def test_a_browser_opens_a_page_of_the_app(
    app: Flask, page_server: str, open_browser: Callable[..., Page]
) -> None:
    plain = "<!doctype html><html lang=en><title>Echo</title><main><h1>Hello</h1></main></html>"
    app.add_url_rule("/test/page", "page", lambda: plain)
    page = open_browser(width=320, color_scheme="dark")

    page.goto(f"{page_server}/test/page")

    assert page.inner_text("h1") == "Hello"
    assert axe(page) == []


@pytest.mark.services
def test_the_app_is_served_as_installed(live_server: Server) -> None:
    with urllib.request.urlopen(f"{live_server.url}/healthz", timeout=5) as answer:
        assert answer.status == 200
