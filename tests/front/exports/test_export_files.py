"""What an organizer takes out of an event: people, seats, arrivals, as CSV and as XLSX."""

import csv
import io
from datetime import UTC, datetime, timedelta

import door_builders
import make
import published_plans
import pytest
import python_calamine
from visitor import Visitor

from eventapp.db import db
from eventapp.door.models import Arrival, Visit
from eventapp.events.models import Event

EVENING = datetime(2026, 7, 9, 18, 5, tzinfo=UTC)
# The same evening on the clocks of Tokyo.
THERE = datetime.fromisoformat("2026-07-10 03:05")


@pytest.fixture
def event(app) -> Event:
    return make.event(zone="Asia/Tokyo", rounds=2)


@pytest.fixture
def organizer(client: Visitor, event: Event) -> Visitor:
    make.sign_in(client, make.member(event.community, "organizer"))
    return client


def address(event: Event, name: str) -> str:
    return f"/desk/{event.community.slug}/events/{event.slug}/{name}"


def as_csv(organizer: Visitor, event: Event, name: str) -> list[dict[str, str]]:
    data = organizer.get(address(event, f"{name}.csv")).data
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def as_xlsx(organizer: Visitor, event: Event, name: str) -> list[dict[str, object]]:
    data = organizer.get(address(event, f"{name}.xlsx")).data
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    headings, *rows = book.get_sheet_by_index(0).to_python()
    return [dict(zip(headings, row, strict=True)) for row in rows]


def test_the_page_offers_each_list_as_both_files(organizer, event):
    page = organizer.get(address(event, "export")).text

    for name in ("people", "arrivals"):
        for kind in ("csv", "xlsx"):
            assert f'href="{address(event, name)}.{kind}"' in page
    assert "seats.csv" not in page
    assert "No tables are published yet" in page


def test_the_pages_of_people_and_tables_lead_to_it(organizer, event):
    published_plans.seated(event, [make.rsvp(event) for _ in range(4)])

    for name in ("people", "tables"):
        assert f'href="{address(event, "export")}"' in organizer.get(address(event, name)).text


def test_people_come_out_with_accents_and_times_on_the_event_s_clocks(organizer, event):
    make.rsvp(
        event, first_name="Żółć", last_name="井上", organization="=Leith"
    ).created_at = EVENING

    (text,), (row,) = as_csv(organizer, event, "people"), as_xlsx(organizer, event, "people")

    assert (text["First name"], text["Last name"], text["Organization"]) == ("Żółć", "井上", "'=Leith")  # fmt: skip
    assert (row["First name"], row["Last name"], row["Organization"]) == ("Żółć", "井上", "=Leith")
    assert text["Answered"] == "2026-07-10 03:05"
    assert row["Answered"] == THERE


def test_seats_have_a_column_a_round_with_the_number_of_the_table(organizer, event):
    guests = [make.rsvp(event, first_name=name, last_name="") for name in "BADC"]
    make.rsvp(event, first_name="Nobody's")
    published_plans.seated(event, guests)

    rows = as_xlsx(organizer, event, "seats")

    assert [row["First name"] for row in rows] == ["A", "B", "C", "D"]
    assert [list(row.values())[-2:] for row in rows] == [[2, 1], [1, 2], [2, 1], [1, 2]]
    assert [heading.partition(",")[0] for heading in rows[0]][-2:] == ["Round 1", "Round 2"]
    assert [len(row) for row in as_csv(organizer, event, "seats")] == [len(rows[0])] * 4


def test_without_published_tables_there_is_no_list_of_seats(organizer, event):
    answer = organizer.get(address(event, "seats.xlsx"))

    assert answer.status_code == 409
    assert "No tables are published yet" in answer.text


def test_a_draft_of_the_tables_is_nobody_s_seat(organizer, event):
    published_plans.seated(event, [make.rsvp(event) for _ in range(4)]).published_at = None

    assert organizer.get(address(event, "seats.csv")).status_code == 409


def test_while_a_new_draft_is_made_seats_are_those_that_everybody_follows(organizer, event):
    guests = [make.rsvp(event) for _ in range(2)]
    followed = published_plans.seated(event, guests)
    draft = published_plans.seated(make.event(community=event.community), guests[:1])
    draft.event, draft.version, draft.published_at = event, followed.version + 1, None
    db.session.flush()

    assert len(as_csv(organizer, event, "seats")) == 2


def test_arrivals_say_when_and_by_whom_who_left_and_who_did_not_come(organizer, event):
    here, gone, _away = (make.rsvp(event, first_name=name, last_name="") for name in ("Here", "Gone", "Away"))  # fmt: skip
    make.rsvp(event, first_name="Cancelled").state = "cancelled"
    by = make.member(event.community, "door", first_name="Dora")
    make.saved(Arrival(rsvp=here, arrived_at=EVENING, by_id=by.id, last_round=1))
    make.saved(Visit(rsvp=gone, arrived_at=EVENING - timedelta(minutes=5), left_at=EVENING, last_round=None))  # fmt: skip
    gone.state = "cancelled"
    db.session.flush()

    rows = as_xlsx(organizer, event, "arrivals")

    said = [(row["First name"], row["Came"], row["Checked in"], row["Checked in by"], row["Left"], row["Last round"]) for row in rows]  # fmt: skip
    assert said == [
        ("Gone", "yes", THERE - timedelta(minutes=5), "", THERE, ""),
        ("Here", "yes", THERE, by.first_name, "", 1),
        ("Away", "no", "", "", "", ""),
    ]
    assert [row["Checked in"] for row in as_csv(organizer, event, "arrivals")] == [
        "2026-07-10 03:00", "2026-07-10 03:05", "",
    ]  # fmt: skip


def test_door_staff_take_nothing_out(client, event):
    door_builders.staff(client, event)

    for name in ("export", "people.xlsx", "arrivals.csv", "seats.csv"):
        assert client.get(address(event, name)).status_code == 404


def test_a_file_is_called_after_its_event_and_kept_by_nobody(organizer, event):
    answer = organizer.get(address(event, "people.xlsx"))

    assert answer.headers["Content-Disposition"] == f"attachment; filename={event.slug}-people.xlsx"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.mimetype.endswith("spreadsheetml.sheet")
