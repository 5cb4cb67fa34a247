"""What somebody agreed to, with its date, and taken back by one tap: on their own page and on /me."""

import re

import make
import program_builders
import pytest
from visitor import Visitor

from eventapp import clock
from eventapp.front.me import views
from eventapp.people.actions import token_of
from eventapp.rsvps import actions
from eventapp.rsvps.models import Rsvp

TAKE_BACK = re.compile(r'aria-label="Take back: ([^"]*)"')


def page(rsvp: Rsvp) -> str:
    return f"/r/{token_of(rsvp.link)}"


def test_the_code_of_conduct_is_among_the_consents_and_goes_with_the_place(client: Visitor) -> None:
    event = make.event(conduct="Be kind.")
    mine, other = make.rsvp(event, agreed=True), make.rsvp(event)

    shown = client.get(page(mine)).text

    assert f"Agreed to on {clock.short_day(mine.agreed_at, event.zone)}." in shown
    assert "to take it back, give the place back" in shown
    assert "Agreed to on" not in client.get(page(other)).text


def test_every_consent_is_on_my_page_with_its_date_and_one_tap(client: Visitor) -> None:
    event = make.event(title="Coffee", conduct="Be kind.")
    mine = make.rsvp(event, agreed=True, keep_in_touch=False)
    gave_back = make.rsvp(make.event(title="Tea"), person=mine.person, show_name=False)
    actions.cancel(gave_back, now=clock.now())
    make.rsvp(make.event(title="Soup"), person=mine.person, show_name=False, keep_in_touch=False)
    make.rsvp(make.event(title="Bread"))
    make.sign_in(client, mine.person)

    shown = client.get("/me").text
    on_list = shown.partition("What I agreed to")[2]

    assert sorted(TAKE_BACK.findall(shown)) == [
        "Keep in touch afterwards, Tea",
        "My first name, to people who are coming, Coffee",
    ]
    assert f"Yes, since {clock.short_day(mine.show_name_at, event.zone)}" in on_list
    assert on_list.count("Agreed to on") == 1
    assert "Soup" not in on_list
    assert "Bread" not in shown


@pytest.mark.parametrize("state", ["going", "cancelled"])
def test_one_tap_on_my_page_takes_a_consent_back(client: Visitor, state: str) -> None:
    mine = make.rsvp(show_name=False)
    if state == "cancelled":
        actions.cancel(mine, now=clock.now())
    make.sign_in(client, mine.person)

    done = client.submit("/me", to="/consents")

    assert done.status_code == 303
    assert (mine.keep_in_touch_at, mine.state) == (None, state)
    assert "What I agreed to" not in client.get("/me").text


@pytest.mark.parametrize("ended", ["cancelled", "declined", "called off"])
def test_a_consent_is_taken_back_after_the_place_as_long_as_it_is_kept(
    client: Visitor, ended: str
) -> None:
    mine = make.rsvp(make.event(conduct="Be kind."), show_name=False, agreed=True)
    if ended == "called off":
        mine.event.cancelled_at = clock.now()
    else:
        mine.state = ended

    before = client.get(page(mine)).text
    done = client.submit(page(mine), to="/consents")

    assert TAKE_BACK.findall(before) == ["Keep in touch afterwards"]
    assert "give the place back" not in before
    assert (done.status_code, mine.keep_in_touch_at) == (303, None)
    assert "What I agreed to" not in client.get(page(mine)).text


def test_a_few_consents_are_shown_and_all_when_asked_for(
    client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PART", 1)
    mine = make.rsvp(make.event(), show_name=False)
    make.rsvp(make.event(), person=mine.person, show_name=False)
    make.sign_in(client, mine.person)

    few, every = client.get("/me").text, client.get("/me?consents=all").text

    assert (len(TAKE_BACK.findall(few)), len(TAKE_BACK.findall(every))) == (1, 2)
    assert "Show all 2" in few
    assert "Show all" not in every


def test_a_draft_and_a_program_that_is_one_are_nothing_to_whoever_is_on_their_list(
    client: Visitor,
) -> None:
    program = make.program(sessions=1, title="Secret course")
    enrolment = program_builders.join(program)
    program.published_at = program.sessions[0].event.published_at = None
    program.sessions[0].event.title = "Secret tea"
    drafted = program_builders.rsvp_of(enrolment, program.sessions[0].event)
    kept = make.rsvp(make.event(title="Coffee"), person=drafted.person)
    make.sign_in(client, drafted.person)

    shown, data = client.get("/me").text, client.get("/me/data.json")

    assert "Coffee" in shown
    assert "Secret" not in shown
    assert [one["event"] for one in data.json["answers"]].count(None) == 1
    assert [one["program"] for one in data.json["enrolments"]] == [None]
    own, programs = page(drafted), f"/e/{token_of(enrolment.link)}"
    for path in (own, f"{own}/answers", f"{own}/version", f"{own}/invite.ics", programs):
        assert client.get(path).status_code == 404
    assert client.get(page(kept)).status_code == 200
