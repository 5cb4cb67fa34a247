"""The letters of an event in its log, and the local mailbox."""

import make
import pytest

from eventapp import clock
from eventapp.db import db
from eventapp.mail import deliver
from eventapp.mail.models import Message


def log(event, rest: str = "") -> str:
    return f"/desk/{event.community.slug}/events/{event.slug}/messages{rest}"


def failed(event, code: int = 550) -> Message:
    rsvp = make.rsvp(event, letter="invite", first_name="Omar")
    message = db.session.scalars(db.select(Message).filter_by(about=f"rsvp:{rsvp.id}")).one()
    message.state, message.trouble = "failed", f"The mail server answered {code}."
    db.session.flush()
    return message


def test_the_log_counts_what_left_what_waits_and_what_came_back(organizer, host):
    event = make.event(community=host)
    make.rsvp(event, letter="invite")
    failed(event)

    page = organizer.get(log(event)).text

    assert "2 mails" in page
    assert "There is no mailbox with this address" in page
    assert page.count("Came back</span>") == 1


def test_a_letter_that_came_back_is_tried_again(organizer, host):
    message = failed(event := make.event(community=host))

    organizer.post(log(event, f"/{message.id}/tries"))
    db.session.refresh(message)

    assert (message.state, message.trouble, message.tries) == ("queued", None, 0)


def test_all_that_came_back_are_tried_again_at_once(organizer, host):
    event = make.event(community=host)
    messages = [failed(event), failed(event)]

    organizer.post(log(event, "/tries"))
    for message in messages:
        db.session.refresh(message)

    assert {message.state for message in messages} == {"queued"}


def test_a_letter_of_another_event_is_left_alone(organizer, host):
    event, message = make.event(community=host), failed(make.event())

    organizer.post(log(event, f"/{message.id}/tries"))
    db.session.refresh(message)

    assert message.state == "failed"


def test_an_event_without_letters_says_so(organizer, host):
    assert "Nothing has been written yet" in organizer.get(log(make.event(community=host))).text


def delivered() -> None:
    make.rsvp(make.event(title="Coffee & Careers"), letter="invite")
    db.session.commit()
    deliver.deliver_due()


def test_the_local_mailbox_shows_a_letter_with_links_to_follow(app, client):
    delivered()
    (name,) = [file.name for file in (app.config["DATA_DIR"] / "mailbox").glob("*.eml")]

    listed = client.get("/dev/mailbox").text
    shown = client.get(f"/dev/mailbox/{name}").text
    framed = client.get(f"/dev/mailbox/{name}/html")

    assert "Coffee &amp; Careers" in listed
    assert name in listed
    assert '<a href="http://localhost/r/' in shown
    assert "BEGIN:VCALENDAR" in shown
    assert "invite.ics" in shown
    assert "script-src" not in framed.headers["Content-Security-Policy"]
    assert "default-src 'none'" in framed.headers["Content-Security-Policy"]


def test_an_attachment_can_be_kept(app, client):
    delivered()
    (name,) = [file.name for file in (app.config["DATA_DIR"] / "mailbox").glob("*.eml")]
    shown = client.get(f"/dev/mailbox/{name}").text
    address = shown.partition(f"/dev/mailbox/{name}/parts/")[2].partition('"')[0]

    answer = client.get(f"/dev/mailbox/{name}/parts/{address}")

    assert answer.data.startswith(b"BEGIN:VCALENDAR")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert client.get(f"/dev/mailbox/{name}/parts/99").status_code == 404


@pytest.mark.parametrize("name", ["..%2f..%2fsecret-key", "secret-key", "1-zz.eml", "1-ab.eml"])
def test_the_mailbox_opens_letters_and_nothing_else(client, name):
    assert client.get(f"/dev/mailbox/{name}").status_code == 404


@pytest.mark.parametrize(
    "settings",
    [{"SMTP_URL": "smtp://mail.example.org"}, {"BASE_URL": "https://events.example.org"}],
)
def test_the_mailbox_is_closed_wherever_mails_leave_or_strangers_come(app, client, settings):
    app.config.update(settings)

    assert client.get("/dev/mailbox").status_code == 404
    assert client.get("/dev/mailbox/1-ab.eml").status_code == 404


def test_a_retry_is_due_at_once(organizer, host):
    message = failed(event := make.event(community=host))
    organizer.post(log(event, f"/{message.id}/tries"))

    assert deliver.deliver_due() == 1
    db.session.refresh(message)
    assert message.state == "sent"
    assert message.sent_at <= clock.now()
