"""What is wrong with our own mail server is said once, where somebody can mend it; no letter fails for it."""

from datetime import timedelta

import make
import pytest
from waiting_letters import guests, states, tries, waiting

from eventapp import clock
from eventapp.db import db
from eventapp.doctor import mail
from eventapp.mail import domains, jobs, reasons
from eventapp.mail.deliver import deliver_due
from eventapp.mail.models import Heartbeat, Message, ReceivingDomain

RELAY = "554 5.7.1 Relay access denied"


@pytest.fixture
def unruly(app, unruly_alone):
    app.config["SMTP_URL"] = unruly_alone.url
    return unruly_alone


def twice() -> None:
    for _ in range(2):
        db.session.execute(db.update(ReceivingDomain).values(free_at=clock.now()))
        db.session.commit()
        deliver_due()


def refused(unruly, number: int = 3) -> None:
    unruly.rule = lambda verb, said: "535 5.7.8 no" if verb == "CONNECT" else None
    waiting(*guests(number))
    twice()


def test_it_is_said_on_the_desk_to_machines_and_by_the_doctor(app, unruly, organizer, host):
    event = make.event(community=host)
    refused(unruly)

    home, log = f"/desk/{host.slug}", f"/desk/{host.slug}/events/{event.slug}/messages"
    for page in home, log:
        assert organizer.get(page).text.count("name or password in its setting is wrong") == 1
    ready = organizer.get("/readyz")
    assert (ready.status_code, ready.text.splitlines()[0]) == (200, "ready")
    assert "mail waits since" in ready.text
    assert "535" not in ready.text, "who asks may be a stranger"
    doctor = app.test_cli_runner().invoke(args=["doctor"]).output
    assert doctor.count("BAD  mail: waits since") == 1
    assert set(tries()) == {0}


WAITS = "nothing sends it just now"


def test_letters_that_no_worker_sends_are_told_to_organizers(organizer, host):
    event = make.event(community=host)
    pages = f"/desk/{host.slug}", f"/desk/{host.slug}/events/{event.slug}/messages"

    def said() -> list[int]:
        return [organizer.get(page).text.count(WAITS) for page in pages]

    without_letters = said()
    waiting("ann@example.org")
    just_written = said()
    earlier = clock.now() - timedelta(minutes=3)
    db.session.execute(db.update(Message).values(due_at=earlier))
    db.session.commit()
    waits_long = said()
    jobs.beat()
    worker_at_work = said()
    db.session.execute(db.update(Heartbeat).values(heard_at=earlier))
    db.session.commit()

    assert (without_letters, just_written, worker_at_work) == ([0, 0], [0, 0], [0, 0])
    assert (waits_long, said()) == ([1, 1], [1, 1])


@pytest.mark.parametrize(
    ("address", "extensions", "sentence"),
    [
        ("smtp://ann:secret@", ["AUTH PLAIN"], "name or password in its setting is wrong"),
        ("smtp://ann:secret@", [], "doesn't offer the sign-in or the encryption"),
        ("smtp+starttls://", [], "doesn't offer the sign-in or the encryption"),
        ("smtps://", [], "can't be trusted"),
        ("smtp://", ["AUTH PLAIN"], "takes no mail from us"),
    ],
)
def test_a_setting_that_does_not_fit_the_server_is_named(
    app, unruly, address, extensions, sentence
):
    app.config["SMTP_URL"] = unruly.url.replace("smtp://", address)
    unruly.extensions = extensions
    refuse = {"AUTH": "535 5.7.8 wrong", "MAIL": "550 5.7.1 not you"}
    unruly.rule = lambda verb, said: refuse.get(verb)
    waiting(*guests(2))

    twice()

    trouble = domains.our_trouble()
    assert trouble
    with app.test_request_context():
        assert sentence in reasons.ours(trouble.trouble or "")
    assert "secret" not in (trouble.trouble or "")
    assert tries() == [0, 0]
    told, *_others = (found.sentence for found in mail.server(app))
    assert ("doesn't offer the sign-in" in told) == ("doesn't offer the sign-in" in sentence)


def test_a_single_refusal_is_told_nobody_and_a_yes_ends_it(unruly):
    unruly.rule = lambda verb, said: "421 starting" if verb == "CONNECT" else None
    waiting(*guests(2))
    deliver_due()
    told_at_first = domains.our_trouble()
    twice()
    told = domains.our_trouble()

    unruly.rule = lambda verb, said: None
    twice()

    assert told_at_first is None
    assert told is not None
    assert domains.our_trouble() is None
    assert states() == ["sent", "sent"]


def test_mail_that_our_server_does_not_pass_on_waits_and_stops_no_other(unruly, organizer, host):
    unruly.rule = lambda verb, said: RELAY if "@far.example>" in said and verb == "RCPT" else None
    waiting("a@far.example", "b@near.example")

    assert deliver_due() == 1

    assert states() == ["queued", "sent"]
    said = organizer.get(f"/desk/{host.slug}").text
    assert "Some mail can’t leave" in said
    assert "doesn't pass our mail on".replace("'", "&#39;") in said


@pytest.mark.parametrize("words", ["550 5.1.1 <b>nobody</b> here", "550"])
def test_the_log_says_why_a_letter_failed_in_our_words_and_in_the_server_s(
    unruly, organizer, host, words
):
    event = make.event(community=host)
    rsvp = make.rsvp(event, letter="invite")
    db.session.commit()
    unruly.rule = lambda verb, said: words if verb == "RCPT" else None
    deliver_due()

    log = organizer.get(f"/desk/{host.slug}/events/{event.slug}/messages").text
    person = organizer.get(f"/desk/{host.slug}/events/{event.slug}/people/{rsvp.id}").text

    for page in log, person:
        assert "There is no mailbox with this address" in page
        assert "/tries" in page
    assert ("&lt;b&gt;nobody&lt;/b&gt; here" in log) == ("nobody" in words)


def test_a_letter_that_failed_is_tried_again_from_the_person_s_page(unruly, organizer, host):
    event = make.event(community=host)
    make.rsvp(event, letter="invite")
    db.session.commit()
    unruly.rule = lambda verb, said: "550 5.1.1 nobody" if verb == "RCPT" else None
    deliver_due()
    unruly.rule = lambda verb, said: None
    number = db.session.scalar(db.select(Message.id))

    organizer.post(f"/desk/{host.slug}/events/{event.slug}/messages/{number}/tries")
    deliver_due()

    assert states() == ["sent"]
