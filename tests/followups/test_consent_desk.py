"""What a guest ticks, and what was shared with another, is told to no organizer, helper or stranger."""

from collections.abc import Callable

import followup_builders
import make
import pytest
from checks_taken_away import take_away
from conftest import visitor
from consent_courses import Course
from consent_desk import ONCE, addresses, opened
from consent_surfaces import pages_of
from consent_tables import Evening, evening, tick, walk
from flask import Flask
from flooding import Clock
from visitor import Visitor

from eventapp import clock
from eventapp.communities.activity.models import Activity
from eventapp.db import db
from eventapp.followups import actions
from eventapp.followups.sending import actions as sending
from eventapp.followups.sending.progress import counts_of
from eventapp.front.my_data import held_on
from eventapp.people.models import Person

# Nobody but their owner, and whoever was introduced to them, reads these.
PRIVATE = {"note", "phone", "web"}
RIGHTS = ("owner", "door", None)


Look = Callable[[Evening], dict[str, str]]


@pytest.fixture
def look(app: Flask, moved_clock: Clock) -> Look:
    """All that others than those who tick can open, by who and where."""
    browsers = {right: visitor(app) for right in RIGHTS}

    def looked(at: Evening) -> dict[str, str]:
        # Which files were taken along by an earlier look says nothing of what is ticked.
        db.session.execute(db.delete(Activity))
        db.session.commit()
        for right, client in browsers.items():
            with client.session_transaction() as session:
                known = "sign_in" in session
            if right and not known:
                make.sign_in(client, make.member(at.event.community, right))
        paths = addresses(app, at.event, at.one.rsvp_id)
        return {
            f"{right} {path}": text
            for right, client in browsers.items()
            for path, text in opened(client, paths)
        }

    return looked


def seen_by_the_other(at: Evening, client: Visitor) -> dict[str, str]:
    """The same of the one whom others tick."""
    person = db.session.get_one(Person, at.one.person_id)
    make.sign_in(client, person)
    found = {
        path: ONCE.sub("", text)
        for _place, path, text in pages_of(at.one, client)
        if "data.json" not in path and "/calendar" not in path
    }
    changing = {"sign_ins", "links", "calendar_feed"}
    held = {name: said for name, said in held_on(person).items() if name not in changing}
    return found | {"what is held": str(held)}


def test_a_tick_and_one_taken_back_change_nothing_that_anybody_else_can_open(
    look: Look, client: Visitor
) -> None:
    at = evening(Course(ticks=False), [Course()] * 3)
    sending.draft(at.event, now=clock.now())
    at.send()
    counted = counts_of(at.event)
    before = look(at) | seen_by_the_other(at, client)

    tick(at)
    assert counts_of(at.event) == counted
    ticked = look(at) | seen_by_the_other(at, client)
    for two in at.twos:
        assert two.other.rsvp
        actions.wish(followup_builders.card_of(two.other.rsvp), {}, now=clock.now())
    taken_back = look(at) | seen_by_the_other(at, client)

    assert len(before) > 100
    assert [where for where, text in before.items() if ticked[where] != text] == []
    assert [where for where, text in before.items() if taken_back[where] != text] == []


def test_nobody_but_the_two_reads_what_was_shared_and_no_stranger_anything(look: Look) -> None:
    at = evening(Course(), [Course()] * 3)
    walk(at)

    shown = look(at)

    for guest in at.guests:
        for where, text in shown.items():
            private = guest.words if where.startswith("None") else PRIVATE
            assert not guest.named_in(text) & set(private), where


def on_the_review(client: Visitor) -> set[str]:
    """What stands on the pages on which an organizer looks the cards through, of who agrees to none."""
    at = evening(Course(agrees=False, ticks=False), [Course()] * 2)
    followup_builders.organizer(client, at.event)
    pages = [
        client.get(followup_builders.cards_page(at.event, end)) for end in ("/review", "/lines")
    ]
    assert all(at.twos[0].other.words["ask"] in page.text for page in pages)
    return at.one.named_in("".join(page.text for page in pages))


def test_who_agrees_to_no_card_is_on_no_page_about_cards(app: Flask, client: Visitor) -> None:
    assert on_the_review(client) == set()


@pytest.mark.parametrize(
    ("where", "check", "instead"),
    [
        ("followups.sending.actions:candidates", "agrees(rsvp) and ", ""),
        ("followups.sending.review:lines", "agrees(one) and ", ""),
        ("followups.tablemates:_companion", "agrees(rsvp)", "True"),
    ],
)
def test_without_one_check_an_organizer_reads_what_is_on_no_card(
    where: str,
    check: str,
    instead: str,
    app: Flask,
    client: Visitor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    take_away(monkeypatch, where, check, instead)

    assert on_the_review(client)


def test_without_the_least_number_an_organizer_sees_who_answered(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = "followups.sending.progress:counts_of"
    take_away(monkeypatch, where, "fives(row.answered)", "row.answered")
    at = evening(Course(ticks=False), [Course()])
    sending.draft(at.event, now=clock.now())
    at.send()
    before = counts_of(at.event)

    tick(at)

    assert counts_of(at.event) != before
