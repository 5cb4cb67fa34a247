"""What we write is read alike by four programs that didn't write it."""

from collections.abc import Iterator

import calendar_readers as readers
import pytest
from calendar_builders import STAMP, appointment
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from eventapp import content_lines, ical

pytestmark = [pytest.mark.browser, pytest.mark.services]
ODD = [
    "\\", "Bob\\", "\\\\", "Bob\\\"", '"', '"Bob"', "Bob\\n", "^", "^n", "^'", "Bob^", "O’Neil", ":", ";", ",",
    "a;b:c,d", "mailto:x@y.z", 'x";RSVP=FALSE;CN="y', "\r\nATTENDEE:mailto:x@y.z", "\x00\x07", "🎉", "\u200d",
    "\u202eBob", "漢字", "é" * 40, "=", "'", "''", "Bob '", "\t", "a\u2028b", "\ufeffBob", "%s", "CN=Bob", "\u00a0",
]  # fmt: skip
NAMES = st.one_of(
    st.sampled_from(ODD),
    st.text("\\\"^;:,='n \tab漢", min_size=1, max_size=12),
    st.text(max_size=60),
    st.text(max_size=90).map(lambda text: text + "\\"),
)


@pytest.fixture(scope="module")
def every(chromium: Browser) -> Iterator[dict[str, readers.Reader]]:
    """All four, by their names."""
    context = chromium.new_context()
    yield {
        "libical": readers.by_libical,
        "ical.js": readers.by_ical_js(context.new_page()),
        "vobject": readers.by_vobject,
        "sabre": readers.by_sabre,
    }
    context.close()


def alike(every: dict[str, readers.Reader], names: list[str]) -> None:
    """Every program reads everybody's name and address, and the rest of the line."""
    written = [
        ical.invite(appointment(guest_name=name, organizer_name=name), stamp=STAMP)
        for name in names
    ]
    found = {program: read(written) for program, read in every.items()}
    for at, name in enumerate(names):
        [shown] = {program[at].entries[0].guests for program in found.values()}
        [host] = {program[at].entries[0].organizer for program in found.values()}
        assert [guest.address for guest in shown] == ["aiko@mail.example"]
        assert host == readers.Person(shown[0].name, "tables@tables.example")
        assert letters(shown[0].name) == letters(name)
        for program in found.values():
            [line] = [one for one in program[at].events[0] if one.name == "ATTENDEE"]
            assert (line.params["RSVP"], line.params["CUTYPE"]) == ("TRUE", "INDIVIDUAL")


def letters(name: str) -> str:
    """What must be left of a name: its letters and digits, in their order."""
    return "".join(filter(str.isalnum, content_lines.clean(name)))


def test_odd_names_reach_every_program(every) -> None:
    alike(every, ODD)


@given(st.lists(NAMES, min_size=20, max_size=40))
@settings(max_examples=15, deadline=None)
def test_any_name_is_read_alike_by_every_program(every, names: list[str]) -> None:
    alike(every, names)


@given(st.lists(st.tuples(*[st.text(max_size=120)] * 3), min_size=20, max_size=40))
@settings(max_examples=10, deadline=None)
def test_any_words_are_read_alike_by_programs_that_know_text(every, told) -> None:
    written = [
        ical.single(appointment(title=title, description=text, location=place))
        for title, text, place in told
    ]

    found = [read(written) for name, read in every.items() if name != "sabre"]

    for at, (title, text, place) in enumerate(told):
        [entry, *others] = [program[at].entries[0] for program in found]
        assert [entry] * len(others) == others
        assert entry.title == content_lines.clean(title)
        assert entry.description == content_lines.clean_lines(text).strip()
        assert entry.place == content_lines.clean(place)
