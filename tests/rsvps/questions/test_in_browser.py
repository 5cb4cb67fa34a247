"""The form with its own questions, and the page they are written on, in a browser."""

import make
import pytest
from browser import axe

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.questions.models import Question

pytestmark = pytest.mark.browser

WIDER = "document.documentElement.scrollWidth > innerWidth"
LOOKS = [
    {"width": 390, "color_scheme": "light"}, {"width": 390, "color_scheme": "dark"},
    {"width": 1280, "color_scheme": "light"}, {"width": 1280, "color_scheme": "dark"},
]  # fmt: skip


@pytest.fixture
def event(app) -> Event:
    made = make.event(conduct="Be kind.\n\n- Listen first.", hybrid=True)
    eats = make.question(made, "Do you eat with us?", kind="yes_no", required=True)
    make.question(
        made, "What do you eat?", kind="several", options=["Meat", "Fish", "Only plants"],
        help="The kitchen cooks for everybody.", after_id=eats.id, after_value="yes",
    )  # fmt: skip
    make.question(made, "How many people do you lead?", kind="number", role_id=made.roles[0].id)
    make.question(made, "Where do you come from?", on_badge=True)
    make.question(made, "I’m hiring", kind="yes_no", on_badge=True, in_mix=True)
    make.question(made, "How did you hear of us?", options=["A friend", "A poster"])
    make.question(made, "Anything else?", kind="long")
    # Read by now, so that no test holds up who answers.
    assert made.roles
    assert made.community
    db.session.commit()
    return made


def numbered(event: Event, label: str) -> str:
    wanted = db.select(Question.id).filter_by(event_id=event.id, label=label)
    number = db.session.scalars(wanted).one()
    db.session.commit()
    return f"q{number}"


def page_of(event: Event) -> str:
    return f"/{event.community.slug}/events/{event.slug}"


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look['width']} {look['color_scheme']}")
def test_the_form_and_the_page_of_questions_hinder_nobody(
    look, event, page_server, open_browser, app
) -> None:
    page = open_browser(**look)
    for path in (page_of(event), "sign in", f"/desk{page_of(event)}/questions"):
        if path == "sign in":
            _sign_in(page, app, make.member(event.community), page_server)
            continue
        page.goto(page_server + path)
        assert (axe(page), page.evaluate(WIDER)) == ([], False)


def _sign_in(page, app, someone, url: str) -> None:
    client = app.test_client()
    make.sign_in(client, someone)
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])


def test_a_question_shows_while_it_applies_and_the_badge_follows(
    event, page_server, open_browser
) -> None:
    page = open_browser(width=390)
    page.goto(page_server + page_of(event))
    leads = page.get_by_label("How many people do you lead?")
    eats = page.get_by_role("group", name="What do you eat?")
    says = page.locator("[data-badge=says]")
    seen = [(leads.is_visible(), eats.is_visible(), says.is_visible())]

    for press in (
        lambda: page.get_by_label(event.roles[0].name, exact=True).check(),
        lambda: page.locator(f"[name={numbered(event, 'Do you eat with us?')}][value=yes]").check(),
        lambda: page.get_by_label("Where do you come from?").fill("Oslo"),
        lambda: page.get_by_label(event.roles[1].name, exact=True).check(),
    ):
        press()
        seen.append((leads.is_visible(), eats.is_visible(), says.is_visible()))
    page.locator(f"[name={numbered(event, 'I’m hiring')}][value=yes]").check()

    assert seen == [
        (False, False, False), (True, False, False), (True, True, False), (True, True, True),
        (False, True, True),
    ]  # fmt: skip
    assert says.inner_text() == "Oslo · I’m hiring"
    assert not any(said.is_visible() for said in page.locator("[data-when]").all())


def test_what_was_forgotten_shows_with_all_that_was_typed(event, page_server, open_browser) -> None:
    page = open_browser(width=390)
    page.goto(page_server + page_of(event))
    page.get_by_label("First name", exact=True).fill("Aiko")
    page.get_by_label("Email").fill("aiko@example.org")
    page.get_by_label(event.roles[0].name, exact=True).check()
    page.get_by_label("How many people do you lead?").fill("9")

    page.get_by_role("button", name="Save my seat").click()

    focused = page.evaluate("document.activeElement.id")
    assert focused == "problem"
    assert page.locator("#problem li").all_inner_texts() == [
        "Say whether you come to the place or join online.", "Please answer “Do you eat with us?”.",
        "Read the code of conduct and tick it to come.",
    ]  # fmt: skip
    assert page.get_by_label("How many people do you lead?").input_value() == "9"
    assert axe(page) == []
    # What applies only now comes out of the fold.
    page.locator(f"[name={numbered(event, 'Do you eat with us?')}][value=yes]").check()
    page.get_by_label("Only plants").check()
    page.get_by_label("At the place").check()
    page.get_by_label("I’ve read the code of conduct").check()
    page.get_by_role("button", name="Save my seat").click()
    page.wait_for_url("**/r/*")
    db.session.expire_all()
    rsvp = db.session.scalars(db.select(Rsvp)).one()
    assert sorted(rsvp.question_answers.values(), key=str) == [9, ["Only plants"], "yes"]


def test_without_scripts_each_question_says_for_whom_it_is(
    event, page_server, open_browser
) -> None:
    page = open_browser(width=390, java_script_enabled=False)
    page.goto(page_server + page_of(event))

    for said in (
        f"Only if you come as {event.roles[0].name}.",
        "Only if you answer “Yes” to “Do you eat with us?”.",
    ):
        assert page.get_by_text(said).is_visible()
