"""Numbers of another community's or another event's records, sent at one's own desk."""

from collections.abc import Callable

import page_crawler
import pytest
import sample_site
from flask import Flask
from sample_site import Site
from visitor import Visitor

Visit = Callable[[str], Visitor]
Dump = Callable[[], list[str]]

ELSEWHERE = [
    ("team_desk.remove", {"number": "their member"}, {}),
    ("team_desk.change", {"number": "their member"}, {}),
    ("team_desk.send_again", {"number": "their team invitation"}, {}),
    ("team_desk.withdraw", {"number": "their team invitation"}, {}),
    ("mail_desk.try_again", {"number": "their failed"}, {}),
    ("rsvps_desk.cancel_one", {"number": "theirs"}, {}),
    ("rsvps_desk.cancel_one", {"number": "beside"}, {}),
    ("door.arrive", {}, {"rsvp": "theirs"}),
    ("door.arrive", {}, {"rsvp": "beside"}),
    ("door.undo", {}, {"rsvp": "beside"}),
    ("reseating.leave", {}, {"rsvp": "theirs"}),
    ("reseating.leave", {}, {"rsvp": "beside"}),
    ("seating.forget", {"number": "their rule"}, {}),
    ("imports.stop", {"number": "their long list"}, {}),
    ("prints.stop", {"number": "their print run"}, {}),
    ("prints.withdraw", {"number": "their print run"}, {}),
    ("invitations_desk.again", {"number": "their invitation"}, {}),
    ("invitations_desk.take_back", {"number": "their invitation"}, {}),
    ("invitations_desk.take_back", {"number": "link for many"}, {}),
    ("printers.edit", {"number": "their printer"}, {}),
    ("printers.measure", {"number": "their printer"}, {}),
    ("printers.remove", {"number": "their printer"}, {}),
    ("printers.edit_stock", {"number": "their own stock"}, {}),
    ("printers.remove_stock", {"number": "their own stock"}, {}),
    ("replies_desk.dismiss", {"number": "their held mail"}, {}),
    ("replies_desk.attribute", {"number": "their held mail"}, {}),
    ("replies_desk.try_address", {"number": "theirs"}, {}),
    ("webhooks.show", {"number": "their endpoint"}, {}),
    ("webhooks.rotate", {"number": "their endpoint"}, {}),
    ("webhooks.test", {"number": "their endpoint"}, {}),
    ("webhooks.pause", {"number": "their endpoint"}, {}),
    ("webhooks.go_on", {"number": "their endpoint"}, {}),
    ("webhooks.remove", {"number": "their endpoint"}, {}),
    ("webhooks.replay_failed", {"number": "their endpoint"}, {}),
    ("webhooks.replay", {"delivery": "their delivery"}, {}),
    ("searches.stop", {"number": "their search"}, {}),
    ("seating.move", {}, {"rsvp": "theirs"}),
    ("seating.rule", {}, {"rsvp": "theirs", "other": "beside"}),
]


@pytest.mark.parametrize(("endpoint", "where", "what"), ELSEWHERE)
def test_the_numbers_of_others_do_nothing_at_one_s_own_desk(
    endpoint: str,
    where: dict[str, str],
    what: dict[str, str],
    app: Flask,
    site: Site,
    visit: Visit,
    dump: Dump,
) -> None:
    path = sample_site.address(
        app, site, endpoint, "POST", **{name: site.ids[key] for name, key in where.items()}
    )
    client, before = visit("owner"), dump()
    board = client.get(sample_site.address(app, site, "seating.board"))
    # The tables take nothing from a page that isn't the newest.
    fresh = {
        **page_crawler.sheets("", board.text)[-1].values,
        "to": "table:1",
        "round": 1,
        "kind": "apart",
    }

    client.post(path, data=fresh | {name: site.ids[key] for name, key in what.items()})

    # What was tried stands in the log, also where it did nothing.
    tried = 'INSERT INTO "activity"'
    assert [line for line in dump() if not line.startswith(tried)] == before
