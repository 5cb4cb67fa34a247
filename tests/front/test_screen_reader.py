"""What somebody hears who listens to a page: the form, the tables and the door, as trees of names, roles and states."""

import re
from collections.abc import Callable

import make
import pytest
import seating_builders
from door_builders import cookie
from flask import Flask
from playwright.sync_api import Page, expect
from screen_reader import EARS, headings, heard, hears
from visitor import Visitor

from eventapp.db import db

pytestmark = pytest.mark.browser


@pytest.fixture
def listen(open_browser: Callable[..., Page]) -> Callable[..., Page]:
    """Open a page with ears."""

    def opened(**options: int) -> Page:
        page = open_browser(**options)
        page.add_init_script(EARS)
        return page

    return opened


def test_the_form_names_its_fields_and_ties_each_mistake_to_its_own(
    app: Flask, page_server: str, listen: Callable[..., Page]
) -> None:
    event = make.event(title="Coffee & Careers", capacity=9)
    db.session.commit()
    page = listen(width=390, height=844)
    page.goto(f"{page_server}/{event.community.slug}/events/{event.slug}")

    form = page.get_by_role("region", name="Save my seat")
    hears(form, EMPTY_FORM)
    assert headings(page) == [
        (1, "Coffee & Careers"),
        (2, "What happens"),
        (2, "Who’s coming"),
        (2, "The evening"),
        (2, "Save my seat"),
    ]
    name, email = form.get_by_label("First name").first, form.get_by_label("Email")
    expect(name).to_have_accessible_description("As you’d like to be called")
    for field in (name, email):
        expect(field).to_have_attribute("required", "")
    form.get_by_label("Last name").fill("Tanaka")
    form.get_by_role("button", name="Save my seat").click()

    # The title is heard first, then what has the focus, then each field with its own mistake.
    expect(page).to_have_title(re.compile("^There are 3 problems · Coffee & Careers"))
    expect(page.get_by_role("alert")).to_be_focused()
    hears(form, FORM_WITH_MISTAKES)
    expect(name).to_have_accessible_description(
        "As you’d like to be called Tell us what to call you."
    )
    expect(email).to_have_accessible_description(
        "For your calendar invite and your private link"
        " Give the address that your calendar invite should go to."
    )
    expect(form.get_by_role("group", name="I’m coming as")).to_have_accessible_description(
        "Pick the one that fits best. It sets the shape on your badge. Pick the role that fits best."
    )
    assert (2, "There are 3 problems") in headings(page)
    for problem, field in (
        ("Tell us what to call you.", name),
        ("Pick the role that fits best.", form.get_by_role("radio", name="Newcomer")),
        ("Give the address", email),
    ):
        page.get_by_role("alert").get_by_role("link", name=problem).press("Enter")
        expect(field).to_be_focused()


def test_on_the_tables_each_name_says_what_a_swap_would_do_and_the_swap_is_said_once(
    app: Flask, client: Visitor, page_server: str, listen: Callable[..., Page]
) -> None:
    event, _guests = seating_builders.room(6, tables=2, seats=4)
    seating_builders.plan(event)
    seating_builders.organizer(client, event.community)
    signed_in = client.get_cookie("eventapp")
    assert signed_in
    page = listen()
    page.context.add_cookies(
        [{"name": signed_in.key, "value": signed_in.value, "url": page_server}]
    )
    db.session.commit()
    page.goto(f"{page_server}{seating_builders.desk(event)}/tables")

    tables = page.get_by_role("group", name="Tables in round 1")
    hears(tables, TABLES)
    assert [level for level, _name in headings(page)] == [1, 2, 2, 2]
    expect(page.get_by_role("link", name="Round 1")).to_have_attribute("aria-current", "page")
    heard(page)
    page.get_by_role("button", name="Name0").first.press("Enter")

    held = page.get_by_role("button", name=re.compile("^Name0"), pressed=True)
    expect(held).to_be_focused()
    hears(tables, SOMEBODY_HELD)
    expect(page.get_by_role("region", name="If you swap Name0 with")).to_be_visible()
    assert heard(page) == [
        "Now choose whom Name0 swaps with, or a table. Each name says what the swap would do."
    ]
    tables.get_by_role("button", name="Swap with Name1").press("Enter")

    # It is the same name that has the focus, at its new table.
    hears(tables, SWAPPED)
    moved = page.get_by_role("region", name="Table 2").get_by_role(
        "button", name=re.compile("^Name0")
    )
    expect(moved).to_be_focused()
    expect(page.get_by_role("button", name="Undo")).to_have_accessible_name(
        re.compile("Undo ?: Name0 and Name1 swapped")
    )
    assert heard(page) == ["Name0 and Name1 swapped places."]


