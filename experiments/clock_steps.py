"""The shipped server while the machine's clock is put forward and back by an hour.

    .venv/bin/python experiments/clock_steps.py [sqlite|postgresql]

The clock is the app's, which reads a file by how much it is off; that of PostgreSQL and Redis goes on.
(libfaketime 0.9.10 is of no use: with it the worker's `time.sleep` ends with EINVAL.) Five guests answer, the clock steps,
five more answer, and so on: an hour forward, back again, an hour back, forward again. All are answered,
on the list once, and have their letter once, at the latest when the clock is right again.
The last result is in docs/faults.md.
"""

import os
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "experiments")]

from crowd import lost, unanswered  # noqa: E402
from crowds import Site, settings_of  # noqa: E402
from http_phone import Phone  # noqa: E402
from live_server import start_server, stop_all  # noqa: E402
from services import MailServer, wait_until  # noqa: E402

EACH = 5
STEPS = ("+0", "+3600", "+0", "-3600", "+0")


def tried(kind: str, stack: ExitStack) -> list[str]:
    """What went wrong; what is worth telling is printed."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    offset, smtp = folder / "offset", MailServer()
    stack.callback(smtp.remove)
    offset.write_text("+0")
    os.environ["CLOCK_IS_OFF_BY"] = str(offset)
    server = start_server(
        folder, program=(sys.executable, ROOT / "experiments" / "unguarded.py", "clock"), SMTP_URL=smtp.url, WEB_WORKERS=2,
        TRUSTED_PROXIES=1, STRANGERS_AN_HOUR=100_000, DOMAIN_PACE=300, **settings_of(kind, stack)(),
    )  # fmt: skip
    stack.callback(lambda: stop_all([server]))
    site, everybody, wrong, waits = Site(server, smtp), [], [], []
    event, role, number = site.event(15)
    for step in STEPS:
        offset.write_text(step)
        guests = site.guests(EACH, event, role)
        for guest in guests:
            guest.press()
        everybody += guests
        addresses, begun = {guest.email for guest in guests}, time.monotonic()
        with suppress(TimeoutError):
            wait_until(lambda a=addresses: a <= smtp.receivers, what="letters", seconds=15)
        missing = len(addresses - smtp.receivers)
        waits.append(f"{step}: {time.monotonic() - begun:.1f} s, {missing} wait")
        one = Phone(server.url)
        for guest in everybody:
            one.get(guest.mine)
            if one.status != 200:
                wrong.append(f"at {step} a guest's own page answers {one.status}")
    print("  letters after", ", ".join(waits), flush=True)
    receivers = {guest.email for guest in everybody}
    with suppress(TimeoutError):
        wait_until(lambda: receivers <= smtp.receivers, what="letters", seconds=90)
    if missing := receivers - smtp.receivers:
        wrong.append(f"{len(missing)} never had a letter")
    with site.database():
        if missing := lost(number, everybody):
            wrong.append(f"{len(missing)} aren't on the list")
    wrong += unanswered(everybody) + site.wrongs(number)
    copies = Counter(letter["Message-ID"] for letter in smtp.letters)
    if twice := sum(times - 1 for times in copies.values()):
        wrong.append(f"{twice} letters came twice")
    return wrong


def main(asked: list[str]) -> int:
    """Run what was asked for, or everything; the exit code."""
    bad = 0
    for kind in [kind for kind in ("sqlite", "postgresql") if kind in asked] or [
        "sqlite",
        "postgresql",
    ]:
        with ExitStack() as stack:
            wrong = tried(kind, stack)
            bad += bool(wrong)
            print(f"{kind:<12} {'; '.join(dict.fromkeys(wrong)) or 'all right'}", flush=True)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
