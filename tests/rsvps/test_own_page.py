"""What belongs to a guest's own page: consents, who comes, clashes, a lost link, and following along."""

import re
from datetime import timedelta

import make
import pytest
from conftest import visitor
from flask import Flask
from public_forms import answer, page_of
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.people.actions import token_of
from eventapp.rsvps import actions
from eventapp.rsvps.models import Repeat, Rsvp
from eventapp.rsvps.parties.actions import Party, bring
from eventapp.tokens import reveal


def page(rsvp: Rsvp) -> str:
    return f"/r/{token_of(rsvp.link)}"


def letters(email: str) -> list[Message]:
    return list(db.session.scalars(db.select(Message).where(Message.to == email)))


def at_the_same_time(rsvp: Rsvp, **given: object) -> Rsvp:
    end = rsvp.event.ends_at
    times = {"starts_at": end - timedelta(minutes=1), "ends_at": end + timedelta(hours=1)}
    return make.rsvp(make.event(**times | given), person=rsvp.person)


@pytest.mark.parametrize("what", ["show_name", "keep_in_touch"])
def test_a_consent_is_taken_back_and_given_by_one_tap(client: Visitor, what: str) -> None:
    rsvp = make.rsvp(**{what: True})
    path = page(rsvp)

    client.post(f"{path}/consents", data={"what": what, "given": "no"})
    gone = getattr(rsvp, f"{what}_at")
    client.post(f"{path}/consents", data={"what": what, "given": "yes"})

    assert gone is None
    assert getattr(rsvp, f"{what}_at") is not None
    assert rsvp.ask.text == "my first job in data"
    assert client.post(f"{path}/consents", data={"what": "all", "given": "yes"}).status_code == 409


def test_a_consent_of_what_was_typed_once_more_changes_nothing_of_the_first(
    client: Visitor,
) -> None:
    event = make.event()
    said = {"first_name": "Aiko", "last_name": "Sato", "show_name": False}
    first = make.rsvp(event, email="a@example.org", **said)
    path = answer(client, event, "a@example.org")

    client.post(f"{path}/consents", data={"what": "show_name", "given": "yes"})

    assert "Take back: My first name" in client.get(path).text
    assert db.session.scalars(db.select(Repeat)).one().answers["show_name"]
    assert first.show_name_at is None


def test_who_comes_names_those_who_agreed_and_counts_the_others(client: Visitor) -> None:
    event = make.event(capacity=3)
    mine = make.rsvp(event, first_name="Aiko")
    make.rsvp(event, first_name="Kofi", last_name="Mensah", show_name=True)
    make.rsvp(event, first_name="Silent", show_name=False)
    waiting = make.rsvp(event, first_name="Behind")

    shown = client.get(f"{page(mine)}/people").text

    assert "Kofi" in shown
    for untold in ("Mensah", "Silent", "Behind"):
        assert untold not in shown
    assert "3 people have a place" in shown
    assert client.get(f"{page(waiting)}/people").status_code == 404


def test_a_clash_is_said_on_the_page_and_in_the_letter_of_a_place_that_freed(
    client: Visitor,
) -> None:
    event = make.event(capacity=1)
    first, waiting = make.rsvp(event), make.rsvp(event)
    other = at_the_same_time(waiting, title="Pasta & Python")

    actions.cancel(first, now=clock.now())

    (told,) = letters(waiting.person.email)
    assert "You also have a place at Pasta & Python at the same time" in told.text
    assert "Pasta &amp; Python at the same time" in client.get(page(waiting)).text
    assert f"{event.title} at the same time" in client.get(page(other)).text


def test_a_clash_is_said_in_an_offer(app: Flask) -> None:
    event = make.event(capacity=1, waitlist_mode="offer")
    first, waiting = make.rsvp(event), make.rsvp(event)
    at_the_same_time(waiting, title="Pasta")

    actions.cancel(first, now=clock.now())

    assert "You also have a place at Pasta" in letters(waiting.person.email)[0].text


@pytest.mark.parametrize("of", ["over before", "called off", "only a wait", "a draft"])
def test_what_is_no_place_at_that_time_is_no_clash(client: Visitor, of: str) -> None:
    mine = make.rsvp()
    end = mine.event.ends_at
    given = {
        "over before": {"starts_at": end, "ends_at": end + timedelta(hours=1)},
        "called off": {"cancelled_at": make.NOON},
        "only a wait": {},
        "a draft": {"published_at": None},
    }
    other = at_the_same_time(mine, **given[of])
    if of == "only a wait":
        other.state = "waitlisted"

    assert "at the same time" not in client.get(page(mine)).text


