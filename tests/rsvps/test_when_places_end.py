"""Everything that points at an answer either ends with the place or says why it stays."""

from collections.abc import Callable
from datetime import timedelta

import make
import pytest
from flask import Flask

from eventapp import clock
from eventapp.badges.printing.models import PrintedBadge
from eventapp.db import Base, db
from eventapp.door.models import Arrival, Visit
from eventapp.followups.help_board.models import BoardAsk, HelpOffer
from eventapp.followups.models import Hello, Wish
from eventapp.rsvps import actions, when_places_end
from eventapp.rsvps.models import Rsvp
from eventapp.seating.models import Plan, Rule, Seat, Table


def seat(rsvp: Rsvp, _other: Rsvp) -> None:
    plan = Plan(
        event=rsvp.event, version=1, rounds=1, seed=1, figures={}, bounds={}, created_at=make.NOON
    )
    table = Table(plan=plan, number=1, capacity=4)
    make.saved(Seat(plan=plan, table=table, rsvp=rsvp, round=1, locked=True))


def published_seat(rsvp: Rsvp, other: Rsvp) -> None:
    seat(rsvp, other)
    db.session.scalars(db.select(Plan)).one().published_at = make.NOON


def hosting(rsvp: Rsvp, _other: Rsvp) -> None:
    make.saved(Rule(event_id=rsvp.event_id, kind="host", rsvp_id=rsvp.id, number=1))


def together(rsvp: Rsvp, other: Rsvp) -> None:
    pair = {"rsvp_id": other.id, "other_id": rsvp.id}
    make.saved(Rule(event_id=rsvp.event_id, kind="together", **pair))


def arrival(rsvp: Rsvp, _other: Rsvp) -> None:
    make.saved(Arrival(rsvp=rsvp, arrived_at=clock.now()))


def wish(rsvp: Rsvp, other: Rsvp) -> None:
    make.saved(Wish(rsvp=rsvp, other=other, wished_at=clock.now()))


def wished_for(rsvp: Rsvp, other: Rsvp) -> None:
    wish(other, rsvp)


def hello(rsvp: Rsvp, other: Rsvp) -> None:
    make.saved(Hello(rsvp=rsvp, other=other, said_at=clock.now()))


def greeted(rsvp: Rsvp, other: Rsvp) -> None:
    hello(other, rsvp)


def board_ask(rsvp: Rsvp, _other: Rsvp) -> None:
    now = clock.now()
    at = {"put_at": now, "ends_at": now + timedelta(weeks=8)}
    of = {"community_id": rsvp.event.community_id, "rsvp": rsvp, "code": f"ask-{rsvp.id}"}
    make.saved(BoardAsk(text="my first job", **of, **at))


def help_offer(rsvp: Rsvp, other: Rsvp) -> None:
    board_ask(other, rsvp)
    ask = db.session.scalars(db.select(BoardAsk)).one()
    make.saved(HelpOffer(ask=ask, rsvp=rsvp, offered_at=clock.now()))


def printed_badge(rsvp: Rsvp, _other: Rsvp) -> None:
    run = make.print_run(event=rsvp.event)
    make.saved(PrintedBadge(run_id=run.id, rsvp_id=rsvp.id, place=0, mark=""))


# What ends with the place, each with somebody who has it.
ENDS: dict[str, list[Callable[[Rsvp, Rsvp], None]]] = {
    "seat.rsvp_id": [seat, published_seat],
    "rule.rsvp_id": [hosting],
    "rule.other_id": [together],
    "arrival.rsvp_id": [arrival],
    "printed_badge.rsvp_id": [printed_badge],
    "wish.rsvp_id": [wish],
    "wish.other_id": [wished_for],
    "board_ask.rsvp_id": [board_ask],
    "help_offer.rsvp_id": [help_offer],
    "hello.rsvp_id": [hello],
    "hello.other_id": [greeted],
}
# What stays, and why.
STAYS = {
    "ask.rsvp_id": "what a guest said belongs to the answer, and is written anew with another yes",
    "offer.rsvp_id": "the same",
    "repeat.first_id": "a page about what was typed; that it never changes with the first is its point",
    "door_report.rsvp_id": "what was pressed at a door is known when it is sent again; it counts no more",
    "seat_correction.rsvp_id": "who really sat in a round has sat there",
    "visit.rsvp_id": "who sat in a round has sat there",
    "rsvp.brought_by_id": "who was brought along has a place of their own and may stay",
    "rsvp_history.rsvp_id": "what was decided about an answer, and when",
    "invitation_use.rsvp_id": "by which invitation somebody answered stays true; only held places count",
    "feedback.rsvp_id": "what was said of an evening that was",
    "nudge.rsvp_id": "about an introduction, which stands",
    "ask_outcome.rsvp_id": "what was said of an evening that was",
    "shared_contact.rsvp_id": "the same",
    "calendar_reply.rsvp_id": "what a calendar said last is known by its stamp, whatever became of it",
    "guest_mail.rsvp_id": "what a guest wrote to the organizers is theirs to read",
    "card_change.rsvp_id": "what an organizer leaves off cards stays off them with another yes",
    "card_change.other_id": "the same",
    "card.rsvp_id": "a letter about an evening that was; it names nobody who has no place",
}


