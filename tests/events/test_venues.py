"""Where a community meets is written down once, and chosen in the form of an event."""

import make
import pytest
from hypothesis import given
from hypothesis import strategies as st
from visitor import forms

from eventapp.db import db
from eventapp.events.venues import map_links
from eventapp.events.venues.models import Venue


@pytest.fixture
def venue(host) -> Venue:
    return make.saved(
        Venue(
            community=host,
            name="City library",
            address="Breite Str. 30, 10178 Berlin",
            room="2nd floor, ring at Library",
            latitude=52.517,
            longitude=13.402,
            tables=9,
            seats=7,
        )
    )


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_coordinates_are_read_as_they_are_written(latitude, longitude):
    found = map_links.coordinates(map_links.written(latitude, longitude))

    assert found == pytest.approx((latitude, longitude), abs=1e-6)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_place_on_earth_or_refused(typed):
    try:
        found = map_links.coordinates(typed)
    except ValueError:
        return

    assert found is None or (abs(found[0]) <= 90 and abs(found[1]) <= 180)


def test_a_link_to_a_map_is_made_of_the_coordinates_or_the_address():
    pin = map_links.map_link("Breite Str. 30", 52.517, 13.402)
    search = map_links.map_link("Breite Str. 30 & co", None, None)

    assert pin == (
        "https://www.openstreetmap.org/?mlat=52.517000&mlon=13.402000#map=18/52.517000/13.402000"
    )
    assert search == "https://www.openstreetmap.org/search?query=Breite+Str.+30+%26+co"
    assert map_links.map_link("", None, None) == ""


def test_a_venue_is_written_down_changed_and_thrown_away(organizer, host):
    page = f"/desk/{host.slug}/venues"

    wrong = organizer.submit(f"{page}/new", to="/new", name="Cellar", coordinates="somewhere")
    organizer.submit(f"{page}/new", to="/new", name="Cellar", coordinates="52.5, 13.4", tables="3")
    (venue,) = db.session.scalars(db.select(Venue))
    organizer.submit(f"{page}/{venue.id}", to=f"/{venue.id}", name="The cellar")
    listed = organizer.get(page).text

    assert wrong.status_code == 422
    assert "Give two numbers" in wrong.text
    assert (venue.name, venue.tables, venue.latitude) == ("The cellar", 3, 52.5)
    assert "The cellar" in listed
    organizer.post(f"{page}/{venue.id}/removal")
    assert len(db.session.scalars(db.select(Venue)).all()) == 0


def test_a_venue_fills_the_place_and_the_tables_of_a_draft(organizer, host, venue):
    event = make.event(community=host, published_at=None)
    page = f"/desk/{host.slug}/events/{event.slug}/plan"

    shown = organizer.submit(
        f"{page}?step=when", to="/plan", go="venue", venue=str(venue.id), starts_at="17:45"
    )

    assert shown.status_code == 200
    assert 'value="17:45"' in shown.text
    assert 'value="City library"' in shown.text
    assert event.place_address == "Breite Str. 30, 10178 Berlin. 2nd floor, ring at Library"
    assert event.map_url.startswith("https://www.openstreetmap.org/?mlat=52.517")
    assert (event.tables, event.seats) == (9, 7)


def test_a_venue_only_fills_the_form_of_a_published_event(organizer, host, venue):
    event = make.event(community=host, place_name="Elsewhere")
    page = f"/desk/{host.slug}/events/{event.slug}/plan"

    shown = organizer.submit(page, to="/review", go="venue", venue=str(venue.id))

    typed = next(one for one in forms(shown.text) if one.action.endswith("/review")).values
    assert (typed["place_name"], typed["tables"], typed["seats"]) == ("City library", "9", "7")
    assert event.place_name == "Elsewhere"


def test_the_venue_of_another_community_is_none(organizer, host):
    other = make.saved(Venue(community=make.community(), name="Their place"))
    event = make.event(community=host, published_at=None)

    organizer.submit(
        f"/desk/{host.slug}/events/{event.slug}/plan?step=when",
        to="/plan", go="venue", venue=str(other.id),
    )  # fmt: skip

    assert event.place_name != "Their place"
    assert organizer.get(f"/desk/{host.slug}/venues/{other.id}").status_code == 404
    assert organizer.post(f"/desk/{host.slug}/venues/{other.id}/removal").status_code == 404


def test_where_an_event_is_held_is_kept_as_a_venue(organizer, host):
    event = make.event(community=host, place_name="The Loft", place_address="Kade 1", tables=3)
    plan = organizer.get(f"/desk/{host.slug}/events/{event.slug}/plan").text
    page = f"/desk/{host.slug}/venues/new?event={event.slug}"

    organizer.submit(page, to=page)

    assert page in plan
    (venue,) = db.session.scalars(db.select(Venue))
    assert (venue.name, venue.address, venue.tables) == ("The Loft", "Kade 1", 3)
    assert page not in organizer.get(f"/desk/{host.slug}/events/{event.slug}/plan").text
