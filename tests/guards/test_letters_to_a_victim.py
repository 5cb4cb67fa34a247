"""Whoever types somebody's address, wherever and however often: six letters an hour reach it."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from itertools import count

import api_builders
import page_crawler
import pytest
import sample_site
from flask import Flask
from page_crawler import Sheet
from sample_site import Site
from visitor import Visitor
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.mail import letter_limits
from eventapp.mail.models import Message

Visit = Callable[[str], Visitor]
Walked = dict[tuple[str, str], TestResponse]

# Somebody with an account, so that every way has something to say to them.
VICTIM = "102@example.org"
# An organizer's list and an address typed at the door are no stranger's.
ORGANIZERS = {
    "avoiding_desk.resolve", "communities_desk.edit", "door.walk_in", "person_desk.correct",
    "questions.switch", "replies_desk.attribute", "rsvps_desk.add",
}  # fmt: skip
# Whoever owns a community may be anybody who was let found one: they are counted here, too.
SIGNED_IN = {"preferences.ask_my_address", "team_desk.invite"}
STRANGERS = {
    "embed.answer", "embed.enrol", "interest.ask", "interest.ask_of_series", "invitations.create",
    "people.request_link", "personal.find", "programs.create", "rsvps.create",
}  # fmt: skip
# No page of the sample site shows these forms just now.
BESIDE = {"door.give_address": "anonymous"}
OFTEN = 4


def asking(app: Flask, crawled: Walked) -> dict[str, Sheet]:
    """Every form that somebody types an address into, by its endpoint."""
    found: dict[str, Sheet] = {}
    for (_who, path), answer in crawled.items():
        for sheet in (
            page_crawler.sheets(path, answer.text) if answer.mimetype == "text/html" else ()
        ):
            if sheet.method == "post" and "email" in sheet.kinds.values():
                found.setdefault(_endpoint(app, sheet.action), sheet)
    return found


def _endpoint(app: Flask, path: str) -> str:
    try:
        name: str = app.url_map.bind("localhost").match(path.partition("?")[0], method="POST")[0]
    except HTTPException:
        return path
    return name


def typed(sheet: Sheet) -> dict[str, object]:
    """The form as a stranger fills it in."""
    addresses = {name for name, kind in sheet.kinds.items() if kind == "email"}
    said = dict.fromkeys(addresses, VICTIM) | {"first_name": "Vic", "name": "Vic"}
    kept = {name: value for name, value in sheet.values.items() if name != "csrf_token"}
    return kept | {name: value for name, value in said.items() if name in sheet.kinds}


def leaving_soon() -> Counter[str]:
    """What leaves to the victim within the hour, by kind; what goes with another letter is named so."""
    found = db.session.scalars(
        db.select(Message).where(
            Message.to == VICTIM,
            Message.state != "withdrawn",
            Message.due_at <= clock.now() + timedelta(hours=1),
        )
    )
    return Counter("beside" if one.counted_with else one.kind for one in found)


def press_all(client: Visitor, page: str) -> None:
    """Send every form of the page that followed, as it stands."""
    shown = client.get(page)
    for sheet in page_crawler.sheets(page, shown.text):
        if sheet.method == "post":
            client.post(sheet.action, data=typed(sheet))


def test_every_form_that_asks_for_an_address_is_known_to_be_anybodys_or_an_organizers(
    app: Flask, crawled: Walked
) -> None:
    assert set(asking(app, crawled)) == STRANGERS | SIGNED_IN | ORGANIZERS


@pytest.mark.usefixtures("quick")
def test_whatever_strangers_type_six_letters_an_hour_reach_an_address(
    app: Flask, site: Site, visit: Visit, crawled: Walked
) -> None:
    ways, addresses = asking(app, crawled), (f"10.1.{n >> 8}.{n & 255}" for n in count())
    before, tried = leaving_soon(), Counter[str]()
    community = db.session.scalars(
        db.select(Community).filter_by(slug=site.slugs["community"])
    ).one()
    programs = {"Authorization": f"Bearer {api_builders.token(community)}"}
    answer = page_crawler.sent(site, "rsvps.create") | {"email": VICTIM}

    for _ in range(OFTEN):
        for name in sorted(STRANGERS | SIGNED_IN):
            # Each time another browser from elsewhere, so that only the address is the same.
            client = visit("owner" if name in SIGNED_IN else "anonymous")
            client.environ_base["REMOTE_ADDR"] = next(addresses)
            sent = client.post(ways[name].action, data=typed(ways[name]))
            tried[name] += sent.status_code in {200, 303}
            if sent.status_code == 303 and sent.location.startswith(("/r/", "/e/")):
                press_all(client, sent.location)
        for name, who in BESIDE.items():
            path = sample_site.address(app, site, name, "POST")
            tried[name] += visit(who).post(path, data={"email": VICTIM}).status_code == 303
        path = f"{api_builders.BASE}/events/{site.ids['event']}/rsvps"
        tried["api"] += visit("anonymous").post(
            path, json=answer, headers=programs
        ).status_code in {200, 201}

    # Each was taken at least once, so each was a way to cause a letter.
    assert set(+tried) == STRANGERS | SIGNED_IN | {*BESIDE, "api"}, tried
    caused = leaving_soon() - before
    beside = caused.pop("beside", 0)
    assert caused.total() <= letter_limits.AN_ADDRESS, caused
    assert beside <= letter_limits.BESIDE
