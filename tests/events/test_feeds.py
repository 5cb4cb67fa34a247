"""What every feed does: it says when it changed, what was called off, and how often to ask again."""

from datetime import timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise

import make
import pytest
import vobject
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.events.models import Event

MOST = timedelta(days=2)


@pytest.fixture
def event(each_database: Flask) -> Event:
    return make.event()


@pytest.fixture
def path(event: Event) -> str:
    return f"/{event.community.slug}/calendar.ics"


@pytest.fixture(params=["of a community", "of one event"])
def either(request: pytest.FixtureRequest, event: Event, path: str) -> str:
    if request.param == "of a community":
        return path
    return f"/{event.community.slug}/events/{event.slug}.ics"


def later(monkeypatch: pytest.MonkeyPatch, **by: float) -> None:
    at = clock.now() + timedelta(**by)
    monkeypatch.setattr(clock, "now", lambda: at)


def titles(client: Visitor, path: str) -> list[str]:
    read = vobject.readOne(client.get(path).text)
    return [entry.summary.value for entry in read.contents.get("vevent", [])]


def test_who_knows_only_dates_isn_t_told_the_same_twice(client: Visitor, either: str) -> None:
    before = client.get(either)

    again = client.get(either, headers={"If-Modified-Since": before.headers["Last-Modified"]})

    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == before.headers["ETag"]


@pytest.mark.parametrize(("tag", "status"), [('"another"', 200), (None, 304)])
def test_a_tag_wins_over_a_date(client: Visitor, either: str, tag: str | None, status: int) -> None:
    before = client.get(either).headers

    seen = {"If-None-Match": tag or before["ETag"], "If-Modified-Since": before["Last-Modified"]}
    old = seen | {"If-Modified-Since": "Thu, 01 Jan 2015 00:00:00 GMT"}

    assert client.get(either, headers=seen).status_code == status
    assert client.get(either, headers=old).status_code == status


def _unlist(event: Event) -> None:
    event.visibility = "unlisted"


def _rename(event: Event) -> None:
    event.title = "Another title"


def _call_off(event: Event) -> None:
    event.cancelled_at = clock.now()


@pytest.mark.parametrize("change", [_unlist, _rename, _call_off])
def test_a_change_moves_the_date_on_and_is_dated_only_when_it_is_sure(
    client: Visitor, event: Event, path: str, change, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.event(community=event.community)
    monkeypatch.setattr(clock, "now", lambda: make.NOON + MOST)
    before = parsedate_to_datetime(client.get(path).headers["Last-Modified"])
    later(monkeypatch, hours=1)

    change(event)
    event.revised_at = clock.now()
    at_once = client.get(path, headers={"If-Modified-Since": before.strftime(HTTP)})
    later(monkeypatch, minutes=2)
    after = client.get(path).headers["Last-Modified"]

    assert at_once.status_code == 200
    assert "Last-Modified" not in at_once.headers
    assert parsedate_to_datetime(after) > before


HTTP = "%a, %d %b %Y %H:%M:%S GMT"


def test_what_drops_out_by_its_age_moves_the_date_on(
    client: Visitor, event: Event, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    event.cancelled_at = event.revised_at = clock.now() - timedelta(days=29)
    before = client.get(path)
    assert b"VEVENT" in before.data

    later(monkeypatch, days=2)
    seen = {"If-Modified-Since": before.headers["Last-Modified"]}
    after = client.get(path, headers=seen)

    assert (after.status_code, b"VEVENT" in after.data) == (200, False)
    assert parsedate_to_datetime(after.headers["Last-Modified"]) > parsedate_to_datetime(
        before.headers["Last-Modified"]
    )


def test_whenever_the_feed_is_another_one_so_is_its_date(
    client: Visitor, event: Event, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.NOON + timedelta(days=2, minutes=30))
    event.cancelled_at = event.revised_at = clock.now() - timedelta(days=29)
    seen = []

    for _hour in range(40):
        later(monkeypatch, hours=1)
        seen.append(client.get(path).headers)

    steps = pairwise(seen)
    changed = [(one, other) for one, other in steps if one["ETag"] != other["ETag"]]
    assert len(changed) == 1
    assert all(one["Last-Modified"] != other["Last-Modified"] for one, other in changed)


def test_a_new_name_reaches_who_knows_only_dates_the_day_after(
    client: Visitor, event: Event, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = client.get(path).headers["Last-Modified"]

    event.community.name = "Another name"
    later(monkeypatch, days=1)
    after = client.get(path, headers={"If-Modified-Since": before})

    assert (after.status_code, "Another name" in after.text) == (200, True)


@pytest.mark.parametrize("tell", ["If-None-Match", "If-Modified-Since"])
def test_who_has_it_costs_one_query(
    client: Visitor, path: str, tell: str, queries: list[str]
) -> None:
    before = client.get(path).headers
    told = {"If-None-Match": before["ETag"], "If-Modified-Since": before["Last-Modified"]}
    queries.clear()

    assert client.get(path, headers={tell: told[tell]}).status_code == 304
    assert len(queries) == 1


def test_only_asking_for_the_headers_gets_the_same_ones(client: Visitor, either: str) -> None:
    whole, head = client.get(either), client.head(either)

    assert (head.status_code, head.data) == (200, b"")
    for name in ("ETag", "Last-Modified", "Content-Type", "Content-Length", "Cache-Control"):
        assert head.headers[name] == whole.headers[name]


def test_what_was_called_off_says_so_in_its_title(
    client: Visitor, event: Event, either: str
) -> None:
    event.title = "Tables; and talk"
    assert titles(client, either) == ["Tables; and talk"]

    event.cancelled_at = event.revised_at = clock.now()

    assert titles(client, either) == ["Cancelled: Tables; and talk"]
    assert "STATUS:CANCELLED" in client.get(either).text


def test_whoever_subscribes_to_it_is_told_its_name_and_when_to_ask_again(
    client: Visitor, event: Event, either: str
) -> None:
    lines = client.get(either).text.replace("\r\n ", "").splitlines()

    name = event.title if "/events/" in either else event.community.name
    assert {
        f"NAME:{name}",
        f"X-WR-CALNAME:{name}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
        "X-PUBLISHED-TTL:PT4H",
        f"SOURCE;VALUE=URI:http://localhost{either}",
    } <= set(lines)


def test_a_community_without_events_has_an_empty_feed(app: Flask, client: Visitor) -> None:
    host: Community = make.community()

    assert titles(client, f"/{host.slug}/calendar.ics") == []
    assert client.get("/nobody/calendar.ics").status_code == 404
