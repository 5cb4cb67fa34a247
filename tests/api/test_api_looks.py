"""The page of the tokens and that of the API, in a browser: nothing hinders, nothing sticks out."""

from collections.abc import Callable

import api_builders
import door_builders
import make
import pytest
from flask import Flask
from looks import faults
from playwright.sync_api import Page, expect

from eventapp.db import db

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [390, 1280])
def test_nobody_is_hindered_by_the_pages_for_developers(
    open_browser: Callable[..., Page], page_server: str, app: Flask, width: int
) -> None:
    host = make.community()
    owner = make.member(host)
    api_builders.token(host, by=owner)
    db.session.commit()
    page = open_browser(width=width)
    page.context.add_cookies([door_builders.cookie(app, owner, page_server)])

    page.goto(f"{page_server}/desk/{host.slug}/api")
    page.get_by_label("What it is for").fill("Our website")
    page.get_by_label("Read events, drafts too").check()
    page.get_by_role("button", name="Make the token").click()
    expect(page.get_by_role("heading", name="Your new token")).to_be_visible()
    found = faults(page, "tokens")
    page.goto(f"{page_server}/api/v1/docs")
    found += faults(page, "docs")

    assert found == []