def test_at_the_door_who_comes_in_is_said_at_once_and_undoing_leads_back_to_the_search(
    app: Flask, page_server: str, listen: Callable[..., Page]
) -> None:
    event = make.event(title="Coffee & Careers")
    for name, role in (("Łukasz", 0), ("Luna", 1)):
        make.rsvp(event, first_name=name, role_id=event.roles[role].id)
    page = listen(width=390, height=844)
    page.context.add_cookies([cookie(app, make.member(event.community, "door"), page_server)])
    page.goto(f"{page_server}{seating_builders.desk(event)}/door")

    expect(page).to_have_title(re.compile("^Door, Coffee & Careers"))
    main, search = page.get_by_role("main"), page.get_by_role("searchbox", name="Find by name")
    expect(search).to_be_focused()
    hears(main, DOOR)
    assert headings(page)[:2] == [(1, "Check people in"), (2, "Last five")]
    search.press_sequentially("lu")
    hears(main, FOUND)
    heard(page)
    page.get_by_role("button", name="Check in: Łukasz").press("Enter")

    hears(page.get_by_role("alert"), COME_IN)
    expect(page.get_by_role("alert").get_by_role("link", name="Next")).to_be_focused()
    hears(page.get_by_role("banner"), '- status: "1 of 2 in"')
    said = heard(page)
    assert [s for s in said if s.startswith("Come in Łukasz Newcomer. First time here")], said
    page.get_by_role("button", name="Undo for Łukasz").press("Enter")

    hears(page.get_by_role("main"), "- alert: Łukasz is not checked in any more.")
    expect(search).to_be_focused()
    hears(page.get_by_role("banner"), '- status: "0 of 2 in"')
    assert heard(page).count("Łukasz is not checked in any more.") == 1


EMPTY_FORM = """
- region "Save my seat":
  - heading "Save my seat" [level=2]
  - paragraph: Takes about two minutes. 9 seats left. No account needed.
  - textbox "First name"
  - textbox "Last name"
  - textbox "Email"
  - group "I’m coming as":
    - radio "Newcomer"
    - radio "Career changer"
    - radio "Practitioner"
  - combobox "Career stage":
    - option "Rather not say" [selected]
  - combobox "Industry (optional)"
  - textbox "Organization (optional)"
  - textbox "What would you like to ask about?"
  - combobox "What would help"
  - textbox "What could you help someone with? (optional)"
  - combobox "What I can give"
  - group: Pronouns, access needs, food
  - group "Your say":
    - checkbox "Show my first name to others who are coming"
    - checkbox /After the event, let me pick people to keep in touch with/
  - group "Badge"
  - paragraph:
    - button "Save my seat"
"""

FORM_WITH_MISTAKES = """
- region "Save my seat":
  - heading "Save my seat" [level=2]
  - alert "There are 3 problems":
    - heading "There are 3 problems" [level=2]
    - list:
      - listitem:
        - link "Tell us what to call you."
      - listitem:
        - link "Pick the role that fits best."
      - listitem:
        - link "Give the address that your calendar invite should go to."
  - textbox "First name" [invalid]
  - textbox "Last name": Tanaka
  - textbox "Email" [invalid]
  - group "I’m coming as":
    - radio "Newcomer"
"""

TABLES = """
- group "Tables in round 1":
  - region "Table 1":
    - heading "Table 1" [level=2]
    - paragraph: 3 people, 3 roles
    - button "Lock table 1 in this round"
    - list:
      - listitem:
        - 'button "Name0 Newcomer. Asks: SQL"'
        - button "Lock Name0 at this table"
  - region "Table 2":
    - heading "Table 2" [level=2]
    - list:
      - listitem:
        - 'button "Name1 Career changer. Asks: interviews"'
        - button "Lock Name1 at this table"
"""

SOMEBODY_HELD = """
- group "Tables in round 1":
  - region "Table 1":
    - list:
      - listitem:
        - 'button "Name0 Newcomer. Asks: SQL" [pressed]'
        - button "Lock Name0 at this table"
  - region "Table 2":
    - list:
      - listitem:
        - button /Swap with Name1 (Better|Worse|Nothing)/
    - button /Put Name0 here/
"""

SWAPPED = """
- group "Tables in round 1":
  - region "Table 1":
    - list:
      - listitem:
        - 'button "Name1 Career changer. Asks: interviews"'
  - region "Table 2":
    - list:
      - listitem:
        - 'button "Name0 Newcomer. Asks: SQL"'
"""

DOOR = """
- main:
  - heading "Check people in" [level=1]
  - search:
    - searchbox "Find by name"
    - button "Camera"
  - region "Last five":
    - heading "Last five" [level=2]
    - paragraph: Nobody is in yet. Each check-in shows here, with Undo beside it.
  - region "More for this door"
  - paragraph:
    - button "Sounds" [pressed]
  - link "Walk-in"
  - link "2 missing"
  - link "Tables"
"""

FOUND = """
- main:
  - search:
    - searchbox "Find by name": lu
  - list:
    - listitem:
      - text: Łukasz Newcomer
      - 'button "Check in: Łukasz"'
    - listitem:
      - text: Luna Career changer
      - 'button "Check in: Luna"'
"""

COME_IN = """
- alert:
  - paragraph: Come in
  - paragraph: Łukasz
  - paragraph: "Newcomer. First time here: say hello"
  - link "Next"
  - button "Undo"
"""
