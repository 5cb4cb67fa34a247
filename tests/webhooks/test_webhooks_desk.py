"""Webhooks at the desk: added, shown once, changed, tried, looked at."""

import re
import socket
from collections.abc import Iterator
from datetime import timedelta

import make
import pytest
from flask import Flask
from people_fixtures import signed_in
from standardwebhooks import Webhook
from visitor import Visitor
from webhook_builders import Receiver, endpoint, receiving, send, verified, waits

from eventapp import clock, tokens
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.webhooks import actions
from eventapp.webhooks.kinds import KINDS
from eventapp.webhooks.models import WebhookDelivery, WebhookEndpoint

SECRET = re.compile(r"whsec_[A-Za-z0-9+/]{43}=")


@pytest.fixture
def page(host: Community) -> str:
    return f"/desk/{host.slug}/webhooks"


@pytest.fixture
def receiver(app: Flask) -> Iterator[Receiver]:
    with receiving() as one:
        app.config["WEBHOOK_HOSTS"] |= {f"127.0.0.1:{one.port}"}
        yield one


def only() -> WebhookEndpoint:
    return db.session.scalars(db.select(WebhookEndpoint)).one()


def test_an_endpoint_is_added_tested_and_its_log_says_what_came_back(
    owner: Visitor, page: str, receiver: Receiver
) -> None:
    receiver.says = b"hello <b>there</b>"
    answer = owner.submit(
        page, to="/webhooks", address=receiver.address, kinds=["rsvp.going", "rsvp.cancelled"]
    )
    assert answer.status_code == 303
    one = only()
    first, again = owner.get(answer.location).text, owner.get(answer.location).text
    (secret,) = SECRET.findall(first)
    assert SECRET.findall(again) == []
    assert one.kinds == ["rsvp.going", "rsvp.cancelled"]
    assert one.community.webhooks == 1

    owner.submit(f"{page}/{one.id}", to="/test")
    send()

    assert verified(one, receiver.came[0])["type"] == "webhook.test"
    assert Webhook(secret).verify(receiver.came[0].body, receiver.came[0].headers)
    shown = owner.get(f"{page}/{one.id}").text
    assert "Delivered" in shown
    assert "Answered 200" in shown
    assert "hello &lt;b&gt;there&lt;/b&gt;" in shown


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://example.org/", "Begin with https://"),
        ("https://127.0.0.1/", "private network"),
        ("https://[fd00::1]/", "private network"),
        ("https://169.254.169.254/latest", "private network"),
        ("https://a:b@example.org/", "Leave name and password out"),
        ("example", "Give a whole address"),
    ],
)
def test_what_nothing_may_be_sent_to_isn_t_saved(
    owner: Visitor, page: str, address: str, said: str
) -> None:
    answer = owner.submit(page, to="/webhooks", address=address, kinds=["rsvp.going"])

    assert answer.status_code == 422
    assert said in answer.text
    assert db.session.scalar(db.select(WebhookEndpoint)) is None


