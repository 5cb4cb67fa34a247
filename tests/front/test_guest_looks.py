"""The guest's own pages in a browser: nothing hinders, nothing sticks out, and the evening is followed."""

import re
from datetime import timedelta

import followup_builders
import make
import pytest
import seating_builders
from browser import axe
from flask import Flask
from looks import faults
from playwright.sync_api import Page, expect

from eventapp import clock
from eventapp.db import db
from eventapp.encounters import ledger
from eventapp.events.models import Event
from eventapp.events.quota_tables import event_role
from eventapp.mail import bounces
from eventapp.people.actions import token_of
from eventapp.rsvps import approvals, giving_back
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.parties.actions import Party, bring, guests_of
from eventapp.seating import actions as seating

pytestmark = pytest.mark.browser


def page_of(rsvp: Rsvp) -> str:
    return f"/r/{token_of(rsvp.link)}"


@pytest.fixture
def pages(app: Flask) -> dict[str, str]:
    """A guest who brings two, one of them, one who gave back, and whoever signs in."""
    event = make.event(title="Coffee & Careers", most_guests=3, capacity=12)
    mine = make.rsvp(event, first_name="Aiko", last_name="Sato", email="aiko@example.org")
    bring(mine, Party((("Kofi", "Mensah"), ("", ""))), now=clock.now())
    for n in range(6):
        make.rsvp(event, first_name=f"Amara{n}", show_name=n % 3 > 0)
    clash = make.event(title="Pasta & Python", starts_at=event.starts_at, ends_at=event.ends_at)
    make.rsvp(clash, person=mine.person)
    back = make.rsvp(make.event())
    giving_back.give_back(back, now=clock.now())
    past = make.past_event(title="Winter supper")
    was = [make.rsvp(past, person=mine.person), *(make.rsvp(past) for _ in range(4))]
    was[-1].keep_in_touch_at = None
    for one in was:
        followup_builders.arrive(one)
    at = {one.person_id: 3 for one in was}
    ledger.record(past, 1, at, set(at), now=make.NOON)
    on = f"/{event.community.slug}/events/{event.slug}"
    return _in_every_state() | {
        "mine": page_of(mine),
        "guests": f"{page_of(mine)}/guests",
        "who comes": f"{page_of(mine)}/people",
        "cancellation": f"{page_of(mine)}/cancellation",
        "brought": page_of(guests_of(mine)[1]),
        "gave back": page_of(back),
        "lost link": "/lost-link",
        "link sent": "/lost-link/sent",
        "event": on,
        "me": "/me",
        "met": "/me/people",
        "erasure": "/me/erasure",
    }


def _in_every_state() -> dict[str, str]:
    """The pages of those who wait for an answer, and of one who is asked whether they still come."""
    event = make.event(title="Soup & Statistics", capacity=9, conduct="Be kind.")
    student = event.roles[0].id
    here = (event_role.c.event_id == event.id) & (event_role.c.role_id == student)
    db.session.execute(event_role.update().where(here).values(most=1))
    coming = make.rsvp(event, role_id=student, agreed=True)
    coming.asked_at = clock.now()
    by_role = make.rsvp(event, role_id=student, agreed=True)
    full = make.event(capacity=1, waitlist_mode="by_hand")
    _has, waits = make.rsvp(full), make.rsvp(full, keep_in_touch=False)
    offering = make.event(capacity=1, waitlist_mode="offer")
    first, offered = make.rsvp(offering), make.rsvp(offering)
    giving_back.give_back(first, now=clock.now())
    asking = make.event(needs_approval=True)
    pending, declined = make.rsvp(asking), make.rsvp(asking)
    approvals.decline(declined, by=make.person(), now=clock.now())
    others = {"role_id": event.roles[1].id, "agreed": True}
    leaving, unsure, unreached = (make.rsvp(event, **others) for _ in range(3))
    leaving.leaves_at = unsure.tentative_at = clock.now()
    bounces.note(unreached.person.email, status="5.1.1", said="", now=clock.now())
    return {
        "calendar said no": page_of(leaving),
        "calendar said maybe": page_of(unsure),
        "mail came back": page_of(unreached),
        "waits for a role": page_of(by_role),
        "waits": page_of(waits),
        "offered": page_of(offered),
        "pending": page_of(pending),
        "declined": page_of(declined),
        "still coming": page_of(coming),
    }


