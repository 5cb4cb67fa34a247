"""What is around the questions: what they cost, who is known, conduct, and how guests join."""

import re

import make
import pytest
from flask import Flask
from question_samples import only_rsvp, page_of, said_yes
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.people.actions import token_of
from eventapp.rsvps.questions import actions as questions


@pytest.fixture
def event(app: Flask) -> Event:
    return make.event()


def test_what_an_organizer_asks_shows_at_once(event, client) -> None:
    before = client.get(page_of(event)).text

    question = make.question(event, "Where from?")
    added = client.get(page_of(event)).text
    values = {"label": "Whence?", "options": []}
    questions.change(question, values)
    changed = client.get(page_of(event)).text
    questions.take_away(question, now=clock.now())
    taken = client.get(page_of(event)).text

    assert ["Where from?" in page for page in (before, added, changed, taken)] == [
        False, True, False, False,
    ]  # fmt: skip
    assert "Whence?" in changed
    assert "Whence?" not in taken


def test_whoever_is_signed_in_finds_what_they_said_last_but_no_consent(event, client) -> None:
    question = make.question(event, "From?")
    someone = make.person(email="me@example.org")
    told = {"first_name": "Mia", "industry": "Media", "ask": "boats", "agreed": True}
    make.rsvp(
        event,
        person=someone,
        role_id=event.roles[2].id,
        questions={str(question.id): "Rome"},
        **told,
    )
    other = make.event(community=event.community, conduct="Be kind.")
    make.sign_in(client, someone)

    page = client.get(page_of(other)).text

    for value in ("me@example.org", "Mia", "Media", "boats"):
        assert f'value="{value}"' in page
    assert re.search(rf'value="{event.roles[2].id}" data-mark="\d" checked', page)
    for name in ("show_name", "keep_in_touch", "agreed"):
        assert re.search(rf'<input[^>]*name="{name}"', page)
        assert not re.search(rf'<input[^>]*checked[^>]*name="{name}"', page)
    assert "Rome" not in page
    assert "me@example.org" not in Visitor(client.application).get(page_of(other)).text


def test_an_event_that_asks_the_usual_costs_no_query_more(event, client, queries) -> None:
    def asked(run) -> list[str]:
        queries.clear()
        run()
        return [one for one in queries if "FROM question" in one]

    rsvp = make.rsvp(event)
    mine = f"/r/{token_of(rsvp.link)}"

    assert asked(lambda: client.get(page_of(event))) == []
    assert asked(lambda: said_yes(client, event)) == []
    assert asked(lambda: client.get(mine)) == []
    assert asked(lambda: client.get(f"{mine}/answers")) == []


def test_questions_cost_one_query_a_page(event, client, queries) -> None:
    for number in range(6):
        make.question(event, f"{number}?", role_id=event.roles[number % 2].id)
    rsvp = make.rsvp(event)
    mine, form = f"/r/{token_of(rsvp.link)}", {"first_name": "Bo", "email": "b@example.org"}
    client.get(page_of(event))

    counts = []
    for run in (
        lambda: client.get(page_of(event)),
        lambda: client.get(mine),
        lambda: client.get(f"{mine}/answers"),
        lambda: client.post(f"{page_of(event)}/rsvps", data=form | {"role": event.roles[0].id}),
    ):
        db.session.commit()
        queries.clear()
        run()
        counts.append(sum("FROM question" in one for one in queries))

    assert counts == [0, 1, 1, 1]


def test_the_code_of_conduct_must_be_agreed_to_once(event, client) -> None:
    event.conduct = "Be **kind**.\n\n<script>x</script>"
    page = client.get(page_of(event)).text

    without = said_yes(client, event)
    answer = said_yes(client, event, agreed="y")
    rsvp = only_rsvp()
    agreed_at = rsvp.agreed_at
    path = f"{answer.location}/answers"
    changed = client.submit(path, first_name="Bo")

    assert "<strong>kind</strong>" in page
    assert "<script>x" not in page
    assert (without.status_code, answer.status_code, changed.status_code) == (422, 303, 303)
    assert "Read the code of conduct and tick it to come." in without.text
    assert 'name="agreed"' not in client.get(path).text
    db.session.refresh(rsvp)
    assert rsvp.agreed_at == agreed_at is not None


def test_a_guest_of_a_hybrid_event_says_how_they_join(event, client) -> None:
    event.hybrid = True

    without = said_yes(client, event, joins=None)
    answer = said_yes(client, event, joins="online")

    assert (without.status_code, answer.status_code) == (422, 303)
    assert "Say whether you come to the place or join online." in without.text
    assert only_rsvp().joins == "online"
    assert re.search(
        r'value="online" checked', client.get(f"{answer.location}/answers").text
    )  # fmt: skip


EDITS = {"fields": {"industry": "off"}, "conduct": "Be **kind**.", "hybrid": True}


@pytest.mark.parametrize("field", EDITS)
def test_what_else_the_form_asks_shows_at_once(field, event, client) -> None:
    before = client.get(page_of(event)).text
    setattr(event, field, EDITS[field])

    after = client.get(page_of(event)).text

    assert ('name="industry"' in before, 'name="agreed"' in before, 'name="joins"' in before) == (
        True,
        False,
        False,
    )
    assert ('name="industry"' in after, 'name="agreed"' in after, 'name="joins"' in after) == {
        "fields": (False, False, False),
        "conduct": (True, True, False),
        "hybrid": (True, False, True),
    }[field]