def pointing() -> dict[str, object]:
    """Every column that points at an RSVP."""
    return {
        f"{table.name}.{key.parent.name}": key.parent
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "rsvp"
    }


def test_whatever_points_at_an_rsvp_is_named_as_what_ends_or_as_what_stays() -> None:
    named = ENDS.keys() | STAYS.keys()

    assert pointing().keys() == named, "say here whether it ends with the place, and end it"


@pytest.mark.parametrize(
    ("column", "has"), [(column, has) for column, made in ENDS.items() for has in made]
)
def test_it_ends_with_the_place_and_another_yes_brings_nothing_back(
    app: Flask, column: str, has: Callable
) -> None:
    event = make.event()
    rsvp, other = make.rsvp(event), make.rsvp(event)
    has(rsvp, other)
    named = db.select(db.func.count()).where(pointing()[column] == rsvp.id)
    assert db.session.scalar(named) == 1

    actions.cancel(rsvp, now=clock.now())
    ended = db.session.scalar(named)
    again(rsvp)

    assert (ended, db.session.scalar(named)) == (0, 0)


@pytest.mark.parametrize("column", ENDS)
def test_what_an_earlier_release_left_behind_does_not_come_back(app: Flask, column: str) -> None:
    event = make.event()
    rsvp, other = make.rsvp(event), make.rsvp(event)
    ENDS[column][-1](rsvp, other)
    rsvp.state = "cancelled"

    again(rsvp)

    named = db.select(db.func.count()).where(pointing()[column] == rsvp.id)
    assert db.session.scalar(named) == 0


def test_the_place_of_one_takes_nothing_from_another(app: Flask) -> None:
    event = make.event()
    rsvp, other, third = make.rsvp(event), make.rsvp(event), make.rsvp(event)
    for has in (published_seat, hosting, arrival):
        has(other, third)
    together(other, third)

    actions.cancel(rsvp, now=clock.now())

    assert {type(row) for kind in (Seat, Rule, Arrival) for row in rows(kind)} == {
        Seat, Rule, Arrival,
    }  # fmt: skip
    assert len(rows(Rule)) == 2
    assert rows(Seat)[0].locked


def test_a_check_in_before_the_first_round_leaves_nothing(app: Flask) -> None:
    rsvp = make.rsvp()
    arrival(rsvp, rsvp)

    actions.cancel(rsvp, now=rsvp.event.starts_at)

    assert rows(Visit) == []
    assert when_places_end.here(rsvp.event) == 0


def test_who_sat_in_a_round_has_been_here_but_is_not_any_more(app: Flask) -> None:
    rsvp = make.rsvp()
    arrival(rsvp, rsvp)
    left = rsvp.event.evening(clock.now()).begins[0] + timedelta(minutes=1)

    actions.cancel(rsvp, now=left)

    (visit,) = rows(Visit)
    assert (visit.rsvp_id, visit.left_at) == (rsvp.id, left)
    assert when_places_end.here(rsvp.event) == 0


def again(rsvp: Rsvp) -> None:
    """The same guest says yes once more."""
    said = make.answers(rsvp.event)
    actions.admit(rsvp.event, rsvp.person, said, source="web", now=clock.now())


def rows(kind: type) -> list:
    return list(db.session.scalars(db.select(kind)))
