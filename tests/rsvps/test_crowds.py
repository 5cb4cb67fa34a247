"""What `experiments/crowds.py` tries at length against the shipped server, in short."""

from collections.abc import Callable
from pathlib import Path

import make
import pytest
from concurrent_requests import rush, statuses
from crowd import Guest, event_of, lost, one_after_the_other, unanswered, wrongs
from flask import Flask
from live_server import Server
from services import MailServer, wait_until

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail.models import Message
from eventapp.people.actions import token_of
from eventapp.rsvps import actions


def yes(event: Event, number: int) -> tuple[str, dict[str, object], None]:
    """The form that somebody sends who hasn't answered before."""
    path = f"/{event.community.slug}/events/{event.slug}/rsvps"
    form: dict[str, object] = {"first_name": f"Guest {number}", "email": f"g{number}@example.org"}
    kinds = {"stage": "", "ask_kind": "advice", "offer_kind": "advice", "once": f"form-{number}"}
    return path, form | kinds | {"role": event.roles[0].id}, None


def test_16_who_ask_at_once_for_5_places_get_5_in_the_order_of_the_queue(
    each_database: Flask,
) -> None:
    event = make.event(capacity=5)

    answers = rush(each_database, [yes(event, number) for number in range(16)])

    assert statuses(answers) == {303: 16}
    assert wrongs(event.id) == []


def test_places_given_back_while_others_ask_all_go_to_somebody(each_database: Flask) -> None:
    event = make.event(capacity=6)
    leaving = [make.rsvp(event, letter="invite") for _ in range(6)]
    gone = [(f"/r/{token_of(rsvp.link)}/cancellation", {}, None) for rsvp in leaving]

    answers = rush(each_database, gone + [yes(event, number) for number in range(10)])

    assert statuses(answers) == {303: 16}
    assert wrongs(event.id) == []
    assert actions.count(event, "going") == 6
    assert actions.count(event, "waitlisted") == 4


@pytest.mark.services
@pytest.mark.parametrize("which", ["sqlite", "postgresql"])
def test_a_server_killed_amid_answers_loses_neither_one_that_it_gave_nor_its_letter(
    which: str,
    request: pytest.FixtureRequest,
    serve: Callable[..., Server],
    smtp: MailServer,
    tmp_path: Path,
) -> None:
    url = {"DATABASE_URL": request.getfixturevalue("postgres_url")} if which != "sqlite" else {}
    server = serve(SMTP_URL=smtp.url, TRUSTED_PROXIES=1, STRANGERS_AN_HOUR=1000, **url)
    with event_of(server, tmp_path, capacity=15) as (path, role, event_id):
        guests = [Guest(server.url, number) for number in range(30)]
        for guest in guests:
            guest.fill_in_yes(path, role)

        one_after_the_other(guests, connections=6, after=12, act=server.kill)

        assert 12 <= sum(guest.status == 303 for guest in guests) < 30
        assert lost(event_id, guests) == set()
        assert wrongs(event_id) == []
        # What the worker held in its hands would be sent two minutes later.
        db.session.execute(db.update(Message).values(leased_until=None))
        db.session.commit()
        server.begin()
        for guest in guests:
            if not guest.mine:
                guest.press()
        assert unanswered(guests) == []
        assert wrongs(event_id) == []
        expected = {guest.email for guest in guests}
        wait_until(lambda: expected <= smtp.receivers, what="everybody's letter")
