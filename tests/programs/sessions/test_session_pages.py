"""The pages of sessions on a phone: nothing hinders anybody, on a light and on a dark ground."""

import make
from looks import faults

from eventapp import clock
from eventapp.db import db
from eventapp.programs import actions as programs


def test_the_pages_of_sessions_hinder_nobody(app, page_server, open_browser, host):
    program = make.program(community=host)
    program.sessions[1].compulsory = True
    program.sessions[1].materials = [{"title": "Slides", "url": "https://example.org"}]
    said = make.answers(program.sessions[0].event)
    programs.enrol(program, "ann@example.org", said, now=clock.now())
    visitor = app.test_client()
    make.sign_in(visitor, make.member(host))
    page = open_browser(width=390, height=844)
    cookies = [(one.key, one.value) for one in visitor._cookies.values()]
    page.context.add_cookies([{"name": n, "value": v, "url": page_server} for n, v in cookies])
    db.session.commit()
    there = f"{page_server}/desk/{host.slug}/programs/{program.slug}"

    page.goto(there)
    found = faults(page, "sessions")
    page.goto(f"{there}/sessions/{program.sessions[1].id}")
    found += faults(page, "one session")
    page.goto(f"{there}/sessions/new")
    page.get_by_role("button", name="Show the dates").click()
    found += faults(page, "sessions added")
    page.goto(f"{there}/sessions/changes")
    found += faults(page, "sessions changed")
    page.get_by_label("Place (optional)", exact=True).fill("The Loft")
    page.get_by_role("button", name="Look at what changes").click()
    found += faults(page, "sessions looked at")

    assert found == []
