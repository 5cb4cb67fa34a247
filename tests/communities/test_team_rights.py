"""What members may do is changed and ended; somebody always owns the community."""

import make
import pytest
import team_builders
from conftest import visitor
from flask import Flask
from visitor import Visitor, forms

from eventapp import clock
from eventapp.communities.models import Community, Membership
from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.people.models import Person


def rights(host: Community) -> list[tuple[str, str]]:
    found = db.select(Membership).filter_by(community_id=host.id).order_by(Membership.id)
    return [(one.name, one.right) for one in db.session.scalars(found)]


def team(host: Community, path: str = "") -> str:
    return f"/desk/{host.slug}/team{path}"


def test_a_right_is_changed_and_confidence_ends_with_organizing(
    owner: Visitor, host: Community
) -> None:
    someone = team_builders.member(host, make.person(first_name="Noor"), "organizer")
    someone.trusted_at = clock.now()
    db.session.commit()

    owner.submit(team(host, f"/{someone.id}"), to=f"/team/{someone.id}", right="trainer")

    db.session.refresh(someone)
    assert (someone.right, someone.trusted_at) == ("trainer", None)


def test_a_page_opened_before_another_owner_decided_gives_no_right_back(
    owner: Visitor, host: Community
) -> None:
    someone = team_builders.member(host, make.person(first_name="Noor"), "owner")
    db.session.commit()
    page = team(host, f"/{someone.id}")
    (opened,) = [form for form in forms(owner.get(page).text) if "right" in form.values]
    owner.submit(page, to=page, right="door")

    said = owner.post(page, data=opened.values | {"right": "organizer"})

    assert said.status_code == 422
    assert "Somebody else changed this meanwhile" in said.text
    assert ("Noor", "door") in rights(host)
    owner.post(page, data=next(one for one in forms(said.text) if "right" in one.values).values)
    assert ("Noor", "organizer") in rights(host)


def test_whoever_s_part_another_changes_or_ends_is_told_by_mail(
    app: Flask, owner: Visitor, host: Community
) -> None:
    person = make.person(email="noor@example.org", first_name="Noor")
    noor = team_builders.member(host, person, "door")
    db.session.commit()
    page = team(host, f"/{noor.id}")

    for right in ("trainer", "trainer"):
        owner.submit(page, to=f"/team/{noor.id}", right=right)
    changed = told("noor@example.org")
    owner.submit(page, to="/removal")

    assert [one.subject for one in changed] == [f"What you may do for {host.name} has changed"]
    assert changed[0].text.startswith("Another part for you, Noor")
    assert "From now on you lead programs" in changed[0].text
    ended = told("noor@example.org")[-1]
    assert ended.subject == f"Your help for {host.name} has ended"
    assert f"/{host.slug}\n" in ended.text
    assert "/desk/" not in ended.text


def test_who_changes_their_own_part_or_leaves_needs_no_letter(
    owner: Visitor, host: Community, me: Person
) -> None:
    make.member(host, first_name="Second")
    mine = team_builders.membership_of(me)
    db.session.commit()

    owner.submit(team(host, f"/{mine}"), to=f"/team/{mine}", right="door")
    owner.submit(team(host, "/leaving"), to="/leaving")

    assert ("Olu", "door") not in rights(host)
    assert told(me.email or "") == []


def told(email: str) -> list[Message]:
    asked = db.select(Message).filter_by(kind="team-changed", to=email).order_by(Message.id)
    return list(db.session.scalars(asked))


@pytest.mark.parametrize("path", ["/{number}/removal", "/leaving", "/{number}"])
def test_the_last_owner_stays(owner: Visitor, host: Community, path: str) -> None:
    number = db.session.scalars(db.select(Membership.id)).one()
    owner.get(team(host))

    said = owner.post(
        team(host, path.format(number=number)),
        data={"right": "door", "csrf_token": owner.csrf_token()},
    )

    assert said.status_code == 409
    assert "needs an owner" in said.text
    assert rights(host) == [("Olu", "owner")]


@pytest.mark.parametrize("right", ["door", "trainer", "organizer", "owner"])
def test_one_leaves_of_one_s_own_will(
    app: Flask, owner: Visitor, host: Community, right: str
) -> None:
    client = visitor(app)
    make.sign_in(client, make.member(host, right))

    assert client.get(team(host, "/leaving")).status_code == 200
    client.submit(team(host, "/leaving"), to="/leaving")

    assert rights(host) == [("Olu", "owner")]
    assert client.get(f"/desk/{host.slug}").status_code == 404


def test_an_organizer_sees_the_team_without_addresses_or_invitations(
    app: Flask, owner: Visitor, host: Community, me: Person
) -> None:
    team_builders.invitation(host, "noor@example.org", by=me)
    db.session.commit()
    organizer = visitor(app)
    make.sign_in(organizer, make.member(host, "organizer"))

    page = organizer.get(team(host)).text

    assert "Olu" in page
    assert me.email not in page
    assert "noor@example.org" not in page
