"""Of a community that was closed nothing is there any more, whoever asks and by whichever address."""

from collections.abc import Callable

import page_crawler
import pytest
import sample_site
from flask import Flask
from sample_site import Site
from visitor import Visitor

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.db import db

Visit = Callable[[str], Visitor]
Dump = Callable[[], list[str]]
# What is of the whole site, or of whoever looks: there as ever.
_SITE = """
    api.description api.docs certificates.keys face.colours front.accessibility front.home front.picture
    front.privacy front.robots front.security front.sitemap front.sitemap_part health.alive health.ready
    mail_desk.letter mail_desk.letter_html mail_desk.mailbox mail_desk.part people.link_sent people.open_link
    people.sign_in personal.lost personal.sent language.choose people.request_link people.use_link
    people.sign_out desk.home desk.found_community
"""
_PERSON = """
    avoiding.mine followups.contact front.data front.erase front.me help_board.my_board my_feed.calendar
    my_feed.mine passkeys.show people_met.cards people_met.download people_met.show preferences.confirm
    preferences.me preferences.unsubscribe sign_ins.everywhere sign_ins.show preferences.subscribe
    preferences.ask_my_address sign_ins.end my_feed.renew_mine my_feed.end_mine
"""
OF_SITE, OF_PERSON = _SITE.split(), _PERSON.split()
# Whoever wants to hear nothing more, or takes back an offer to help, is heard.
STOP = {"interest.stop", "help_board.my_withdrawal"}
# A mark without a word: who follows a page is told that it changed, and looks for it in vain.
MARKS = ["front.version"]
LOOK = ("owner", "guest", "anonymous", "kiosk")
# What an owner still has of it.
OF_OWNERS = {"closing.show", "closing.close", "closing.reopen"}


def routes(app: Flask, method: str) -> list[str]:
    """Every endpoint that answers a method, but the static files."""
    rules = [rule for rule in app.url_map.iter_rules() if method in rule.methods]
    return sorted({rule.endpoint for rule in rules} - {"asset"})


@pytest.fixture
def closed(app: Flask, site: Site) -> Community:
    found = db.session.scalars(db.select(Community).filter_by(slug=site.slugs["community"])).one()
    found.closed_at = clock.now()
    db.session.commit()
    return found


@pytest.mark.parametrize("who", LOOK)
@pytest.mark.usefixtures("quick", "closed")
def test_no_address_shows_anything_of_it(who: str, app: Flask, site: Site, visit: Visit) -> None:
    client, there = visit(who), set()
    for endpoint in routes(app, "GET"):
        path = sample_site.address(app, site, endpoint)

        answer = client.get(path)

        assert answer.status_code < 500, f"{path}: {answer.status}"
        if answer.status_code == 200:
            there.add(endpoint)

    assert there - {*OF_SITE, *OF_PERSON, *MARKS} - OF_OWNERS == set()


@pytest.mark.parametrize("who", LOOK)
@pytest.mark.usefixtures("quick", "closed")
def test_nothing_of_it_can_be_changed(
    who: str, app: Flask, site: Site, visit: Visit, dump: Dump
) -> None:
    client, before, changed = visit(who), dump(), set()
    for endpoint in routes(app, "POST"):
        if endpoint in OF_OWNERS | STOP | {*OF_SITE, *OF_PERSON}:
            continue
        path = sample_site.address(app, site, endpoint, "POST")

        client.post(path, data=page_crawler.sent(site, endpoint))

        if (now := dump()) != before:
            changed.add(endpoint)
            before = now
    assert changed == set()
