"""A series is seen, followed, described and taken apart."""

import json
import re
from datetime import timedelta

import make
import pytest
import series_builders

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.events.series.models import EventSeries, SeriesDate
from eventapp.mail.models import Message
from eventapp.people.actions import token_of
from eventapp.programs import publication
from eventapp.programs.interest import actions as interest
from eventapp.programs.interest.models import Interest

ADDRESS = "aiko@example.org"


@pytest.fixture
def event(host) -> Event:
    """A meetup on a Thursday evening in three weeks."""
    day = clock.now().replace(hour=17, minute=0, second=0, microsecond=0) + timedelta(days=21)
    day += timedelta(days=(3 - day.weekday()) % 7)
    return make.event(
        community=host, title="Lab nights", starts_at=day, ends_at=day + timedelta(hours=2)
    )


def made_series(event: Event, number: int = 3) -> EventSeries:
    return series_builders.repeated(event, number)


def desk(event: Event) -> str:
    return f"/desk/{event.community.slug}"


def public(series: EventSeries) -> str:
    return f"/{series.community.slug}/series/{series.slug}"


def kinds() -> list[str]:
    return list(db.session.scalars(db.select(Message.kind).order_by(Message.id)))


def follower(series: EventSeries, address: str = ADDRESS) -> Interest:
    wish = interest.ask(series, address, now=clock.now())
    interest.confirm(wish, now=clock.now())
    return wish


def test_a_series_shows_its_next_dates_first_and_each_says_what_it_is_part_of(client, event):
    series = made_series(event)
    past = series.events[0]
    past.starts_at -= timedelta(days=90)
    past.ends_at -= timedelta(days=90)
    series.events[2].visibility = "unlisted"
    mine = f"/{event.community.slug}/events/{series.events[1].slug}"

    page = client.get(public(series)).text
    own = client.get(mine).text

    addresses = re.findall(r'<h3><a href="[^"]*/events/([^"]+)"', page)
    assert addresses == [series.events[1].slug, past.slug]
    assert "Part of Lab nights: see all dates" in own
    said = json.loads(re.search(r"ld\+json[^>]*>(.*?)</script>", page, re.S)[1])
    assert said["@type"] == "EventSeries"
    assert [one["url"].rpartition("/")[2] for one in said["subEvent"]] == [series.events[1].slug]
    of = json.loads(re.search(r"ld\+json[^>]*>(.*?)</script>", own, re.S)[1])["superEvent"]
    assert of["url"].endswith(public(series))


def test_an_event_says_no_longer_that_it_is_part_of_what_was_taken_apart(client, organizer, event):
    series = made_series(event)
    mine = f"/{event.community.slug}/events/{event.slug}"
    before = client.get(mine).text

    organizer.post(f"{desk(event)}/series/{series.slug}/removal")

    assert "see all dates" in before
    assert "see all dates" not in client.get(mine).text
    assert client.get(f"/{event.community.slug}/series/lab-nights").status_code == 404
    assert db.session.get(Event, event.id) is not None


def test_an_event_says_the_new_name_of_its_series(client, organizer, event):
    series = made_series(event)
    mine = f"/{event.community.slug}/events/{event.slug}"
    before = client.get(mine).text

    organizer.submit(f"{desk(event)}/series/{series.slug}", to="/description", title="Open lab")

    assert "Part of Lab nights" in before
    assert "Part of Open lab" in client.get(mine).text


def test_a_series_without_a_listed_date_is_there_for_nobody(client, event):
    series = made_series(event, 1)
    ways = (public(series), f"{public(series)}.ics", f"{public(series)}.atom",
            f"{public(series)}/interests")  # fmt: skip
    there = [client.get(way).status_code for way in ways]

    event.visibility = "unlisted"

    assert there == [200] * 4
    assert [client.get(way).status_code for way in ways] == [404] * 4
    assert "see all dates" not in client.get(f"/{event.community.slug}/events/{event.slug}").text


def test_its_calendar_and_its_feed_have_its_listed_dates_alone(client, event):
    series = made_series(event)
    other = make.event(community=event.community, title="Something else")
    series.events[2].visibility = "unlisted"

    calendar = client.get(f"{public(series)}.ics").text
    atom = client.get(f"{public(series)}.atom").text

    for one in series.events[:2]:
        assert one.uid in calendar.replace("\r\n ", "")
        assert f'/{one.slug}"' in atom
    assert other.title not in calendar + atom
    assert series.events[2].uid not in calendar.replace("\r\n ", "")
    assert calendar.count("BEGIN:VEVENT") == atom.count("<entry>") == 2


def test_who_asked_is_told_once_of_the_dates_that_are_published(client, organizer, event):
    series = made_series(event)
    client.submit(f"{public(series)}/interests", email=ADDRESS)
    (wish,) = db.session.scalars(db.select(Interest))
    for one in series.events[1:]:
        one.published_at = None
    unsaid = interest.waiting(series)
    client.submit(f"/interests/{token_of(wish)}")

    organizer.post(f"{desk(event)}/series/{series.slug}/publication")
    organizer.post(f"{desk(event)}/series/{series.slug}/publication")

    assert unsaid == 0
    assert kinds() == ["interest-confirm", "next-date"]
    letter = db.session.scalars(db.select(Message).where(Message.kind == "next-date")).one()
    assert letter.subject == "New dates: Lab nights"
    assert letter.text.count("Lab nights,") + letter.text.count("Lab nights\n") >= 2
    assert letter.unsubscribe.endswith("/removal")
    assert interest.waiting(series) == 0


def test_a_date_published_by_itself_is_told_too_but_none_that_is_unlisted(event):
    series = made_series(event, 1)
    follower(series)
    first = make.event(community=event.community, published_at=None, visibility="unlisted")
    second = make.event(community=event.community, published_at=None)
    series.dates += [SeriesDate(event=first), SeriesDate(event=second)]
    db.session.flush()

    publication.publish(first, now=clock.now())
    quiet = kinds()
    publication.publish(second, now=clock.now())

    assert "next-date" not in quiet
    assert kinds()[-1] == "next-date"


def test_one_press_of_a_mail_program_ends_it_and_a_second_says_the_same(client, event):
    series = made_series(event)
    wish = follower(series)
    stop = f"/interests/{token_of(wish)}/removal"
    looked = client.get(stop)

    answers = [client.post(stop, headers={"X-CSRFToken": ""}) for _press in range(2)]

    assert looked.status_code == 200
    assert [answer.status_code for answer in answers] == [200, 200]
    assert db.session.scalars(db.select(Interest)).all() == []


def test_its_pages_ask_the_database_as_often_for_many_dates_as_for_few(organizer, event, queries):
    series = made_series(event, 2)
    pages = public(series), f"{desk(event)}/series/lab-nights", f"{desk(event)}/series"

    def asked() -> list[int]:
        counts = []
        for page in pages:
            organizer.get(page)
            before = len(queries)
            assert organizer.get(page).status_code == 200
            counts.append(len(queries) - before)
        return counts

    few = asked()
    for more in range(2, 12):
        one = make.event(
            community=event.community,
            starts_at=event.starts_at + timedelta(days=more),
            ends_at=event.ends_at + timedelta(days=more),
        )
        series.dates.append(SeriesDate(event=one))

    many = asked()

    assert many == few


def test_nobody_else_reaches_its_desk(client, event):
    series = made_series(event)
    make.sign_in(client, make.member(make.community()))

    for page in ("", "/dates", "/changes"):
        assert client.get(f"{desk(event)}/series/{series.slug}{page}").status_code == 404
