"""What machines ask."""

from datetime import timedelta

import make
from worker import sweep

from eventapp import clock
from eventapp.db import db
from eventapp.mail import heartbeat
from eventapp.mail.jobs import forget_domains
from eventapp.mail.models import Heartbeat


def test_alive_and_ready(client):
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").status_code == 200


def test_a_server_without_tables_is_not_ready(app, client):
    db.session.execute(db.text("ALTER TABLE event RENAME TO elsewhere"))

    assert client.get("/readyz").status_code == 503


def told(app, client) -> tuple[int, list[str], str]:
    """What `/readyz` answers and says, and what the doctor says of the worker."""
    ready = client.get("/readyz")
    heard = app.test_cli_runner().invoke(args=["doctor"]).output
    (worker,) = [line for line in heard.splitlines() if "worker: " in line]
    return ready.status_code, ready.text.splitlines(), worker


def test_without_a_worker_pages_go_on_and_machines_and_the_doctor_are_told(app, client):
    said = "no worker was ever heard of: is one running?"

    assert told(app, client) == (200, ["ready", f"mail waits: {said}"], f"note worker: {said}")


def test_a_worker_that_is_gone_or_hangs_is_told_until_another_one_is_at_work(each_database, client):
    app, now = each_database, clock.now()
    sweep(app)
    fresh = told(app, client)
    silent = now - heartbeat.PATIENCE - timedelta(seconds=1)
    db.session.execute(db.update(Heartbeat).values(heard_at=silent))
    db.session.commit()

    gone = told(app, client)
    sweep(app)

    since = f"no worker was heard of since {silent:%Y-%m-%d %H:%M} UTC: it is gone, or hangs."
    assert gone == (200, ["ready", f"mail waits: {since}"], f"BAD  worker: {since}")
    for at_work in fresh, told(app, client):
        assert at_work[:2] == (200, ["ready"])
        assert at_work[2].startswith("ok   worker: ")


def test_a_worker_that_hangs_in_a_chore_is_not_heard_of(app, client, monkeypatch):
    def killed() -> None:
        raise KeyboardInterrupt

    chores = [killed if chore is forget_domains else chore for chore in app.extensions["chores"]]
    monkeypatch.setitem(app.extensions, "chores", chores)

    try:
        sweep(app)
    except KeyboardInterrupt:
        db.session.rollback()

    assert heartbeat.last_heard() is None


def test_numbers_are_told_only_when_asked_for(app, client):
    make.rsvp(letter="invite")
    silent = client.get("/metrics").status_code
    app.config["METRICS"] = True

    told = client.get("/metrics").text

    assert silent == 404
    assert 'eventapp_messages{state="queued"} 1.0' in told
    assert 'eventapp_rsvps{state="going"} 1.0' in told
    assert "eventapp_oldest_due_seconds" in told
