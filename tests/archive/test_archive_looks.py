"""The pages of an archive in a browser: nothing hinders, nothing sticks out."""

from collections.abc import Callable

import door_builders
import make
import pytest
from flask import Flask
from looks import faults
from playwright.sync_api import Page

from eventapp.db import db

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [390, 1280])
def test_nobody_is_hindered_by_the_pages_of_an_archive(
    open_browser: Callable[..., Page], page_server: str, app: Flask, width: int
) -> None:
    app.config["OPEN_FOUNDING"] = True
    host = make.community()
    owner = make.member(host)
    make.archive(host)
    coming = [make.archive(None, way="in", by=owner, state=one).id for one in ("waiting", "failed")]
    done = make.archive(host, way="in", by=owner).id
    db.session.commit()
    page = open_browser(width=width)
    page.context.add_cookies([door_builders.cookie(app, owner, page_server)])
    found = []

    for where in (
        f"{host.slug}/archive",
        *(f"communities/archive/{n}" for n in ("", *coming, done)),
    ):
        page.goto(f"{page_server}/desk/{where}".rstrip("/"))
        found += faults(page, where.replace("/", " "))

    assert found == []
