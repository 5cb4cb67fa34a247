"""From nothing but a list of names and a date to a printed plan: how many presses, fields and seconds.

    .venv/bin/python experiments/first_minutes.py [--long-way]

The shipped server with an empty database, and a page of Chromium at phone size, worked as somebody works
it who has just signed in: found a community, paste 24 names, print. Seconds are those of the machine
alone; whoever types a title and a date needs half a minute more, and signing in before is a field, three
presses and the wait for a mail. With --long-way the same goes step by step
through the four pages of an event and the import of a list, as it had to before.

The last result: 5 presses, 4 fields, 4 seconds; the long way 13 presses, 4 fields, 5 seconds.
"""

import argparse
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import door_builders  # noqa: E402
import make  # noqa: E402
from browser import QUIET  # noqa: E402
from conftest import running  # noqa: E402
from first_steps import from_a_list_to_paper, the_long_way  # noqa: E402
from live_server import start_server, stop_all  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from eventapp.db import db  # noqa: E402

SECRET = "a secret key of an experiment alone"


def main(*, long_way: bool) -> None:
    """Walk it once, and say what it took."""
    way = the_long_way if long_way else from_a_list_to_paper
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        server = start_server(folder, SECRET_KEY=SECRET, OPEN_FOUNDING="yes")
        with running(server.database_url, server.data_dir) as app:
            app.config["SECRET_KEY"] = SECRET
            cookie = door_builders.cookie(app, make.person(first_name="Ines"), server.url)
            db.session.commit()
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium-headless-shell", args=list(QUIET)
        )
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.context.add_cookies([cookie])
        day = f"{datetime.now(UTC) + timedelta(days=10):%Y-%m-%d}"
        began = time.monotonic()
        walk, plan = way(page, server.url, day=day, folder=folder)
        seconds, size = time.monotonic() - began, plan.stat().st_size
        browser.close()
        stop_all([server])
    print(
        f"{walk.presses} presses, {walk.fields} fields, {seconds:.0f} seconds: {size:,} bytes of PDF"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--long-way", action="store_true")
    main(long_way=parser.parse_args().long_way)