SAYS = {
    "calendar said no": "Keep my place",
    "calendar said maybe": "Your calendar said maybe",
    "mail came back": "Is this address right?",
    "waits for a role": "you wait for one of those",
    "waits": "number 1 in line",
    "offered": "A place freed",
    "pending": "We passed it on",
    "declined": "Not this time",
    "still coming": "Yes, I’m coming",
}


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_of_a_guest_hinders_anybody_or_sticks_out(
    app, open_browser, page_server, pages, client, width
):
    page, found = open_browser(width=width), []
    aiko = db.session.scalars(db.select(make.Person).filter_by(email="aiko@example.org")).one()
    make.sign_in(client, aiko)
    cookie = client.get_cookie("eventapp")
    page.context.add_cookies([{"name": "eventapp", "value": cookie.value, "url": page_server}])

    for name, path in pages.items():
        page.goto(page_server + path)
        if SAYS.get(name, "") not in page.locator("main").inner_text():
            found.append(f"{name} says something else")
        found += faults(page, name)

    assert found == []


@pytest.fixture
def follows(app, open_browser, page_server) -> tuple[Page, Event]:
    """The page of a guest whose event has begun without tables, looking often whether there are any."""
    event, guests = seating_builders.room(12)
    event.starts_at, event.ends_at = (
        clock.now() - timedelta(minutes=5),
        clock.now() + timedelta(hours=3),
    )
    db.session.commit()
    page = open_browser(width=390)
    page.add_init_script(
        "const old = setTimeout; window.setTimeout = (f, ms) => old(f, ms > 9000 ? 300 : ms)"
    )
    page.goto(page_server + page_of(guests[0]))
    return page, event


def put_out_tables(event: Event) -> None:
    seating.publish(seating_builders.plan(event), now=clock.now())
    db.session.commit()


def test_during_the_evening_the_page_takes_up_new_tables_by_itself(follows):
    page, event = follows
    assert page.locator("#follow").inner_text() == "This page follows the evening by itself."
    assert "You’re in" in page.locator("h1").inner_text()

    with page.expect_response(
        lambda answer: answer.url.endswith("/version") and answer.status == 304
    ):
        pass
    put_out_tables(event)

    page.locator(".now-at h1").wait_for()
    assert "table" in page.locator("#said").inner_text()
    assert axe(page) == []


def test_tables_put_out_before_the_page_is_first_seen_show_though_the_network_fails_once(follows):
    page, event = follows
    page.add_init_script("Object.defineProperty(document, 'hidden', { get: () => !window.seen })")
    page.reload()
    put_out_tables(event)
    page.route(page.url, lambda route: route.abort(), times=1)

    page.evaluate("window.seen = true; document.dispatchEvent(new Event('visibilitychange'))")

    page.locator(".now-at h1").wait_for()


def test_what_somebody_is_in_follows_when_they_have_left_it(follows):
    page, event = follows
    around = page.get_by_role("heading", name="Around this table")
    page.locator("#mine-now summary").first.focus()

    put_out_tables(event)
    page.locator(".now-at h1").wait_for()
    assert around.count() == 0
    page.evaluate("document.activeElement.blur()")

    around.wait_for()


def test_a_link_can_still_be_copied_where_the_page_was_renewed(follows):
    page, event = follows

    put_out_tables(event)

    page.get_by_role("heading", name="Why here?").wait_for()
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copy link")).to_have_class(re.compile("done"))
