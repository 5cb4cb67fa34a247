"""Who isn't asked to the team: other communities' owners, organizers, and whoever else has a link."""

from pathlib import Path

import make
import pytest
import team_builders
from conftest import running, visitor
from flask import Flask
from sqlalchemy.event import listen
from visitor import Visitor

from eventapp import clock
from eventapp.communities.models import Community, Membership
from eventapp.communities.team import actions
from eventapp.communities.team.models import TeamInvitation
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.mail import letter_limits
from eventapp.mail.models import Message
from eventapp.people.models import Person

NOOR = "noor@example.org"


def ask(owner: Visitor, host: Community) -> int:
    said = {"first_name": "Noor", "email": NOOR, "right": "owner"}
    answer: int = owner.submit(f"/desk/{host.slug}/team", to="/invitations", **said).status_code
    return answer


def letters() -> list[Message]:
    return list(db.session.scalars(db.select(Message).filter_by(kind="team-invitation")))


def send(client: Visitor, host: Community, path: str, **said: str) -> int:
    """What a form of the team's page is answered, whoever sends it."""
    answer: int = client.post(
        f"/desk/{host.slug}/team{path}", data={"csrf_token": client.csrf_token(), **said}
    ).status_code
    return answer


# SQLite lets one writer in at a time, so only PostgreSQL has locks that could cross.
@pytest.mark.services
@pytest.mark.parametrize("accepts", [True, False])
def test_a_yes_and_a_letter_sent_again_lock_in_the_same_order(
    filled_postgres_url: str, tmp_path: Path, accepts: bool
) -> None:
    with running(filled_postgres_url, tmp_path) as app:
        host = make.community()
        owner = make.member(host)
        invitation = team_builders.invitation(host, NOOR, by=owner)
        link, again = (
            f"/team/{actions.token_of(invitation)}",
            f"/invitations/{invitation.id}/letters",
        )
        db.session.commit()
        client = visitor(app)
        make.sign_in(client, owner)
        client.get(f"/desk/{host.slug}/team")
        asked: list[str] = []
        listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

        answer = visitor(app).submit(link).status_code if accepts else send(client, host, again)

        assert answer == 303
        locks = [one for one in asked if "advisory" in one or "FOR UPDATE" in one]
        counted = next(n for n, one in enumerate(locks) if "advisory" in one)
        row = next(n for n, one in enumerate(locks) if "team_invitation" in one)
        assert counted < row


@pytest.mark.parametrize(
    "path", ["/invitations/{asked}/letters", "/invitations/{asked}/removal", "/{member}/removal"]
)
@pytest.mark.parametrize("right", ["organizer", "door"])
def test_only_owners_change_who_helps(
    path: str, right: str, app: Flask, host: Community, me: Person
) -> None:
    asked = team_builders.invitation(host, NOOR, by=me)
    number = team_builders.membership_of(me)
    client = visitor(app)
    make.sign_in(client, make.member(host, right))

    assert send(client, host, path.format(asked=asked.id, member=number)) == 404


@pytest.mark.parametrize(
    "path",
    ["/invitations/{asked}/letters", "/invitations/{asked}/removal", "/{member}/removal", "/{member}"],
)  # fmt: skip
def test_an_owner_reaches_nobody_of_another_community(
    path: str, owner: Visitor, host: Community
) -> None:
    elsewhere = make.community()
    theirs = make.member(elsewhere)
    asked = team_builders.invitation(elsewhere, NOOR, by=theirs)
    member = team_builders.member(elsewhere, make.person(), "organizer")

    answer = send(owner, host, path.format(asked=asked.id, member=member.id), right="door")

    assert answer == 404
    assert db.session.get(TeamInvitation, asked.id) is not None
    assert db.session.get(Membership, member.id).right == "organizer"


def test_whom_owners_ask_is_shown_to_owners_alone(
    app: Flask, owner: Visitor, host: Community, me: Person
) -> None:
    team_builders.invitation(host, NOOR, by=me)
    organizer = visitor(app)
    make.sign_in(organizer, make.member(host, "organizer"))

    pages = [client.get(f"/desk/{host.slug}/team").text for client in (owner, organizer)]

    assert [NOOR in page for page in pages] == [True, False]


def test_somebody_else_who_has_the_link_gets_no_desk_by_it(
    app: Flask, host: Community, me: Person
) -> None:
    asked = team_builders.invitation(host, NOOR, by=me)
    mallory, client = make.person(), visitor(app)
    make.sign_in(client, mallory)

    said = client.submit(f"/team/{actions.token_of(asked)}")

    assert said.location == "/sign-in/sent"
    assert [one.to for one in db.session.scalars(db.select(Message).filter_by(kind="sign-in"))] == [
        NOOR
    ]
    assert db.session.scalars(db.select(Membership).filter_by(person_id=mallory.id)).all() == []


def test_an_invitation_goes_with_the_owner_who_sent_it(
    app: Flask, host: Community, me: Person
) -> None:
    asked = team_builders.invitation(host, NOOR, by=me)
    team_builders.member(host, make.person(), "owner")
    mine = db.session.get_one(Membership, team_builders.membership_of(me))

    actions.end(mine, by=mine, now=clock.now())
    db.session.flush()

    assert db.session.get(TeamInvitation, asked.id) is None


def test_one_who_is_asked_again_finds_one_letter(owner: Visitor, host: Community) -> None:
    assert [ask(owner, host), ask(owner, host)] == [303, 303]

    assert [one.state for one in letters()].count("queued") == 1


def test_who_said_yes_isn_t_asked_again(app: Flask, host: Community, me: Person) -> None:
    asked = team_builders.invitation(host, NOOR, by=me, accepted_at=clock.now())

    actions.send_again(asked, by=me, now=clock.now())

    assert asked.accepted_at
    assert letters() == []


def test_invitations_have_an_end(
    app: Flask, host: Community, me: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST", 1)
    team_builders.invitation(host, NOOR, by=me)

    with pytest.raises(Refused):
        actions.invite(host, "x@example.org", first_name="X", right="door", by=me, now=clock.now())


def test_many_communities_together_ask_an_address_no_more_often(owner: Visitor, me: Person) -> None:
    for _n in range(letter_limits.AN_ADDRESS + 1):
        other = make.community()
        team_builders.member(other, me, "owner")
        assert ask(owner, other) == 303

    assert sum(one.due_at <= clock.now() for one in letters()) == letter_limits.AN_ADDRESS


def test_saying_yes_over_and_over_mails_no_more_often(
    app: Flask, host: Community, me: Person
) -> None:
    link = f"/team/{actions.token_of(team_builders.invitation(host, NOOR, by=me))}"
    client = visitor(app)

    for _n in range(letter_limits.AN_ADDRESS + 2):
        client.submit(link)

    mailed = db.session.scalars(db.select(Message).filter_by(kind="sign-in", to=NOOR)).all()
    assert 0 < len(mailed) <= letter_limits.AN_ADDRESS
