"""The organizer's page of what the form asks: written, put in order, taken away, copied."""

import csv
import io
import re

import make
import pytest
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.events import drafts
from eventapp.events.models import Event
from eventapp.people.actions import token_of
from eventapp.rsvps.questions import actions
from eventapp.rsvps.questions.event_questions import open_questions
from eventapp.rsvps.questions.models import Question


@pytest.fixture
def event(app: Flask) -> Event:
    return make.event()


@pytest.fixture
def desk(event: Event, client: Visitor) -> str:
    """The address of the page; the client is the organizer's."""
    make.sign_in(client, make.member(event.community))
    return f"/desk/{event.community.slug}/events/{event.slug}/questions"


def labels(event: Event) -> list[str]:
    return [one.label for one in open_questions(event)]


def test_a_question_that_is_written_is_on_the_form(event, desk, client) -> None:
    answer = client.submit(
        desk, to="/questions", label="What do you eat?", kind="one", options="Meat\n\n Fish \nmeat",
        help="So that nobody goes hungry", required="y", role=str(event.roles[1].id),
        on_badge="y", in_mix="y",
    )  # fmt: skip

    kept = db.session.scalars(db.select(Question)).one()
    assert answer.status_code == 303
    assert (kept.kind, kept.options, kept.required) == ("one", ["Meat", "Fish"], True)
    assert (kept.role_id, kept.on_badge, kept.in_mix) == (event.roles[1].id, True, True)
    page = client.get(f"/{event.community.slug}/events/{event.slug}").text
    assert "So that nobody goes hungry" in page
    shown = client.get(desk).text
    assert "What do you eat?" in shown
    assert f"Only if you come as {event.roles[1].name}." in shown


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"label": " "}, "Write the question."),
        ({"label": "x" * 121}, "longer than 120"),
        ({"kind": "one", "options": "alone"}, "Write at least two answers, one a line."),
        ({"kind": "one", "options": "x" * 81 + "\ny"}, "Keep each answer within 80 letters."),
        ({"kind": "one", "options": "\n".join(map(str, range(31)))}, "Keep to 30 answers"),
        ({"kind": "long", "on_badge": "y"}, "A long answer doesn’t fit on a badge."),
        ({"kind": "number", "in_mix": "y"}, "Tables can mix a yes or no"),
        ({"role": "99999"}, "Not a valid choice."),
        ({"after": "7:yes"}, "Not a valid choice."),
    ],
)
def test_what_can_t_be_asked_is_said_and_nothing_typed_is_lost(
    fields, said, event, desk, client
) -> None:
    given = {"label": "Well?", "kind": "short", "help": "as typed"}

    answer = client.submit(desk, to="/questions", **given | fields)

    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="as typed"' in answer.text
    assert labels(event) == []


def test_questions_are_put_in_order_by_buttons(event, desk, client) -> None:
    for name in "abc":
        make.question(event, name)
    second = open_questions(event)[1]
    path = f"{desk}/{second.id}/moves"

    for to, order in (("up", "bac"), ("up", "bac"), ("down", "abc"), ("down", "acb")):
        answer = client.post(path, data={"to": to})

        assert answer.status_code == 303
        assert "".join(labels(event)) == order
    page = client.get(desk).text
    assert len(re.findall("Move up: ", page)) == len(re.findall("Move down: ", page)) == 2


def test_a_question_doesn_t_move_before_the_one_it_hangs_on(event, desk, client) -> None:
    first = make.question(event, "first", kind="yes_no")
    then = make.question(event, "then", after_id=first.id, after_value="yes")

    client.post(f"{desk}/{then.id}/moves", data={"to": "up"})
    client.post(f"{desk}/{first.id}/moves", data={"to": "down"})

    assert labels(event) == ["first", "then"]
    assert "Move up: " not in client.get(desk).text


