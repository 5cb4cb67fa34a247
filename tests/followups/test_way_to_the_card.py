"""After the evening my page leads to my card, and says nothing of a badge at the door."""

import followup_builders
import make
import pytest
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.people.actions import page_token_of, token_of
from eventapp.rsvps.models import Rsvp


def page(client: Visitor, rsvp: Rsvp) -> str:
    found = client.get(f"/r/{token_of(rsvp.link)}")
    assert found.status_code == 200
    return found.text


def test_whoever_lost_the_letter_finds_the_card_on_my_page(app: Flask, client: Visitor) -> None:
    _event, (ana, _ben) = followup_builders.drafted("Ana", "Ben")

    address = followup_builders.path_of(ana)

    assert f'href="{address}"' in page(client, ana)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("why", ["no card yet", "no consent", "closed", "typed in a form"])
def test_nobody_else_is_led_to_a_card(app: Flask, client: Visitor, why: str) -> None:
    if why == "no card yet":
        _event, (ana, _ben) = followup_builders.evening("Ana", "Ben")
    else:
        _event, (ana, _ben) = followup_builders.drafted("Ana", "Ben")
    if why == "no consent":
        ana.keep_in_touch_at = None
    if why == "closed":
        followup_builders.card_of(ana).link.revoked_at = clock.now()
    shown = client.get(f"/r/{page_token_of(ana.link)}") if why == "typed in a form" else None

    text = shown.text if shown else page(client, ana)

    assert "Good that you were there, Ana" in text
    assert "/c/" not in text


def test_the_badge_waits_at_the_door_until_the_evening_is_over(app: Flask, client: Visitor) -> None:
    coming, been = make.rsvp(make.event()), make.rsvp(make.past_event())

    assert "Waiting for you at the door." in page(client, coming)
    assert "Waiting for you at the door." not in page(client, been)


def test_the_bar_of_the_card_says_its_deadline_in_few_words(app: Flask, client: Visitor) -> None:
    event, (ana, _ben) = followup_builders.drafted("Ana", "Ben")
    closes = followup_builders.card_of(ana).closes_at

    text = client.get(followup_builders.path_of(ana)).text

    day = clock.short_day(closes, event.zone)
    assert f"Change your mind until {day}, {clock.hour(closes, event.zone)}." in text
