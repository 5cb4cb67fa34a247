"""The page of an event is kept for everybody: no edit is missed, and nothing of a person is in it."""

import gzip
from datetime import timedelta

import make
import pytest
from conftest import running, visitor
from kept_page_looks import ONES_OWN, looked_at, page_of, written_anew

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.rsvps import kept_pages
from eventapp.rsvps.models import Rsvp


@pytest.fixture
def event(app):
    made = make.event(capacity=3, title="Tables & talk", online_url="https://meet.example/room")
    db.session.commit()
    return made


EDITS = {
    "title": "Other <tables>",
    "summary": "Else",
    "description": "More **words**",
    "starts_at": (clock.now() + timedelta(days=3)).replace(hour=19),
    "ends_at": (clock.now() + timedelta(days=3)).replace(hour=23),
    "zone": "Asia/Tokyo",
    "place_name": "Elsewhere",
    "place_address": "1 Other Road",
    "map_url": "https://maps.example/x",
    "online_public": True,
    "capacity": 2,
    "rsvps_close": -30,
    "visibility": "unlisted",
    "rounds": 2,
    "minutes": 10,
    "cancelled_at": clock.now(),
}


@pytest.mark.parametrize("field", EDITS)
def test_what_an_organizer_changes_shows_at_once(field, app, event) -> None:
    before = looked_at(app, event)
    setattr(event, field, EDITS[field])
    db.session.commit()

    after = looked_at(app, event)

    assert after != before
    assert after == written_anew(app, event)


def test_a_change_made_by_another_process_shows_at_once(app, event, tmp_path) -> None:
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    path = page_of(event)
    with running(url, tmp_path) as other:
        client = visitor(other)
        assert "Tables &amp; talk" in client.get(path).text

        with app.app_context():
            db.session.execute(db.update(Event).values(title="Elsewhere"))
            db.session.commit()

        assert "Elsewhere" in client.get(path).text


def test_another_name_of_the_community_or_a_role_shows_at_once(app, event) -> None:
    make.rsvp(event)
    looked_at(app, event)

    event.community.name = "Other"
    assert "Other" in looked_at(app, event)
    event.roles[0].name = "Guide"
    assert "Guide" in looked_at(app, event)
    event.roles[1].mark = 8
    assert looked_at(app, event) == written_anew(app, event)


def test_a_role_that_is_offered_no_more_is_gone_from_the_form(app, event) -> None:
    looked_at(app, event)
    gone = event.roles.pop()
    db.session.commit()

    assert gone.name not in looked_at(app, event)


def test_who_says_yes_is_counted_at_once(app, event) -> None:
    seen = [looked_at(app, event)]
    for _guest in range(4):
        make.rsvp(event)
        seen.append(looked_at(app, event))
        assert seen[-1] == written_anew(app, event)

    assert [("2 seats left" in one, "one person waits" in one) for one in seen] == [
        (False, False), (True, False), (False, False), (False, False), (False, True),
    ]  # fmt: skip


def test_more_room_than_people_who_wait_shows_at_once(app, event) -> None:
    for _guest in range(5):
        make.rsvp(event)
    full = looked_at(app, event)
    event.capacity = 9

    roomy = looked_at(app, event)

    assert ("SoldOut" in full, "SoldOut" in roomy) == (True, False)
    assert roomy == written_anew(app, event)
    for state in ("going", "waitlisted", "waitlisted"):
        db.session.delete(db.session.scalars(db.select(Rsvp).filter_by(state=state)).first())
        assert looked_at(app, event) == written_anew(app, event)


def test_a_place_that_frees_while_others_wait_shows_at_once(app, event) -> None:
    for _guest in range(5):
        make.rsvp(event)
    looked_at(app, event)

    db.session.delete(db.session.scalars(db.select(Rsvp).filter_by(state="going")).first())

    assert looked_at(app, event) == written_anew(app, event)


def test_how_many_had_a_place_is_right_when_it_is_over(app, event) -> None:
    event.starts_at -= timedelta(days=4)
    event.ends_at -= timedelta(days=4)
    make.rsvp(event)
    one = looked_at(app, event)
    make.rsvp(event)

    assert "One person had a seat" in one
    assert looked_at(app, event) == written_anew(app, event)


def test_time_alone_closes_a_page_that_was_kept(app, event, monkeypatch) -> None:
    starts_at, pages = event.starts_at, []
    for hours in (-1, 1, 3):
        monkeypatch.setattr(clock, "now", lambda by=hours: starts_at + timedelta(hours=by))
        pages.append(looked_at(app, event))
        assert pages[-1] == written_anew(app, event)

    assert ["Save my seat" in page for page in pages] == [True, False, False]
    assert ["That was it" in page for page in pages] == [False, False, True]


