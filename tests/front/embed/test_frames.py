"""Pages within other sites' pages: framed by anybody, without cookies, for nobody in particular."""

import make
import program_builders
import pytest
from conftest import visitor
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from visitor import Visitor, forms
from werkzeug.test import TestResponse

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail.models import Message
from eventapp.programs.models import Enrolment, Program
from eventapp.rsvps.models import Rsvp


@pytest.fixture
def event(app: Flask) -> Event:
    found = make.event(capacity=8)
    db.session.commit()
    return found


@pytest.fixture
def program(app: Flask) -> Program:
    found = make.program()
    db.session.commit()
    return found


@pytest.fixture
def elsewhere(app: Flask) -> FlaskClient:
    """A browser that keeps no cookies of a frame."""
    return app.test_client(use_cookies=False)


def frame_of(thing: Event | Program) -> str:
    kind = "events" if isinstance(thing, Event) else "programs"
    return f"/{thing.community.slug}/{kind}/{thing.slug}/embed"


def send(client: FlaskClient, thing: Event | Program, **given: object) -> TestResponse:
    """Fill in the form of a frame and send it, as a browser without any cookie does."""
    fields = filled(client.get(frame_of(thing)), thing) | given
    return client.post(frame_of(thing), data=fields, headers={"Origin": "http://localhost"})


def filled(page: TestResponse, thing: Event | Program) -> dict[str, object]:
    (form,) = forms(page.text)
    assert form.action == frame_of(thing)
    role = str(thing.community.roles[0].id)
    return form.values | {"first_name": "Aiko", "email": "aiko@example.org", "role": role}


def count(kind: type) -> int:
    return db.session.scalar(select(func.count()).select_from(kind))


def test_only_pages_for_frames_may_be_framed(event: Event, program: Program, app: Flask) -> None:
    host = event.community.slug
    for address in (frame_of(event), frame_of(program), f"/{host}/embed", "/nobody/embed"):
        assert "frame-ancestors *" in visitor(app).get(address).headers["Content-Security-Policy"]
    for address in (f"/{host}", f"/{host}/events/{event.slug}", "/", "/sign-in", "/nobody"):
        policy = visitor(app).get(address).headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy


def test_a_frame_has_neither_head_nor_foot_nor_a_way_out_that_stays_within_it(
    event: Event, program: Program, client: Visitor
) -> None:
    host = event.community.slug
    for address in (frame_of(event), frame_of(program), f"/{host}/embed"):
        page = client.get(address).text

        assert "<header" not in page
        assert "<footer" not in page
        assert page.count("<a ") == page.count(' target="_blank" rel="noopener"') > 0


def test_a_yes_within_a_frame_needs_no_cookie_and_sets_none(
    event: Event, elsewhere: FlaskClient
) -> None:
    answer = send(elsewhere, event)

    rsvp = db.session.scalars(select(Rsvp)).one()
    letter = db.session.scalars(select(Message)).one()
    assert answer.status_code == 200
    assert "You’re in, Aiko" in answer.text
    assert "Look into your mail" in answer.text
    assert (rsvp.state, letter.kind, letter.to) == ("going", "invite", "aiko@example.org")
    for one in (answer, elsewhere.get(frame_of(event))):
        assert "Set-Cookie" not in one.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_answer_leads_to_the_page_after_a_form_and_no_further(
    event: Event, elsewhere: FlaskClient, app: Flask
) -> None:
    page = send(elsewhere, event).text

    (mine,) = [part.split('"')[0] for part in page.split('href="') if part.startswith("/r/")]
    assert "came here by the form" in visitor(app).get(mine).text


