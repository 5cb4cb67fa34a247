"""Lists are read here: small texts on the spot, all else in a process of its own, within limits.

A workbook, a page or a long text may take a second or a gigabyte, and was made by anybody: what
hangs, grows or dies then takes nothing with it.
"""

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from eventapp.mail.compose import address
from eventapp.rsvps.importing import (
    columns,
    html_tables,
    parsing,
    raw_table,
    status_words,
    workbooks,
)
from eventapp.rsvps.importing.inspection import Look, survey
from eventapp.rsvps.importing.raw_table import Say

SECONDS = 30
MEGABYTES = 768
# A text of this size is read faster than a process starts.
ON_THE_SPOT = 60_000
_READER = Path(__file__).with_name("reader_process.py")
# Each reader takes a core; more at once would only be slower.
_AT_ONCE = threading.BoundedSemaphore(2)
_WORDS = (*columns.OWN.values(), *status_words.OWN, "yes", raw_table.WRONG)

__all__ = ["Look", "look", "look_for_names", "look_for_seats"]

log = logging.getLogger(__name__)


def look(
    data: bytes,
    *,
    encoding: str | None = None,
    sheet: str | None = None,
    picks: Mapping[str, int | tuple[int, ...] | None] | None = None,
    corrections: Mapping[tuple[int, str], str] | None = None,
    roles: Sequence[str] | None = None,
    _: Say = str,
) -> Look:
    """Whom a list names, with addresses that mail can go to; BadFile when it can't be read.

    `picks` are the columns the organizer chose, `corrections` what a value of a state column
    means, as in `parsing`; `roles` the event's, or None for those the list has.
    """
    asked = _asked(encoding, sheet, picks, corrections, roles, check="mail")
    return _looked(data, asked, lambda text: address(text, _).lower(), _)


def look_for_seats(
    data: bytes,
    *,
    encoding: str | None = None,
    sheet: str | None = None,
    picks: Mapping[str, int | tuple[int, ...] | None] | None = None,
    corrections: Mapping[tuple[int, str], str] | None = None,
    _: Say = str,
) -> Look:
    """The same for who only needs chairs: nobody is left out for want of an address."""
    asked = _asked(encoding, sheet, picks, corrections, None, check="none")
    return _looked(data, asked, parsing.unneeded, _)


def look_for_names(data: bytes, *, roles: Sequence[str], _: Say = str) -> Look:
    """The same where a name is enough: an address may be missing, but one that is there must be sound."""
    asked = _asked(None, None, None, None, roles, check="if given")
    return _looked(data, asked, parsing.IfGiven(lambda text: address(text, _).lower()), _)


def _asked(
    encoding: str | None,
    sheet: str | None,
    picks: Mapping[str, int | tuple[int, ...] | None] | None,
    corrections: Mapping[tuple[int, str], str] | None,
    roles: Sequence[str] | None,
    *,
    check: str,
) -> dict[str, Any]:
    chosen = {
        field: () if at is None else at if isinstance(at, tuple) else (at,)
        for field, at in (picks or {}).items()
    }
    return {
        "encoding": encoding,
        "sheet": sheet,
        "picks": chosen,
        "corrections": [(at, value, said) for (at, value), said in (corrections or {}).items()],
        "roles": None if roles is None else list(roles),
        "check": check,
    }


def _looked(data: bytes, asked: dict[str, Any], check: Callable[[str], str], _: Say) -> Look:
    raw_table.weigh(data, _)
    workbooks.weigh(data, _)
    packed = data.startswith((workbooks.ZIPPED, workbooks.COMPOUND)) or html_tables.begins(data)
    if len(data) < ON_THE_SPOT and not packed:
        return survey(
            data,
            encoding=asked["encoding"],
            sheet=asked["sheet"],
            picks=asked["picks"],
            corrections={(at, value): said for at, value, said in asked["corrections"]},
            roles=asked["roles"],
            check=check,
            _=_,
        )
    if not _AT_ONCE.acquire(timeout=SECONDS):
        raise parsing.BadFile(
            _("Other lists are being read just now. Please try again in a minute.")
        )
    try:
        answer = _run(data, asked | {"words": {word: _(word) for word in _WORDS}}, _)
    finally:
        _AT_ONCE.release()
    if "bad" in answer:
        raise parsing.BadFile(_said(answer["bad"], _))
    return _survey(answer["found"], _)


def _run(data: bytes, asked: dict[str, Any], _: Say) -> dict[str, Any]:
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_READER), *map(str, (MEGABYTES, SECONDS, os.getpid()))],
            input=json.dumps(asked).encode() + b"\n" + data,
            capture_output=True,
            timeout=SECONDS,
            env={
                name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ
            },
            check=False,
        )
        if done.returncode == 0:
            told: dict[str, Any] = json.loads(done.stdout)
            return told
        # The last line names the error; the lines above may quote what guests wrote.
        last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        log.error("list not read: status %s, %s", done.returncode, last.partition(":")[0][:80])
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        log.error("list not read: %s", type(error).__name__)
    raise parsing.BadFile(
        _("This file takes too much time or memory to read. Save only the list of people, as CSV.")
    )


def _said(value: Any, _: Say) -> Any:
    if isinstance(value, dict):
        sentence = value["sentence"]
        text = _(sentence)
        given = {key: _said(one, _) for key, one in value["given"].items()}
        return text % given if given else text
    return value


def _survey(found: Any, _: Say) -> Look:
    read, mapping, sorted_out, guessed = found
    headings, rows, encoding, delimiter, names, name, hidden, struck, torn, sections, mended = read
    sheet = parsing.Sheet(
        [_said(heading, _) for heading in headings],
        [(line, cells) for line, cells in rows],
        encoding,
        delimiter,
        tuple(names),
        name,
        frozenset(hidden),
        frozenset(struck),
        tuple((line, last) for line, last in torn),
        tuple((line, said) for line, said in sections),
        mended,
    )
    kinds = (
        parsing.Entry,
        parsing.BadRow,
        parsing.LeftOut,
        parsing.Repeat,
        parsing.Note,
        parsing.State,
    )
    lists = (
        [kind(*(_said(value, _) for value in one)) for one in values]
        for kind, values in zip(kinds, sorted_out, strict=True)
    )
    mapped, seen = ({field: tuple(at) for field, at in one.items()} for one in (mapping, guessed))
    return Look(sheet, mapped, parsing.Intake(*lists), seen)
