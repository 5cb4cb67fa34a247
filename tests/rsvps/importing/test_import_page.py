"""The page of a list: what it would do, corrected with a click, nothing lost between the steps."""

import make
from import_page import page_of, read, send, states, upload
from visitor import forms
from xlsx_builder import Page, xlsx

from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.rsvps.models import Rsvp

STATES = b"""Name,Email,Registration state
Ada,ada@example.org,Completed
Bo,bo@example.org,Beamed up
Cleo,cleo@example.org,Beamed up
Dana,dana@example.org,Withdrawn
Eve,eve@example.org,On waitlist
"""


def letters() -> list[str]:
    return list(db.session.scalars(db.select(Message.to).order_by(Message.id)))


def test_each_word_is_shown_with_how_it_is_read_and_how_many_rows_it_touches(organizer, event):
    page = read(upload(organizer, event, STATES))

    for word, rows, meaning in (
        ("Completed", "one row", "Coming"),
        ("Beamed up", "2 rows", "Left out: not understood"),
        ("Withdrawn", "one row", "Left out: not coming"),
        ("On waitlist", "one row", "Waiting there"),
    ):
        row = page[page.index(f'<span dir="auto">{word}</span>') :].partition("</tr>")[0]
        assert rows in row
        assert meaning in row
    assert "One person on this list" in page


def test_one_click_corrects_a_word_and_brings_nobody_in(organizer, event):
    shown = upload(organizer, event, STATES)

    corrected = send(organizer, event, shown, **{"read-now": "2|coming|Beamed up"})

    assert "3 people on this list" in corrected.text
    assert "not understood" not in read(corrected)
    assert states() == []


def test_a_corrected_word_holds_until_the_list_comes_in(organizer, event):
    shown = upload(organizer, event, STATES)
    corrected = send(organizer, event, shown, **{"read-now": "2|coming|Beamed up"})

    again = send(organizer, event, corrected, **{"read-now": "2|coming|Withdrawn"})
    send(organizer, event, again, go="bring")

    assert [name for name, _state in states()] == ["Ada", "Bo", "Cleo", "Dana"]


def test_what_is_not_understood_never_comes_in_by_itself(organizer, event):
    send(organizer, event, upload(organizer, event, STATES), go="bring")

    assert states() == [("Ada", "going")]


def test_nobody_is_mailed_while_a_word_is_not_understood(organizer, event):
    shown = upload(organizer, event, STATES)

    said = send(organizer, event, shown, go="bring", mail="1")
    still = send(organizer, event, said, **{"read-now": "2|away|Beamed up"})
    send(organizer, event, still, go="bring")

    assert said.status_code == 422
    assert "“Registration state: Beamed up” isn't understood" in read(said)
    assert letters() == ["ada@example.org"]


def test_whoever_waits_goes_in_line_when_that_is_ticked(organizer, event):
    shown = upload(organizer, event, STATES)

    send(organizer, event, shown, go="bring", waiting="line")

    assert states() == [("Ada", "going"), ("Eve", "waitlisted")]


def test_nothing_that_was_chosen_is_lost_between_two_looks(organizer, event):
    make.rsvp(event, email="old@example.org", first_name="Ada").answered_at = None
    shown = upload(organizer, event, STATES)

    again = send(
        organizer,
        event,
        shown,
        **{"mail": "1", "waiting": "line", "who-2": "other", "read-now": "2|away|Beamed up"},
    )
    (form,) = [form for form in forms(again.text) if "list" in form.values]

    assert form.values["mail"] == "1"
    assert form.values["waiting"] == "line"
    assert form.values["who-2"] == "other"
    assert form.values["read"] == "2|away|Beamed up"
    assert form.values["map-email"] == "1"


def test_a_column_can_be_chosen_by_hand_and_shows_what_is_in_it(organizer, event):
    data = b"Who,Where,Also\nAda,ada@example.org,Leith\nBo,bo@example.org,Kotka\n"
    shown = upload(organizer, event, data)

    again = send(
        organizer, event, shown, **{"map-email": "1", "map-name": "0", "map-organization": "2"}
    )
    send(organizer, event, again, go="bring")

    assert "Leith · Kotka" in again.text
    found = db.session.scalars(db.select(Rsvp).order_by(Rsvp.turn)).all()
    assert [(r.person.email, r.organization) for r in found] == [
        ("ada@example.org", "Leith"),
        ("bo@example.org", "Kotka"),
    ]


def test_a_column_of_words_can_be_taken_away(organizer, event):
    shown = upload(organizer, event, STATES)

    again = send(organizer, event, shown, **{"map-status": ""})

    assert "5 people on this list" in again.text
    assert "everybody on it is taken as coming" in again.text


def test_the_sheet_of_a_workbook_is_chosen_with_one_click(organizer, event):
    data = xlsx(
        Page("Notes", [["Name", "Email"], ["Nobody", "nobody@example.org"]]),
        Page("Guests", [["Name", "Email"], ["Ada", "ada@example.org"]]),
    )
    shown = upload(organizer, event, data, "list.xlsx")
    (form,) = [form for form in forms(shown.text) if "list" in form.values]
    other = ({"Notes", "Guests"} - {form.values["sheet"]}).pop()

    chosen = send(organizer, event, shown, **{"other-sheet": other})
    again = send(organizer, event, chosen, mail="1")

    for page in (chosen, again):
        assert ("ada@example.org" in page.text) == (other == "Guests")
        assert ("nobody@example.org" in page.text) == (other == "Notes")


def test_a_list_without_addresses_comes_in_once(organizer, event):
    data = b"Name,RSVP\nAda Berg,Yes\nBo Ek,Yes\n"

    first = upload(organizer, event, data)
    send(organizer, event, first, go="bring", mail="1")
    again = upload(organizer, event, data)
    send(organizer, event, again, go="bring")

    assert "2 have no address" in first.text
    assert "2 are on the list already, and stay once." in again.text
    assert states() == [("Ada", "going"), ("Bo", "going")]
    assert letters() == []


def test_a_consent_in_a_file_is_named_and_not_taken(organizer, host, event):
    make.rsvp(event, email="ada@example.org", first_name="Ada")
    ours = organizer.get(page_of(event).replace("/import", ".csv")).data
    other = make.event(community=host)

    shown = upload(organizer, other, ours)
    send(organizer, other, shown, go="bring")

    assert "Consents aren’t taken from a file" in shown.text
    (copied,) = db.session.scalars(db.select(Rsvp).filter_by(event_id=other.id))
    assert (copied.show_name_at, copied.keep_in_touch_at) == (None, None)


def test_a_page_of_twenty_thousand_rows_asks_the_database_a_handful_of_questions(
    organizer, event, queries
):
    for n in range(3):
        make.rsvp(event, email=f"g{n}@a.org", first_name=f"G{n}")
    lines = [f"G{n},g{n}@a.org,Yes" for n in range(20_000)]
    data = "\n".join(["Name,Email,Status", *lines]).encode()
    db.session.commit()
    queries.clear()

    shown = upload(organizer, event, data)

    assert "19997 people on this list" in shown.text
    assert len(queries) < 25
    assert len(shown.data) < 2_500_000
    assert shown.text.count("@a.org") < 500


def test_looking_at_a_list_holds_nothing_that_others_wait_for(organizer, event, monkeypatch):
    from eventapp.rsvps.importing import preview

    free, look = [], preview.look

    def watched(*args, **kwargs):
        free.append(db.session.registry().in_transaction() is False)
        return look(*args, **kwargs)

    monkeypatch.setattr(preview, "look", watched)
    upload(organizer, event, STATES)

    assert free == [True]
