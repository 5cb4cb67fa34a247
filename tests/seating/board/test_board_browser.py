"""The board by mouse, by keyboard and by touch, with and without JavaScript."""

import pytest
import seating_builders
from browser import axe
from playwright.sync_api import Page, expect

from eventapp import clock
from eventapp.db import db
from eventapp.seating import actions, plans
from eventapp.seating.board import snapshot

pytestmark = pytest.mark.browser


@pytest.fixture
def at(client, evening, chromium, open_browser, page_server):
    """Open the tables of the evening in a browser where its organizer is signed in."""
    event, _guests = evening
    cookie, path = client.get_cookie("eventapp"), f"{seating_builders.desk(event)}/tables"
    db.session.commit()

    unwatched = []

    def open_at(query: str = "", *, refused: bool = False, **options) -> Page:
        # A refusal that a script fetches is a complaint of the watched browsers, rightly.
        page = chromium.new_page() if refused else open_browser(**options)
        unwatched.extend([page] if refused else [])
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": page_server}])
        page.goto(f"{page_server}{path}{query}")
        return page

    yield open_at
    for page in unwatched:
        page.close()


@pytest.fixture
def two(evening) -> tuple:
    """Two guests at different tables in round 1: (RSVP id, name, table) each."""
    event, guests = evening
    seats = snapshot.read(event).seats[1]
    one = guests[0]
    other = next(g for g in guests if seats[g.id] != seats[one.id])
    found = tuple((g.id, g.first_name, seats[g.id]) for g in (one, other))
    # A test that holds a transaction open would keep the page from writing.
    db.session.rollback()
    return found


def name(page: Page, who: tuple):
    return page.locator(f"#seat-{who[0]} .person")


def sits(page: Page, who: tuple, table: int) -> None:
    """Wait until somebody is seen at a table."""
    expect(page.locator(f"section[aria-labelledby=t-{table}] #seat-{who[0]}")).to_be_visible()


def test_one_click_picks_up_and_the_next_swaps(at, two, evening) -> None:
    page, (one, other) = at(), two
    page.evaluate("window.still = true")

    name(page, one).click()
    expect(page.locator(".hand")).to_be_visible()
    name(page, other).click()

    sits(page, one, other[2])
    sits(page, other, one[2])
    expect(page.locator("#said")).to_contain_text("swapped places")
    assert page.evaluate("window.still")
    db.session.rollback()
    assert snapshot.read(evening[0]).seats[1][one[0]] == other[2]


def test_escape_puts_back_and_focus_stays_on_the_name(at, two) -> None:
    page, (one, _other) = at(), two

    name(page, one).focus()
    page.keyboard.press("Enter")
    expect(name(page, one)).to_have_attribute("aria-pressed", "true")
    expect(name(page, one)).to_be_focused()
    page.keyboard.press("Escape")

    expect(name(page, one)).to_have_attribute("aria-pressed", "false")
    expect(name(page, one)).to_be_focused()
    expect(page.locator(".hand")).to_have_count(0)


def test_a_quick_press_is_not_lost_and_a_double_click_moves_once(at, two) -> None:
    page, (one, other) = at(), two

    name(page, one).click()
    expect(page.locator(".hand")).to_be_visible()
    page.keyboard.press("Escape")
    name(page, other).dblclick()
    page.get_by_role("link", name="Print").wait_for()

    sits(page, one, one[2])
    sits(page, other, other[2])
    expect(page.locator("#trouble")).to_have_count(0)


def test_a_swap_is_made_undone_and_done_again_by_keyboard_alone(at, two) -> None:
    page, (one, other) = at(), two

    name(page, one).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".hand")).to_be_visible()
    name(page, other).focus()
    page.keyboard.press("Enter")
    sits(page, one, other[2])
    expect(name(page, one)).to_be_focused()
    page.keyboard.press("Control+z")
    sits(page, one, one[2])
    expect(page.locator("#said")).to_contain_text("Undone")
    page.keyboard.press("Control+Shift+Z")
    sits(page, one, other[2])
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    sits(page, one, one[2])
    expect(page.get_by_role("button", name="Redo")).to_be_focused()
    page.keyboard.press("Control+y")

    sits(page, one, other[2])


