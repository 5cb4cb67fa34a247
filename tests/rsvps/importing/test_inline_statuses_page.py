"""What a list says outside its columns, on the page and at the command line."""

import html
import re

import make
import pytest
from conftest import visitor
from import_page import read, send, states, upload

from eventapp.db import db
from eventapp.mail.models import Message

LISTED = b"""Name,Email
Ada Berg,ada@example.org
Bo (cancelled),bo@example.org
Cleo Ek?,cleo@example.org
Waiting list:,
Dana Fox,dana@example.org
"""
TWICE = b"Name,Email,Status\nAda,ada@example.org,Cancelled\nAda Berg,ada@example.org,Confirmed\n"


@pytest.fixture
def event(app):
    return make.event(slug="meetup")


@pytest.fixture
def organizer(app, event):
    someone = visitor(app)
    make.sign_in(someone, make.member(event.community, "organizer"))
    return someone


def click(page, word):
    """What a click on a button beside a word sends."""
    values = [
        html.unescape(value) for value in re.findall(r'name="read-now" value="([^"]*)"', page.text)
    ]
    return {"read-now": next(value for value in values if value.endswith(word))}


def test_each_word_outside_the_columns_is_shown_with_where_it_stands(organizer, event):
    page = read(upload(organizer, event, LISTED))

    for word, where, meaning in (
        ("cancelled", "Beside the name", "Left out: not coming"),
        ("?", "Beside the name", "Left out: not understood"),
        ("Waiting list:", "Line above the rows", "Waiting there"),
    ):
        row = page[page.index(f'<span dir="auto">{word}</span>') :].partition("</tr>")[0]
        assert where in row
        assert meaning in row
    assert "One person on this list" in page


def test_a_click_on_such_a_word_holds_until_the_list_comes_in(organizer, event):
    shown = upload(organizer, event, LISTED)

    corrected = send(organizer, event, shown, **click(shown, "coming|?"))
    send(organizer, event, corrected, go="bring")

    assert states() == [("Ada", "going"), ("Cleo", "going")]


def test_two_rows_that_contradict_each_other_stop_the_mails_until_one_click(organizer, event):
    shown = upload(organizer, event, TWICE)
    word = "coming|Ada Berg (2, 3)"

    stopped = send(organizer, event, shown, go="bring", mail="yes")
    told = send(organizer, event, shown, **click(shown, word))
    sent = send(organizer, event, told, go="bring", mail="yes")

    assert (stopped.status_code, sent.status_code) == (422, 303)
    assert "Line 3 has this person coming, line 2 doesn’t" in read(shown)
    assert states() == [("Ada", "going")]
    assert db.session.scalar(db.select(db.func.count()).select_from(Message)) == 1


def test_the_command_says_them_too_and_takes_a_word_for_them(app, event, tmp_path):
    file = tmp_path / "list.csv"
    file.write_bytes(LISTED)
    where = f"{event.community.slug}/{event.slug}"
    db.session.commit()

    said = app.test_cli_runner().invoke(
        args=["attendees", "import", where, str(file), "--state", "?=coming"]
    )

    assert "Beside the name: 'cancelled' is read as not coming, left out (1 row)" in said.output
    assert "Line above the rows: 'Waiting list:' is read as waiting in line (1 row)" in said.output
    assert states() == [("Ada", "going"), ("Cleo", "going")]
