#!/bin/sh
# One would guess: a rule with UNTIL two days from its start is done in no time, whatever it says: nothing after UNTIL matters.
# True is: python-dateutil 2.9.0.post0 and 4.0.0 compare with UNTIL only a date that fits. Where none fits (the 30th of February), they go
#   on day by day to the year 9999: nearly three million days, seconds of computing, for a rule of 60 letters. The same rule that names a
#   day which exists is done at once. `between` and `after` are no way out: they only look at what comes.
# Why it matters here: a calendar file that somebody chooses may hold hundreds of such rules. So series are followed by a reader of our own
#   that looks at each day of the time that matters once.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
cat >"$folder/look.py" <<'PY'
from datetime import datetime
from importlib.metadata import version
from time import process_time

from dateutil.rrule import rrulestr

START = datetime(2026, 1, 1)


def seconds(rule):
    before = process_time()
    found = len(list(rrulestr(rule, dtstart=START)))
    return found, process_time() - before


fits = seconds("FREQ=DAILY;BYMONTH=1;BYMONTHDAY=2;UNTIL=20260103T000000")
never = seconds("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;UNTIL=20260103T000000")
print("dateutil", version("python-dateutil"))
print(f"  2 January:   {fits[0]} date, {fits[1]:.4f} s")
print(f"  30 February: {never[0]} dates, {never[1]:.4f} s")
assert fits[0] == 1 and never[0] == 0
assert never[1] > 100 * fits[1], "it stops at UNTIL by now"
PY
for version in 2.9.0.post0 4.0.0; do
  "$folder/env/bin/python" -m pip install -q --disable-pip-version-check "python-dateutil==$version"
  "$folder/env/bin/python" "$folder/look.py"
done
echo "As described: UNTIL ends nothing while no date fits."
