"""What members may do is changed and ended; somebody always owns the community."""

import make
import passkey_builders
import pytest
import team_builders
from conftest import visitor
from flask import Flask
from visitor import Visitor, forms

from eventapp import clock
from eventapp.communities.models import Community, Membership
from eventapp.communities.team import actions
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


def owned_with(host: Community, email: str) -> Membership:
    """Another owner, who reads their mail at an address."""
    return team_builders.member(host, make.person(email=email, first_name="Mai"), "owner")


def test_whoever_owns_the_community_hears_of_another_owner_once(
    owner: Visitor, host: Community, me: Person
) -> None:
    owned_with(host, "mai@example.org")
    team_builders.member(host, make.person(email="ann@example.org"), "organizer")
    noor = make.person(email="noor@example.org", first_name="Noor")
    member = team_builders.member(host, noor, "door")
    db.session.commit()

    for right in ("owner", "owner", "organizer"):
        owner.submit(team(host, f"/{member.id}"), to=f"/team/{member.id}", right=right)

    (letter,) = told("mai@example.org")
    assert letter.subject == f"Noor owns {host.name} now"
    assert f"Olu changed the team of {host.name}. Noor may do all there now" in letter.text
    assert f"/desk/{host.slug}/team\n" in letter.text
    # Whoever did it knows, and an organizer owns nothing.
    assert [told(email) for email in (me.email or "", "ann@example.org")] == [[], []]
    # To whom it happened, it is told in words of their own.
    assert told("noor@example.org")[0].text.startswith("Another part for you, Noor")


def test_owners_hear_of_one_who_said_yes_and_who_had_asked_them(
    app: Flask, host: Community, me: Person
) -> None:
    owned_with(host, "mai@example.org")
    asked = {
        right: team_builders.invitation(
            host, f"{right}@example.org", by=me, first_name="Noor", right=right
        )
        for right in ("owner", "organizer")
    }
    db.session.commit()

    for one in [*asked.values(), asked["owner"]]:
        visitor(app).submit(f"/team/{actions.token_of(one)}")

    for email in (me.email or "", "mai@example.org"):
        (letter,) = told(email)
        assert f"Noor said yes to owning {host.name}, as Olu asked them." in letter.text
    assert told("owner@example.org") == []


def test_owners_alone_see_who_signs_in_with_more_than_the_letter(
    app: Flask, client: Visitor
) -> None:
    me, _key = passkey_builders.owner_with_key(client)
    host = db.session.scalars(db.select(Membership).filter_by(person_id=me.id)).one().community
    organizer, page = visitor(app), team(host)
    make.sign_in(organizer, make.member(host, "organizer", first_name="Noor"))
    lines = {
        "second": "Asks for a passkey after the letter",
        "passkey": "Has a passkey; the letter alone signs in, too",
        "letter": "Signs in by the letter alone",
    }

    first = client.get(page).text
    passkey_builders.codes_of(client)
    second, theirs = client.get(page).text, organizer.get(page).text

    assert [first.count(line) for line in lines.values()] == [0, 1, 1]
    assert [second.count(line) for line in lines.values()] == [1, 0, 1]
    assert [theirs.count(line) for line in lines.values()] == [0, 0, 0]


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
