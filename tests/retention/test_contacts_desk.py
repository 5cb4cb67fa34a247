"""The page of what will go: shown first, changed by owners, nothing saved unseen."""

import re
from datetime import timedelta

import make
import pytest
from flask import Flask
from flooding import Clock
from page_crawler import markup
from visitor import Visitor
from words import says

from eventapp import clock
from eventapp.communities.forgotten import log
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.front import mail_log
from eventapp.front.retention import jobs
from eventapp.mail import forgetting
from eventapp.mail.models import Message
from eventapp.people.actions import token_of
from eventapp.rsvps.models import Rsvp


@pytest.fixture
def host(app: Flask, client: Visitor) -> Community:
    """A community whose owner is signed in, with somebody who came four months ago."""
    made = make.community()
    make.sign_in(client, make.member(made))
    return made


def past(host: Community, *, days: int, **given: object) -> Rsvp:
    ends = clock.now() - timedelta(days=days)
    event = make.past_event(
        community=host, title="Spring evening", starts_at=ends - timedelta(hours=2), ends_at=ends
    )
    return make.rsvp(event, **given)


def test_the_page_lists_who_goes_after_which_event(host: Community, client: Visitor) -> None:
    past(host, days=340, first_name="Ana", email="ana@example.org")
    past(host, days=100, first_name="Ben")

    shown = client.get(f"/desk/{host.slug}/contacts").text

    assert "Ana" in shown
    assert "ana@example.org" in shown
    assert "Spring evening" in shown
    assert not says(shown, "Ben")


def test_what_a_shorter_time_would_mean_is_shown_before_it_is_saved(
    host: Community, client: Visitor
) -> None:
    past(host, days=120, first_name="Ana")
    page = f"/desk/{host.slug}/contacts"

    seen = client.submit(page, to="review", months="3")
    db.session.refresh(host)
    before = host.contact_months
    saved = client.post(f"{page}/months", data={"months": "3"})

    assert "1 person’s contact data would go tomorrow." in seen.text
    assert "Ana" in seen.text
    assert before == 12
    assert saved.status_code == 303
    db.session.refresh(host)
    assert host.contact_months == 3


@pytest.mark.parametrize("months", ["", "0", "7", "999999999999", "x"])
def test_another_time_than_those_to_choose_from_is_refused(
    months: str, host: Community, client: Visitor
) -> None:
    for step in ("review", "months"):
        answer = client.post(f"/desk/{host.slug}/contacts/{step}", data={"months": months})
        assert answer.status_code == 409
    db.session.refresh(host)
    assert host.contact_months == 12


def test_who_organizes_sees_it_and_only_an_owner_changes_it(app: Flask, client: Visitor) -> None:
    host = make.community()
    make.sign_in(client, make.member(host, "organizer"))

    shown = client.get(f"/desk/{host.slug}/contacts")

    assert "An owner can change that." in shown.text
    for step in ("review", "months"):
        answer = client.post(f"/desk/{host.slug}/contacts/{step}", data={"months": "3"})
        assert answer.status_code == 404


def test_afterwards_links_open_nothing_and_lists_show_a_dash(
    host: Community, client: Visitor, moved_clock: Clock
) -> None:
    rsvp = past(host, days=340, first_name="Ana", letter="invite")
    token, path = token_of(rsvp.link), f"/desk/{host.slug}/events/{rsvp.event.slug}/people"
    assert client.get(f"/r/{token}").status_code == 200
    assert "Ana" in client.get(path).text
    member = make.member(host)
    db.session.commit()

    moved_clock.turn(days=40)
    jobs.note_contacts()
    moved_clock.turn(days=2)
    jobs.let_contacts_go()

    make.sign_in(client, member)
    shown = client.get(path)
    assert shown.status_code == 200
    assert not says(shown.text, "Ana")
    assert "–" in shown.text
    assert client.get(f"{path}/{rsvp.id}").status_code == 200
    assert client.get(f"/desk/{host.slug}/events/{rsvp.event.slug}/messages").status_code == 200
    assert client.get(f"/r/{token}").status_code == 404


def test_a_letter_whose_words_are_gone_is_never_tried_again(host: Community) -> None:
    rsvp = past(host, days=1, letter="invite")
    letter = db.session.scalars(db.select(Message)).one()
    letter.state = "failed"
    db.session.flush()

    forgetting.forget_words(Message.id == letter.id)

    assert mail_log.try_again(rsvp.event, now=clock.now()) == 0
    assert letter.state == "failed"


def test_the_page_tells_what_else_goes_and_what_went_and_of_no_other_community(
    host: Community, client: Visitor
) -> None:
    past(host, days=10, first_name="Ana", access_needs="a ramp")
    past(make.community(), days=10, access_needs="a ramp")
    for of, number in ((host, 1204), (make.community(), 987_654)):
        log.note("activity", of.id, number, now=clock.now())

    said = markup(client.get(f"/desk/{host.slug}/contacts").text).shown

    assert re.search(r"Access and food needs\s+from .*\s+1\s", said), said
    assert "987654" not in said
    assert not says(said, "Ana")


def test_the_page_asks_no_more_for_all_that_goes(
    host: Community, client: Visitor, queries: list[str]
) -> None:
    page = f"/desk/{host.slug}/contacts"
    client.get(page)
    queries.clear()

    client.get(page)

    assert sum("UNION ALL" in query for query in queries) == 1
    assert len(queries) <= 12
