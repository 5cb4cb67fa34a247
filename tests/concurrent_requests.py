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


def at_once(
    app: Flask, path: str, data: dict[str, object], *, who: Person | None = None, times: int = 6
) -> list[TestResponse]:
    """The answers to one form that several browsers of one visitor send at the same instant."""
    return rush(app, [(path, data, who)] * times)


def rush(
    app: Flask, forms: list[tuple[str, dict[str, object], Person | None]]
) -> list[TestResponse]:
    """The answers to several forms that are all sent at the same instant."""
    clients = [visitor(app) for _ in forms]
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
