"""A trainer reaches the programs they lead and their sessions: some pages of these, and nothing else."""

from collections.abc import Callable

import page_crawler
import pytest
import sample_site
from flask import Flask
from sample_site import Site
from test_access import MAY, let_in, routes
from visitor import Visitor

Visit = Callable[[str], Visitor]
Dump = Callable[[], list[str]]

# Of the sessions of a program that they lead: who comes, where they sit, what is printed, the door.
OF_SESSIONS = {
    *[
        "papers.draw",
        "papers.picture",
        "papers.show",
        "rsvps_desk.choose_columns",
        "rsvps_desk.people",
        "seating.board",
        "seating.discard",
        "seating.forget",
        "seating.improve",
        "seating.lock",
        "seating.make",
        "seating.move",
        "seating.publish",
        "seating.redo",
        "seating.rule",
        "seating.seat",
        "seating.undo",
    ],
    *MAY["door"][1].split(),
    *MAY["members at the door"][1].split(),
}
# Of the program: who was there, what is given out.
OF_PROGRAM = set(MAY["trainer"][1].split())
# These show what isn't there yet at a session without guests, plans or prints.
NOT_YET = {
    "badges.first_sheet",
    "papers.draw",
    "papers.picture",
    "prints.file",
    "prints.progress",
    "prints.show",
    "door_offline.shell",
}


def of_desk(app: Flask, method: str, part: str) -> list[str]:
    """Every endpoint of a desk about an event, or about a program."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/desk/")]
    named = {rule.endpoint for rule in rules if part in rule.arguments}
    return [endpoint for endpoint in routes(app, method) if endpoint in named]


def path_of(app: Flask, site: Site, endpoint: str, method: str, **given: str) -> str:
    return sample_site.address(app, site, endpoint, method, **given)


@pytest.mark.usefixtures("quick")
def test_of_a_session_they_lead_they_see_what_is_theirs_and_nothing_else(
    app: Flask, site: Site, visit: Visit, dump: Dump
) -> None:
    client, before = visit("trainer"), dump()
    seen = set()
    for endpoint in of_desk(app, "GET", "event"):
        path = path_of(app, site, endpoint, "GET", event=site.slugs["session"])

        answer = client.get(path)

        if let_in(answer):
            seen.add(endpoint)
        assert endpoint in OF_SESSIONS or not let_in(answer), f"a trainer sees {path}"
    assert OF_SESSIONS & set(of_desk(app, "GET", "event")) - NOT_YET - seen == set()
    assert dump() == before


@pytest.mark.usefixtures("quick")
def test_at_a_session_they_lead_they_do_what_is_theirs_and_nothing_else(
    app: Flask, site: Site, visit: Visit, restore_site: Callable[[], None], dump: Dump
) -> None:
    before = dump()
    for endpoint in of_desk(app, "POST", "event"):
        client = visit("trainer")
        path = path_of(app, site, endpoint, "POST", event=site.slugs["session"])

        answer = client.post(path, data=page_crawler.sent(site, endpoint))

        if endpoint in OF_SESSIONS:
            restore_site()
        else:
            assert not let_in(answer), f"a trainer may send to {path}: {answer.status}"
            assert dump() == before, f"a trainer changed something at {path}"


@pytest.mark.parametrize("event", ["event", "tonight", "draft", "past", "sibling"])
@pytest.mark.usefixtures("quick")
def test_any_other_event_isn_t_found(
    event: str, app: Flask, site: Site, visit: Visit, dump: Dump
) -> None:
    client, before = visit("trainer"), dump()
    for method in ("GET", "POST"):
        for endpoint in of_desk(app, method, "event"):
            path = path_of(app, site, endpoint, method, event=site.slugs[event])

            answer = client.open(
                path,
                method=method,
                data=page_crawler.sent(site, endpoint) if method == "POST" else None,
            )

            assert not let_in(answer), f"a trainer reaches {method} {path}: {answer.status}"
    assert dump() == before


@pytest.mark.usefixtures("quick")
def test_any_other_program_isn_t_found(app: Flask, site: Site, visit: Visit, dump: Dump) -> None:
    client, before = visit("trainer"), dump()
    for slug in ("draft program", "their program"):
        for method in ("GET", "POST"):
            for endpoint in of_desk(app, method, "program"):
                path = path_of(app, site, endpoint, method, program=site.slugs[slug])

                answer = client.open(
                    path,
                    method=method,
                    data=page_crawler.sent(site, endpoint) if method == "POST" else None,
                )

                assert not let_in(answer), f"a trainer reaches {method} {path}: {answer.status}"
    assert dump() == before


def test_every_way_on_a_trainer_s_page_leads_somewhere(
    app: Flask, site: Site, visit: Visit
) -> None:
    client = visit("trainer")
    session, program = site.slugs["session"], site.slugs["program"]
    desk = f"/desk/{site.slugs['community']}"
    pages = [desk, f"{desk}/programs/{program}/today", f"{desk}/programs/{program}/attendance"]
    pages += [
        sample_site.address(app, site, endpoint, event=session)
        for endpoint in OF_SESSIONS
        if endpoint in of_desk(app, "GET", "event") and endpoint not in NOT_YET
    ]
    pages.append(sample_site.address(app, site, "sessions_desk.settings"))

    lost = set()
    for page in pages:
        answer = client.get(page)
        if answer.mimetype != "text/html":
            continue
        for tag, has in page_crawler.markup(answer.text).tags:
            to = (has.get("href") or "").partition("#")[0]
            if tag == "a" and to.startswith("/") and client.get(to).status_code == 404:
                lost.add((page, to))
            if (
                tag == "form"
                and has.get("method") == "post"
                and has.get("action", "").startswith("/desk")
            ):
                endpoint, _given = app.url_map.bind("localhost").match(has["action"], method="POST")
                if endpoint not in OF_SESSIONS | OF_PROGRAM | {"team_desk.leave"}:
                    lost.add((page, has["action"]))
    assert lost == set()
