"""A trainer reaches the programs they lead and their sessions: some pages of these, and nothing else."""

from collections.abc import Callable

import page_crawler
import pytest
import sample_site
from flask import Flask
from sample_site import Site
from visitor import Visitor
from werkzeug.test import TestResponse

Visit = Callable[[str], Visitor]
Dump = Callable[[], list[str]]

# Of the sessions of a program that they lead: who comes, where they sit, what is printed, the door.
OF_SESSIONS = {
    *[
        "rsvps_desk.choose_columns",
        "rsvps_desk.people",
        "papers.at_door",
        "papers.draw",
        "papers.picture",
        "papers.show",
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
        "badges.choose",
        "badges.first_sheet",
        "badges.stock",
        "badges.test_page",
        "prints.create",
        "prints.file",
        "prints.index",
        "prints.progress",
        "prints.show",
        "prints.stop",
        "prints.withdraw",
        "door.arrive",
        "door.missing",
        "door.show",
        "door.undo",
        "door.walk_in",
        "door_offline.guests",
        "door_offline.manifest",
        "door_offline.see",
        "door_offline.shell",
        "door_offline.take",
        "door_offline.worker",
        "kiosk.begin",
        "reseating.change",
        "reseating.close",
        "reseating.leave",
        "reseating.show",
        "reseating.undo",
        "rounds.command",
        "rounds.remote",
        "rounds.screen",
        "rounds.version",
        "searches.create",
        "kiosk.show",
    ]
}
# Of the program: who was there, what is given out.
OF_PROGRAM = {
    *[
        "attendance_desk.file",
        "attendance_desk.person",
        "attendance_desk.session",
        "attendance_desk.show",
        "attendance_desk.today",
        "sessions_desk.settings",
    ]
}
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
    return sorted(
        {rule.endpoint for rule in rules if part in rule.arguments and method in rule.methods}
    )


def let_in(answer: TestResponse) -> bool:
    """Whether an answer is content or a rule's no, rather than 'not for you'."""
    assert answer.status_code < 500
    assert "/sign-in?next=" not in answer.headers.get("Location", "")
    return answer.status_code != 404


def ask(client: Visitor, method: str, path: str, site: Site, endpoint: str) -> TestResponse:
    """Look at a page, or send what its form might."""
    if method == "GET":
        return client.get(path)
    return client.post(path, data=page_crawler.sent(site, endpoint))


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


@pytest.mark.parametrize("event", ["event", "past"])
@pytest.mark.usefixtures("quick")
def test_any_other_event_isn_t_found(
    event: str, app: Flask, site: Site, visit: Visit, dump: Dump
) -> None:
    client, before = visit("trainer"), dump()
    for method in ("GET", "POST"):
        for endpoint in of_desk(app, method, "event"):
            path = path_of(app, site, endpoint, method, event=site.slugs[event])

            answer = ask(client, method, path, site, endpoint)

            assert not let_in(answer), f"a trainer reaches {method} {path}: {answer.status}"
    assert dump() == before


@pytest.mark.usefixtures("quick")
def test_any_other_program_isn_t_found(app: Flask, site: Site, visit: Visit, dump: Dump) -> None:
    client, before = visit("trainer"), dump()
    for slug in ("draft program", "their program"):
        for method in ("GET", "POST"):
            for endpoint in of_desk(app, method, "program"):
                path = path_of(app, site, endpoint, method, program=site.slugs[slug])

                answer = ask(client, method, path, site, endpoint)

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
