"""Passkeys: added, used instead of the letter, and removed; what is refused."""

from datetime import timedelta

import make
import pytest
from key_device import Key
from passkey_builders import asked, letters, owner_with_key, sent

from eventapp import clock, tokens
from eventapp.db import db
from eventapp.people.models import SignIn
from eventapp.people.passkeys.models import Passkey, UsedChallenge

MINE, HERE = "/me/passkeys", "/sign-in/passkey"


def ask(client):
    return asked(client, "/sign-in", HERE)


def grow_old(minutes: int = 11) -> None:
    db.session.execute(
        db.update(SignIn).values(created_at=clock.now() - timedelta(minutes=minutes))
    )


def test_a_passkey_signs_in_without_anybody_saying_who_they_are(app, client):
    _owner, key = owner_with_key(client)
    other = app.test_client()

    answer = sent(other, HERE, key.sign(ask(other)), next="/me/passkeys")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/me/passkeys")
    assert "My phone" in other.get(MINE).text
    assert "last used" in other.get(MINE).text


def test_a_passkey_is_told_by_mail_when_it_comes_and_when_it_goes(client):
    owner_with_key(client)
    assert letters() == 1

    gone = [client.post(f"{MINE}/1/removal") for _ in range(2)]

    assert [answer.status_code for answer in gone] == [303, 303]
    assert db.session.scalars(db.select(Passkey)).all() == []
    assert letters() == 2


def test_signing_in_by_passkey_makes_a_new_session_and_ends_the_one_before(client):
    _owner, key = owner_with_key(client)

    sent(client, HERE, key.sign(ask(client)))

    ends = db.session.scalars(db.select(SignIn.ended_at).order_by(SignIn.id)).all()
    assert [end is None for end in ends] == [False, True]


@pytest.mark.parametrize(
    "forged",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://localhost:8001"},
        {"origin": "http://sub.localhost"},
        {"site_named": "evil.example"},
        {"verified": False},
        {"framed": True},
        {"kind": "webauthn.create"},
        {"challenge": b"0" * 56},
        {"handle": "somebody-else"},
    ],
    ids=str,
)
def test_an_answer_for_another_site_or_of_a_careless_device_signs_nobody_in(app, client, forged):
    _owner, key = owner_with_key(client)
    other = app.test_client()

    answer = sent(other, HERE, key.sign(ask(other), **forged))

    assert answer.status_code == 409
    assert other.get("/me").status_code == 303


@pytest.mark.parametrize(
    "forged",
    [{"origin": "https://evil.example"}, {"site_named": "evil.example"}, {"verified": False}, {"framed": True}],
    ids=str,
)  # fmt: skip
def test_nor_is_a_passkey_kept_that_was_made_so(client, forged):
    make.sign_in(client, make.member(make.community()))

    answer = sent(client, MINE, Key().make(asked(client, MINE), **forged))

    assert answer.status_code == 409
    assert db.session.scalars(db.select(Passkey)).all() == []


def test_the_host_that_a_request_names_says_nothing_about_the_site(client):
    make.sign_in(client, make.member(make.community()))

    asks = asked(client, MINE)

    assert asks["rp"]["id"] == "localhost"
    answer = sent(client, MINE, Key().make(asks, origin="http://127.0.0.1"))
    assert answer.status_code == 409


def test_under_another_name_of_this_machine_a_page_says_where_passkeys_work(app):
    client = app.test_client()
    with client.session_transaction(base_url="http://127.0.0.1") as session:
        make.sign_in(app.test_client(), make.member(make.community()))
        session["sign_in"] = "here"
    db.session.execute(db.update(SignIn).values(digest=tokens.digest("here")))

    mine = client.get(MINE, base_url="http://127.0.0.1").text
    ask_in = client.get("/sign-in?next=/me", base_url="http://127.0.0.1:8001")

    # The port may be another one on the way here.
    assert ask_in.headers["Location"] == "http://localhost:8001/sign-in?next=/me"
    assert "data-passkey" not in mine
    assert 'href="http://localhost/me/passkeys"' in mine


def test_at_an_address_of_numbers_there_are_none(app, client):
    make.sign_in(client, make.member(make.community()))
    app.config["BASE_URL"] = "http://127.0.0.1"

    assert "its address is a number" in client.get(MINE).text


