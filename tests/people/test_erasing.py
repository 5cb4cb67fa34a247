"""What is promised to be forgotten is forgotten."""

from datetime import timedelta

import make
import pytest
import seating_builders

from eventapp import clock, tokens
from eventapp.communities.team import actions as team
from eventapp.communities.team.models import TeamInvitation
from eventapp.db import db
from eventapp.front import erasing, erasures
from eventapp.front.retention import forgetting
from eventapp.front.retention import jobs as contacts
from eventapp.mail import bounces, local_mailbox
from eventapp.mail.deliver import deliver_due
from eventapp.mail.models import BouncedAddress, Message
from eventapp.people import actions as people
from eventapp.people.models import AddressChange, Link, Person
from eventapp.retention import jobs as retention
from eventapp.rsvps.invitations import actions as invitations
from eventapp.rsvps.invitations.models import Invitation
from eventapp.rsvps.jobs import forget_needs
from eventapp.rsvps.merging import actions as merging
from eventapp.rsvps.models import Ask, Rsvp
from eventapp.rsvps.personal import address_changes
from eventapp.rsvps.replies import letters as replies
from eventapp.rsvps.replies.models import GuestMail
from eventapp.seating.board import edits, snapshot, undo


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


def letters_of_others() -> set[str]:
    """Three letters that wait, to people of another event; to whom they are."""
    others = [make.rsvp(letter="invite").person.email for _ in range(3)]
    return set(others)


def waiting() -> set[str]:
    return set(db.session.scalars(db.select(Message.to).where(Message.state == "queued")))


def test_forgetting_a_walk_in_whom_nobody_knows_keeps_the_letters_of_everybody_else(each_database):
    others = letters_of_others()
    host = make.community()
    walk_in = make.person(email=None, created_at=clock.now() - timedelta(days=60))
    make.rsvp(make.past_event(community=host), person=walk_in)
    known = make.person()
    by = make.member(host)
    merging.merge(known, walk_in, standing=set(), community_id=host.id, by=by, now=clock.now())
    db.session.flush()
    erasing.erase(known, now=clock.now())
    db.session.commit()

    retention.sweep()

    assert db.session.get(Person, walk_in.id) is None
    assert waiting() == others


def test_a_walk_in_whose_contact_data_goes_leaves_the_letters_of_everybody_else(
    each_database, moved_clock
):
    others = letters_of_others()
    ended = moved_clock.now - timedelta(days=500)
    event = make.event(starts_at=ended - timedelta(hours=2), ends_at=ended)
    make.rsvp(event, person=make.person(email=None))
    db.session.commit()
    contacts.note_contacts()
    moved_clock.turn(days=1, minutes=5)

    assert contacts.let_contacts_go() == 1

    assert waiting() == others


def test_the_place_of_somebody_erased_goes_to_the_next_in_line(app):
    event = make.event(capacity=1)
    gone, waiting = make.rsvp(event), make.rsvp(event)

    erase(app, gone.person.email)

    db.session.refresh(waiting)
    assert waiting.going


def test_whoever_gets_the_number_of_somebody_erased_gets_nothing_else_of_theirs(app):
    event, _guests = seating_builders.room(11, tables=3, seats=5)
    seating_builders.plan(event)
    gone = seating_builders.guest(event, 50)
    edits.seat_everybody(snapshot.read(event), now=clock.now())
    edits.add_host_rule(event, snapshot.read(event), gone.id, 2, now=clock.now())
    undo.undo(snapshot.read(event))
    undo.undo(snapshot.read(event))
    number = gone.id

    erase(app, gone.person.email)
    newcomer = seating_builders.guest(event, 60)
    undo.redo(snapshot.read(event))
    undo.redo(snapshot.read(event))

    assert newcomer.id == number, "SQLite gives the number of a last row that is gone once more"
    laid = snapshot.read(event)
    assert laid.rules == []
    assert all(newcomer.id not in seated for seated in laid.seats.values())


def erase(app, email):
    db.session.commit()
    done = app.test_cli_runner().invoke(args=["erase", email, "--yes"])
    assert done.exit_code == 0, done.output
    db.session.expire_all()


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


@pytest.mark.parametrize("how", ["erased", "by the clock"])
def test_no_letter_keeps_an_address_that_somebody_had_before(how, each_database):
    now = clock.now()
    rsvp = make.rsvp(email="old@example.org", first_name="Zebedee", letter="invite")
    make.member(rsvp.event.community)
    wrote = make.held_mail(rsvp.event, sender="old@example.org", rsvp=rsvp)
    replies.forward(wrote, rsvp, sure=True, now=now)
    db.session.commit()
    deliver_due(10)
    address_changes.make(make.address_change(rsvp.person, "new@example.org"), now=now)
    db.session.commit()
    deliver_due(10)

    if how == "erased":
        erasing.erase(rsvp.person, now=now)
    else:
        forgetting.forget(rsvp.person, rsvp.event.community, now=now + timedelta(days=400))
        people.erase(rsvp.person)
    db.session.commit()

    left = db.session.execute(db.select(Message.to, Message.to_name, Message.reply_to)).all()
    assert not [row for row in left if "old@example.org" in row or "Zebedee" in str(row)]


@pytest.mark.parametrize(
    "known_by", ["team invitation", "held mail", "bounce", "letter", "answered letter", "change"]
)
def test_an_address_that_is_nobodys_is_erased_wherever_it_stands(known_by, app):
    now, email = clock.now(), "gone@example.org"
    event = make.event()
    if known_by == "team invitation":
        by = make.member(event.community)
        team.invite(event.community, email, first_name="Gone", right="door", by=by, now=now)
    elif known_by == "held mail":
        make.held_mail(event, sender=email)
    elif known_by == "bounce":
        bounces.note(email, status="5.1.1", said="", now=now)
    elif known_by == "change":
        make.address_change(make.person(), email)
    else:
        make.rsvp(event, letter="invite")
        letter = db.session.scalars(db.select(Message)).one()
        setattr(letter, "to" if known_by == "letter" else "reply_to", email)
    db.session.commit()
    deliver_due(10)

    erase(app, email)

    columns = (GuestMail.sender, BouncedAddress.address, AddressChange.email, TeamInvitation.email)
    for column in (*columns, Message.to, Message.reply_to):
        assert email not in db.session.scalars(db.select(column)).all()
    assert not any(email in str(local_mailbox.read(name)) for name in local_mailbox.names())
    assert len((app.config["DATA_DIR"] / erasures.NAME).read_text().splitlines()) == 1


def test_an_address_that_is_nowhere_is_not_noted_as_erased(app):
    done = app.test_cli_runner().invoke(args=["erase", "nobody@example.org", "--yes"])

    assert done.exit_code == 1
    assert "Nobody here has the address nobody@example.org." in done.output
    assert not (app.config["DATA_DIR"] / erasures.NAME).exists()


@pytest.mark.parametrize("how", ["page", "command"])
def test_erasing_forgets_invitations_and_their_letters(how, app, client):
    person = make.person(email="gone@example.org")
    event = make.event()
    make.invitation(event, email="gone@example.org", name="Gone G")
    due_event = make.event(community=event.community)
    make.invitation(due_event, email="gone@example.org", due_at=clock.now())
    kept = make.invitation(event, email="kept@example.org")
    db.session.commit()

    if how == "command":
        erase(app, "gone@example.org")
    else:
        make.sign_in(client, person)
        client.post("/me/erasure")

    db.session.expire_all()
    assert db.session.scalars(db.select(Invitation.id)).all() == [kept.id]
    invitations.write_part(due_event, now=clock.now())
    assert db.session.scalars(db.select(Message)).all() == []
