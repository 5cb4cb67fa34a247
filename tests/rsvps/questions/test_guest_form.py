"""The form of an event that asks its own questions, as guests meet it, without scripts."""

import re

import make
import pytest
from flask import Flask
from question_samples import only_rsvp, page_of, said_yes

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.people.actions import token_of
from eventapp.rsvps.models import Repeat, Rsvp
from eventapp.rsvps.questions import actions as questions


@pytest.fixture
def event(app: Flask) -> Event:
    return make.event()


def test_an_answer_of_each_kind_is_kept(event, client) -> None:
    kinds = {
        kind: make.question(event, kind, kind=kind, options=options)
        for kind, options in (
            ("short", []), ("long", []), ("one", ["tea", "milk"]), ("several", ["a", "b", "c"]),
            ("yes_no", []), ("number", []),
        )
    }  # fmt: skip
    typed = {
        "short": " from  Berlin ", "long": "one\r\ntwo", "one": "milk", "several": ["a", "c"],
        "yes_no": "yes", "number": "2,5",
    }  # fmt: skip

    answer = said_yes(client, event, **{f"q{kinds[k].id}": said for k, said in typed.items()})

    assert answer.status_code == 303
    assert only_rsvp().question_answers == {
        str(kinds["short"].id): "from Berlin", str(kinds["long"].id): "one\ntwo",
        str(kinds["one"].id): "milk", str(kinds["several"].id): ["a", "c"],
        str(kinds["yes_no"].id): "yes", str(kinds["number"].id): 2.5,
    }  # fmt: skip


def test_what_nobody_must_answer_may_stay_empty(event, client) -> None:
    for kind in ("short", "long", "yes_no", "number"):
        make.question(event, kind=kind)
    make.question(event, options=["tea", "milk"])
    make.question(event, kind="several", options=["tea", "milk"])

    assert said_yes(client, event).status_code == 303
    assert only_rsvp().question_answers == {}


@pytest.mark.parametrize("kind", ["short", "long", "one", "several", "yes_no", "number"])
def test_what_must_be_answered_is_said_to_be_missing_above_and_beside_it(
    kind, event, client
) -> None:
    options = ["tea", "milk"] if kind in {"one", "several"} else []
    question = make.question(event, "What <b>then</b>?", kind=kind, options=options, required=True)

    answer = said_yes(client, event, ask="keep this")

    assert answer.status_code == 422
    said = "Please answer “What &lt;b&gt;then&lt;/b&gt;?”."
    assert f'<a href="#q{question.id}">{said}</a>' in answer.text
    assert f'id="q{question.id}"' in answer.text
    assert f'id="q{question.id}-err">{said}' in answer.text
    assert "keep this" in answer.text
    assert "What &lt;b&gt;then&lt;/b&gt;?" in answer.text


@pytest.mark.parametrize(
    ("given", "typed", "said"),
    [
        ({"kind": "number"}, "many", "Give a number, like 3 or 2.5."),
        ({"kind": "number"}, "9" * 40, "Give a number, like 3 or 2.5."),
        ({"options": ["tea", "milk"]}, "wine", "Not a valid choice."),
        ({"kind": "several", "options": ["tea", "milk"]}, ["tea", "wine"], "is not a valid choice"),
        ({"kind": "yes_no"}, "perhaps", "Not a valid choice."),
        ({"kind": "short"}, "x" * 201, "longer than 200"),
        ({"kind": "long"}, "x" * 1001, "longer than 1000"),
    ],
)
def test_an_answer_that_can_t_be_is_given_back(given, typed, said, event, client) -> None:
    question = make.question(event, **given)

    answer = said_yes(client, event, **{f"q{question.id}": typed})

    assert answer.status_code == 422
    assert said in answer.text
    assert db.session.scalars(db.select(Rsvp)).all() == []


def test_the_longest_answers_in_any_script_are_taken(event, client) -> None:
    asked = [make.question(event, kind="long") for _n in range(questions.MOST_LONG)]
    asked += [make.question(event) for _n in range(questions.MOST - len(asked))]
    typed = {f"q{one.id}": "字" * {"long": 1000, "short": 110}[one.kind] for one in asked}

    assert said_yes(client, event, **typed).status_code == 303
    assert len(only_rsvp().question_answers) == questions.MOST


def test_a_question_for_one_role_says_so_and_is_asked_of_nobody_else(event, client) -> None:
    leader, other = event.roles[:2]
    question = make.question(event, "How many lead you?", required=True, role_id=leader.id)
    name = f"q{question.id}"

    assert f"Only if you come as {leader.name}." in client.get(page_of(event)).text
    assert said_yes(client, event, role=str(leader.id)).status_code == 422
    answer = said_yes(client, event, role=str(other.id), **{name: "x" * 300})
    empty = said_yes(client, event, role=str(other.id), first_name="Bo", email="b@example.org")

    assert (answer.status_code, empty.status_code) == (303, 303)
    kept = db.session.scalars(db.select(Rsvp)).all()
    assert [rsvp.question_answers for rsvp in kept] == [{}, {}]


