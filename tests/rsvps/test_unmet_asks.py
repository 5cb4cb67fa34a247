"""Before an event organizers see asks without an offer, and invite somebody for them."""

import make
import program_builders
import pytest
from flask import Flask
from followup_builders import letters
from hypothesis import given
from hypothesis import strategies as st
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.people import preferences
from eventapp.rsvps.invitations.models import Invitation
from eventapp.rsvps.unmet_asks import actions
from eventapp.rsvps.unmet_asks.topics_asked import Line, asked_topics, unmet

PAY = "how to negotiate a salary"
TOPIC = "Salary & negotiation"
LINES = st.sampled_from(
    [
        PAY,
        "pay talks",
        "SQL drills",
        "is SQL enough?",
        "baking bread",
        "a first talk",
        "reading a CV",
    ]
)
SAID = st.lists(
    st.builds(Line, guest=st.integers(1, 5), text=LINES, kind=st.just("advice")), max_size=8
)


@pytest.fixture
def event(app: Flask) -> Event:
    """An event to come where three ask about pay, two can do something else."""
    made = make.event()
    for n in range(3):
        make.rsvp(made, first_name=f"Asker{n}", ask=f"{PAY} {n}", offer="")
    for _n in range(2):
        make.rsvp(made, ask="", offer="baking bread")
    return made


def test_what_an_offer_in_other_words_meets_is_said_to_be_met_by_one(
    client: Visitor, event: Event
) -> None:
    make.rsvp(event, first_name="Bo", ask=f"{PAY} over bread", offer="")
    signed_in(client, event)

    told = client.get(page_of(event)).text

    assert "4 ask, nobody offers" in told
    assert "One more is met by an offer in other words." in told


def page_of(event: Event, more: str = "") -> str:
    return f"/desk/{event.community.slug}/events/{event.slug}/asks{more}"


def signed_in(client: Visitor, event: Event) -> None:
    make.sign_in(client, make.member(event.community, right="organizer"))


def offered(event: Event, **given):
    """Somebody who offered it at an earlier event of the community."""
    before = make.past_event(community=event.community)
    return make.rsvp(before, **{"first_name": "Kofi", "ask": "", "offer": "pay talks"} | given)


@given(asks=SAID, offers=SAID)
def test_an_ask_is_unmet_when_nobody_else_offers_anything_about_it(
    asks: list[Line], offers: list[Line]
) -> None:
    rows = asked_topics(asks, offers, ("SQL",))

    shown = {(ask.guest, ask.text) for row in rows for ask in row.asks}
    assert shown == {(ask.guest, ask.text) for ask in asks}
    assert all(row.unmet <= len(row.asks) for row in rows)
    assert unmet(asks, [], ()) == len(asks)
    own = [Line(ask.guest, ask.text, ask.kind) for ask in asks]
    lone = {ask.guest for ask in asks}
    assert unmet(asks, own, ()) == len(asks) or len(lone) > 1


def test_the_page_counts_asks_and_offers_by_topic(client: Visitor, event: Event) -> None:
    signed_in(client, event)

    page = client.get(page_of(event)).text
    people = client.get(page_of(event).replace("/asks", "/people")).text

    assert "3 asks without an offer" in page
    assert "3 ask, nobody offers" in page
    assert TOPIC.replace("&", "&amp;") in page
    assert "@example.org" not in page
    assert "3 asks have nobody on the list" in people


def test_an_offer_on_the_list_takes_the_line_away(client: Visitor, event: Event) -> None:
    make.rsvp(event, ask="", offer="pay talks")
    signed_in(client, event)

    assert "Every ask has somebody" not in client.get(page_of(event)).text  # 3 for one are scarce
    assert (
        "have nobody on the list"
        not in client.get(page_of(event, "").replace("/asks", "/people")).text
    )


def test_a_ready_letter_tells_the_topic_and_nothing_of_who_asks(
    client: Visitor, event: Event
) -> None:
    kofi = offered(event)
    signed_in(client, event)

    answer = client.submit(
        page_of(event, f"/invitations?topic={TOPIC.replace('&', '%26')}"),
        to="/asks/invitations",
        people=[str(kofi.person_id)],
        addresses="Ann Lee <ann@elsewhere.example>",
    )

    to_ann, to_kofi = sorted(letters("invitation"), key=lambda one: one.to)
    assert answer.status_code == 303
    assert (to_ann.to, to_kofi.to) == ("ann@elsewhere.example", kofi.person.email)
    assert TOPIC in to_kofi.text
    assert f"come to {event.title}" in to_kofi.text
    said = to_ann.text + to_ann.html + to_kofi.text
    assert "Asker" not in said
    assert PAY not in said


@pytest.mark.parametrize(
    "without",
    ["consent", "address", "letters", "place", "topic", "an answer", "an invitation", "community"],
)
def test_only_who_may_be_written_to_is_suggested(app: Flask, event: Event, without: str) -> None:
    kofi = offered(event)
    now = clock.now()
    before = len(actions.offered_before(event, TOPIC, now=now))

    if without == "consent":
        kofi.keep_in_touch_at = None
    elif without == "address":
        kofi.person.email = None
    elif without == "letters":
        preferences.switch_off(kofi.person, "message", now=now)
    elif without == "place":
        kofi.state = "cancelled"
    elif without == "topic":
        kofi.offer.text = "baking bread"
    elif without == "an answer":
        make.rsvp(event, person=kofi.person)
    elif without == "an invitation":
        make.invitation(event, email=kofi.person.email)
    else:
        kofi.event.community = make.community()
    db.session.flush()

    assert before == 1
    assert actions.offered_before(event, TOPIC, now=now) == []


def test_among_few_guests_the_letter_says_of_nobody_that_they_asked(app: Flask) -> None:
    few = make.event()
    make.rsvp(few, ask=PAY)

    assert "who come" not in actions.ready_text(few, TOPIC)


def test_whoever_is_ticked_by_a_made_up_number_gets_nothing(client: Visitor, event: Event) -> None:
    stranger = make.person()
    signed_in(client, event)

    answer = client.post(
        page_of(event, "/invitations"),
        data={"topic": TOPIC, "note": "Come!", "people": str(stranger.id)},
    )

    assert answer.status_code == 409
    assert "Choose somebody" in answer.text
    assert db.session.scalars(db.select(Invitation)).all() == []


def test_words_in_braces_stand_for_something(client: Visitor, event: Event) -> None:
    signed_in(client, event)

    answer = client.post(
        page_of(event, "/invitations"),
        data={"topic": TOPIC, "note": "Come, {nickname}!", "addresses": "ann@elsewhere.example"},
    )

    assert answer.status_code == 422
    assert "{nickname}" in answer.text


def test_the_session_of_a_program_has_the_page_too(app: Flask, client: Visitor) -> None:
    program = make.program(sessions=2)
    program_builders.join(program)
    event = program.sessions[0].event
    signed_in(client, event)

    assert "One ask without an offer" in client.get(page_of(event)).text
