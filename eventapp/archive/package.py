"""The ZIP of an archive: how it is written, and how one that somebody sent is opened within bounds (pure)."""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

FORMAT, VERSION = "eventapp community", 1
HEAD = "community.json"
# What is taken of a ZIP: entries, bytes of all that is read, of one line, and how much one may shrink.
ENTRIES = 2_000
UNPACKED = 512 * 1024 * 1024
LINE = 1024 * 1024
PICTURE = 8 * 1024 * 1024
RATIO = 200
SMALL = 1024 * 1024
_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class NoArchive(ValueError):
    """A file that is no archive; `reason` says why, `where` in which part and line of it."""

    def __init__(self, reason: str, where: str = "", line: int = 0) -> None:
        super().__init__(f"{reason} {where} {line}")
        self.reason, self.where, self.line = reason, where, line


class Writer:
    """An archive that is being written."""

    def __init__(self, now: datetime) -> None:
        self._day = now.timetuple()[:6]
        self._kept = io.BytesIO()
        self._zip = zipfile.ZipFile(self._kept, "w", zipfile.ZIP_DEFLATED)

    def add(self, name: str, content: bytes) -> None:
        """Put a file in."""
        self._zip.writestr(self._entry(name), content)

    def rows(self, name: str, rows: Iterable[Mapping[str, Any]]) -> int:
        """Put rows in, one to a line, as they come; how many there were."""
        number = 0
        with self._zip.open(self._entry(f"data/{name}.jsonl"), "w", force_zip64=True) as out:
            for row in rows:
                out.write(_LINE(row).encode() + b"\n")
                number += 1
        return number

    def _entry(self, name: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name, self._day)
        entry.compress_type = zipfile.ZIP_DEFLATED
        return entry

    def finished(self) -> bytes:
        """The whole file."""
        self._zip.close()
        return self._kept.getvalue()


def _said(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value))


_LINE = json.JSONEncoder(ensure_ascii=False, default=_said).encode


class Reader:
    """An archive that somebody sent. Nothing of it is unpacked before its sizes are known."""

    def __init__(self, sent: bytes) -> None:
        # Counted first: opening a ZIP makes an object of each entry.
        if sent.count(_ENTRY) > ENTRIES:
            raise NoArchive("many")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(sent))
        except Exception:
            raise NoArchive("kind") from None
        parts = self._zip.infolist()
        self.names = {part.filename for part in parts}
        if len(self.names) < len(parts):
            raise NoArchive("twice")
        self._weigh(parts)
        self.head = self._head()

    @staticmethod
    def _weigh(parts: list[zipfile.ZipInfo]) -> None:
        for part in parts:
            if part.flag_bits & _ENCRYPTED or part.compress_type not in _PLAIN:
                raise NoArchive("packed", part.filename[:80])
            if part.file_size > SMALL and part.file_size > RATIO * max(part.compress_size, 1):
                raise NoArchive("bomb", part.filename[:80])
        if sum(part.file_size for part in parts) > UNPACKED:
            raise NoArchive("large")

    def _head(self) -> dict[str, Any]:
        if HEAD not in self.names:
            raise NoArchive("format")
        head = _object(self.content(HEAD, most=LINE), HEAD, 1)
        if head.get("format") != FORMAT or type(head.get("version")) is not int:
            raise NoArchive("format")
        if head["version"] > VERSION:
            raise NoArchive("newer")
        return head

    @property
    def tables(self) -> set[str]:
        """The tables whose rows it has."""
        return {
            name.removeprefix("data/").removesuffix(".jsonl")
            for name in self.names
            if name.startswith("data/")
        }

    def content(self, name: str, *, most: int) -> bytes:
        """A file of it."""
        try:
            with self._zip.open(name) as part:
                found = part.read(most + 1)
        except Exception:
            raise NoArchive("broken", name) from None
        if len(found) > most:
            raise NoArchive("large", name)
        return found

    def rows(self, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """The rows of a table, each with the line it stands in; none where it has no such table."""
        where = f"data/{name}.jsonl"
        if where not in self.names:
            return
        number = 0
        try:
            part = self._zip.open(where)
        except Exception:
            raise NoArchive("broken", where) from None
        with part:
            while line := self._line(part, where):
                number += 1
                yield number, _object(line, where, number)

    @staticmethod
    def _line(part: Any, where: str) -> bytes:
        try:
            line: bytes = part.readline(LINE + 1)
        except Exception:
            # A checksum that is wrong is known at the end of a part.
            raise NoArchive("broken", where) from None
        if len(line) > LINE:
            raise NoArchive("large", where)
        return line


def _object(content: bytes, where: str, line: int) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise NoArchive("broken", where, line) from None
    if not isinstance(found, dict):
        raise NoArchive("row", where, line)
    return found