def test_a_name_that_leads_into_a_private_network_isn_t_saved_either(
    app: Flask, owner: Visitor, host: Community, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = endpoint(host, "https://example.org/", app)
    found = [(0, 0, 0, "", ("10.1.2.3", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked, **_more: found)

    for where in (page, f"{page}/{one.id}"):
        answer = owner.submit(
            where, to=where, address="https://inside.example/", kinds=["rsvp.going"]
        )
        assert answer.status_code == 422
        assert "private network" in answer.text

    assert only().address == "https://example.org/"


def test_a_form_without_any_kind_says_so(owner: Visitor, page: str, receiver: Receiver) -> None:
    answer = owner.submit(page, to="/webhooks", address=receiver.address)

    assert answer.status_code == 422
    assert "Choose at least one kind" in answer.text


def test_one_address_is_one_endpoint(owner: Visitor, page: str, receiver: Receiver) -> None:
    said = {"address": receiver.address, "kinds": ["rsvp.going"]}
    owner.submit(page, to="/webhooks", **said)

    assert "with this address already" in owner.submit(page, to="/webhooks", **said).text
    assert only().community.webhooks == 1


def test_its_address_and_kinds_are_changed(
    app: Flask, owner: Visitor, host: Community, page: str, receiver: Receiver
) -> None:
    one = endpoint(host, "https://example.org/", app)

    owner.submit(
        f"{page}/{one.id}", to=f"/{one.id}", address=receiver.address, kinds=["plan.published"]
    )

    assert (one.address, one.kinds) == (receiver.address, ["plan.published"])


def test_another_address_begins_anew_and_what_waits_goes_there_at_once(
    app: Flask, owner: Visitor, host: Community, page: str, receiver: Receiver
) -> None:
    one = endpoint(host, "https://example.org/", app)
    app.config["WEBHOOK_HOSTS"] |= {f"127.0.0.1:{receiver.port}"}
    later = clock.now() + timedelta(hours=9)
    one.failing_since = clock.now() - timedelta(days=2, hours=23)
    waiting = waits(one, tries=7, due_at=later)
    address = f"{page}/{one.id}"

    owner.submit(address, to=f"/{one.id}", kinds=["plan.published"])
    kept = waiting.tries, waiting.due_at, one.failing_since is not None
    owner.submit(address, to=f"/{one.id}", address=receiver.address)

    assert kept == (7, later, True)
    assert one.failing_since is None
    send()
    assert (len(receiver.came), waiting.state) == (1, "delivered")


def test_a_new_secret_is_made_once_and_shown_once(
    app: Flask, owner: Visitor, host: Community, page: str
) -> None:
    one = endpoint(host, "https://example.org/", app)
    before, here = actions.secret(one), f"{page}/{one.id}"
    seen = actions.mark(one)

    for _twice in range(2):
        owner.post(f"{here}/secret", data={"seen": seen})

    assert one.old_nonce is not None
    assert tokens.digest(one.old_nonce).startswith(seen)
    assert actions.mark(one) != seen
    shown = owner.get(here).text
    assert SECRET.findall(shown) == [actions.secret(one)]
    assert before not in shown
    assert "valid until" in shown
    assert SECRET.findall(owner.get(here).text) == []


def test_it_is_paused_goes_on_and_is_removed(
    app: Flask, owner: Visitor, host: Community, page: str
) -> None:
    one = endpoint(host, "https://example.org/", app)
    here = f"{page}/{one.id}"

    owner.submit(here, to="/pause")
    assert one.state == "paused"
    assert owner.post(f"{here}/test").status_code == 409
    owner.submit(here, to="/pause/end")
    assert one.state == "on"
    actions.switch_off(one, "failing")
    assert "took nothing for three days" in owner.get(here).text
    assert owner.post(f"{here}/replays").status_code == 409
    owner.submit(here, to="/pause/end")
    assert (one.state, host.webhooks) == ("on", 1)
    owner.submit(here, to="/removal")

    assert db.session.scalar(db.select(WebhookEndpoint)) is None
    assert host.webhooks == 0


def test_what_failed_is_sent_again_one_by_one_or_all(
    app: Flask, owner: Visitor, host: Community, page: str, receiver: Receiver
) -> None:
    one = endpoint(host, receiver, app)
    failed = [waits(one, state="failed", tries=10, status=500) for _n in range(3)]
    here = f"{page}/{one.id}"

    owner.submit(here, to=f"/deliveries/{failed[0].id}/replay")
    send()
    assert [delivery.state for delivery in failed] == ["delivered", "failed", "failed"]
    assert "Send all 2 that failed again" in owner.get(here).text
    owner.submit(here, to="/replays")
    send()

    assert {delivery.state for delivery in failed} == {"delivered"}
    assert [came.headers["webhook-id"] for came in receiver.came] == [
        delivery.message_id for delivery in failed
    ]


def test_what_is_of_another_community_isn_t_found(
    app: Flask, owner: Visitor, host: Community, page: str
) -> None:
    mine, other = (endpoint(one, "https://example.org/", app) for one in (host, make.community()))
    theirs = waits(other, state="failed")

    assert owner.get(f"{page}/{other.id}").status_code == 404
    assert owner.post(f"{page}/{mine.id}/deliveries/{theirs.id}/replay").status_code == 404
    assert theirs.state == "failed"


def test_owners_alone_see_it(app: Flask, host: Community, page: str) -> None:
    assert signed_in(app, host, "organizer").get(page).status_code == 404


def test_no_secret_rests_in_the_database(app: Flask, host: Community) -> None:
    one = endpoint(host, "https://example.org/", app)
    secret = actions.secret(one)

    kept = [
        str(value)
        for row in db.session.execute(db.text("SELECT * FROM webhook_endpoint"))
        for value in row
    ]

    assert secret not in " ".join(kept)
    assert SECRET.fullmatch(secret)
    assert only().kinds == list(KINDS)
    assert db.session.scalar(db.select(WebhookDelivery)) is None