def test_a_question_hangs_only_on_one_before_it(event, desk, client) -> None:
    first = make.question(event, "first", kind="yes_no")
    second = make.question(event, "second", kind="yes_no")

    page = client.get(f"{desk}/{first.id}").text
    answer = client.submit(f"{desk}/{first.id}", to=f"/{first.id}", after=f"{second.id}:yes")

    assert f'value="{second.id}:yes"' not in page
    assert answer.status_code == 422
    assert (
        client.submit(f"{desk}/{second.id}", to=f"/{second.id}", after=f"{first.id}:no").status_code
        == 303
    )
    db.session.refresh(second)
    assert (second.after_id, second.after_value) == (first.id, "no")


def test_how_a_question_is_answered_stays_when_it_is_written_anew(event, desk, client) -> None:
    question = make.question(event, "Tea?", options=["yes", "no"])

    answer = client.submit(
        f"{desk}/{question.id}", to=f"/{question.id}", label="Milk?", kind="number", options="Yes\nMaybe"
    )  # fmt: skip

    db.session.refresh(question)
    assert answer.status_code == 303
    assert (question.label, question.kind, question.options) == ("Milk?", "one", ["Yes", "Maybe"])


def test_what_another_question_hangs_on_stays_until_that_is_changed(event, desk, client) -> None:
    tea = make.question(event, "Tea?", options=["green", "black"])
    make.question(event, "How hot?", after_id=tea.id, after_value="green")

    changed = client.submit(f"{desk}/{tea.id}", to=f"/{tea.id}", options="red\nblack")
    removed = client.post(f"{desk}/{tea.id}/removal")

    assert changed.status_code == 422
    assert "“How hot?” is only asked after “green”. Change that first." in changed.text
    assert removed.status_code == 409
    assert "“How hot?” is only asked after it. Change that first." in removed.text
    assert labels(event) == ["Tea?", "How hot?"]


def test_what_was_answered_stays_in_the_lists_when_a_question_is_taken_away(
    event, desk, client
) -> None:
    city = make.question(event, "Where from?")
    food = make.question(event, "Food", kind="several", options=["a", "b"])
    hires = make.question(event, "=Hiring?", kind="yes_no")
    said = {str(city.id): "=1+1", str(food.id): ["a", "b"], str(hires.id): "no"}
    make.rsvp(event, questions=said)
    make.rsvp(event)

    client.post(f"{desk}/{city.id}/removal")
    client.post(f"{desk}/{city.id}/removal")
    body = client.get(desk.replace("questions", "people.csv")).data.decode("utf-8-sig")
    people = client.get(desk.replace("questions", "people")).text

    assert labels(event) == ["Food", "=Hiring?"]
    heads, first, second = csv.reader(io.StringIO(body))
    assert heads[-3:] == ["Question: Food", "Question: =Hiring?", "Question: Where from?"]
    assert first[-3:] == ["a, b", "no", "'=1+1"]
    assert second[-3:] == ["", "", ""]
    assert "a, b" in people
    assert "=1+1" in people


def test_two_questions_of_one_name_have_two_columns(event, desk, client) -> None:
    for _n in range(2):
        question = make.question(event, "Why?")

    body = client.get(desk.replace("questions", "people.csv")).data.decode("utf-8-sig")

    assert next(csv.reader(io.StringIO(body)))[-2:] == [
        "Question: Why?", f"Question: Why? ({question.id})",
    ]  # fmt: skip


def test_a_form_stays_short(event, desk, client) -> None:
    for number in range(actions.MOST):
        make.question(event, str(number))

    answer = client.submit(desk, to="/questions", label="One more?")

    assert answer.status_code == 409
    assert "Keep to 20 questions" in answer.text
    assert "One more?" in answer.text
    assert len(labels(event)) == actions.MOST