@pytest.mark.parametrize("closes", [{"rsvps_close": -60}, {"waitlist_closes": -60}])
def test_an_hour_set_by_the_organizer_closes_it_too(closes, app, event, monkeypatch) -> None:
    for name, minutes in closes.items():
        setattr(event, name, minutes)
    for _guest in range(4):
        make.rsvp(event)
    starts_at, pages = event.starts_at, []
    for minutes in (-61, -59):
        monkeypatch.setattr(clock, "now", lambda by=minutes: starts_at + timedelta(minutes=by))
        pages.append(looked_at(app, event))

    assert ["Join the waitlist" in page for page in pages] == [True, False]


def test_a_page_that_is_kept_takes_two_questions(app, event, queries) -> None:
    path = page_of(event)
    visitor(app).get(path)
    queries.clear()

    visitor(app).get(path)

    assert len(queries) == 2


def test_a_packed_page_is_the_page(app, event) -> None:
    plain, packed = visitor(app), visitor(app)

    answer = packed.get(page_of(event), headers={"Accept-Encoding": "gzip"})
    asked = packed.get(page_of(event) + "?from=mail", headers={"Accept-Encoding": "gzip"})

    read = gzip.decompress(answer.data).decode()
    assert ONES_OWN.sub("", read) == ONES_OWN.sub("", plain.get(page_of(event)).text)
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert "Content-Encoding" not in asked.headers


def test_a_page_is_kept_in_its_language(app, event) -> None:
    english = looked_at(app, event)
    app.config["BABEL_DEFAULT_LOCALE"] = app.extensions["babel"].default_locale = "de"

    assert '<html lang="de"' in looked_at(app, event)
    assert '<html lang="de"' not in english


def test_nothing_of_a_visitor_is_kept(app, event) -> None:
    own = [set(ONES_OWN.findall(visitor(app).get(page_of(event)).text)) for _visit in range(3)]

    assert all(len(found) == 2 for found in own)
    assert not own[0] & own[1] | own[1] & own[2] | own[0] & own[2]


def test_the_form_of_a_kept_page_is_taken(app, event) -> None:
    looked_at(app, event)
    guest = visitor(app)

    answer = guest.submit(
        page_of(event),
        to="/rsvps",
        first_name="Ada",
        email="ada@example.org",
        role=event.roles[0].id,
    )

    assert answer.status_code == 303


def test_whoever_is_signed_in_sees_a_page_of_their_own(app, event) -> None:
    host = visitor(app)
    make.sign_in(host, make.member(event.community))
    theirs = host.get(page_of(event)).text

    assert ">Desk</a>" in theirs
    assert ">Desk</a>" not in looked_at(app, event)
    assert ">Desk</a>" in host.get(page_of(event)).text


def test_what_one_visitor_is_told_is_told_to_nobody_else(app, event) -> None:
    looked_at(app, event)
    told = visitor(app)
    with told.session_transaction() as session:
        session["_flashes"] = [("good", "Only for you.")]

    assert "Only for you." in told.get(page_of(event)).text
    assert "Only for you." not in looked_at(app, event)
    assert "Only for you." not in told.get(page_of(event)).text


def test_a_page_that_was_kept_is_gone_when_its_event_is_a_draft_again(app, event) -> None:
    looked_at(app, event)
    event.published_at = None

    assert visitor(app).get(page_of(event)).status_code == 404


def test_a_change_between_the_questions_is_not_kept_for_the_next(app, event, monkeypatch) -> None:
    """Whoever edits between the first question and the page must not leave it under the old key."""
    content, number = kept_pages.content, event.id

    def edited_after(*given, **more):
        monkeypatch.setattr(kept_pages, "content", content)
        found = content(*given, **more)
        newer = db.update(Event).where(Event.id == number).values(title="Newer")
        db.session.execute(newer)
        db.session.commit()
        return found

    monkeypatch.setattr(kept_pages, "content", edited_after)
    looked_at(app, event)
    event.title = "Tables & talk"

    assert "Newer" not in looked_at(app, event)


def test_so_many_pages_are_kept_and_no_more(app, event, monkeypatch) -> None:
    monkeypatch.setattr(kept_pages, "MOST", 2)
    for _more in range(4):
        other = make.event(community=event.community)
        looked_at(app, other)

    assert len(app.extensions["event_pages"]) == 2