def test_an_answer_is_taken_once(app, client):
    _owner, key = owner_with_key(client)
    other = app.test_client()
    with other.session_transaction() as session:
        session["browser"] = "kept"
    answer = key.sign(ask(other))
    assert sent(other, HERE, answer).status_code == 303
    other.post("/sign-out")
    with other.session_transaction() as session:
        session["browser"] = "kept"

    again = sent(other, HERE, answer)

    assert again.status_code == 409
    assert "sent twice" in again.text
    assert other.get("/me").status_code == 303


def test_an_answer_is_taken_only_from_the_browser_that_was_asked(app, client):
    _owner, key = owner_with_key(client)
    asked_one, other = app.test_client(), app.test_client()
    other.get("/sign-in")

    answer = sent(other, HERE, key.sign(ask(asked_one)))

    assert answer.status_code == 409


def test_an_answer_comes_within_ten_minutes(app, client, monkeypatch):
    _owner, key = owner_with_key(client)
    other = app.test_client()
    answer = key.sign(ask(other))
    later = clock.now() + timedelta(minutes=10, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)

    assert sent(other, HERE, answer).status_code == 409


def test_what_was_used_is_forgotten_once_it_has_run_out(app, client):
    _owner, key = owner_with_key(client)
    db.session.execute(db.update(UsedChallenge).values(expires_at=clock.now()))
    other = app.test_client()

    sent(other, HERE, key.sign(ask(other)))

    assert len(db.session.scalars(db.select(UsedChallenge)).all()) == 1


def test_a_copy_of_a_passkey_is_noticed_by_its_counter(app, client):
    _owner, key = owner_with_key(client)
    first, second = app.test_client(), app.test_client()
    assert sent(first, HERE, key.sign(ask(first), counter=7)).status_code == 303

    copied = sent(second, HERE, key.sign(ask(second), counter=7))

    assert copied.status_code == 409
    assert "a copy of it" in copied.text


def test_a_key_that_nobody_has_is_told_apart_by_nobody(app, client):
    _owner, key = owner_with_key(client)
    stranger, forged = Key("another", handle=key.handle), Key("key", handle=key.handle)

    answers = [sent(client, HERE, one.sign(ask(client))) for one in (stranger, forged)]

    said = [answer.text.partition("<main")[2].partition("</main")[0] for answer in answers]
    assert said[0] == said[1]
    assert {answer.status_code for answer in answers} == {409}


@pytest.mark.parametrize("sends", [MINE, HERE])
@pytest.mark.parametrize("answer", ["", "{", "[]", '{"response": {}}', '{"rawId": 1}', "x" * 4_000])
def test_nonsense_is_refused_with_a_sentence(client, sends, answer):
    make.sign_in(client, make.member(make.community()))

    assert sent(client, sends, answer).status_code == 409


def test_a_sign_in_of_some_time_ago_changes_nothing(client):
    _owner, _key = owner_with_key(client)
    grow_old()

    page = client.get(MINE)
    changes = [client.post(f"{MINE}{to}") for to in ("", "/1/removal", "/requirement", "/requirement/end", "/recovery-codes")]  # fmt: skip

    assert "data-passkey" not in page.text
    assert {answer.headers["Location"] for answer in changes} == {"/sign-in?next=/me/passkeys"}
    assert len(db.session.scalars(db.select(Passkey)).all()) == 1


def test_nobody_removes_a_passkey_of_somebody_else(app, client):
    owner_with_key(client)
    other = app.test_client()
    make.sign_in(other, make.member(make.community()))

    other.post(f"{MINE}/1/removal")

    assert len(db.session.scalars(db.select(Passkey)).all()) == 1


def test_one_device_is_added_once(client):
    _owner, key = owner_with_key(client)

    again = sent(client, MINE, key.make(asked(client, MINE)))

    assert again.status_code == 409
    assert len(db.session.scalars(db.select(Passkey)).all()) == 1


def test_two_browsers_agree_on_what_devices_call_a_person(app, client):
    owner = make.member(make.community())
    other = app.test_client()
    for one in (client, other):
        make.sign_in(one, owner)
    first, second = asked(client, MINE), asked(other, MINE)
    assert sent(client, MINE, Key("a").make(first)).status_code == 303

    assert sent(other, MINE, Key("b").make(second)).status_code == 409
    assert sent(other, MINE, Key("b").make(asked(other, MINE))).status_code == 303
