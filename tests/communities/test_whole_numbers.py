"""A whole number is in its range, or is answered in words, however long it is."""

import re
from pathlib import Path

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.validators import InputRequired, Optional

from eventapp.communities.forms import WholeNumberField

APP = Path(__file__).parents[2] / "eventapp"
SAID = "Give a number from 1 to 20."


class Asked(Form):
    may = WholeNumberField("May", [Optional()], least=1, most=20, default=3)
    must = WholeNumberField("Must", [InputRequired(SAID)], least=1, most=20)


def asked(**typed: str) -> Asked:
    form = Asked(MultiDict({"may": "", "must": "2"} | typed))
    form.validate()
    return form


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("name", ["may", "must"])
@pytest.mark.parametrize(
    "typed", ["0", "21", "-1", "x", "1.5", "9" * 309, "9" * 4301, "-" + "9" * 309, "\0"]
)
def test_what_is_no_number_in_the_range_is_answered_in_words(name: str, typed: str) -> None:
    field = asked(**{name: typed})[name]

    assert [str(error) for error in field.errors] == [SAID]
    assert field.data is None


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(("typed", "number"), [("1", 1), ("20", 20), (" 7 ", 7), ("", None)])
def test_a_number_in_the_range_is_taken_and_one_that_may_be_empty_too(
    typed: str, number: int | None
) -> None:
    form = asked(may=typed)

    assert form.may.data == number
    assert not form.errors


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("typed", ["", "  "])
def test_a_number_that_must_be_given_is_asked_for(typed: str) -> None:
    assert [str(error) for error in asked(must=typed).must.errors] == [SAID]


def test_every_whole_number_of_a_form_is_such_a_field() -> None:
    """The usual field with a usual range can't hold a number of more than 308 digits against it."""
    plain = {
        str(file.relative_to(APP))
        for file in APP.rglob("*.py")
        if re.search(r"\bIntegerField\(", file.read_text())
    }

    # Its range depends on the sheet, and is asked by the form.
    assert plain == {"badges/forms.py"}
