"""Commands of the whole: the first organizer, and the doctor's words."""

import make
import pytest
from flask import Flask

from eventapp.communities.models import Community, Membership
from eventapp.db import db
from eventapp.people.models import Person


def say(app: Flask, *words: str):
    done = app.test_cli_runner().invoke(args=list(words))
    db.session.expire_all()
    return done


def test_the_first_organizer_founds_the_community_and_gets_a_link_that_signs_in(app, client):
    words = (
        "organizers",
        "add",
        "Ana@Example.org",
        "--community",
        "leith-table",
        "--name",
        "Ana P",
    )

    done = say(app, *words)

    assert done.exit_code == 0, done.output
    person = db.session.scalars(db.select(Person)).one()
    assert (person.email, person.first_name, person.last_name) == ("ana@example.org", "Ana", "P")
    assert db.session.scalars(db.select(Membership.right)).all() == ["owner"]
    link = done.output.split()[-1]
    assert client.submit(link.removeprefix("http://localhost")).status_code == 303
    assert client.get("/desk/leith-table").status_code == 200


def test_whoever_runs_the_site_signs_somebody_out_everywhere(app, client):
    make.sign_in(client, owner := make.member(make.community()))

    done = say(app, "organizers", "sign-out", owner.email)

    assert "1 browsers" in done.output
    assert client.get("/me").status_code == 303
    assert say(app, "organizers", "sign-out", "nobody@example.org").exit_code == 1


def test_adding_an_organizer_twice_is_once(app):
    make.community(slug="leith-table")

    for _twice in range(2):
        say(app, "organizers", "add", "ana@example.org", "--community", "leith-table")

    assert len(db.session.scalars(db.select(Community)).all()) == 1
    assert len(db.session.scalars(db.select(Membership)).all()) == 1


@pytest.mark.parametrize("words", [("nobody", "leith"), ("ana@example.org", "Leith Table")])
def test_what_cannot_be_an_address_is_refused_with_a_sentence(app, words):
    done = say(app, "organizers", "add", words[0], "--community", words[1])

    assert done.exit_code == 1
    assert done.output.startswith("Error: ")
    assert db.session.scalars(db.select(Person)).all() == []


def test_the_doctor_says_what_would_keep_mails_from_arriving(app):
    app.config["SMTP_URL"] = "smtp://127.0.0.1:1"
    app.config["MAIL_FROM"] = "tables@localhost.localdomain"

    done = say(app, "doctor")

    assert done.exit_code == 1
    assert "BAD  mail: the server of EVENTAPP_SMTP_URL does not answer" in done.output
    assert "BAD  mail: EVENTAPP_MAIL_FROM is not set" in done.output
    assert "ok   data folder" in done.output


def test_the_doctor_says_all_it_can_before_there_are_tables(app, smtp):
    app.config.update(
        SMTP_URL=smtp.url, INBOX="lmtp://127.0.0.1:1", ANSWER_ADDRESS="TOKEN@example.org"
    )
    db.drop_all()

    heard = say(app, "doctor").output

    assert "BAD  database: " in heard
    assert "ok   mail: the server answers" in heard
    assert "BAD  answers: no worker takes mail at lmtp://127.0.0.1:1: is one running?" in heard
    assert "ok   clock: " in heard
