"""A community's pages wear its colour, its logo and its picture; those of others and the desk don't."""

import io

import face_builders
import make
import pytest

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.mail.models import Picture
from eventapp.people.actions import token_of

SHEET = f"/static/colours/{face_builders.COLOUR[1:]}-"


@pytest.fixture
def dressed(host: Community) -> Community:
    face_builders.dress(host, now=clock.now())
    return host


def send(organizer, host, sent: bytes = b"", **fields: str):
    data = {**fields, "picture": (io.BytesIO(sent), "hall.jpg" if sent else "")}
    return organizer.post(f"/desk/{host.slug}/header-picture", data=data)


def pictures() -> int:
    return len(db.session.scalars(db.select(Picture.digest)).all())


def test_public_and_personal_pages_wear_it(client, dressed):
    rsvp = make.rsvp(make.event(community=dressed))
    program = make.program(community=dressed, sessions=1)
    event = rsvp.event

    for path in (
        f"/{dressed.slug}", f"/{dressed.slug}/events/{event.slug}", f"/r/{token_of(rsvp.link)}",
        f"/{dressed.slug}/programs/{program.slug}", f"/{dressed.slug}/privacy",
    ):  # fmt: skip
        shown = client.get(path).text
        assert SHEET in shown, path
        assert f"/{dressed.slug}/pictures/{dressed.logo}" in shown, path
        assert f'href="/{dressed.slug}/privacy"' in shown, path


def test_other_pages_and_the_desk_do_not(organizer, dressed):
    other = make.community()

    for path in ("/", f"/{other.slug}", f"/desk/{dressed.slug}", "/privacy", "/me"):
        assert SHEET not in organizer.get(path).text, path


def test_the_sheet_is_kept_for_good_and_belongs_to_nobody(client, dressed):
    path = client.get(f"/{dressed.slug}").text.split(SHEET)[1].split('"')[0]
    answer = client.get(SHEET + path)

    assert answer.mimetype == "text/css"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert "max-age=60" in client.get(f"{SHEET}older.css").headers["Cache-Control"]
    assert client.get("/static/colours/2e7d6b-x.css").status_code == 404


def test_a_picture_is_shown_by_the_community_that_has_it_alone(client, dressed):
    other = make.community()
    path = f"pictures/{dressed.header_picture}"
    answer = client.get(f"/{dressed.slug}/{path}")

    assert (answer.mimetype, answer.data[:4]) == ("image/webp", b"RIFF")
    assert client.get(f"/{dressed.slug}/pictures/{dressed.logo}").mimetype == "image/png"
    assert client.get(f"/{other.slug}/{path}").status_code == 404


def test_a_header_picture_is_shown_with_words_and_on_events_if_chosen(organizer, host):
    event = make.event(community=host)
    page = f"/{host.slug}/events/{event.slug}"

    said = send(organizer, host, make.png(900, 300), alt="Forty people in a library")
    without = organizer.get(page).text
    send(organizer, host, alt="Forty people in a library", for_events="y")

    assert said.status_code == 303
    assert 'alt="Forty people in a library"' in organizer.get(f"/{host.slug}").text
    assert "header-picture" not in without
    assert "header-picture" in organizer.get(page).text


def test_a_replaced_picture_goes_and_so_does_one_taken_away(organizer, host):
    send(organizer, host, make.png(900, 300), alt="One")
    send(organizer, host, make.png(900, 300, "#5B1A72"), alt="Another")
    after = pictures()
    send(organizer, host, none="y")

    assert (after, pictures()) == (2, 0)


@pytest.mark.parametrize(
    ("sent", "fields", "says"),
    [
        (b"<svg/>", {"alt": "A drawing"}, "no picture we can read"),
        (make.png(300, 100), {"alt": "Small"}, "at least 600 pixels"),
        (make.png(900, 300), {}, "what the picture shows"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_the_reason(organizer, host, sent, fields, says):
    said = send(organizer, host, sent, **fields)

    assert said.status_code == 422
    assert says in said.text
    assert (db.session.get_one(Community, host.id).header_picture, pictures()) == ("", 0)


def test_the_privacy_page_names_the_community_its_contact_and_its_months(client, host):
    host.contact_months, host.contact_address = 6, "data@kitchen.example"
    shown = client.get(f"/{host.slug}/privacy").text
    host.contact_address = ""

    assert f"Privacy at {host.name}" in shown
    assert 'href="mailto:data@kitchen.example"' in shown
    assert "6 months after your last event" in shown
    assert "mailto:tables@localhost.localdomain" in client.get(f"/{host.slug}/privacy").text


def test_the_desk_says_how_a_colour_was_shifted(organizer, host):
    host.colour = "#FFC53D"

    shown = organizer.get(f"/desk/{host.slug}/look").text

    assert "#FFC53D is too light to be read on white" in shown
    assert "bands of your pages are in" not in shown
