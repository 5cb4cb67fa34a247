#!/bin/sh
# One would guess: a calendar program that is handed an iTIP cancellation (METHOD:CANCEL, RFC 5546, 3.2.5) removes the event, or at least
#   refuses what it doesn't understand.
# True is: khal 0.14.1 reads no METHOD. It imports a valid cancellation of one guest, which has no STATUS because the event goes on, as a
#   plain event that takes place. Whoever had deleted the event has it again.
# Why it matters here: a goodbye with the cancellation as an attached file invites people of such programs to open it. So what cancels
#   has no file beside it; mail programs that obey METHOD read the part inside the letter.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check khal==0.14.1 2>/dev/null
mkdir calendar
cat >settings <<SETTINGS
[calendars]
[[mine]]
path = $folder/calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = UTC
default_timezone = UTC
[sqlite]
path = $folder/khal.db
SETTINGS
printf '%s\r\n' BEGIN:VCALENDAR VERSION:2.0 PRODID:-//x//EN METHOD:CANCEL BEGIN:VEVENT UID:7@tables.example \
    DTSTAMP:20261120T090000Z SEQUENCE:2 DTSTART:20261126T183000Z DTEND:20261126T210000Z "SUMMARY:Coffee and Careers" \
    ORGANIZER:mailto:tables@tables.example ATTENDEE:mailto:aiko@mail.example END:VEVENT END:VCALENDAR >cancel.ics
export HOME="$folder"
venv/bin/khal --version
venv/bin/khal -c settings import --batch cancel.ics
venv/bin/khal -c settings list 2026-11-26 1d | tee listed
grep -q "18:30-21:00 Coffee and Careers" listed || { echo "It puts in nothing by now."; exit 1; }
! grep -riq "cancel" listed calendar || { echo "It tells by now that the event was cancelled."; exit 1; }
echo "As described: the cancellation has become an event that takes place."
