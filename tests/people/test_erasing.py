"""What is promised to be forgotten is forgotten."""

from datetime import timedelta

import make

from eventapp import clock, tokens
from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.people.models import Link, Person
from eventapp.rsvps.jobs import forget_needs
from eventapp.rsvps.models import Ask, Rsvp


def test_erasing_a_person_takes_everything_held_on_them(each_database):
    rsvp = make.rsvp(letter="invite")
    other = make.rsvp(rsvp.event, letter="invite")
    email = rsvp.person.email
    db.session.commit()

    done = each_database.test_cli_runner().invoke(args=["erase", email, "--yes"])

    assert done.exit_code == 0, done.output
    db.session.expire_all()
    assert db.session.scalars(db.select(Person.email).where(Person.email == email)).all() == []
    assert db.session.scalars(db.select(Rsvp.id)).all() == [other.id]
    assert db.session.scalars(db.select(Ask.rsvp_id)).all() == [other.id]
    assert db.session.scalars(db.select(Message.to)).all() == [other.person.email]


def test_access_needs_are_deleted_thirty_days_after_the_event(app):
    event = make.past_event()
    event.ends_at = clock.now() - timedelta(days=31)
    event.starts_at = event.ends_at - timedelta(hours=2)
    old = make.rsvp(event, access_needs="a ramp", food="no nuts")
    fresh = make.rsvp(make.past_event(), access_needs="a ramp")

    assert forget_needs() == 1

    db.session.refresh(old)
    assert (old.access_needs, old.food) == ("", "")
    assert fresh.access_needs == "a ramp"


def test_links_in_later_letters_work_after_the_secret_key_was_changed(app, client):
    rsvp = make.rsvp(letter="invite")
    app.config["SECRET_KEY"] = "another secret key of more than enough characters"
    make.actions.cancel(rsvp, now=clock.now())

    letter = db.session.scalars(db.select(Message).where(Message.kind == "goodbye")).one()
    text = tokens.reveal(letter.text, app.config["SECRET_KEY"])
    link = next(word for word in text.split() if "/r/" in word)

    assert client.get(link.removeprefix("http://localhost")).status_code == 200
    assert db.session.scalars(db.select(Link.revoked_at)).all() == [None]
