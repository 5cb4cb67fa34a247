"""The page of who really sat where as a browser shows it."""

from collections.abc import Callable

import door_builders
import make
import pytest
import seating_builders
from flask import Flask
from looks import faults
from playwright.sync_api import Page, expect

from eventapp.db import db


@pytest.mark.browser
def test_an_organizer_joins_two_tables_on_a_phone_and_on_a_desk(
    app: Flask, page_server: str, open_browser: Callable[..., Page]
) -> None:
    event, (first, second, third) = door_builders.full(3, minutes=-5)
    door_builders.come(*first, *second, *third[:3])
    who = make.member(event.community, "organizer")
    db.session.commit()

    for width in (390, 1280):
        page = open_browser(width=width)
        page.context.add_cookies([door_builders.cookie(app, who, page_server)])
        page.goto(f"{page_server}{seating_builders.desk(event)}/who-sat")
        page.get_by_label("One table").select_option("1")
        page.get_by_label("And the other").select_option("2")
        page.get_by_role("button", name="See what changes").last.click()
        expect(page.get_by_role("heading", name="In round 1: tables")).to_be_visible()
        assert faults(page, "who sat, looked at") == []
        page.get_by_role("button", name="Correct it").click()
        expect(page.get_by_role("list").get_by_text("tables 1 and 2 were joined")).to_be_visible()
        assert faults(page, "who sat") == []
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_text("Nothing. It counts as")).to_be_visible()
