"""What machines ask."""

import make

from eventapp.db import db


def test_alive_and_ready(client):
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").status_code == 200


def test_a_server_without_tables_is_not_ready(app, client):
    db.session.execute(db.text("ALTER TABLE event RENAME TO elsewhere"))

    assert client.get("/readyz").status_code == 503


def test_numbers_are_told_only_when_asked_for(app, client):
    make.rsvp(letter="invite")
    silent = client.get("/metrics").status_code
    app.config["METRICS"] = True

    told = client.get("/metrics").text

    assert silent == 404
    assert 'eventapp_messages{state="queued"} 1.0' in told
    assert 'eventapp_rsvps{state="going"} 1.0' in told
    assert "eventapp_oldest_due_seconds" in told
