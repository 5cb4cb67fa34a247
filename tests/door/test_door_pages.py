import make
import pytest
from visitor import Visitor

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.door import actions
from eventapp.door.models import Arrival
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps.models import Rsvp


def door(event: Event, more: str = "") -> str:
    return f"/desk/{event.community.slug}/events/{event.slug}/door{more}"


def staff(client: Visitor, of: Community, right: str = "door", **given: object) -> Person:
    someone = make.member(of, right, **given)
    make.sign_in(client, someone)
    return someone


def arrived() -> int:
    return db.session.scalar(db.select(db.func.count(Arrival.id))) or 0


def test_a_scan_says_come_in_and_a_second_one_when_and_by_whom(client: Visitor) -> None:
    rsvp = make.rsvp(first_name="Aiko", last_name="Tanaka")
    staff(client, rsvp.event.community, first_name="Kofi")
    code = {"code": f"HTTP://LOCALHOST/B/{actions.code_of(rsvp)}"}

    first = client.post(door(rsvp.event, "/arrivals"), data=code, follow_redirects=True)
    again = client.post(door(rsvp.event, "/arrivals"), data=code, follow_redirects=True)

    assert "Come in" in first.text
    assert "Aiko Tanaka" in first.text
    assert "Already in" in again.text
    assert "You checked them in at" in again.text
    assert arrived() == 1


def test_the_other_phone_reads_who_it_was(client: Visitor) -> None:
    rsvp = make.rsvp()
    kofi = make.member(rsvp.event.community, "door", first_name="Kofi")
    actions.arrive(rsvp, by=kofi, now=clock.now())
    staff(client, rsvp.event.community)

    page = client.post(door(rsvp.event, "/arrivals"), data={"rsvp": rsvp.id}, follow_redirects=True)

    assert "Kofi checked them in at" in page.text


def test_a_badge_of_another_evening_is_refused_by_its_name(client: Visitor) -> None:
    event = make.event()
    other = make.event(community=event.community, title="Climate jobs breakfast")
    rsvp = make.rsvp(other, first_name="Aiko")
    staff(client, event.community)

    page = client.post(
        door(event, "/arrivals"), data={"code": actions.code_of(rsvp)}, follow_redirects=True
    )

    assert "Not for today" in page.text
    assert "Climate jobs breakfast" in page.text
    assert "Aiko" not in page.text
    assert arrived() == 0


@pytest.mark.parametrize("code", ["", "1-" + "a" * 22, "nonsense", "9" * 400, "0-x", "\u2603"])
def test_what_is_no_badge_of_ours_is_red(client: Visitor, code: str) -> None:
    rsvp = make.rsvp()
    staff(client, rsvp.event.community)

    page = client.post(door(rsvp.event, "/arrivals"), data={"code": code}, follow_redirects=True)

    assert "Not a badge we know" in page.text
    assert arrived() == 0


def test_a_badge_of_another_community_tells_nothing(client: Visitor) -> None:
    event, stranger = make.event(), make.rsvp(first_name="Zebedee")
    staff(client, event.community)

    page = client.post(
        door(event, "/arrivals"), data={"code": actions.code_of(stranger)}, follow_redirects=True
    )

    assert "Not a badge we know" in page.text
    assert stranger.event.title not in page.text


@pytest.mark.parametrize("path", ["", "/missing", "/walk-ins"])
def test_the_door_of_another_community_is_not_there(client: Visitor, path: str) -> None:
    event = make.event()
    staff(client, make.community(), "owner")

    assert client.get(door(event, path)).status_code == 404


@pytest.mark.parametrize("path", ["/arrivals", "/undoings", "/walk-ins"])
def test_nobody_from_elsewhere_changes_anything(client: Visitor, path: str) -> None:
    rsvp = make.rsvp()
    staff(client, make.community(), "owner")

    assert client.post(door(rsvp.event, path), data={"rsvp": rsvp.id}).status_code == 404

    assert arrived() == 0


def test_a_guest_of_another_event_can_t_be_named(client: Visitor) -> None:
    event = make.event()
    other = make.rsvp(make.event(community=event.community))
    staff(client, event.community)

    for path in ("/arrivals", "/undoings"):
        assert client.post(door(event, path), data={"rsvp": other.id}).status_code == 404


def test_door_staff_open_no_page_of_the_organizers(client: Visitor) -> None:
    event = make.event()
    staff(client, event.community)
    desk = f"/desk/{event.community.slug}/events/{event.slug}"

    assert client.get(door(event)).status_code == 200
    for path in ("/plan", "/people", "/people.csv", "/people/import"):
        assert client.get(desk + path).status_code == 404, path


def test_the_door_shows_names_and_no_addresses_or_asks(client: Visitor) -> None:
    event = make.event()
    make.rsvp(event, first_name="Aiko", email="aiko@example.org", ask="salary talks")
    staff(client, event.community)

    for path in ("?q=ai", "/missing"):
        page = client.get(door(event, path))
        assert "Aiko" in page.text.replace("<mark>", "").replace("</mark>", "")
        assert "aiko@" not in page.text
        assert "salary" not in page.text


