"""The list in a browser: it follows what is typed, and what is done shows beside the name."""

import make
import pytest
from browser import axe
from conftest import visitor

from eventapp.db import db
from eventapp.rsvps.models import Rsvp

pytestmark = pytest.mark.browser

WIDER = "document.documentElement.scrollWidth > innerWidth + 1"


@pytest.fixture
def opened(app, page_server, open_browser):
    """Open the list of an event with three people, signed in as its owner."""
    host = make.community()
    event = make.event(community=host, capacity=2)
    for name in ("Zoë", "Bo", "Cleo"):
        make.rsvp(event, first_name=name, organization="A very long workplace " * 3)
    someone = visitor(app)
    make.sign_in(someone, make.member(host, first_name="Ines"))
    cookie = someone.get_cookie("eventapp").value
    db.session.commit()

    def open_one(**given):
        page = open_browser(**given)
        page.context.add_cookies([{"name": "eventapp", "value": cookie, "url": page_server}])
        page.goto(f"{page_server}/desk/{host.slug}/events/{event.slug}/people")
        return page

    return open_one


def names(page) -> list[str]:
    return page.locator("#list .nm a:not(.btn)").all_inner_texts()


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_nothing_hinders_and_nothing_sticks_out(opened, width, scheme):
    page = opened(width=width, color_scheme=scheme)
    page.locator('input[name="p"]').first.check()
    page.locator(".row-menu summary").first.click()

    assert axe(page) == []
    assert not page.evaluate(WIDER)


def test_the_list_follows_what_is_typed_without_leaving_the_field(opened):
    page = opened()

    page.locator("#q").fill("zoe")
    page.locator("#list tbody tr").nth(1).wait_for(state="detached")

    assert names(page) == ["Zoë"]
    assert page.evaluate("document.activeElement.id") == "q"
    assert page.url.endswith("q=zoe&sort=name")


def test_taking_off_and_undo_happen_in_the_line_by_keyboard(opened):
    page = opened()
    page.locator("#list tr", has_text="Zoë").locator("a.act").focus()

    page.keyboard.press("Enter")
    page.wait_for_selector(".did")
    said = page.locator(".did").inner_text()
    focused = page.evaluate("document.activeElement.textContent")
    states = db.session.scalars(db.select(Rsvp.state).order_by(Rsvp.turn)).all()

    assert "Taken off" in said
    assert focused == "Undo"
    assert states == ["cancelled", "going", "going"]


def test_the_bar_for_many_is_there_once_somebody_is_ticked(opened):
    page = opened()
    bar, ticks = page.locator("#bulk"), page.locator('input[name="p"]')

    before = bar.is_visible()
    ticks.first.check()
    one = bar.inner_text()
    page.locator("[data-all]").check()
    everybody = bar.inner_text()
    page.locator("[data-none]").click()

    assert (before, bar.is_visible()) == (False, False)
    assert "(1)" in one
    assert "(3)" in everybody


def test_without_scripts_the_bar_and_every_step_are_there(opened):
    page = opened(java_script_enabled=False)

    page.locator('input[name="p"]').first.check()
    page.locator('select[name="what"]').select_option("take_off")
    page.get_by_role("button", name="Look first").click()

    assert "Nothing is done yet" in page.locator("main").inner_text()
