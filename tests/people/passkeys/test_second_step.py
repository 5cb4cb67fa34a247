"""A passkey after the letter, and recovery codes."""

import make
import pytest
from key_device import Key
from passkey_builders import asked, codes_of, letters, open_letter, owner_with_key, sent

from eventapp import clock
from eventapp.db import db
from eventapp.people.models import SignIn
from eventapp.people.passkeys import actions as passkeys
from eventapp.people.passkeys import recovery_codes
from eventapp.people.passkeys.models import Passkey, RecoveryCode

MINE, STEP, CODE = "/me/passkeys", "/sign-in/second-step", "/sign-in/recovery"


@pytest.fixture(autouse=True)
def cheap_guesses(monkeypatch):
    """Ten codes take half a second, in each of these tests."""
    monkeypatch.setattr(recovery_codes, "COST", 2)


@pytest.fixture
def guarded(client):
    """An owner for whom the letter alone isn't enough: their passkey, their codes."""
    owner, key = owner_with_key(client)
    return owner, key, codes_of(client)


def test_the_letter_alone_signs_nobody_in_who_asked_for_more(app, guarded):
    owner, _key, _codes = guarded
    browser = app.test_client()

    answer = open_letter(app, browser, owner.email)

    assert answer.headers["Location"].startswith(STEP)
    assert browser.get("/me").status_code == 303
    assert browser.get("/desk").status_code == 303


@pytest.mark.parametrize("step", [passkeys.require, passkeys.reset])
def test_asking_for_more_and_a_reset_end_an_address_that_was_asked_for(guarded, step):
    owner, _key, _codes = guarded
    passkeys.holder_of(owner).required_at = None
    asked = make.address_change(owner, "thief@example.org")
    more = {"except_for": ""} if step is passkeys.require else {}

    step(owner, now=clock.now(), **more)

    assert asked.expires_at <= clock.now()


def test_the_letter_and_a_passkey_do(app, guarded):
    owner, key, _codes = guarded
    browser = app.test_client()
    open_letter(app, browser, owner.email)

    answer = sent(browser, STEP, key.sign(asked(browser, STEP)), next="/me")

    assert answer.headers["Location"] == "/me"
    assert browser.get("/me").status_code == 200


def test_a_passkey_alone_does_too(app, guarded):
    _owner, key, _codes = guarded
    browser = app.test_client()

    sent(browser, "/sign-in/passkey", key.sign(asked(browser, "/sign-in", "/sign-in/passkey")))

    assert browser.get("/me").status_code == 200


def test_the_passkey_of_somebody_else_is_refused(app, guarded):
    owner, _key, _codes = guarded
    theirs, browser = app.test_client(), app.test_client()
    _other, another = owner_with_key(theirs, name="another")
    open_letter(app, browser, owner.email)

    answer = sent(browser, STEP, another.sign(asked(browser, STEP)))

    assert answer.status_code == 409
    assert browser.get("/me").status_code == 303


def test_what_was_signed_for_the_second_step_is_no_sign_in(app, guarded):
    owner, key, _codes = guarded
    browser = app.test_client()
    open_letter(app, browser, owner.email)

    assert sent(browser, "/sign-in/passkey", key.sign(asked(browser, STEP))).status_code == 409


def test_without_a_letter_there_is_no_second_step(app, guarded):
    browser = app.test_client()

    answers = [browser.get(STEP), sent(browser, STEP, ""), browser.post(CODE, data={"code": "x"})]

    assert [answer.status_code for answer in answers] == [410, 410, 410]


def test_the_second_step_waits_for_minutes_only(app, guarded, moved_clock):
    owner, _key, codes = guarded
    browser = app.test_client()
    open_letter(app, browser, owner.email)
    shown = browser.get(STEP)

    moved_clock.turn(minutes=11)

    assert (shown.status_code, browser.get(STEP).status_code) == (200, 410)
    assert browser.post(CODE, data={"code": codes[0]}).status_code == 410


def test_whoever_was_signed_in_before_the_letter_is_so_no_more(app, guarded):
    owner, _key, _codes = guarded
    browser = app.test_client()
    make.sign_in(browser, make.person())
    assert browser.get("/me").status_code == 200

    open_letter(app, browser, owner.email)

    assert browser.get("/me").status_code == 303


def test_each_recovery_code_lets_in_once_and_its_owner_is_told(app, guarded):
    owner, _key, codes = guarded
    told = letters()
    assert len(set(codes)) == 10

    inside = []
    for _try in range(2):
        browser = app.test_client()
        open_letter(app, browser, owner.email)
        said = {"code": codes[3].upper().replace("-", " "), "next": "/me/people"}
        goes_on = browser.submit(STEP, to=CODE, **said).headers.get("Location")
        inside.append((browser.get("/me").status_code, goes_on))

    assert inside == [(200, f"{MINE}?next=/me/people"), (303, None)]
    assert letters() == told + 1


