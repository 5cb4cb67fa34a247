"""Files that are no archives, or whose rows lie: refused with a sentence, and nothing is kept."""

import io
import json
import zipfile

import make
import pytest
from archive_builders import changed, counted, lying
from hypothesis import given
from hypothesis import strategies as st

from eventapp import clock
from eventapp.archive import bringing, package
from eventapp.archive.package import NoArchive, Reader
from eventapp.db import db
from eventapp.errors import Refused


def zipped(files: dict[str, bytes]) -> bytes:
    """A ZIP of some files."""
    return changed(zipped_empty(), lambda there: there.update(files))


def zipped_empty() -> bytes:
    """A ZIP of nothing."""
    kept = io.BytesIO()
    zipfile.ZipFile(kept, "w").close()
    return kept.getvalue()


def head(**given: object) -> bytes:
    """What an archive says of itself."""
    return json.dumps({"format": package.FORMAT, "version": 1} | given).encode()


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (b"", "kind"),
        (b"PK\x03\x04 but no more", "kind"),
        (zipped_empty(), "format"),
        (zipped({"community.json": b"[]"}), "row"),
        (zipped({"community.json": b"{"}), "broken"),
        (zipped({"community.json": b"[" * 100_000}), "broken"),
        (zipped({"community.json": b"9" * 5_000}), "broken"),
        (zipped({"community.json": head(format="other")}), "format"),
        (zipped({"community.json": head(version="1")}), "format"),
        (zipped({"community.json": head(version=2)}), "newer"),
        (zipped({"community.json": head(), "data/event.jsonl": bytes(2_000_000)}), "bomb"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_is_no_archive_is_told_why(sent: bytes, reason: str) -> None:
    with pytest.raises(NoArchive) as no:
        Reader(sent)

    assert no.value.reason == reason


def test_a_zip_of_many_files_is_not_even_opened(monkeypatch) -> None:
    monkeypatch.setattr(zipfile, "ZipFile", None)

    with pytest.raises(NoArchive, match="many"):
        Reader(b"PK\x01\x02" * (package.ENTRIES + 1))


def test_a_zip_of_more_than_we_take_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(package, "UNPACKED", 100)

    with pytest.raises(NoArchive, match="large"):
        Reader(zipped({"community.json": head(name="x" * 100)}))


def test_a_file_that_is_there_twice_is_refused() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as out:
        out.writestr("community.json", head())
        with pytest.warns(UserWarning, match="Duplicate"):
            out.writestr("community.json", head())

    with pytest.raises(NoArchive, match="twice"):
        Reader(kept.getvalue())


@given(st.binary(max_size=200))
def test_whatever_bytes_come_there_is_a_reason(sent: bytes) -> None:
    with pytest.raises(NoArchive):
        Reader(sent)


def another_guest(files: dict[str, bytes]) -> None:
    """A rule about somebody who isn't at that event."""
    event = json.loads(files["data/rule.jsonl"].splitlines()[0])["event_id"]
    guests = map(json.loads, files["data/rsvp.jsonl"].splitlines())
    stranger = next(one["id"] for one in guests if one["event_id"] != event)
    lying("rule", "rsvp_id", stranger)(files)


def twice_there(files: dict[str, bytes]) -> None:
    """A second person with the address of one."""
    people = files["data/person.jsonl"].splitlines()
    row = next(one for one in map(json.loads, people) if one["email"])
    files["data/person.jsonl"] += json.dumps(row | {"id": 999_999}).encode()


LIES = {
    "a script for an address": lying("event", "map_url", "javascript:alert(1)"),
    "a script among materials": lying("session", "materials", [{"title": "x", "url": "data:x"}]),
    "tables without end": lying("event", "tables", 2_000_000_000),
    "a number beyond all": lying("event", "sequence", 10**30),
    "no zone of this earth": lying("event", "zone", "Moon/Sea"),
    "a time without a zone": lying("event", "starts_at", "2026-01-01T10:00:00"),
    "a title too long": lying("event", "title", "x" * 81),
    "a title in two lines": lying("event", "title", "a\r\nBcc: b@example.org"),
    "half a letter": lying("event", "description", "\ud800"),
    "a nought": lying("event", "description", "\0"),
    "a truth for a number": lying("event", "rounds", True),
    "a list for a text": lying("event", "title", ["x"]),
    "no title": lying("event", "title", None),
    "a column of no table": lying("event", "password", "x"),
    "a colour that ends its sheet": lying("community", "colour", "red;}"),
    "a slug that leads elsewhere": lying("event", "slug", "../x"),
    "a state of none": lying("rsvp", "state", "king"),
    "a guest of nobody": lying("rsvp", "person_id", 999_999),
    "a guest of another event": another_guest,
    "two with one address": twice_there,
    "no address": lying("person", "email", "a@b@c"),
    "an owner who shares": lying("person", "shares_id", 1),
    "a row twice": lying("plan", "id", 2),
    "a run that never was": lying("event", "run", {"first": 1}),
    "figures that are words": lying("plan", "figures", {"energy": "much"}),
    "answers to no question": lying("rsvp", "question_answers", {"99999": "x"}),
    "deep answers": lying("rsvp", "question_answers", {"1": [[[[[[[["x"]]]]]]]]}),
    "a table of no release": lambda files: files.update({"data/link.jsonl": b"{}"}),
    "two communities": lambda files: files.update(
        {"data/community.jsonl": files["data/community.jsonl"] * 2}
    ),
    "half a line": lambda files: files.update({"data/event.jsonl": b'{"id": 1'}),
    "a picture that is none": lambda files: files.update({"pictures/logo.png": b"<svg/>"}),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_rows_that_lie_are_refused_and_nothing_is_kept(app, archived, lie) -> None:
    sent, owner = changed(archived[0], lie), make.person(email="owner@elsewhere.example")
    db.session.commit()
    before = counted()

    with pytest.raises(Refused) as no:
        bringing.bring(bringing.look_through(bringing.opened(sent)), owner, now=clock.now())

    db.session.rollback()
    assert len(str(no.value)) > 20
    assert counted() == before
