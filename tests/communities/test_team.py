"""Who helps: asked by mail, says yes by a press, does what an owner lets them."""

from datetime import timedelta

import make
import team_builders
from conftest import visitor
from flask import Flask
from visitor import Visitor

from eventapp import clock, tokens
from eventapp.communities.models import Community, Membership
from eventapp.communities.team import actions
from eventapp.communities.team.models import TeamInvitation
from eventapp.db import db
from eventapp.front.erasing import erase
from eventapp.mail.models import Message
from eventapp.people.models import Person, SignIn
from eventapp.retention.jobs import let_go
from eventapp.retention.rules import BY_KIND

NOOR = "noor@example.org"


def ask(owner: Visitor, host: Community, **given: str) -> str:
    """Ask Noor to help; the path of the link in the newest letter."""
    said = {"first_name": "Noor", "email": NOOR, "right": "organizer"} | given
    answer = owner.submit(f"/desk/{host.slug}/team", to="/invitations", **said)
    assert answer.status_code == 303, answer.text
    return newest_link(owner)


def newest_link(client: Visitor) -> str:
    found = db.session.scalars(
        db.select(Message).filter_by(kind="team-invitation").order_by(Message.id.desc())
    ).first()
    text = tokens.reveal(found.text, client.application.config["SECRET_KEY"])
    return next(word for word in text.split() if "/team/" in word).removeprefix("http://localhost")


def rights(host: Community) -> list[tuple[str, str]]:
    found = db.select(Membership).filter_by(community_id=host.id).order_by(Membership.id)
    return [(one.name, one.right) for one in db.session.scalars(found)]


def team(host: Community, path: str = "") -> str:
    return f"/desk/{host.slug}/team{path}"


def test_whoever_is_asked_helps_once_they_say_yes(
    app: Flask, owner: Visitor, host: Community
) -> None:
    link = ask(owner, host)
    noor = visitor(app)

    assert rights(host) == [("Olu", "owner")]
    assert "Will you help with" in noor.get(link).text
    assert rights(host) == [("Olu", "owner")], "looking changed something"

    said = noor.submit(link)

    assert said.headers["Location"] == "/sign-in/sent"
    assert rights(host) == [("Olu", "owner"), ("Noor", "organizer")]
    # The letter proves the address; it signs nobody in, which has one way alone.
    assert (
        db.session.scalars(db.select(SignIn).join(SignIn.person).filter_by(email=NOOR)).all() == []
    )
    assert db.session.scalar(db.select(Message).filter_by(kind="sign-in", to=NOOR))


def test_who_is_signed_in_with_the_address_is_at_the_desk_at_once(
    app: Flask, owner: Visitor, host: Community
) -> None:
    known = make.person(email=NOOR)
    link, noor = ask(owner, host, right="door"), visitor(app)
    make.sign_in(noor, known)

    said = noor.submit(link)

    assert said.headers["Location"] == f"/desk/{host.slug}"
    assert noor.get(f"/desk/{host.slug}").status_code == 200


def test_saying_yes_twice_is_once(app: Flask, owner: Visitor, host: Community) -> None:
    link, noor = ask(owner, host), visitor(app)
    form = noor.get(link)

    noor.submit(link)
    again = noor.post(link)

    assert form.status_code == 200
    assert again.status_code == 303
    assert rights(host) == [("Olu", "owner"), ("Noor", "organizer")]


def test_a_link_that_was_used_brings_nobody_back_who_was_removed(
    app: Flask, owner: Visitor, host: Community
) -> None:
    link, noor = ask(owner, host), visitor(app)
    noor.submit(link)
    member = db.session.scalars(db.select(Membership).filter_by(right="organizer")).one()
    owner.submit(team(host, f"/{member.id}"), to="/removal")

    said = noor.post(link)

    assert said.status_code == 409
    assert rights(host) == [("Olu", "owner")]


def test_an_invitation_takes_no_right_away(app: Flask, owner: Visitor, host: Community) -> None:
    link = ask(owner, host, right="door")
    known = make.person(email=NOOR)
    team_builders.member(host, known, "organizer")
    db.session.commit()

    visitor(app).submit(link)

    assert [right for _name, right in rights(host)] == ["owner", "organizer"]


def test_whoever_helps_already_isn_t_asked(owner: Visitor, host: Community, me: Person) -> None:
    said = owner.submit(
        team(host), to="/invitations", first_name="Me", email=me.email, right="door"
    )

    assert said.status_code == 409
    assert "They help here already" in said.text
    assert rights(host) == [("Olu", "owner")]


