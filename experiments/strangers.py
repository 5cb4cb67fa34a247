"""A minute of yes and no by a stranger, against the shipped server: who is written to, how often.

    .venv/bin/python experiments/strangers.py [seconds]

One client answers an event of the demo with somebody's address, gives the place back, enrols in a
program, leaves it, asks to sign in, over and over; then with forty other addresses. It prints how
many letters reached whom and how long a page took, and fails where an address got more than six
letters or more than thirty addresses were written to.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from email import message_from_bytes
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from visitor import forms  # noqa: E402

PORT = 8641
BASE = f"http://127.0.0.1:{PORT}"
AN_ADDRESS, A_CLIENT = 6, 30


class Browser:
    """One client that keeps its cookies and sends forms as their pages hold them."""

    def __init__(self) -> None:
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.slowest = 0.0

    def open(self, path: str, data: dict[str, str] | None = None) -> tuple[str, str]:
        """Where a request ended, and the page there."""
        begun = time.perf_counter()
        body = urlencode(data).encode() if data else None
        with self.opener.open(Request(BASE + path, body), timeout=60) as answer:
            page = answer.read().decode()
            self.slowest = max(self.slowest, time.perf_counter() - begun)
            return answer.url.removeprefix(BASE), page

    def send(self, page: str, to: str, **fields: str) -> str:
        """Fill in the form of a page whose action ends with `to`; where it led."""
        _at, html = self.open(page)
        form = next(f for f in forms(html) if (f.action or page).endswith(to))
        held = form.values
        if to in {"/rsvps", "/enrolments"}:
            held["role"] = re.findall(r'name="role"[^>]*value="(\d+)"', html)[0]
        return self.open(form.action or page, held | fields)[0]


def delivered(folder: Path) -> Counter[str]:
    """How many letters each address was sent, from the local mailbox."""
    letters = (message_from_bytes(file.read_bytes()) for file in folder.glob("*.eml"))
    return Counter(re.findall(r"[\w.+-]+@[\w.-]+", letter["To"])[0] for letter in letters)


def cycle(browser: Browser, event: str, program: str, email: str) -> int:
    """Say yes and no once to an event and to a program; how many forms were sent."""
    guest = {"email": email, "first_name": "Vic"}
    mine = browser.send(event, "/rsvps", **guest)
    browser.send(f"{mine}/cancellation", "/cancellation")
    enrolled = browser.send(program, "/enrolments", **guest)
    browser.send(f"{enrolled}/cancellation", "/cancellation")
    browser.send("/sign-in", "/sign-in", email=email)
    return 5


def main(seconds: float) -> int:
    """Start the server, measure, stop it; the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        given = {"EVENTAPP_PORT": str(PORT), "EVENTAPP_DATA_DIR": folder}
        server = subprocess.Popen(
            [sys.executable, "-m", "eventapp"], cwd=ROOT, env=os.environ | given,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            return measure(Path(folder) / "mailbox", seconds)
        finally:
            server.terminate()
            server.wait()


def measure(mailbox: Path, seconds: float) -> int:
    """Cycle for so long, then say what was delivered."""
    browser = Browser()
    for _try in range(120):
        try:
            _at, home = browser.open("/")
            break
        except OSError:
            time.sleep(0.5)
    paths = dict.fromkeys(re.findall(r'href="(/[\w-]+/(?:events|programs)/[\w-]+)"', home))
    event = next(path for path in paths if "/events/" in path)
    program = next(path for path in paths if "/programs/" in path)
    before, sent = delivered(mailbox), 0
    began, browser.slowest = time.monotonic(), 0.0
    while time.monotonic() - began < seconds:
        sent += cycle(browser, event, program, "victim@example.org")
    for number in range(40):
        browser.send(event, "/rsvps", email=f"other{number}@example.net", first_name="Rosa")
    time.sleep(5)
    reached = delivered(mailbox) - before
    written = [to for to in reached if to == "victim@example.org" or to.startswith("other")]
    most = reached["victim@example.org"]
    print(f"{sent} forms in {seconds:.0f} s with one address, 40 with others")
    print(f"letters to the one address: {most} (at most {AN_ADDRESS})")
    print(f"addresses written to: {len(written)} (at most {A_CLIENT})")
    print(f"slowest page: {browser.slowest:.2f} s")
    return int(most > AN_ADDRESS or len(written) > A_CLIENT or not most)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 60))
