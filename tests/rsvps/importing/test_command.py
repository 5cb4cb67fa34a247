"""Lists at the command line: each word is said with how it is read, and what isn't sure stops the mail."""

from pathlib import Path

import make
import pytest
from xlsx_builder import Page, xlsx

from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.rsvps.models import Rsvp

EXPORTS = Path(__file__).parent / "exports"


@pytest.fixture
def event(app):
    found = make.event(slug="meetup")
    db.session.commit()
    return found


def say(app, event, file, *words):
    name = f"{event.community.slug}/{event.slug}"
    return app.test_cli_runner().invoke(args=["attendees", "import", name, str(file), *words])


def going(event, state="going"):
    found = db.select(Rsvp.first_name).filter_by(event_id=event.id, state=state)
    return sorted(db.session.scalars(found))


def letters():
    return db.session.scalar(db.select(db.func.count()).select_from(Message))


def kept(tmp_path, *rows):
    file = tmp_path / "list.csv"
    file.write_text("\n".join(rows))
    return file


def test_each_word_is_printed_with_how_it_is_read(app, event):
    said = say(app, event, EXPORTS / "civicrm-participants.csv")

    assert "Participant Status: 'Registered' is read as coming (1 row)" in said.output
    assert "Participant Status: 'On waitlist' is read as waiting in line (1 row)" in said.output
    assert "'Cancelled' is read as not coming, left out (1 row)" in said.output
    assert "1 wait in the list: in line here only with --waiting-in-line." in said.output
    assert going(event) == ["Maren", "Tobias"]


def test_who_waits_there_waits_here_when_told(app, event):
    said = say(app, event, EXPORTS / "civicrm-participants.csv", "--waiting-in-line")

    assert said.exit_code == 0, said.output
    assert going(event, "waitlisted") == ["Aiyana"]


def test_a_word_that_isnt_understood_stops_the_mail_and_brings_in_nobody(app, event, tmp_path):
    file = kept(tmp_path, "Name,Email,Status", "Ann,a@x.org,Confirmed", "Bob,b@x.org,✗")

    said = say(app, event, file, "--mail")

    assert said.exit_code == 1
    assert "Status: '✗' is read as NOT UNDERSTOOD, left out" in said.output
    assert "Nobody is mailed or brought in before it is clear who is coming" in said.output
    assert (going(event), letters()) == ([], 0)


def test_without_mail_such_a_word_is_only_left_out(app, event, tmp_path):
    file = kept(tmp_path, "Name,Email,Status", "Ann,a@x.org,Confirmed", "Bob,b@x.org,✗")

    said = say(app, event, file)

    assert "line 3: Marked “✗” under “Status”: say first what that means." in said.output
    assert going(event) == ["Ann"]


def test_a_refund_stops_the_mail_until_it_is_confirmed(app, event):
    file = EXPORTS / "tickettailor-orders.csv"

    stopped = say(app, event, file, "--mail")
    mailed = say(app, event, file, "--mail", "--state", "Refunded amount: 10.00=away")

    assert "'Refunded amount: 10.00'" in stopped.output
    assert stopped.exit_code == 1
    assert mailed.exit_code == 0, mailed.output
    assert going(event) == ["Aiyana", "Maren", "Tobias"]
    assert letters() == 3


def test_a_word_that_isnt_there_is_refused_with_those_that_are(app, event):
    said = say(app, event, EXPORTS / "civicrm-participants.csv", "--state", "purple=coming")

    assert said.exit_code == 1
    assert "Words: 'Registered', 'Attended', 'On waitlist'" in said.output


def test_a_list_that_says_nothing_of_coming_is_said_to_be_all_coming(app, event, tmp_path):
    said = say(app, event, kept(tmp_path, "Name,Email", "Ann,a@x.org"))

    assert "No column says who is coming, so everybody is." in said.output


def test_a_sheet_of_a_workbook_is_named(app, event, tmp_path):
    file = tmp_path / "list.xlsx"
    guests = Page("Guests", [["Name", "Email"], ["Ann", "a@x.org"], ["Bob", "b@x.org"]])
    file.write_bytes(xlsx(guests, Page("Crew", [["Name", "Email"], ["Uma", "u@x.org"]])))

    said = say(app, event, file, "--sheet", "Crew")

    assert "The sheet 'Crew' of: Guests, Crew" in said.output
    assert going(event) == ["Uma"]


def test_a_list_without_addresses_comes_in_with_nobody_to_write_to(app, event):
    said = say(app, event, EXPORTS / "meetup-attendees.xls", "--mail")

    assert "No column holds addresses, so there is nobody to write to." in said.output
    assert going(event) == ["Aiyana", "Maren", "Tobias"]
    assert letters() == 0


def test_all_or_nothing_brings_in_nobody_while_a_row_is_bad(app, event, tmp_path):
    file = kept(tmp_path, "Name,Email", "Ada,ada@example.org", "Bo,bo@")

    said = say(app, event, file, "--all-or-nothing")

    assert said.exit_code == 1
    assert "Nothing is brought in, because one row can’t be. Line 3:" in said.output
    assert going(event) == []
    say(app, event, file)
    assert going(event) == ["Ada"]


def test_the_bad_rows_are_written_to_a_file_that_can_be_brought_in_again(app, event, tmp_path):
    file = kept(tmp_path, "Name,Email", "Ada,ada@example.org", "Bo,bo@")
    bad = tmp_path / "bad.csv"

    said = say(app, event, file, "--bad-rows", str(bad))
    bad.write_bytes(bad.read_bytes().replace(b"Bo,bo@", b"Bo,bo@example.org"))
    say(app, event, bad)

    assert f"1 rows to mend are in {bad}." in said.output
    assert going(event) == ["Ada", "Bo"]