def test_sent_again_the_link_before_opens_nothing(
    app: Flask, owner: Visitor, host: Community
) -> None:
    first = ask(owner, host)
    number = db.session.scalars(db.select(TeamInvitation.id)).one()

    owner.submit(team(host), to=f"/{number}/letters")
    second = newest_link(owner)

    assert visitor(app).get(first).status_code == 404
    assert visitor(app).get(second).status_code == 200


def test_taken_back_it_opens_nothing_and_its_letter_stays(
    app: Flask, owner: Visitor, host: Community
) -> None:
    link = ask(owner, host)
    number = db.session.scalars(db.select(TeamInvitation.id)).one()

    owner.submit(team(host), to=f"/{number}/removal")

    assert visitor(app).get(link).status_code == 404
    assert visitor(app).post(link).status_code in {400, 404}
    assert db.session.scalars(db.select(TeamInvitation)).all() == []
    assert db.session.scalars(db.select(Message.state)).all() == ["withdrawn"]


def test_it_ends_after_a_week_and_its_address_goes_a_month_later(
    app: Flask, owner: Visitor, host: Community
) -> None:
    link = ask(owner, host)
    found = db.session.scalars(db.select(TeamInvitation)).one()
    found.expires_at = clock.now() - timedelta(minutes=1)
    db.session.commit()

    assert visitor(app).get(link).status_code == 404
    assert "Has run out" in owner.get(team(host)).text
    assert let_go(BY_KIND["team-invitations"]) == 0

    found.expires_at -= actions.KEPT
    db.session.commit()

    assert let_go(BY_KIND["team-invitations"]) == 1


def test_an_invitation_is_worth_nothing_once_who_sent_it_owns_nothing(
    app: Flask, owner: Visitor, host: Community, me: Person
) -> None:
    make.member(host, first_name="Second")
    link = ask(owner, host, right="owner")
    # As if it had been read in between.
    kept = db.session.scalars(db.select(TeamInvitation)).one()
    db.session.scalars(db.select(Membership).filter_by(person_id=me.id)).one().right = "organizer"
    db.session.commit()

    assert kept.open(clock.now())
    assert visitor(app).get(link).status_code == 404


def test_an_owner_who_is_one_no_more_leaves_no_invitation_open(
    app: Flask, owner: Visitor, host: Community
) -> None:
    ask(owner, host)
    second = visitor(app)
    make.sign_in(second, make.member(host, first_name="Second"))
    mine = db.session.scalars(db.select(Membership).order_by(Membership.id)).first()

    second.submit(team(host, f"/{mine.id}"), to=f"/team/{mine.id}", right="door")

    assert rights(host)[0] == ("Olu", "door")
    assert db.session.scalars(db.select(TeamInvitation)).all() == []


def test_the_page_lists_whom_somebody_asked_and_when(owner: Visitor, host: Community) -> None:
    ask(owner, host, right="trainer")

    page = owner.get(team(host)).text

    assert NOOR in page
    assert "Trainer" in page
    assert "Olu asked on" in page
    assert "open until" in page


def test_letters_to_one_address_wait_for_their_turn(owner: Visitor, host: Community) -> None:
    ask(owner, host)
    for _ in range(8):
        number = db.session.scalars(db.select(TeamInvitation.id)).one()
        # Each left before the next was asked for.
        db.session.execute(db.update(Message).values(state="sent"))
        db.session.commit()
        owner.submit(team(host), to=f"/{number}/letters")

    due = db.session.scalars(
        db.select(Message.id).where(Message.due_at > clock.now() + timedelta(minutes=5))
    ).all()
    assert due, "nine letters in a minute all leave at once"


def test_who_is_erased_isn_t_asked_any_more(owner: Visitor, host: Community) -> None:
    ask(owner, host)
    someone = make.person(email=NOOR)

    erase(someone, now=clock.now())

    assert db.session.scalars(db.select(TeamInvitation)).all() == []


def test_an_invitation_names_who_sent_it_as_they_are_called_here(
    owner: Visitor, host: Community, me: Person
) -> None:
    db.session.scalars(db.select(Membership).filter_by(person_id=me.id)).one().first_name = "Bob"
    db.session.commit()
    ask(owner, host)

    page = owner.get(team(host)).text

    assert "Bob asked on" in page
    assert "Olu" not in page
