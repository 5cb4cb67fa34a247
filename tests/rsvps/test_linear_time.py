"""A longer text takes longer in proportion, whatever is typed in it; what is too long is refused at once."""

import contextlib
import time

import pytest
from xlsx_builder import Page, xlsx

from eventapp.rsvps import cells, subjects, topics
from eventapp.rsvps import names as persons
from eventapp.rsvps.importing import (
    columns,
    csv_text,
    entries,
    html_tables,
    inline_statuses,
    parsing,
    raw_table,
    reading,
    status_columns,
    workbooks,
)
from eventapp.rsvps.importing.column_samples import looks

SHORT, TIMES = 2_000, 8
# In proportion it would be 8 times as long, with the square 64 times.
AT_MOST = 28
SHAPES = {
    "spaces": " ",
    "apostrophes": "'",
    "equals": "=",
    "semicolons": ";",
    "ats": "@",
    "dots": ".",
    "an address that never ends": "a.b@",
    "a host that never ends": "a@b.",
    "breaks": "\n",
    "returns and tabs": "\r\t",
    "breaks and spaces": "\n ",
    "apostrophes before a formula": "'= ",
    "marks": "\u0300\u0316",
    "joiners": "\u200c\u200d",
    "quotes": '"',
    "brackets": "<",
    "comments": "<!--",
    "tags": "<td>",
    "scripts": "<script></script>",
    "slashes": " & / ",
    "letters": "a",
    "words": "no ",
    "wide letters": "ﷺ",
    "ampersands": "a & b ",
}


def whole(data):
    with contextlib.suppress(parsing.BadFile):
        sheet = parsing.read(data)
        parsing.entries(sheet, parsing.guess(sheet), roles=["Leader"])