def test_a_wrong_code_is_said_on_the_page(app, guarded):
    owner, _key, _codes = guarded
    browser = app.test_client()
    open_letter(app, browser, owner.email)

    wrong, none = (browser.submit(STEP, to=CODE, code=code) for code in ("aaaaa-aaaaa", ""))

    assert (wrong.status_code, none.status_code) == (422, 422)
    assert "isn’t one of your codes" in wrong.text


def test_the_codes_of_somebody_else_are_none(app, guarded):
    owner, _key, _codes = guarded
    theirs, browser = app.test_client(), app.test_client()
    owner_with_key(theirs, name="another")
    others = codes_of(theirs)
    open_letter(app, browser, owner.email)

    assert browser.submit(STEP, to=CODE, code=others[0]).status_code == 422


def test_new_codes_replace_the_old_ones(app, client, guarded):
    owner, _key, codes = guarded
    browser = app.test_client()

    client.post(f"{MINE}/recovery-codes")
    open_letter(app, browser, owner.email)

    assert browser.submit(STEP, to=CODE, code=codes[0]).status_code == 422
    assert len(db.session.scalars(db.select(RecoveryCode)).all()) == 10


def test_codes_are_kept_only_as_hashes_and_shown_once(client, guarded):
    _owner, _key, codes = guarded
    kept = db.session.scalars(db.select(RecoveryCode.digest)).all()

    page = client.get(MINE).text

    assert not any(code in page or code in kept for code in codes)
    assert "10 recovery codes are left" in page


def test_asking_for_a_passkey_signs_other_browsers_out_and_not_this_one(app, client):
    owner, _key = owner_with_key(client)
    other = app.test_client()
    make.sign_in(other, owner)

    codes_of(client)

    assert client.get("/me").status_code == 200
    assert other.get("/me").status_code == 303


def test_a_letter_that_waited_meanwhile_leads_to_the_second_step(app, client):
    owner, _key = owner_with_key(client)
    browser = app.test_client()
    browser.submit("/sign-in", email=owner.email)
    codes_of(client)

    assert open_letter(app, browser, owner.email).headers["Location"].startswith(STEP)


def test_the_last_passkey_stays_while_one_is_asked_for(client, guarded):
    answer = client.post(f"{MINE}/1/removal")

    assert answer.status_code == 409
    assert len(db.session.scalars(db.select(Passkey)).all()) == 1


def test_nobody_asks_for_a_passkey_who_has_none(client):
    make.sign_in(client, make.member(make.community()))

    assert client.post(f"{MINE}/requirement").status_code == 409
    assert client.post(f"{MINE}/recovery-codes").status_code == 409


def test_switched_off_the_letter_is_enough_and_the_codes_are_gone(app, client, guarded):
    owner, _key, _codes = guarded
    browser = app.test_client()

    client.post(f"{MINE}/requirement/end")
    open_letter(app, browser, owner.email)

    assert browser.get("/me").status_code == 200
    assert db.session.scalars(db.select(RecoveryCode)).all() == []


def test_whoever_runs_the_site_takes_it_all_off_who_lost_their_keys(app, client, guarded):
    owner, key, _codes = guarded
    told = letters()

    ran = app.test_cli_runner().invoke(args=["passkeys", "reset", owner.email, "--yes"])

    assert "1 passkeys are gone" in ran.output
    assert letters() == told + 1
    assert db.session.scalars(db.select(SignIn).where(SignIn.ended_at.is_(None))).all() == []
    browser = app.test_client()
    assert sent(browser, "/sign-in/passkey", key.sign(asked(browser, "/sign-in", "/sign-in/passkey"))).status_code == 409  # fmt: skip
    open_letter(app, browser, owner.email)
    assert browser.get("/me").status_code == 200


def test_whom_nobody_knows_has_nothing_to_take_off(app):
    ran = app.test_cli_runner().invoke(args=["passkeys", "reset", "x@example.org", "--yes"])

    assert ran.exit_code == 1


def test_a_second_device_joins_the_first(app, client, guarded):
    owner, _key, _codes = guarded
    second, browser = Key("second"), app.test_client()
    sent(client, MINE, second.make(asked(client, MINE)))
    open_letter(app, browser, owner.email)

    assert sent(browser, STEP, second.sign(asked(browser, STEP))).status_code == 303