def test_pointing_at_a_name_shows_what_the_swap_does_to_every_figure(at, two) -> None:
    page, (one, other) = at(), two
    name(page, one).click()
    expect(page.locator(".hand")).to_be_visible()

    name(page, other).hover()

    after = name(page, other).get_attribute("data-after").split()
    expect(page.locator("#if-h")).to_have_text(f"If you swap {one[1]} with {other[1]}")
    for fig, row, number in zip(
        page.locator(".fig").all(), page.locator(".diff li").all(), after, strict=True
    ):
        now = fig.get_attribute("data-fig")
        expect(row).to_contain_text(f"{now} → {number}" if now != number else f"{now} stays")
        expect(fig.locator(".to")).to_have_count(int(now != number))


def test_a_lock_is_set_and_taken_back_where_the_finger_was(at, two, evening) -> None:
    page, (one, _other) = at(width=390, height=844, has_touch=True), two
    lock = page.locator(f"#seat-{one[0]} .lock")

    lock.tap()
    expect(lock).to_have_attribute("aria-pressed", "true")
    expect(lock).to_be_focused()
    db.session.rollback()
    locked = snapshot.read(evening[0]).locked
    db.session.rollback()
    lock.tap()
    expect(lock).to_have_attribute("aria-pressed", "false")

    assert locked == {(1, one[0])}


def test_the_draft_is_compared_with_what_is_published(at, two, evening) -> None:
    actions.publish(plans.latest(evening[0]), now=clock.now())
    db.session.commit()
    page, (one, other) = at(), two
    name(page, one).click()
    expect(page.locator(".hand")).to_be_visible()
    name(page, other).click()
    sits(page, one, other[2])

    page.get_by_role("button", name="Compare with published").click()

    expect(name(page, one)).to_contain_text(f"published at table {one[2]}")
    expect(page.locator(".compared")).to_contain_text("2 people sit elsewhere")
    expect(page.locator(".toggle")).to_be_focused()
    assert axe(page) == []


def test_a_free_chair_is_taken_by_touch_on_a_phone(at, two) -> None:
    page, (one, other) = at(width=390, height=844, has_touch=True), two

    name(page, one).tap()
    page.locator(f"section[aria-labelledby=t-{other[2]}] .put").tap()

    sits(page, one, other[2])
    expect(page.locator(f"section[aria-labelledby=t-{other[2]}] .seat")).to_have_count(5)


# What drives Firefox begins to drag and never comes anywhere.
@pytest.mark.chromium
def test_a_name_can_be_dragged_onto_another(at, two) -> None:
    # High enough that nothing scrolls under the mouse.
    page, (one, other) = at(height=1400), two

    name(page, one).drag_to(name(page, other))

    sits(page, one, other[2])
    sits(page, other, one[2])


def test_everything_works_without_javascript(at, two) -> None:
    page, (one, other) = at(java_script_enabled=False), two

    name(page, one).click()
    name(page, other).click()
    sits(page, one, other[2])
    page.locator(f"#seat-{one[0]} .lock").click()
    expect(page.locator(f"#seat-{one[0]} .lock")).to_have_attribute("aria-pressed", "true")
    for _ in range(2):
        page.get_by_role("button", name="Undo").click()

    sits(page, one, one[2])


def test_the_second_organizer_is_told_and_sees_the_newer_state(at, two) -> None:
    first, second, (one, other) = at(), at(refused=True), two
    name(second, one).click()
    expect(second.locator(".hand")).to_be_visible()
    name(first, one).click()
    expect(first.locator(".hand")).to_be_visible()
    name(first, other).click()
    sits(first, one, other[2])

    name(second, other).click()

    expect(second.locator("#trouble")).to_contain_text("Somebody changed the tables")
    sits(second, one, other[2])


def test_what_is_pressed_on_a_board_of_before_signing_in_anew_opens_the_board_anew(
    client, at, two, evening, page_server
) -> None:
    page, (one, other) = at(f"?why={two[0][0]}", refused=True), two
    seating_builders.organizer(client, evening[0].community)
    cookie = client.get_cookie("eventapp")
    db.session.commit()
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": page_server}])

    with page.expect_navigation():
        name(page, other).click()

    expect(page.locator(".hand")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("That was not done")
    name(page, other).click()
    sits(page, one, other[2])
    expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_tables_hinder_nobody(at, two, width: int, scheme: str) -> None:
    page = at(width=width, color_scheme=scheme)
    here = page.url

    for address in ("", f"?round=2&why={two[0][0]}", "?round=all", "/print"):
        page.goto(here + address)

        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