def test_nobody_has_to_write_a_novel(event, desk, client) -> None:
    for _number in range(actions.MOST_LONG):
        make.question(event, kind="long")

    answer = client.submit(desk, to="/questions", label="And more?", kind="long")

    assert answer.status_code == 409
    assert "Keep to 4 long answers" in answer.text


def test_the_usual_fields_are_switched_off_or_made_a_must(event, desk, client) -> None:
    client.submit(
        desk, to="/fields", industry="off", ask="off", food="off", last_name="required",
        pronouns="required", keep_in_touch="off",
    )  # fmt: skip
    page = f"/{event.community.slug}/events/{event.slug}"

    shown = Visitor(client.application).get(page).text
    usual = {"first_name": "Bo", "email": "b@example.org", "role": str(event.roles[0].id)}
    missing = client.submit(page, to="/rsvps", **usual)
    answer = client.submit(page, to="/rsvps", **usual, last_name="Li", pronouns="they")

    assert event.fields == {
        "industry": "off", "ask": "off", "food": "off", "last_name": "required",
        "pronouns": "required", "keep_in_touch": "off",
    }  # fmt: skip
    for name in ("industry", "ask", "ask_kind", "food", "keep_in_touch"):
        assert f'name="{name}"' not in shown
    assert "Pronouns, Access needs" in shown
    assert missing.status_code == 422
    assert missing.text.count("Please answer “") == 4
    assert answer.status_code == 303


def test_a_field_that_is_switched_off_keeps_what_was_said(event, desk, client) -> None:
    rsvp = make.rsvp(event, industry="Media", ask="boats", show_name=True)
    event.fields = {"industry": "off", "ask": "off", "show_name": "off"}
    client.submit(f"/r/{token_of(rsvp.link)}/answers", first_name="Bo")

    db.session.refresh(rsvp)
    assert (rsvp.first_name, rsvp.industry, rsvp.ask.text) == ("Bo", "Media", "boats")
    assert rsvp.show_name_at


@pytest.mark.parametrize("fields", [{"show_name": "required"}, {"industry": "never"}, {"ask": ""}])
def test_a_field_is_switched_only_as_it_can_be(fields, event, desk, client) -> None:
    answer = client.submit(desk, to="/fields", **fields)

    assert answer.status_code == 422
    assert event.fields == {}


def test_a_copy_asks_what_the_event_asks(event, app) -> None:
    event.fields = {"industry": "off"}
    gone = make.question(event, "Gone?")
    first = make.question(event, "Eat?", kind="yes_no", in_mix=True, role_id=event.roles[0].id)
    make.question(event, "What?", options=["a", "b"], after_id=first.id, after_value="yes")
    actions.take_away(gone, now=clock.now())

    draft = drafts.copy(event, drafts.next_time(event, now=clock.now()), now=clock.now())

    assert draft.fields == {"industry": "off"}
    eat, what = open_questions(draft)
    assert (eat.label, eat.kind, eat.in_mix, eat.role_id) == (
        "Eat?", "yes_no", True, event.roles[0].id,
    )  # fmt: skip
    assert (what.label, what.options) == ("What?", ["a", "b"])
    assert (what.after_id, what.after_value) == (eat.id, "yes")
    assert labels(event) == ["Eat?", "What?"]


def test_a_question_of_another_event_is_a_miss(event, desk, client) -> None:
    other = make.question(make.event(community=event.community), "Theirs?")

    assert client.get(f"{desk}/{other.id}").status_code == 404
    assert client.post(f"{desk}/{other.id}/moves", data={"to": "up"}).status_code == 404
    assert client.post(f"{desk}/{other.id}/removal").status_code == 404


def test_a_role_that_goes_takes_its_questions_with_it(event, app) -> None:
    role = event.roles[-1]
    make.question(event, "Theirs?", role_id=role.id)
    make.question(event, "Everybody's?")

    db.session.execute(db.delete(type(role)).where(type(role).id == role.id))
    db.session.expire_all()

    assert labels(event) == ["Everybody's?"]
