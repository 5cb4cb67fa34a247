"""Signing in by a mailed link."""

from datetime import timedelta

import make
import pytest

from eventapp import clock, tokens
from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.people.models import Link, SignIn


def mailed_link(app) -> str:
    message = db.session.scalars(db.select(Message).order_by(Message.id.desc())).first()
    text = tokens.reveal(message.text, app.config["SECRET_KEY"])
    url = next(word for word in text.split() if "/sign-in/" in word)
    return url.removeprefix("http://localhost")


def test_a_mailed_link_signs_in_once(app, client):
    owner = make.member(make.community())
    client.submit("/sign-in", email=owner.email)
    link = mailed_link(app)

    shown = client.get(link)
    used = client.submit(link)
    again = client.get(link)

    assert shown.status_code == 200
    assert used.status_code == 303
    assert "used up" in again.text
    assert client.get("/me").status_code == 200


def test_opening_the_link_changes_nothing(app, client):
    owner = make.member(make.community())
    client.submit("/sign-in", email=owner.email)

    for _ in range(3):
        client.get(mailed_link(app))
        client.head(mailed_link(app))

    assert db.session.scalars(db.select(Link.used_at)).all() == [None]
    assert db.session.scalars(db.select(SignIn)).all() == []


def test_a_link_opens_only_in_the_browser_that_asked(app, client):
    owner = make.member(make.community())
    client.submit("/sign-in", email=owner.email)
    stranger = app.test_client()

    answer = stranger.submit(mailed_link(app))

    assert answer.status_code == 410
    assert stranger.get("/me").status_code == 303


def test_the_answer_is_the_same_for_a_stranger_and_no_letter_is_written(app, client):
    known = make.member(make.community())

    answers = [client.submit("/sign-in", email=e) for e in (known.email, "nobody@example.org")]

    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert len(db.session.scalars(db.select(Message)).all()) == 1


def test_nobody_is_sent_more_than_a_few_links_an_hour(app, client):
    known = make.member(make.community())

    for _ in range(9):
        client.submit("/sign-in", email=known.email)

    assert len(db.session.scalars(db.select(Message)).all()) == 6


def test_a_link_comes_also_where_one_that_is_over_had_its_number(app, client):
    owner = make.member(make.community())
    client.submit("/sign-in", email=owner.email)
    db.session.execute(db.delete(Link))
    db.session.commit()

    client.submit("/sign-in", email=owner.email)

    assert client.get(mailed_link(app)).text.count("used up") == 0
    assert db.session.query(Message).count() == 2


def test_whoever_asks_for_another_link_still_comes_to_where_they_wanted(app, client):
    owner = make.member(make.community())
    client.get("/me/passkeys")
    sent = client.submit("/sign-in?next=/me/passkeys", email=owner.email).headers["Location"]
    asked_again = "/sign-in?next=/me/passkeys"
    used = mailed_link(app)

    assert f'href="{asked_again}"' in client.get(sent).text
    client.submit(used)
    client.post("/sign-out", data={"csrf_token": client.csrf_token()})
    assert f'href="{asked_again}"' in client.get(used).text


def test_an_old_link_is_used_up(app, client):
    owner = make.member(make.community())
    client.submit("/sign-in", email=owner.email)
    link = mailed_link(app)
    db.session.execute(db.update(Link).values(expires_at=clock.now() - timedelta(seconds=1)))

    assert client.post(link).status_code == 410


def test_signing_in_again_begins_a_new_session_and_ends_the_one_before(app, client):
    make.sign_in(client, owner := make.member(make.community()))
    with client.session_transaction() as session:
        before, session["planted"] = session["sign_in"], "by somebody else"

    client.submit("/sign-in", email=owner.email)
    client.submit(mailed_link(app))

    with client.session_transaction() as session:
        assert session["sign_in"] != before
        assert "planted" not in session
    first, second = db.session.scalars(db.select(SignIn).order_by(SignIn.id)).all()
    assert first.ended_at is not None
    assert second.ended_at is None


def test_signing_out_ends_the_sign_in(app, client):
    make.sign_in(client, make.member(make.community()))

    client.post("/sign-out")

    assert client.get("/me").status_code == 303
    assert db.session.scalars(db.select(SignIn.ended_at)).all() != [None]


@pytest.mark.parametrize(
    "browser", ["says where it is", "says nothing", "is led here from elsewhere"]
)
def test_a_press_after_the_sign_in_has_ended_leads_back_to_its_page(app, client, browser):
    event = make.event()
    page = f"/desk/{event.community.slug}/events/{event.slug}/people"
    owner = make.member(event.community)
    said = {
        "says where it is": {"Referer": f"http://localhost{page}?state=going"},
        "is led here from elsewhere": {"Referer": "https://evil.example/x"},
    }.get(browser, {})
    back = (
        f"{page}?state=going"
        if browser == "says where it is"
        else f"/desk/{event.community.slug}/events"
    )

    pressed = client.post(
        f"/desk/{event.community.slug}/events/{event.slug}/promotions", headers=said
    )
    client.submit(pressed.headers["Location"], to="/sign-in", email=owner.email)
    goes_on = client.submit(mailed_link(app)).headers["Location"]

    assert goes_on == back
    assert client.get(goes_on).status_code == 200


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/\n/x"],
)
def test_nobody_is_led_to_another_site_after_signing_in(app, client, target):
    owner = make.member(make.community())
    client.submit("/sign-in", email=owner.email, next=target)

    answer = client.submit(mailed_link(app))

    assert answer.headers["Location"] == "/desk"


def test_a_full_width_at_sign_is_folded_before_the_address_is_looked_up(app, client):
    owner = make.member(make.community(), email="host@example.org")

    client.submit("/sign-in", email="host＠example.org")

    assert [m.to for m in db.session.scalars(db.select(Message))] == [owner.email]
