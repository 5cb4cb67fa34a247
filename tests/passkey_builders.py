"""Visitors with passkeys: what a page asks of them, and what they send."""

import json
import re
from html import unescape
from typing import Any

import make
from flask import Flask
from key_device import Key
from visitor import Visitor
from werkzeug.test import TestResponse

from eventapp import tokens
from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.people.models import Person

NAMED = re.compile(r'action="([^"]+)" data-passkey="([^"]*)"')


def asked(client: Visitor, page: str, to: str = "") -> dict[str, Any]:
    """What the form of a page that goes to an address asks of a passkey."""
    found = dict(NAMED.findall(client.get(page).text))
    given: dict[str, Any] = json.loads(unescape(found[to or page]))
    return given


def sent(client: Visitor, to: str, answer: str, **more: str) -> TestResponse:
    """Send what a passkey said."""
    return client.post(to, data={"answer": answer} | more)


def owner_with_key(client: Visitor, *, name: str = "key") -> tuple[Person, Key]:
    """An owner who is signed in with this client and has one passkey."""
    owner, key = make.member(make.community()), Key(name)
    make.sign_in(client, owner)
    answer = sent(client, "/me/passkeys", key.make(asked(client, "/me/passkeys")), name="My phone")
    assert answer.status_code == 303, answer.text
    return owner, key


def codes_of(client: Visitor) -> list[str]:
    """The recovery codes that somebody gets who asks for a passkey after the letter."""
    shown = client.post("/me/passkeys/requirement")
    return re.findall(r"<code>([a-z0-9-]+)</code>", shown.text)


def open_letter(app: Flask, client: Visitor, email: str | None) -> TestResponse:
    """Ask for a sign-in letter and press the button that it leads to."""
    client.submit("/sign-in", email=email)
    found = db.select(Message).where(Message.kind == "sign-in").order_by(Message.id.desc())
    text = tokens.reveal(db.session.scalars(found).first().text, app.config["SECRET_KEY"])
    link = next(word for word in text.split() if "/sign-in/" in word)
    return client.submit(link.removeprefix("http://localhost"))


def letters() -> int:
    """How many letters told somebody that how they sign in has changed."""
    told = db.select(db.func.count(Message.id)).where(Message.kind == "keys-changed")
    return db.session.scalar(told) or 0
