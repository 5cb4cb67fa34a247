"""Looking through the cards: what is shown is what is sent, and what is left out is nowhere."""

from html import unescape

import followup_builders
import make
from flask import Flask
from followup_builders import cards_page as page
from visitor import Visitor
from words import says

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.followups.sending import actions, changes
from eventapp.followups.tablemates import company_around, step_towards
from eventapp.mail.deliver import deliver_due
from eventapp.rsvps.models import Rsvp


def asking(event: Event) -> list[Rsvp]:
    """Three at a table: two asks that an offer meets."""
    ana, ben = followup_builders.guests(event, "Ana", "Ben", ask="my first SQL job", offer="")
    (cem,) = followup_builders.guests(event, "Cem", ask="", offer="an hour of SQL")
    followup_builders.seat(event, [[ana, ben, cem]])
    followup_builders.arrive(ana, ben, cem)
    db.session.commit()
    return [ana, ben, cem]


def steps_of(rsvp: Rsvp) -> list[str]:
    return [one.step for sitting in company_around(rsvp).card(rsvp) for one in sitting.people]


def text_to(rsvp: Rsvp) -> str:
    """What a card letter says, on one line and without the joints between dots."""
    (letter,) = (one for one in followup_builders.letters("card") if one.to == rsvp.person.email)
    return " ".join(letter.text.replace("\u200c", "").split())


def test_what_is_shown_is_what_is_sent(app: Flask, client: Visitor) -> None:
    event = make.past_event()
    people = asking(event)
    ana, ben, cem = people
    followup_builders.organizer(client, event)
    client.submit(page(event, "/review"), to="page=1", **{f"step-{ana.id}-{cem.id}": "hello"})
    client.submit(page(event, "/review"), to="page=1", **{f"step-{ben.id}-{cem.id}": "none"})

    shown = unescape(client.get(page(event, "/review")).text)
    actions.draft(event, now=clock.now())
    db.session.commit()
    deliver_due()

    for rsvp in people:
        for step in filter(None, steps_of(rsvp)):
            assert step in shown
            assert " ".join(step.split()) in text_to(rsvp)
    assert "Cem one thing you remember" in text_to(ana)
    assert text_to(ben).count("A small step:") == 1


def test_a_line_that_is_left_out_is_on_no_card_and_in_no_suggestion(
    app: Flask, client: Visitor
) -> None:
    event = make.past_event()
    ana, ben, cem = asking(event)
    actions.draft(event, now=clock.now())
    assert "an hour of SQL" in text_to(ana)

    followup_builders.organizer(client, event).submit(
        page(event, "/lines"), to="page=1", hide=f"offer-{cem.id}"
    )
    deliver_due()

    for rsvp in (ana, ben):
        assert "Cem" in text_to(rsvp)
        assert "an hour of SQL" not in text_to(rsvp)
    assert "SQL" not in step_towards(ana, cem)
    client.submit(
        page(event, "/lines"),
        to="page=1",
        hide=[f"offer-{cem.id}", f"ask-{ana.id}", f"ask-{ben.id}"],
    )
    assert "SQL" not in " ".join(steps_of(cem) + steps_of(ana) + steps_of(ben))


def test_who_shall_get_no_card_gets_none_and_stays_on_the_others(
    app: Flask, client: Visitor
) -> None:
    event = make.past_event()
    ana, ben, _cem = asking(event)
    followup_builders.organizer(client, event)

    client.submit(page(event, "/review"), to="page=1", without=str(ana.id))
    actions.draft(event, now=clock.now())

    assert {letter.to for letter in followup_builders.letters("card")} == {
        "ben@example.org",
        "cem@example.org",
    }
    assert "Ana" in text_to(ben)


def test_what_was_left_out_can_be_put_back(app: Flask, client: Visitor) -> None:
    event = make.past_event()
    ana, _ben, cem = asking(event)
    before = steps_of(ana)
    followup_builders.organizer(client, event)
    which = {f"step-{ana.id}-{cem.id}": "none"}
    client.submit(page(event, "/review"), to="page=1", without=str(ana.id), **which)
    client.submit(page(event, "/lines"), to="page=1", hide=[f"ask-{ana.id}", f"offer-{cem.id}"])
    assert steps_of(ana) != before

    client.submit(
        page(event, "/review"), to="page=1", without=None, **{f"step-{ana.id}-{cem.id}": ""}
    )
    client.submit(page(event, "/lines"), to="page=1", hide=None)

    assert steps_of(ana) == before
    assert changes.of(event) == changes.Changes()


def test_what_a_page_did_not_show_stays_as_it_was_changed(app: Flask, client: Visitor) -> None:
    event = make.past_event()
    ana, _ben, cem = asking(event)
    which = {ana.id: {cem.id: "none"}}
    changes.keep_steps(event, which, {ana.id: True}, now=clock.now())

    followup_builders.organizer(client, event).post(page(event, "/review"), data={})

    assert changes.of(event) == changes.Changes(frozenset({ana.id}), frozenset(), which)


def test_nothing_is_changed_of_another_event_or_of_who_is_not_on_the_page(
    app: Flask, client: Visitor
) -> None:
    event, other = make.past_event(), make.past_event()
    ana, _ben, _cem = asking(event)
    dot, eva = followup_builders.guests(other, "Dot", "Eva")
    followup_builders.seat(other, [[dot, eva]])
    followup_builders.arrive(dot, eva)
    followup_builders.organizer(client, event)

    client.post(
        page(event, "/review"),
        data={
            f"step-{dot.id}-{eva.id}": "none",
            f"step-{ana.id}-{dot.id}": "none",
            "without": str(dot.id),
            f"shown-{dot.id}": "1",
        },
    )
    client.post(page(event, "/lines"), data={"shown": f"ask-{dot.id}", "hide": f"ask-{dot.id}"})

    assert changes.of(other) == changes.of(event) == changes.Changes()


def test_who_did_not_agree_is_counted_on_the_review_and_not_named(
    app: Flask, client: Visitor
) -> None:
    event = make.past_event()
    ana, ben = followup_builders.guests(event, "Ana", "Ben")
    (cem,) = followup_builders.guests(event, "Cem", keep_in_touch=False, ask="a secret question")
    followup_builders.seat(event, [[ana, ben, cem]])
    followup_builders.arrive(ana, ben, cem)
    followup_builders.organizer(client, event)

    shown = client.get(page(event, "/review")).text + client.get(page(event, "/lines")).text

    assert not says(shown, "Cem")
    assert "secret" not in shown
    assert "One more person sat here" in shown


def test_the_review_comes_in_pages_and_costs_the_same_for_many(app: Flask, client: Visitor) -> None:
    event = make.past_event()
    people = followup_builders.guests(event, *(f"Guest{n}" for n in range(13)))
    followup_builders.seat(event, [people[:6], people[6:]])
    followup_builders.arrive(*people)
    followup_builders.organizer(client, event)

    first, second = (client.get(page(event, f"/review?page={number}")).text for number in (1, 2))

    assert (first.count('name="without"'), second.count('name="without"')) == (10, 3)
    assert "1 to 10 of 13" in first
