"""Who comes with nothing but a list and a date holds a plan after a handful of presses."""

from datetime import timedelta

import make
import pytest
from browser import axe
from first_steps import NAMES, from_a_list_to_paper

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail.models import Message
from eventapp.rsvps.models import Rsvp
from eventapp.seating.models import Plan

PRESSES, FIELDS = 5, 4


@pytest.mark.browser
def test_a_list_and_a_date_are_a_printed_plan_after_five_presses(
    app, client, open_browser, page_server, tmp_path
):
    app.config["OPEN_FOUNDING"] = True
    make.sign_in(client, make.person(first_name="Ines"))
    db.session.commit()
    page = open_browser(width=390, height=844)
    cookie = client.get_cookie("eventapp")
    page.context.add_cookies([{"name": "eventapp", "value": cookie.value, "url": page_server}])
    day = f"{clock.now() + timedelta(days=10):%Y-%m-%d}"
    db.session.remove()

    walk, plan = from_a_list_to_paper(page, page_server, day=day, folder=tmp_path)

    assert (walk.presses, walk.fields) == (PRESSES, FIELDS)
    assert plan.read_bytes().startswith(b"%PDF")
    event = db.session.scalars(db.select(Event)).one()
    assert event.state == "draft"
    assert len(db.session.scalars(db.select(Rsvp)).all()) == len(NAMES.splitlines())
    assert db.session.scalars(db.select(Plan)).one().version == 1
    assert db.session.scalars(db.select(Message)).all() == []
    for path in ("quick-start", "", f"events/{event.slug}/tables"):
        page.goto(f"{page_server}/desk/leith-table/{path}".rstrip("/"))
        assert axe(page) == []
