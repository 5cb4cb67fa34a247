#!/bin/sh
# One would guess: a calendar file that brings its own table of a time zone (VTIMEZONE) is read by that table: the TZID is unique in the
#   file alone (RFC 5545, 3.8.3.1), and what was parsed before says nothing about it.
# True is: icalendar 7.3.0 keeps the table of a name that isn't IANA's for as long as the process runs. The next file with a zone of the same
#   name is read by the first file's table, whatever its own says: here eight hours off, without a word. Outlook calls every zone that
#   somebody set by hand 'Customized Time Zone', so such names do meet.
# Why it matters here: files of many people are read in one process. So VTIMEZONE is hidden from icalendar, and its table read by us, file
#   by file.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/python" -m pip install -q --disable-pip-version-check icalendar==7.3.0
cat >"$folder/look.py" <<'PY'
import sys
from importlib.metadata import version

from icalendar import Calendar

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//EN
BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:{0}
TZOFFSETTO:{0}
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:7@tables.example
DTSTAMP:20261120T090000Z
DTSTART;TZID=Customized Time Zone:20261126T183000
END:VEVENT
END:VCALENDAR
"""


def start(offset):
    return Calendar.from_ical(CALENDAR.format(offset)).events[0].start.isoformat()


found = [start(offset) for offset in sys.argv[1:]]
print(*found)
PY
alone=$("$folder/env/bin/python" "$folder/look.py" +0900)
both=$("$folder/env/bin/python" "$folder/look.py" +0100 +0900)
"$folder/env/bin/python" -c 'from importlib.metadata import version; print("icalendar", version("icalendar"))'
echo "a file with +0900, alone:                 $alone"
echo "the same after another file with +0100:   $both"
[ "$alone" = "2026-11-26T18:30:00+09:00" ]
[ "$both" = "2026-11-26T18:30:00+01:00 2026-11-26T18:30:00+01:00" ]
echo "As described: the second file is read on the clocks of the first."