def test_a_question_after_another_answer_is_asked_after_that_one_alone(event, client) -> None:
    eats = make.question(event, "Do you eat?", kind="yes_no", required=True)
    what = make.question(
        event, "What?", required=True, after_id=eats.id, after_value="yes"
    )  # fmt: skip
    often = make.question(event, "How often?", kind="number", after_id=eats.id, after_value="no")

    assert "Only if you answer “Yes” to “Do you eat?”." in client.get(page_of(event)).text
    missing = said_yes(client, event, **{f"q{eats.id}": "yes"})
    answer = said_yes(client, event, **{f"q{eats.id}": "no", f"q{what.id}": "soup"})

    assert missing.status_code == 422
    # What doesn't apply is out of the way, and still within reach of who changes their mind.
    shown, _fold, folded = missing.text.partition('<details class="fold own"')
    assert f'id="q{what.id}"' in shown
    assert f'id="q{often.id}"' not in shown
    assert f'id="q{often.id}"' in folded
    assert answer.status_code == 303
    assert only_rsvp().question_answers == {str(eats.id): "no"}


def test_a_role_that_nobody_comes_as_is_asked_nothing(event, client) -> None:
    gone = event.roles[-1]
    make.question(event, "Hello?", role_id=gone.id, required=True)
    event.roles.remove(gone)

    assert "Hello?" not in client.get(page_of(event)).text
    assert said_yes(client, event).status_code == 303


def test_the_change_page_shows_what_was_answered_and_keeps_what_is_asked_no_more(
    event, client
) -> None:
    kept = make.question(event, "Where from?")
    gone = make.question(event, "Why?")
    several = make.question(event, kind="several", options=["a", "b"])
    rsvp = make.rsvp(
        event, questions={str(kept.id): "Rome", str(gone.id): "fun", str(several.id): ["b"]}
    )
    questions.take_away(gone, now=clock.now())
    path = f"/r/{token_of(rsvp.link)}/answers"

    shown = client.get(path).text
    answer = client.submit(path, **{f"q{kept.id}": "Oslo"})

    assert 'value="Rome"' in shown
    assert "Why?" not in shown
    assert answer.status_code == 303
    assert only_rsvp().question_answers == {
        str(kept.id): "Oslo", str(gone.id): "fun", str(several.id): ["b"],
    }  # fmt: skip


def test_another_role_asks_other_things_on_the_change_page(event, client) -> None:
    first, second = event.roles[:2]
    mine = make.question(event, "Mine?", role_id=first.id)
    theirs = make.question(event, "Theirs?", role_id=second.id, required=True)
    rsvp = make.rsvp(event, role_id=first.id, questions={str(mine.id): "so"})
    path = f"/r/{token_of(rsvp.link)}/answers"

    asked = client.submit(path, role=str(second.id))
    answer = client.submit(path, role=str(second.id), **{f"q{theirs.id}": "thus"})

    assert asked.status_code == 422
    assert answer.status_code == 303
    assert only_rsvp().question_answers == {str(theirs.id): "thus"}


def test_what_was_typed_once_more_keeps_its_answers_on_its_own_page(event, client) -> None:
    question = make.question(event)
    first = make.rsvp(event, email="a@example.org", first_name="Aiko", questions={})

    answer = said_yes(client, event, email="a@example.org", **{f"q{question.id}": "Rome"})
    page = client.get(f"{answer.location}/answers").text

    assert 'value="Rome"' in page
    assert first.question_answers == {}
    repeat = db.session.scalars(db.select(Repeat)).one()
    assert repeat.answers["questions"] == {str(question.id): "Rome"}


def test_answers_chosen_for_the_badge_are_on_it(event, client) -> None:
    city = make.question(event, "From?", on_badge=True)
    hires = make.question(event, "I’m hiring", kind="yes_no", on_badge=True)
    quiet = make.question(event, "Why?")
    typed = {f"q{city.id}": "Rome", f"q{hires.id}": "yes", f"q{quiet.id}": "because"}

    answer = said_yes(client, event, **typed)
    mine = client.get(answer.location).text
    again = said_yes(client, event, first_name="", **typed)

    said = re.compile(r'<p class="says"[^>]*>([^<]*)</p>')
    assert said.findall(mine) == ["Rome · I’m hiring"]
    assert said.findall(again.text) == ["Rome · I’m hiring"]