def test_whoever_typed_an_address_hears_of_no_clash(client: Visitor) -> None:
    event = make.event()
    known = make.rsvp(make.event(title="Secret evening"), email="a@example.org")
    assert known.going

    typed = answer(client, event, "a@example.org")

    assert "Secret evening" not in client.get(typed).text
    assert "Secret evening" not in client.get(page_of(event)).text


def test_the_form_says_a_clash_to_whoever_is_signed_in(app: Flask, client: Visitor) -> None:
    mine = make.rsvp(make.event(title="First evening"))
    other = make.event()
    make.sign_in(client, mine.person)

    assert "You also have a place at First evening" in client.get(page_of(other)).text
    assert "First evening" not in visitor(app).get(page_of(other)).text


def test_a_lost_link_comes_by_one_mail_with_all_that_is_to_come(
    app: Flask, client: Visitor
) -> None:
    mine = make.rsvp(make.event(most_guests=1), email="a@example.org", first_name="Aiko")
    bring(mine, Party((("Kofi", "Mensah"),)), now=clock.now())
    make.rsvp(make.past_event(title="Long ago"), person=mine.person)
    make.rsvp(first_name="Stranger")

    sent = client.submit("/lost-link", email="A@example.org")

    assert sent.headers["Location"].endswith("/lost-link/sent")
    (letter,) = letters("a@example.org")
    text = reveal(letter.text, app.config["SECRET_KEY"])
    assert "Kofi Mensah at" in text
    assert "Long ago" not in text
    found = re.findall(r"/r/[\w-]{32}", text)
    assert len(found) == 2
    assert [visitor(app).get(path).status_code for path in found] == [200, 200]


def test_a_link_is_sent_again_to_the_address_alone(client: Visitor) -> None:
    mine = make.rsvp(email="a@example.org")

    client.submit(page(mine), to="/letters")

    assert [one.kind for one in letters("a@example.org")] == ["links"]


@pytest.mark.parametrize("email", ["known@example.org", "nobody@example.org"])
def test_asking_for_a_lost_link_does_the_same_for_a_stranger(
    client: Visitor, queries: list[str], email: str
) -> None:
    make.person(email="known@example.org")
    client.get("/lost-link")
    queries.clear()

    sent = client.post("/lost-link", data={"email": email})

    told = [one.split()[0] for one in queries]
    assert (sent.status_code, sent.headers["Location"]) == (303, "/lost-link/sent")
    assert told.count("INSERT") >= 1
    assert len(letters(email)) == email.startswith("known")


def test_the_hour_s_letters_to_an_address_are_limited(client: Visitor) -> None:
    make.person(email="a@example.org")

    for minute in range(12):
        with pytest.MonkeyPatch.context() as patch:
            now = clock.now() + timedelta(minutes=minute)
            patch.setattr(clock, "now", lambda now=now: now)
            client.post("/lost-link", data={"email": "a@example.org"})

    assert len(letters("a@example.org")) == 6


def test_the_page_is_followed_by_a_mark_that_changes_with_what_it_shows(client: Visitor) -> None:
    mine = make.rsvp()
    path = f"{page(mine)}/version"

    first = client.get(path)
    same = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    mine.event.revised_at = clock.now()
    moved = client.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, same.status_code, moved.status_code) == (200, 304, 200)
    assert same.data == b""
    assert client.get("/r/nothing/version").status_code == 404


def test_what_was_typed_once_more_is_followed_like_any_other(client: Visitor) -> None:
    event = make.event()
    make.rsvp(event, email="a@example.org", first_name="Aiko", last_name="Sato")
    path = answer(client, event, "a@example.org") + "/version"

    first = client.get(path)

    assert first.status_code == 200
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_a_title_that_looks_like_a_link_of_somebody_stays_text(app: Flask, client: Visitor) -> None:
    other = make.rsvp()
    make.rsvp(make.event(title=f"Come ~{other.link.nonce}~"), email="a@example.org")

    client.post("/lost-link", data={"email": "a@example.org"})

    (letter,) = letters("a@example.org")
    assert token_of(other.link) not in reveal(letter.text, app.config["SECRET_KEY"])
    assert token_of(other.link) not in reveal(letter.html, app.config["SECRET_KEY"])


def test_following_a_page_asks_one_question_each_time(client: Visitor, queries: list[str]) -> None:
    path = f"{page(make.rsvp())}/version"
    client.get(path)
    queries.clear()

    client.get(path)

    assert len([one for one in queries if one.startswith("SELECT")]) == 1


def test_during_the_evening_the_page_follows_by_itself_or_says_how(client: Visitor) -> None:
    now = clock.now()
    during = make.event(starts_at=now - timedelta(minutes=5), ends_at=now + timedelta(hours=2))
    before = make.rsvp()
    mine = make.rsvp(during)
    mine.state = "going"

    assert "Reload this page to see what is new." in client.get(page(mine)).text
    assert "follow.js" not in client.get(page(before)).text
