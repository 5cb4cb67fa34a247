"""Files that are nearly right: good samples of what is taken in, with something broken about them."""

import io
import random
import zipfile
from pathlib import Path

from PIL import Image
from xlsx_builder import Page, xlsx

LETTERS = Path(__file__).parent / "mail" / "samples"
PEOPLE = [
    ["First name", "Last name", "Email", "Organization", "Asks", "Offers"],
    ["Ada", "Lovelace", "ada@people.example", "Engines", "Advice", "Numbers"],
    ["Ben", "", "ben@people.example", "", "", "Tea"],
]
CSV = "\r\n".join(";".join(row) for row in PEOPLE).encode()
ICS = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//example//EN\r
BEGIN:VTIMEZONE\r
TZID:Europe/Berlin\r
BEGIN:STANDARD\r
DTSTART:19701025T030000\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r
END:STANDARD\r
END:VTIMEZONE\r
BEGIN:VEVENT\r
UID:one@example.org\r
DTSTAMP:20270101T000000Z\r
DTSTART;TZID=Europe/Berlin:20270304T180000\r
DURATION:PT2H\r
RRULE:FREQ=WEEKLY;COUNT=5\r
EXDATE;TZID=Europe/Berlin:20270311T180000\r
SUMMARY:Tables\r
LOCATION:Hall\\, first floor\r
DESCRIPTION:With\r
 a fold\r
END:VEVENT\r
END:VCALENDAR\r
"""
# What a parser may stumble over, whatever it parses.
PIECES = [
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b'"', b"'", b";;;;", b",", b"\r", b"\n\n", b"=cmd|' /C calc'!A0",
    b"9" * 400, b"-1", b"\xe2\x80\xae", b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]>", b"&a;", b"BEGIN:VEVENT\r\n", b"END:VCALENDAR\r\n",
    b"RRULE:FREQ=SECONDLY\r\n", b"RRULE:FREQ=DAILY;INTERVAL=0\r\n", b"DTSTART:00000000\r\n", b"DTSTART:99991231T235959Z\r\n",
    b"TZID=Mars/Phobos:", b"DURATION:P9999999999W\r\n", b"Content-Type: multipart/mixed; boundary=\r\n\r\n", b"=?utf-8?b?////?=",
    b"Content-Transfer-Encoding: base64\r\n\r\n====", b"@", b"%s{0}{{7*7}}", b"A" * 5000,
]  # fmt: skip


def samples() -> dict[str, list[bytes]]:
    """Good files of each kind that is taken in, by how their names end."""
    letters = [
        file.read_bytes() for file in LETTERS.rglob("*") if file.suffix != ".md" and file.is_file()
    ]
    return {
        "csv": [CSV, CSV.replace(b";", b","), CSV.decode().encode("utf-16")],
        "xlsx": [xlsx(Page("People", PEOPLE)), xlsx(Page("Notes", [["x"]]), Page("People", PEOPLE, merged=["A1:B1"]))],
        "ics": [ICS],
        "png": [_picture("PNG")],
        "jpg": [_picture("JPEG")],
        "webp": [_picture("WEBP")],
        "eml": letters,
    }  # fmt: skip


def _picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.radial_gradient("L").resize((240, 160)).convert("RGB").save(out, kind)
    return out.getvalue()


def broken(sample: bytes, kind: str, dice: random.Random) -> bytes:
    """A file with a few things wrong about it; a workbook's mistakes are mostly within its parts."""
    if kind == "xlsx" and dice.random() < 0.8:
        return _repacked(sample, dice)
    return _changed(sample, dice)


def _repacked(sample: bytes, dice: random.Random) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(sample)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        at = dice.choice(old.namelist())
        for name in old.namelist():
            body = old.read(name)
            if name != at:
                new.writestr(name, body)
            elif dice.random() < 0.8:
                new.writestr(name, _changed(body, dice))
    return out.getvalue()  # fmt: skip


def _changed(given: bytes, dice: random.Random) -> bytes:
    body = bytearray(given)
    for _ in range(dice.choice([1, 1, 2, 4, 16])):
        start = dice.randrange(len(body) + 1)
        end = min(len(body), start + dice.choice([1, 1, 4, 40, 400]))
        match dice.randrange(6):
            case 0:
                del body[start:end]
            case 1:
                body[start:start] = dice.choice(PIECES)
            case 2 if start < len(body):
                body[start] = dice.randrange(256)
            case 3:
                body[start:start] = body[start:end] * dice.choice([1, 2, 50])
            case 4 if dice.random() < 0.3:
                del body[start:]
            case _:
                body[start:end] = dice.choice(PIECES)
    return bytes(body)