def test_looking_changes_nothing(client: Visitor) -> None:
    rsvp = make.rsvp()
    staff(client, rsvp.event.community)
    code = actions.code_of(rsvp)

    for path in ("", "?q=gu", f"?who={rsvp.id}", "?unknown=1", "/missing", "/walk-ins"):
        assert client.get(door(rsvp.event, path)).status_code == 200, path
    assert client.get(f"/B/{code}", follow_redirects=True).status_code == 200

    assert arrived() == 0
    assert db.session.scalar(db.select(db.func.count(Rsvp.id))) == 1


def test_a_badge_opens_the_door_for_its_staff(client: Visitor) -> None:
    rsvp = make.rsvp(first_name="Aiko")
    staff(client, rsvp.event.community)

    page = client.get(f"/B/{actions.code_of(rsvp)}", follow_redirects=True)

    assert "From the badge" in page.text
    assert "Check in: Aiko" in page.text


def test_a_badge_tells_strangers_only_whose_evening_it_was(client: Visitor) -> None:
    rsvp = make.rsvp(first_name="Zebedee", last_name="Quux")
    path = f"/B/{actions.code_of(rsvp)}"

    for someone in (None, make.person(), make.member(make.community(), "owner")):
        if someone:
            make.sign_in(client, someone)
        page = client.get(path)
        assert page.status_code == 200
        assert rsvp.event.community.name in page.text
        assert not {"Zebedee", "Quux", rsvp.event.title} & set(page.text.split())
        assert page.headers["Cache-Control"] == "no-store"


def test_every_wrong_code_is_the_same_miss(client: Visitor) -> None:
    rsvp = make.rsvp()
    code = actions.code_of(rsvp)
    changed = code[:-1] + ("A" if code[-1] != "A" else "B")

    wrong = [
        f"/{path}/{each}"
        for path in ("B", "badge")
        for each in (changed, f"9{code}", "x", code[:20])
    ]

    pages = [client.get(path) for path in wrong]

    assert {page.status_code for page in pages} == {404}
    assert len({page.text for page in pages}) == 1


def test_who_gave_the_place_back_is_let_in_by_a_short_form(client: Visitor) -> None:
    rsvp = make.rsvp(first_name="Aiko")
    rsvps.cancel(rsvp, now=clock.now())
    staff(client, rsvp.event.community)

    red = client.post(door(rsvp.event, "/arrivals"), data={"rsvp": rsvp.id}, follow_redirects=True)
    client.submit(door(rsvp.event, f"/walk-ins?rsvp={rsvp.id}"), to="/walk-ins")

    assert "Gave the place back" in red.text
    assert rsvp.going
    assert arrived() == 1


def test_who_waits_is_told_where_they_stand(client: Visitor) -> None:
    event = make.event(capacity=1)
    make.rsvp(event)
    waiting = make.rsvp(event)
    staff(client, event.community)

    page = client.post(door(event, "/arrivals"), data={"rsvp": waiting.id}, follow_redirects=True)

    assert "On the waitlist" in page.text
    assert "Number 1 in line" in page.text
    assert arrived() == 0


def test_a_walk_in_by_a_double_click_is_one(client: Visitor) -> None:
    event = make.event()
    staff(client, event.community)
    data = {"first_name": "Rosa", "role": event.roles[0].id, "once": "abc"}

    pages = [client.post(door(event, "/walk-ins"), data=data, follow_redirects=True) for _ in "12"]

    assert all("Come in" in page.text and "Rosa" in page.text for page in pages)
    assert rsvps.count(event, "going") == arrived() == 1


def test_a_walk_in_into_a_full_house_keeps_what_was_typed(client: Visitor) -> None:
    event = make.event(capacity=1)
    make.rsvp(event)
    staff(client, event.community)

    page = client.submit(
        door(event, "/walk-ins"), to="/walk-ins", first_name="Rosa", role=event.roles[0].id
    )

    assert page.status_code == 422
    assert "The only place is taken" in page.text
    assert 'value="Rosa"' in page.text
    assert rsvps.count(event, "waitlisted") == 0


def test_undo_stands_beside_the_last_five(client: Visitor) -> None:
    rsvp = make.rsvp(first_name="Aiko")
    actions.arrive(rsvp, by=make.person(), now=clock.now())
    staff(client, rsvp.event.community)

    page = client.submit(door(rsvp.event), to="/undoings")

    assert page.status_code == 303
    assert arrived() == 0


@pytest.mark.parametrize("people", [48, 200])
def test_the_door_asks_the_database_little(
    client: Visitor, queries: list[str], people: int
) -> None:
    event = make.event(capacity=None)
    for number in range(people):
        rsvp = make.rsvp(event)
        if number % 2:
            actions.arrive(rsvp, by=make.person(), now=clock.now())
    staff(client, event.community)

    for path in ("", "?q=gu", f"?who={rsvp.id}", f"?who={rsvp.id}&again=1", "/missing"):
        queries.clear()
        assert client.get(door(event, path)).status_code == 200
        assert len(queries) <= 12, (path, queries)