READERS = {
    "clean": cells.clean,
    "clean_lines": cells.clean_lines,
    "disarm": cells.disarm,
    "rearm": cells.rearm,
    "plausible": lambda text: parsing.unneeded(text),
    "unwrapped": cells.unwrapped,
    "holds_address": cells.holds_address,
    "thinned": cells.thinned,
    "fold": topics.fold,
    "words": topics.words,
    "stems": topics.stems,
    "topics_in": lambda text: topics.topics_in(text, ["Data & SQL", "Design"]),
    "a topic": lambda text: topics.topics_in(text[: len(text) // 2], [text]),
    "keywords": topics.keywords,
    "kind_in": topics.kind_in,
    "about": lambda text: subjects.about(text, ["Data & SQL"]),
    "a subject's topic": lambda text: subjects.about(text[: len(text) // 2], [text]),
    "guess": lambda text: columns.guess([text, "Email"], [[text, "a@example.org"]]),
    "looks": lambda text: [look.names for look in looks(["name"], [[text]])],
    "attendance": status_columns.attendance,
    "a cancellation": lambda text: status_columns.reading("contrary", text),
    "stage_of": entries.stage_of,
    "role_of": lambda text: entries.role_of(text, ["Leader", "Student"]),
    "kind_of": entries.kind_of,
    "parted": persons.parted,
    "people": lambda text: _people(text),
    "apart": inline_statuses.apart,
    "unread": inline_statuses.unread,
    "a title": inline_statuses.title,
    "a line between rows": lambda text: inline_statuses.section([text], after=True),
    "a cell": lambda text: whole(f'Name,Email\n"{text}",a@example.org\n'.encode()),
    "an address": lambda text: whole(f'Name,Email\nAnn,"{text}"\n'.encode()),
    "a state": lambda text: whole(f'Name,Email,Status\nAnn,a@example.org,"{text}"\n'.encode()),
    "a heading": lambda text: whole(f'"{text}",Email\nAnn,a@example.org\n'.encode()),
    "a file": lambda text: whole(text.encode()),
    "a page": lambda text: whole(f"<table><tr><td>{text}".encode()),
    "a box": lambda text: whole(f"<table><tr><td><input {text}>".encode()),
    "a tag": lambda text: whole(f"<table {text}".encode()),
}


def _people(text):
    with contextlib.suppress(persons.Several):
        persons.people({"name": text, "first_name": "", "last_name": ""})


def spent(read, text, *, tries=1):
    """Seconds of this process alone, the least of several tries: others on the machine don't count."""
    took = []
    for _n in range(tries):
        begun = time.process_time()
        read(text)
        took.append(time.process_time() - begun)
    return min(took)


@pytest.mark.parametrize("reader", READERS)
def test_twice_the_letters_take_twice_the_time(reader):
    read = READERS[reader]
    slow = {}
    for name, shape in SHAPES.items():
        short, long = ((shape * (size // len(shape) + 1))[:size] for size in (SHORT, SHORT * TIMES))

        # With the square this takes a quarter of a second or more; most take milliseconds.
        if spent(read, long) > 0.1:
            took = spent(read, short, tries=4), spent(read, long, tries=3)
            if took[1] > AT_MOST * took[0]:
                slow[name] = took
    assert slow == {}


def test_many_people_with_one_address_take_no_longer_than_many_with_many():
    def many(number, address):
        rows = "".join(f"Ann{n},{address.format(n)}\n" for n in range(number))
        return f"Name,Email\n{rows}".encode()

    one, several = (spent(whole, many(1_000, shape), tries=2) for shape in ("a@b.org", "a{}@b.org"))

    assert one < 4 * several + 0.05


@pytest.mark.parametrize(
    "data",
    [
        b"Name,Email\n" + b"A" * 120_000 + b",a@example.org\n",
        b"Name,Email\n" + b" " * 120_000 + b",a@example.org\n",
        b"Name,Email\n" + b"'" * 120_000,
        b"=" * 4_900_000,
        b"a@" * 2_450_000,
        b"x" * 60_000_000,
        ("Name,Email\n" + "\u0300\u0316" * 100_000).encode(),
    ],
    ids=["letters", "spaces", "apostrophes", "one cell", "ats", "60 MB", "marks"],
)
def test_what_is_too_long_is_refused_before_anybody_looks_at_it(data, monkeypatch):
    def never(*_args, **_named):
        raise AssertionError("somebody looked")

    monkeypatch.setattr(reading, "survey", never)
    monkeypatch.setattr(reading, "_run", never)

    with pytest.raises(parsing.BadFile, match=r"larger than 5 MB|longer than 32,767"):
        reading.look(data)


def test_a_row_of_ten_thousand_cells_isnt_thought_about(monkeypatch):
    seen = []
    monkeypatch.setattr(csv_text, "named", lambda cells: seen.append(len(cells)) or {})

    with pytest.raises(parsing.BadFile, match="200 columns"):
        parsing.read(b"Name;Email\n" + b"a;" * 10_000 + b"b")
    assert max(seen) <= raw_table.COLUMNS + 1


def test_a_workbook_is_weighed_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(workbooks, "UNPACKED", 1_000)
    monkeypatch.setattr(reading, "_run", lambda *_args: pytest.fail("it was unpacked"))

    with pytest.raises(parsing.BadFile, match="unpacks to more"):
        reading.look(xlsx(Page("Guests", [["Name", "Email"], ["Ann", "a@example.org"]])))


@pytest.mark.parametrize(
    "data",
    [
        b"Name,Email\n" + b"Ann,a@example.org\n" * 4_000,
        xlsx(Page("G", [["Name"], ["Ann"]])),
        b"<table>",
    ],
    ids=["long text", "workbook", "page"],
)
def test_what_may_take_long_is_read_in_a_process_of_its_own(data, monkeypatch):
    monkeypatch.setattr(reading, "survey", lambda *_args, **_named: pytest.fail("read here"))

    with contextlib.suppress(parsing.BadFile):
        reading.look(data, roles=[])


def test_a_list_that_takes_too_much_is_refused_with_a_sentence(monkeypatch):
    monkeypatch.setattr(reading, "MEGABYTES", 20)

    with pytest.raises(parsing.BadFile, match="too much time or memory"):
        reading.look(xlsx(Page("Guests", [["Name", "Email"], ["Ann", "a@example.org"]])))


def test_a_list_that_hangs_is_ended_and_refused(monkeypatch, tmp_path):
    reader = tmp_path / "reader.py"
    reader.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(reading, "_READER", reader)
    monkeypatch.setattr(reading, "SECONDS", 1)

    with pytest.raises(parsing.BadFile, match="too much time or memory"):
        reading.look(b"<table><tr><td>Name</td></tr></table>")


def test_one_text_named_a_million_times_is_too_much(monkeypatch):
    monkeypatch.setattr(raw_table, "LETTERS", 1_000)
    rows = [["Name", "Email"], *[["A" * 400, "a@example.org"]] * 3]

    with pytest.raises(parsing.BadFile, match="more text"):
        parsing.read(xlsx(Page("Guests", rows)))


def test_a_page_is_told_by_how_it_begins():
    assert html_tables.begins(b"\xef\xbb\xbf  <HTML>")
    assert not html_tables.begins(b"Name,<b>Email</b>")
