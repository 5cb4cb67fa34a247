"""The doctor says whether answers can come in."""

import pytest
from imap_servers import Dovecot
from listening import listening

from eventapp.doctor.mail import answers

FORM = "rsvp+TOKEN@example.org"


def said(app) -> str:
    return "\n".join(f"{found.sign}{found.sentence}" for found in answers(app) if found.subject)


def test_who_asks_for_no_answers_hears_nothing_of_them(app):
    assert said(app) == ""


def test_an_address_without_an_inbox_and_an_inbox_without_an_address_are_named(app):
    app.config["ANSWER_ADDRESS"] = FORM
    assert said(app).startswith("note" + "no EVENTAPP_INBOX")

    app.config.update(ANSWER_ADDRESS=None, INBOX="lmtp://127.0.0.1:1")
    assert said(app).startswith("BAD " + "EVENTAPP_INBOX is set, but no EVENTAPP_ANSWER_ADDRESS")


@pytest.mark.services
def test_a_mailbox_is_signed_in_to(app, dovecot: Dovecot):
    app.config.update(ANSWER_ADDRESS=FORM, INBOX=dovecot.plain_url)
    assert said(app).startswith("ok  " + "the mailbox INBOX can be read; it calls")

    app.config["INBOX"] = dovecot.url
    assert said(app) == "BAD " + "The certificate of the mail server can't be trusted."

    app.config["INBOX"] = dovecot.plain_url + "/Nowhere"
    assert said(app) == "BAD " + "The folder in EVENTAPP_INBOX can't be opened."


def test_whether_the_worker_listens_is_looked_at(app):
    with listening(app, "lmtp") as port:
        app.config.update(ANSWER_ADDRESS=FORM, INBOX=f"lmtp://127.0.0.1:{port}")
        assert said(app).startswith("ok  ")

    assert said(app).startswith("BAD " + "no worker takes mail at lmtp://127.0.0.1:")
