"""People out of pasted text, however it is set apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.rsvps.invitations.pasted import read


def people(text: str) -> list[tuple[str, str]]:
    return [(one.email, one.name) for one in read(text, str).people.values()]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ann@example.org", [("ann@example.org", "")]),
        ("Ann Example <ann@example.org>", [("ann@example.org", "Ann Example")]),
        ('"Example, Ann" <Ann@Example.org>', [("ann@example.org", "Ann")]),
        ("a@example.org, b@example.org; c@example.org", [("a@example.org", ""), ("b@example.org", ""), ("c@example.org", "")]),
        ("Ann\tann@example.org\nBo,bo@example.org", [("ann@example.org", "Ann"), ("bo@example.org", "Bo")]),
        ("ann@example.org\r\n\r\nAnn <ANN@example.org>", [("ann@example.org", "Ann")]),
        ("A <a@example.org>, B <b@example.org>", [("a@example.org", "A"), ("b@example.org", "B")]),
        ("", []),
    ],
)  # fmt: skip
def test_addresses_are_found_with_the_names_beside_them(text, found):
    assert people(text) == found


def test_what_is_no_address_is_named_and_never_dropped():
    found = read("ann@example.org\nBo Example\nc@d@example.org, e@", str)

    assert list(found.people) == ["ann@example.org"]
    assert found.wrong == ["Bo Example", "c@d@example.org", "e@"]


@given(st.text(max_size=200))
def test_any_text_is_read_without_a_fault(text):
    found = read(text, str)

    assert all(key == one.email == one.email.lower() for key, one in found.people.items())
    assert bool(text.strip(" ;\n\r\t,")) or not found.people
