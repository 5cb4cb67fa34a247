"""The page of one's sign-ins: which browsers, and ending them."""

import door_builders
import make
import pytest
from conftest import visitor
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.door.models import DoorPass
from eventapp.people.actions import link_for, new_link, token_of
from eventapp.people.models import Person, SignIn
from eventapp.people.sign_ins.agents import browser_of

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"
CHROME = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (FIREFOX, ("Firefox", "Linux")),
        (CHROME, ("Chrome", "Android")),
        (SAFARI, ("Safari", "iPhone")),
        (EDGE, ("Edge", "Windows")),
        ("curl/8.5.0", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_browser_is_named_in_plain_words(agent: str, said: tuple[str, str]) -> None:
    assert browser_of(agent) == said


def signed_in(app: Flask, someone: Person, agent: str) -> Visitor:
    client = visitor(app)
    make.sign_in(client, someone)
    newest = db.session.scalars(db.select(SignIn).order_by(SignIn.id.desc())).first()
    newest.agent = agent
    db.session.commit()
    return client


def test_the_page_names_each_browser_and_marks_this_one(app: Flask) -> None:
    someone = make.person()
    client = signed_in(app, someone, FIREFOX)
    signed_in(app, someone, SAFARI)

    page = client.get("/me/sign-ins").text

    assert page.index("Firefox on Linux") < page.index("This one") < page.index("Safari on iPhone")


def test_one_browser_is_signed_out(app: Flask) -> None:
    someone = make.person()
    client, other = signed_in(app, someone, FIREFOX), signed_in(app, someone, SAFARI)
    number = db.session.scalars(db.select(SignIn.id).filter_by(agent=SAFARI)).one()

    client.submit("/me/sign-ins", to=f"/{number}/ending")

    assert other.get("/me").status_code == 303
    assert client.get("/me").status_code == 200
    assert "Safari" not in client.get("/me/sign-ins").text


def test_nobody_ends_a_sign_in_of_somebody_else(app: Flask) -> None:
    client = signed_in(app, make.person(), FIREFOX)
    other = signed_in(app, make.person(), SAFARI)
    number = db.session.scalars(db.select(SignIn.id).filter_by(agent=SAFARI)).one()
    client.get("/me/sign-ins")

    said = client.post(f"/me/sign-ins/{number}/ending", data={"csrf_token": client.csrf_token()})

    assert said.status_code == 404
    assert other.get("/me").status_code == 200


def test_everywhere_else_ends_browsers_waiting_links_and_lent_devices(app: Flask) -> None:
    event = make.event(starts_at=clock.now())
    someone = make.member(event.community)
    client, other = signed_in(app, someone, FIREFOX), signed_in(app, someone, SAFARI)
    stranger = signed_in(app, make.person(), CHROME)
    door_builders.lend(event, "door", by=someone, key="key", name="Sam")
    link = new_link("sign-in", someone, now=clock.now())
    db.session.commit()

    asked = client.get("/me/sign-ins/everywhere").text
    client.submit("/me/sign-ins/everywhere")

    assert "One other browser will be signed out." in asked
    assert "One device that you lent" in asked
    assert [one.get("/me").status_code for one in (client, other, stranger)] == [200, 303, 200]
    assert link_for(token_of(link), "sign-in", now=clock.now()) is None
    assert db.session.scalars(db.select(DoorPass.ended_at)).one()


def test_looking_ends_nothing(app: Flask) -> None:
    someone = make.person()
    client, other = signed_in(app, someone, FIREFOX), signed_in(app, someone, SAFARI)

    client.get("/me/sign-ins/everywhere")

    assert other.get("/me").status_code == 200
