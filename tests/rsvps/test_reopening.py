"""An event that was called off takes place after all, by its organizer's word."""

from datetime import timedelta

import make
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.rsvps import rescheduling


def test_its_page_says_who_hears_of_it_and_opens_it_again(app: Flask, client: Visitor) -> None:
    event = make.event()
    rsvp = make.rsvp(event, letter="invite")
    rescheduling.cancel_event(event, now=clock.now())
    make.sign_in(client, make.member(event.community))
    page = f"/desk/{event.community.slug}/events/{event.slug}/reopening"

    asked = client.get(page)
    still_off = event.cancelled_at
    sent = client.submit(page, to="reopening")

    assert "One person who was coming or waiting gets a mail" in asked.text
    assert still_off
    assert sent.status_code == 303
    db.session.refresh(event)
    assert event.state == "published"
    assert rsvp.going


def test_what_would_be_over_stays_off(app: Flask, client: Visitor) -> None:
    event = make.event()
    rescheduling.cancel_event(event, now=clock.now())
    event.starts_at, event.ends_at = (clock.now() - timedelta(hours=n) for n in (3, 1))
    make.sign_in(client, make.member(event.community))
    page = f"/desk/{event.community.slug}/events/{event.slug}/reopening"

    asked = client.get(page)

    assert "can’t be opened again" in asked.text
    assert "<form" not in asked.text.split("<main")[1].split("</main")[0]
    assert client.post(page).status_code in {400, 403, 409}
    db.session.refresh(event)
    assert event.cancelled_at
