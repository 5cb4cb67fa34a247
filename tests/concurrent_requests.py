"""Several browsers that send at the same instant."""

import threading
from collections import Counter

import make
from conftest import visitor
from flask import Flask
from visitor import Visitor
from werkzeug.test import TestResponse

from eventapp.db import db
from eventapp.people.models import Person

# Where a form goes, what it says, and who is signed in.
Sent = tuple[str, dict[str, object], Person | None]


def at_once(
    app: Flask, path: str, data: dict[str, object], *, who: Person | None = None, times: int = 6
) -> list[TestResponse]:
    """The answers to one form that several browsers of one visitor send at the same instant."""
    return _sent(app, [(path, data, who)] * times, ["127.0.0.1"] * times)


def rush(app: Flask, forms: list[Sent]) -> list[TestResponse]:
    """The answers to several people's forms that are all sent at the same instant.

    Each comes from an address of its own: what comes from one address takes turns anyway, by the
    limits of letters, and would hide that something else lets two in.
    """
    return _sent(app, forms, [f"10.9.0.{number}" for number in range(len(forms))])


def _sent(app: Flask, forms: list[Sent], addresses: list[str]) -> list[TestResponse]:
    clients = [visitor(app) for _ in forms]
    for client, address in zip(clients, addresses, strict=True):
        client.environ_base["REMOTE_ADDR"] = address
    for client, (_path, _data, who) in zip(clients, forms, strict=True):
        if who:
            make.sign_in(client, who)
        client.csrf_token()
    db.session.commit()
    # A transaction left open here would keep them all waiting.
    db.session.remove()
    barrier, answers, troubles = threading.Barrier(len(forms)), [], []

    def send(client: Visitor, path: str, data: dict[str, object]) -> None:
        barrier.wait()
        try:
            answers.append(client.post(path, data=data))
        except Exception as error:
            troubles.append(error)

    crowd = [
        threading.Thread(target=send, args=(client, path, data))
        for client, (path, data, _who) in zip(clients, forms, strict=True)
    ]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    assert troubles == []
    db.session.remove()
    return answers


def statuses(answers: list[TestResponse]) -> Counter[int]:
    """How often each status was answered."""
    return Counter(answer.status_code for answer in answers)
