#!/bin/sh
# One would guess: a moment in UTC, shown on the clocks of a place by a library that has the right table of the zone, is the time that
#   these clocks show; at least never a time that doesn't exist.
# True is: ical.js 2.2.1 (it is what Thunderbird reads with) is an hour off in the hour after clocks change. In spring 01:30 UTC becomes
#   02:30 in Berlin, which no clock there shows that night; in autumn 01:00-02:00 UTC becomes 03:00-04:00 instead of the second
#   02:00-03:00. It compares the moment with the local time of the change. Node's own Intl is right.
# Why it matters here: times in UTC are not safe on such a night, but a table of the zone in the calendar would pass the same routine. So
#   a letter says the local times in words, each with its zone.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" ical.js@2.2.1 >/dev/null
cat >look.mjs <<'JS'
import assert from 'node:assert'
import { readFileSync } from 'node:fs'
import ICAL from 'ical.js'

const table = [
  'BEGIN:VCALENDAR', 'BEGIN:VTIMEZONE', 'TZID:Europe/Berlin',
  'BEGIN:DAYLIGHT', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200', 'DTSTART:19810329T020000',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU', 'END:DAYLIGHT',
  'BEGIN:STANDARD', 'TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100', 'DTSTART:19961027T030000',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU', 'END:STANDARD', 'END:VTIMEZONE', 'END:VCALENDAR', '',
].join('\r\n')
const berlin = new ICAL.Timezone(new ICAL.Component(ICAL.parse(table)).getFirstSubcomponent('vtimezone'))
const shown = (moment) => ICAL.Time.fromString(moment).convertToZone(berlin).toString().slice(11, 16)
const real = (moment) =>
  new Date(moment).toLocaleTimeString('en-GB', { timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' })

console.log('ical.js', JSON.parse(readFileSync('node_modules/ical.js/package.json')).version, 'node', process.version)
const nights = {
  '2027-03-28T00:30:00Z': ['01:30', '01:30'],
  '2027-03-28T01:30:00Z': ['02:30', '03:30'],
  '2027-03-28T02:30:00Z': ['04:30', '04:30'],
  '2027-10-31T00:30:00Z': ['02:30', '02:30'],
  '2027-10-31T01:00:00Z': ['03:00', '02:00'],
  '2027-10-31T01:30:00Z': ['03:30', '02:30'],
  '2027-10-31T02:00:00Z': ['03:00', '03:00'],
}
for (const [moment, [read, right]] of Object.entries(nights)) {
  console.log(moment, 'ical.js', shown(moment), 'Intl', real(moment))
  assert.equal(real(moment), right)
  assert.equal(shown(moment), read, 'ical.js reads otherwise by now')
}
JS
node look.mjs
echo "As described: in the hour after clocks change the time is an hour off."
