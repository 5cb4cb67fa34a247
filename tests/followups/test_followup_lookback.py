"""What becomes of the cards: numbers that tell on nobody, and the cards sent by a press."""

from datetime import timedelta

import followup_builders
import make
import pytest
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.followups.sending import actions as sending
from eventapp.followups.sending.progress import counts_of
from eventapp.insights.pictures.funnel import steps_of
from eventapp.insights.reading import evening_of
from eventapp.mail.deliver import deliver_due


def desk(event) -> str:
    return f"/desk/{event.community.slug}/events/{event.slug}/cards"


def connected(event) -> int | None:
    """Of how many the look back says that both said yes."""
    steps = {step.key: step.people for step in steps_of(evening_of(event, now=clock.now()))}
    return steps.get("connected")


@pytest.mark.parametrize("who", ["nobody", "door", "stranger", "guest"])
def test_the_look_back_is_for_organizers(app: Flask, client: Visitor, who: str) -> None:
    event, (ana, _ben) = followup_builders.evening("Ana", "Ben")
    if who == "door":
        make.sign_in(client, make.member(event.community, "door"))
    elif who == "stranger":
        make.sign_in(client, make.member(make.community(), "owner"))
    elif who == "guest":
        make.sign_in(client, ana.person)

    expected = 303 if who == "nobody" else 404

    assert client.get(desk(event)).status_code == expected
    assert followup_builders.letters("card") == []


def test_the_look_back_counts_who_came_and_how_many_each_one_met(app: Flask) -> None:
    event = make.past_event()
    people = followup_builders.guests(event, *"ABCDEFGH")
    followup_builders.seat(event, [people[:4], people[4:]], [people[:4], people[4:]])
    followup_builders.arrive(*people[:6])
    sending.draft(event, now=clock.now())

    evening, counts = evening_of(event, now=clock.now()), counts_of(event)

    assert (len(evening.guests), len(evening.came), counts.cards, counts.waiting) == (8, 6, 6, 6)
    assert {guest.state for guest in evening.guests} == {"going"}
    # Four of one table met three each, two of the other met one.
    assert sorted(map(len, evening.met_by.values())) == [1, 1, 3, 3, 3, 3]


def test_numbers_with_fewer_than_five_behind_them_are_not_shown(
    app: Flask, client: Visitor
) -> None:
    event, people = followup_builders.drafted(*"ABCDEFGHIJK")
    followup_builders.both_tick(people[0], people[1])
    for rsvp in people[2:4]:
        followup_builders.tick(rsvp)

    assert counts_of(event).answered is None
    assert connected(event) is None
    for low, high in ((2, 3), (4, 5)):
        followup_builders.both_tick(people[low], people[high])
    assert counts_of(event).answered == 5
    assert connected(event) == 6


def test_the_desk_never_sees_who_ticked_or_who_was_introduced(app: Flask, client: Visitor) -> None:
    event, (ana, ben, cem) = followup_builders.drafted("Ana", "Ben", "Cem")
    followup_builders.tick(ana, ben, line="Your talk was grand")
    followup_builders.tick(ben, ana)
    followup_builders.tick(cem, ana)
    followup_builders.batch(event)
    db.session.commit()
    deliver_due()
    make.sign_in(client, make.member(event.community, "owner"))

    page = client.get(desk(event)).text

    main = page.partition("<main")[2]
    assert not any(word in main for word in ("Ana", "Ben", "Cem", "grand", "example.org"))


def test_the_look_back_waits_for_the_end(app: Flask, client: Visitor) -> None:
    event = make.event(community=make.community())
    make.sign_in(client, make.member(event.community, "organizer"))

    page = client.get(desk(event).replace("/cards", "/lookback"))

    assert "Nothing to look back on yet" in page.text


def test_the_look_back_of_long_ago_offers_no_cards(app: Flask, client: Visitor) -> None:
    start = clock.now() - timedelta(days=12)
    event, _people = followup_builders.evening(
        "Ana", "Ben", starts_at=start, ends_at=start + timedelta(hours=2)
    )
    make.sign_in(client, make.member(event.community, "organizer"))

    page = client.get(desk(event)).text

    assert "their ten days are over" in page
    assert "/cards/sending" not in page


def test_the_look_back_runs_a_handful_of_queries(
    app: Flask, client: Visitor, queries: list[str]
) -> None:
    event, _people = followup_builders.drafted(*(f"Guest{n}" for n in range(24)))
    make.sign_in(client, make.member(event.community, "organizer"))
    queries.clear()

    client.get(desk(event))

    assert len(queries) <= 13
