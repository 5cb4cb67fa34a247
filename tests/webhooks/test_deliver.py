"""What is written arrives: signed, again after a failure, under one id; and who is gone is left alone."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import make
import pytest
from flask import Flask
from standardwebhooks import Webhook
from webhook_builders import Receiver, endpoint, hooked, receiving, send, send_once, verified, waits

from eventapp import clock
from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.retention.jobs import let_go
from eventapp.retention.rules import BY_KIND
from eventapp.webhooks import actions, client, deliver
from eventapp.webhooks.models import WebhookDelivery


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as one:
        yield one


def due_now() -> None:
    """Time passes."""
    db.session.execute(db.update(WebhookDelivery).values(due_at=clock.now(), leased_until=None))
    db.session.commit()
    db.session.expire_all()


def test_a_delivery_arrives_as_the_library_of_the_specification_wants_it(
    app: Flask, receiver: Receiver
) -> None:
    to = hooked(app, receiver)
    one = waits(to, payload='{"type":"webhook.test","name":"Zoë"}')

    send()

    (came,) = receiver.came
    assert verified(to, came) == {"type": "webhook.test", "name": "Zoë"}
    assert came.headers["webhook-id"] == one.message_id
    assert came.headers["content-type"] == "application/json"
    assert (one.state, one.tries, one.status, one.answer) == ("delivered", 1, 200, "thanks")


def test_what_fails_is_sent_again_with_the_same_id_and_the_same_bytes(
    app: Flask, receiver: Receiver
) -> None:
    receiver.answers = [500, 503, 200]
    to = hooked(app, receiver)
    one = waits(to)
    asked = []

    for _again in range(3):
        due_now()
        now = clock.now()
        send()
        asked.append((one.state, one.status, one.tries, one.due_at > now))

    assert asked[:2] == [("waiting", 500, 1, True), ("waiting", 503, 2, True)]
    assert asked[2][:3] == ("delivered", 200, 3)
    assert len({(came.headers["webhook-id"], came.body) for came in receiver.came}) == 1
    assert to.failing_since is None


def test_what_isn_t_due_yet_waits(app: Flask, receiver: Receiver) -> None:
    waits(hooked(app, receiver), due_at=clock.now() + timedelta(hours=1))

    send()

    assert receiver.came == []


def test_after_the_last_try_a_delivery_has_failed(app: Flask, receiver: Receiver) -> None:
    receiver.answers = [500]
    one = waits(hooked(app, receiver), tries=9)

    send()

    assert (one.state, one.tries) == ("failed", 10)


def test_who_is_killed_while_sending_sends_again_under_the_same_id(
    app: Flask, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = hooked(app, receiver)
    one = waits(to)

    def die(*_given: object, **_more: object) -> None:
        raise SystemExit

    with monkeypatch.context() as killed:
        killed.setattr(deliver, "_note", die)
        with pytest.raises(SystemExit):
            send()
    db.session.rollback()
    send()
    assert len(receiver.came) == 1
    db.session.execute(db.update(WebhookDelivery).values(leased_until=clock.now() - timedelta(1)))
    send()

    assert one.state == "delivered"
    first, again = receiver.came
    assert first.headers["webhook-id"] == again.headers["webhook-id"] == one.message_id


def test_gone_is_gone_and_the_owner_has_a_letter(app: Flask, receiver: Receiver) -> None:
    receiver.answers = [410]
    to = hooked(app, receiver)
    one, other = waits(to), waits(to)

    send()

    assert (to.state, to.trouble, to.community.webhooks) == ("off", "gone", 0)
    assert {one.state, other.state} == {"failed"}
    assert len(receiver.came) == 1
    letter = db.session.scalars(db.select(Message)).one()
    assert (letter.kind, letter.to) == ("webhook-off", "owner@example.org")
    assert "410" in letter.text


def test_who_fails_for_days_is_switched_off_with_one_letter(app: Flask, receiver: Receiver) -> None:
    receiver.answers = [500]
    to = hooked(app, receiver)
    one = waits(to)
    send()
    assert (to.state, to.community.webhooks) == ("on", 1)
    to.failing_since = clock.now() - timedelta(days=3)

    due_now()
    send()

    assert (to.state, to.trouble, one.state) == ("off", "failing", "failed")
    assert [letter.kind for letter in db.session.scalars(db.select(Message))] == ["webhook-off"]


def test_one_that_is_down_is_asked_once_at_a_time(app: Flask, receiver: Receiver) -> None:
    receiver.answers = [500]
    to = hooked(app, receiver)
    rest = [waits(to) for _one in range(5)]

    send()

    assert len(receiver.came) == 1
    assert sorted(one.tries for one in rest) == [0, 0, 0, 0, 1]
    assert all(one.due_at > clock.now() for one in rest)


def test_one_that_hangs_keeps_no_other_waiting(
    app: Flask, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client.post, "__kwdefaults__", {"patience": 0.3})
    receiver.hangs = threading.Event()
    slow = hooked(app, receiver)
    stuck = waits(slow)
    with receiving() as quick:
        well = waits(endpoint(slow.community, quick, app))

        send_once()

    assert (well.state, stuck.state, stuck.trouble) == ("delivered", "waiting", "time")


def test_nothing_is_sent_to_a_private_address_even_if_it_is_kept(
    app: Flask, receiver: Receiver
) -> None:
    to = hooked(app, receiver)
    to.address = receiver.address.replace("http:", "https:")
    one = waits(to)
    app.config["WEBHOOK_HOSTS"] = frozenset()

    send()

    assert (one.state, one.trouble, receiver.came) == ("waiting", "private", [])


def test_the_old_secret_signs_for_a_day(app: Flask, receiver: Receiver) -> None:
    to, now = hooked(app, receiver), clock.now()
    old = Webhook(actions.secret(to))
    assert actions.rotate(to, seen=actions.mark(to), now=now)
    waits(to)
    send()

    to.old_until = clock.now()
    waits(to)
    send()

    during, after = receiver.came
    assert verified(to, during) == verified(to, after)
    assert old.verify(during.body, during.headers)
    with pytest.raises(Exception, match="No matching signature"):
        old.verify(after.body, after.headers)


def test_what_failed_is_sent_again_by_hand(app: Flask, receiver: Receiver) -> None:
    to = hooked(app, receiver)
    one, other = waits(to, state="failed", tries=10), waits(to, state="delivered", tries=1)

    assert actions.replay_failed(to, now=clock.now()) == 1
    send()
    assert (one.state, one.tries) == ("delivered", 1)
    assert actions.replay(to, other.id, now=clock.now()) == 1
    send()

    assert [came.headers["webhook-id"] for came in receiver.came] == [
        one.message_id,
        other.message_id,
    ]


def test_what_happens_in_a_pause_waits(app: Flask, receiver: Receiver) -> None:
    to = hooked(app, receiver)
    actions.set_state(to, "paused")
    one = waits(to)

    send()
    assert receiver.came == []
    actions.set_state(to, "on")
    send()

    assert one.state == "delivered"


def test_more_than_a_batch_arrives(app: Flask, receiver: Receiver) -> None:
    to = hooked(app, receiver)
    for _one in range(2 * deliver.IN_A_ROW + 1):
        waits(to)

    send()

    assert len(receiver.came) == 2 * deliver.IN_A_ROW + 1


def test_two_workers_send_each_once(each_database: Flask, receiver: Receiver) -> None:
    to = hooked(each_database, receiver)
    waits(to)
    taken = deliver._take(clock.now())
    db.session.commit()

    send()

    assert len(taken) == 1
    assert receiver.came == []
    deliver._note(taken[0], client.Answer(status=200), now=clock.now())
    db.session.commit()
    send()
    assert receiver.came == []


def test_deliveries_go_after_a_month(app: Flask) -> None:
    to = hooked(app, "https://example.org/")
    now = clock.now()
    waits(to, created_at=now - timedelta(days=31))
    young = waits(to, created_at=now - timedelta(days=29))

    assert let_go(BY_KIND["webhooks"]) == 1

    assert db.session.scalars(db.select(WebhookDelivery.id)).all() == [young.id]


def test_a_removed_endpoint_takes_its_log_along(app: Flask) -> None:
    to = hooked(app, "https://example.org/")
    waits(to)
    assert make.community().webhooks == 0

    actions.remove(to)
    db.session.commit()

    assert db.session.scalar(db.select(db.func.count(WebhookDelivery.id))) == 0
