"""A community's colour and logo in its letters, as its organizers choose them."""

import io

import make
import pytest

from eventapp.communities import logo
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.mail.models import Picture


def look(host) -> str:
    return f"/desk/{host.slug}/look"


def send(organizer, host, *, sent: bytes = b"", name: str = "logo.png", **fields: str):
    data = {"colour": "", **fields, "logo": (io.BytesIO(sent), name if sent else "")}
    return organizer.post(look(host), data=data)


def kept(host) -> Community:
    return db.session.get_one(Community, host.id)


def pictures() -> int:
    return len(db.session.scalars(db.select(Picture.digest)).all())


def test_a_colour_is_kept_and_taken_back(organizer, host):
    organizer.submit(look(host), to="/look", colour="5b1a72")
    chosen = kept(host).colour
    organizer.submit(look(host), to="/look", colour="")

    assert (chosen, kept(host).colour) == ("#5B1A72", "")


def test_a_colour_that_nobody_could_read_on_is_refused_and_a_near_one_named(organizer, host):
    said = organizer.submit(look(host), to="/look", colour="#808080")

    assert said.status_code == 422
    assert "#868686 is close to it, and works." in said.text
    assert kept(host).colour == ""


@pytest.mark.parametrize("typed", ["red", "#12345", "#fff;background:url(x)", "x" * 5000])
def test_what_is_no_colour_is_refused(organizer, host, typed):
    said = send(organizer, host, colour=typed)

    assert said.status_code in {413, 422}
    assert kept(host).colour == ""


def test_a_logo_is_kept_shown_and_taken_away(organizer, host):
    said = send(organizer, host, sent=make.png(400, 100))
    one = kept(host)
    size, shown = (one.logo_width, one.logo_height), organizer.get(f"/desk/{host.slug}/logo.png")
    send(organizer, host, no_logo="y")

    assert said.status_code == 303
    assert size == (160, 40)
    assert (shown.mimetype, shown.data[:4]) == ("image/png", b"\x89PNG")
    assert (kept(host).logo, pictures()) == ("", 0)
    assert organizer.get(f"/desk/{host.slug}/logo.png").status_code == 404


def test_another_logo_takes_the_place_of_the_first(organizer, host):
    send(organizer, host, sent=make.png())
    first = kept(host).logo
    send(organizer, host, sent=make.png(colour="#5B1A72"))

    assert kept(host).logo != first
    assert pictures() == 1


def test_a_logo_that_another_community_has_too_stays(organizer, host):
    send(organizer, host, sent=make.png())
    other = make.community()
    other.logo = kept(host).logo

    send(organizer, host, no_logo="y")

    assert pictures() == 1


def test_saving_without_a_file_keeps_the_logo(organizer, host):
    send(organizer, host, sent=make.png())

    send(organizer, host, colour="#5B1A72")

    assert kept(host).logo
    assert kept(host).colour == "#5B1A72"


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (b"<svg/>", "no PNG, JPEG or WebP"),
        (make.png()[:60], "broken"),
        (make.png() + b"\0" * 3_000, "under 2 MB"),
    ],
)
def test_what_is_no_logo_is_refused_with_the_reason(organizer, host, monkeypatch, sent, says):
    monkeypatch.setattr(logo, "MOST_BYTES", 3_000)

    said = send(organizer, host, sent=sent, colour="#5B1A72")

    assert said.status_code == 422
    assert says in said.text
    assert 'value="#5B1A72"' in said.text
    assert (kept(host).logo, kept(host).colour) == ("", "")


def test_a_file_that_is_far_too_large_is_turned_away_unread(organizer, host):
    form = "multipart/form-data; boundary=x"

    assert organizer.post(look(host), data=b"\0" * 4_000_000, content_type=form).status_code == 413
