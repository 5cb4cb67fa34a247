"""Pages in a community's own colour hinder nobody, by day and in the dark, on a phone and on a desk."""

import io
import math

import face_builders
import make
import pytest
import seating_builders
from flask import Flask
from looks import faults
from PIL import Image, ImageDraw

from eventapp import clock
from eventapp.communities import actions
from eventapp.communities.face.actions import set_header_picture
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.people.actions import token_of
from eventapp.rsvps.models import Rsvp

pytestmark = pytest.mark.browser

# Light, dark, and neither; with one of them every page is looked at, with the others those with most colour.
COLOURS = ("#FFE08A", "#101840", "#8A8A8A")


def hall() -> bytes:
    """A picture with something on it: tables in a room."""
    room = Image.new("RGB", (1800, 900), "#3b2a4a")
    draw = ImageDraw.Draw(room)
    for n in range(24):
        x, y = 80 + (n % 8) * 220, 120 + (n // 8) * 260 + round(40 * math.sin(n))
        draw.ellipse((x, y, x + 150, y + 110), fill=("#e2a75f", "#c96f4a", "#7fa58a")[n % 3])
    out = io.BytesIO()
    room.save(out, "JPEG", quality=85)
    return out.getvalue()


@pytest.fixture
def dressed(app: Flask) -> tuple[Event, Rsvp]:
    event, guests = seating_builders.room(6, title="Coffee & Careers", summary="An evening to ask.")
    host = event.community
    host.name, host.summary, host.table_word = "Data Kitchen", "Tables for data people", "Circle"
    face_builders.dress(host, now=clock.now())
    actions.set_logo(host, make.png(300, 90, "#C96F4A"), none=False, now=clock.now())
    set_header_picture(host, hall(), none=False, now=clock.now())
    host.header_picture_alt = "Round tables in a hall"
    db.session.commit()
    return event, guests[0]


@pytest.mark.parametrize("width", [390, 1280])
def test_a_page_in_a_colour_of_its_own_hinders_nobody(
    client, dressed, open_browser, page_server, width
):
    event, guest = dressed
    host, page, found = event.community, open_browser(width=width), []
    paths = {
        "community": f"/{host.slug}",
        "event": f"/{host.slug}/events/{event.slug}",
        "mine": f"/r/{token_of(guest.link)}",
        "privacy": f"/{host.slug}/privacy",
    }
    desk = {"look": f"/desk/{host.slug}/look", "header": f"/desk/{host.slug}/header-picture",
            "settings": f"/desk/{host.slug}/settings"}  # fmt: skip
    for number, colour in enumerate(COLOURS):
        host.colour = colour
        db.session.commit()
        for name, path in paths.items():
            if number == 0 or name in {"event", "mine"}:
                page.goto(page_server + path)
                found += faults(page, f"{name} {colour}")
    seating_builders.organizer(client, host)
    db.session.commit()
    cookie = client.get_cookie("eventapp")
    page.context.add_cookies([{"name": "eventapp", "value": cookie.value, "url": page_server}])
    for name, path in desk.items():
        page.goto(page_server + path)
        found += faults(page, f"desk {name}")

    assert found == []
