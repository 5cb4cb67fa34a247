"""The quiet page of what guests said in confidence: who sees it, what they do, and that nothing else tells."""

import make
import seating_builders
from avoiding_builders import evening, membership, page, said, text
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.communities.access import trusted
from eventapp.db import db
from eventapp.people.actions import token_of
from eventapp.people.models import Person
from eventapp.seating.avoiding import actions
from eventapp.seating.avoiding.models import Avoidance


def test_only_who_is_named_opens_the_quiet_page(app: Flask, client: Visitor) -> None:
    event, maja, ana = evening()
    host = event.community
    owner, ines = make.member(host, "owner"), make.member(host, "organizer", first_name="Ines")
    actions.avoid(maja.person, host.id, other=ana.person, said="Ana", now=clock.now())
    quiet = f"/desk/{host.slug}/in-confidence"

    def opens(person: Person) -> int:
        make.sign_in(client, person)
        return client.get(quiet).status_code

    before = opens(owner), opens(ines)
    make.sign_in(client, owner)
    client.post(f"/desk/{host.slug}/members/{membership(host, ines).id}/trust")
    after = opens(owner), opens(ines)
    shown = client.get(quiet).text
    make.sign_in(client, owner)
    client.post(f"/desk/{host.slug}/members/{membership(host, ines).id}/trust/end")

    assert (before, after) == ((200, 404), (404, 200))
    assert "Maja" in shown
    assert "Ana Silva" in shown
    assert [member.person_id for member in trusted(host)] == [owner.id]


def test_who_watches_the_door_is_never_trusted_with_it(app: Flask, client: Visitor) -> None:
    host = make.community()
    owner, dora = make.member(host, "owner"), make.member(host, "door")
    make.sign_in(client, owner)

    refused = client.post(f"/desk/{host.slug}/members/{membership(host, dora).id}/trust")
    membership(host, dora).trusted_at = clock.now()

    assert refused.status_code == 409
    assert [member.person_id for member in trusted(host)] == [owner.id]


def test_a_typed_name_is_resolved_or_dismissed(app: Flask, client: Visitor) -> None:
    event, maja, ana = evening()
    host = event.community
    seating_builders.organizer(client, host, "owner")
    for typed in ("Ana", "Nobody At All", "Silva"):
        actions.avoid(maja.person, host.id, other=None, said=typed, now=clock.now())
    first, second, third = db.session.scalars(db.select(Avoidance.id).order_by(Avoidance.id))
    quiet = f"/desk/{host.slug}/in-confidence"

    assert "Ana Silva, ana@example.org" in client.get(quiet).text
    client.post(f"{quiet}/{first}/person", data={"who": ana.person_id})
    stranger = client.post(f"{quiet}/{second}/person", data={"email": "no@example.org"})
    client.post(f"{quiet}/{second}/dismissal")
    client.post(f"{quiet}/{third}/person", data={"email": " ANA@example.org"})

    assert stranger.status_code == 409
    assert [other for _person, other, _said in said()] == [ana.person_id, None, ana.person_id]
    assert "Nobody At All" not in client.get(quiet).text
    assert "Nobody At All" in client.get(page(maja)).text


def test_what_another_community_was_told_is_out_of_reach(app: Flask, client: Visitor) -> None:
    event, maja, _ana = evening()
    other = make.event()
    theirs = make.rsvp(other, first_name="Farah", email="farah@example.org")
    for told, person in ((event, maja.person), (other, theirs.person)):
        actions.avoid(person, told.community_id, other=None, said="Zed Zero", now=clock.now())
    mine, foreign = db.session.scalars(db.select(Avoidance.id).order_by(Avoidance.id))
    seating_builders.organizer(client, event.community, "owner")
    quiet = f"/desk/{event.community.slug}/in-confidence"

    shown = client.get(quiet).text
    named = client.post(f"{quiet}/{mine}/person", data={"email": "farah@example.org"})
    dismissed = client.post(f"{quiet}/{foreign}/dismissal")

    assert shown.count("Zed Zero</bdi>”") == 1
    assert named.status_code == 409
    assert dismissed.status_code == 404
    assert [one[1] for one in said()] == [None, None]


def test_nothing_else_shows_it(app: Flask, client: Visitor) -> None:
    event, maja, ana = evening()
    seating_builders.organizer(client, event.community)
    desk = seating_builders.desk(event)
    pages = [
        f"{desk}/people",
        f"{desk}/people/{maja.id}",
        f"{desk}/people/{ana.id}",
        f"{desk}/tables",
        f"{desk}/exports/people.csv",
        f"/r/{token_of(ana.link)}",
    ]

    before = [client.get(one) for one in pages]
    actions.avoid(maja.person, event.community_id, other=ana.person, said="Ana", now=clock.now())
    actions.avoid(maja.person, event.community_id, other=None, said="Zed Zero", now=clock.now())
    after = [client.get(one) for one in pages]

    assert [one.status_code for one in before[:4]] == [200] * 4
    assert [text(one.text) for one in after] == [text(one.text) for one in before]