def test_the_same_form_sent_twice_is_one_answer(event: Event, elsewhere: FlaskClient) -> None:
    form = filled(elsewhere.get(frame_of(event)), event)

    answers = [elsewhere.post(frame_of(event), data=form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert count(Rsvp) == count(Message) == 1


@pytest.mark.parametrize("state", ["cancelled", "declined"])
def test_the_same_form_sent_again_says_nobody_in_who_has_no_place_by_now(
    state: str, event: Event, program: Program, elsewhere: FlaskClient
) -> None:
    for thing, kind in ((event, Rsvp), (program, Enrolment)):
        form = filled(elsewhere.get(frame_of(thing)), thing)
        elsewhere.post(frame_of(thing), data=form)
        mine = db.session.scalars(select(kind).order_by(kind.id)).first()
        mine.state = state if kind is Rsvp else "cancelled"
        db.session.commit()

        again = elsewhere.post(frame_of(thing), data=form).text

        assert "You answered before, Aiko" in again
        assert "You’re in" not in again
        assert "Look into your mail" not in again
        assert "Open my page" in again


def test_what_is_missing_is_said_within_the_frame_with_all_that_was_typed(
    event: Event, elsewhere: FlaskClient
) -> None:
    answer = send(elsewhere, event, first_name="", last_name="Sato", ask="A first job")

    assert answer.status_code == 422
    assert "Tell us what to call you." in answer.text
    assert 'value="Sato"' in answer.text
    assert 'value="A first job"' in answer.text
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert count(Rsvp) == 0


def test_a_rule_says_no_within_the_frame(event: Event, elsewhere: FlaskClient) -> None:
    form = filled(elsewhere.get(frame_of(event)), event)
    event.cancelled_at = make.NOON
    db.session.commit()

    page = elsewhere.get(frame_of(event))
    answer = elsewhere.post(frame_of(event), data=form)

    assert "This one is cancelled" in page.text
    assert answer.status_code == 409
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert count(Rsvp) == 0


def test_who_waits_is_told_so(event: Event, elsewhere: FlaskClient) -> None:
    event.capacity = 1
    make.rsvp(event)
    db.session.commit()

    assert "You’re in line, Aiko" in send(elsewhere, event).text


def test_an_address_typed_again_looks_like_any_other(event: Event, elsewhere: FlaskClient) -> None:
    first, second = (send(elsewhere, event).text for _ in range(2))

    assert "You’re in, Aiko" in first
    assert "You’re in, Aiko" in second
    assert count(Rsvp) == 1


def test_one_yes_to_a_program_within_a_frame(program: Program, elsewhere: FlaskClient) -> None:
    form = filled(elsewhere.get(frame_of(program)), program)

    answers = [elsewhere.post(frame_of(program), data=form) for _ in range(2)]

    enrolment = db.session.scalars(select(Enrolment)).one()
    assert [answer.status_code for answer in answers] == [200, 200]
    assert "You’re in, Aiko" in answers[0].text
    assert "/e/" in answers[0].text
    assert "Set-Cookie" not in answers[0].headers
    assert (enrolment.state, enrolment.person.email) == ("enrolled", "aiko@example.org")


def test_a_frame_knows_nobody_who_is_signed_in(
    program: Program, app: Flask, client: Visitor
) -> None:
    """The page of a program knows who has completed the one that it asks for; its frame doesn't."""
    enrolment = program_builders.join(program)
    enrolment.certified_at = make.NOON
    other = make.program(community=program.community, requires_id=program.id)
    email = enrolment.person.email
    db.session.commit()
    stranger = visitor(app).get(frame_of(other)).text
    make.sign_in(client, enrolment.person)
    db.session.commit()

    page = client.get(frame_of(other)).text

    assert email in client.get(frame_of(other).removesuffix("/embed")).text
    assert email not in page
    assert unkeyed(page) == unkeyed(stranger)


def unkeyed(page: str) -> list[str]:
    """A page without what is new in every form."""
    return [line for line in page.splitlines() if 'name="once"' not in line]


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_a_form_of_another_site_is_not_taken(
    origin: str, event: Event, elsewhere: FlaskClient
) -> None:
    fields = filled(elsewhere.get(frame_of(event)), event)
    headers = {"Origin": origin, "Sec-Fetch-Site": "cross-site"}

    answer = elsewhere.post(frame_of(event), data=fields, headers=headers)

    assert answer.status_code == 400
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert count(Rsvp) == 0


def test_what_nobody_sees_is_in_no_frame(event: Event, elsewhere: FlaskClient) -> None:
    event.visibility = "invited"
    db.session.commit()
    invited = elsewhere.get(frame_of(event))
    event.visibility, event.published_at = "listed", None
    db.session.commit()

    assert (invited.status_code, elsewhere.get(frame_of(event)).status_code) == (403, 404)
    assert event.title not in invited.text
    assert event.title not in elsewhere.get(f"/{event.community.slug}/embed").text


def test_a_list_within_a_frame_shows_the_next_and_leads_to_the_rest(
    app: Flask, client: Visitor
) -> None:
    host = make.community()
    for number in range(8):
        make.event(community=host, title=f"Evening {number}")
    db.session.commit()

    page = client.get(f"/{host.slug}/embed").text

    assert page.count('<li class="card ev') == 6
    assert "2 more, and the calendar" in page
