"""How long an organizer waits for the look back of a large evening: it measures, it is no test.

    python benchmarks/lookback.py [--people 300] [--against CHECKOUT]

An evening of three rounds is built, and its page is asked of the shipped server, packed as a browser
takes it: milliseconds of the median and of nine in ten, and how much is sent. `--against` asks an older
checkout for its page of the same evening in turn. What the worker does before (reading and drawing) is
measured apart.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
TIMES = 120
# No secret: of a server that lives as long as this takes.
SECRET = "benchmark-" * 4


def main() -> None:
    """Build the evening in each checkout, ask for its page, print what it took."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--people", type=int, default=300)
    options.add_argument("--against", type=Path, help="an older checkout")
    options.add_argument("--step", nargs="*", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.step:
        sys.path[:0] = [given.step[0], f"{given.step[0]}/tests", str(HERE / "tests")]
        build(*given.step[1:])
        return
    sys.path.insert(0, str(HERE / "tests"))
    import live_server

    checkouts = {"before": given.against, "now": HERE} if given.against else {"now": HERE}
    with tempfile.TemporaryDirectory() as folder:
        servers = {
            name: live_server.start_server(Path(folder), cwd=checkout, SECRET_KEY=SECRET)
            for name, checkout in checkouts.items()
        }
        try:
            pages = {
                name: filled(checkouts[name], server.database_url, folder, given.people)
                for name, server in servers.items()
            }
            asked(servers, pages)
        finally:
            live_server.stop_all(list(servers.values()))


def filled(checkout: Path, url: str, folder: str, people: int) -> dict[str, str]:
    """Build the evening with the code of a checkout: the address of its page, and whose cookie."""
    done = subprocess.run(
        [sys.executable, __file__, "--step", checkout, url, folder, str(people)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    print(*done.stdout.splitlines()[:-1], sep="\n")
    page: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return page


def build(url: str, folder: str, people: str) -> None:
    """The evening, an organizer who is signed in, and the pictures, where there are any."""
    import evening_builders
    import make
    from conftest import running, visitor

    from eventapp import clock
    from eventapp.db import db

    with running(url, Path(folder), DEMO=False) as app:
        app.config["SECRET_KEY"] = SECRET
        event, _people = evening_builders.evening(int(people))
        client = visitor(app)
        make.sign_in(client, make.member(event.community))
        db.session.commit()
        try:
            from eventapp.insights import actions
        except ImportError:
            pass
        else:
            begun = time.perf_counter()
            actions.made(event, now=clock.now())
            db.session.commit()
            took = (time.perf_counter() - begun) * 1000
            print(f"the worker reads and draws it in {took:.0f} ms")
        cookie = client.get_cookie("eventapp")
        path = f"/desk/{event.community.slug}/events/{event.slug}/lookback"
        print(json.dumps({"path": path, "cookie": f"{cookie.key}={cookie.value}"}))


def asked(servers: dict, pages: dict[str, dict[str, str]]) -> None:
    """Ask in turn, so that whatever else the machine does falls on all alike."""
    took: dict[str, list[float]] = {name: [] for name in servers}
    size = {}
    for _time in range(TIMES):
        for name, server in servers.items():
            connection = HTTPConnection(server.url.removeprefix("http://"))
            headers = {"Cookie": pages[name]["cookie"], "Accept-Encoding": "gzip"}
            begun = time.perf_counter()
            connection.request("GET", pages[name]["path"], headers=headers)
            answer = connection.getresponse()
            body = answer.read()
            took[name].append((time.perf_counter() - begun) * 1000)
            connection.close()
            if answer.status != 200:
                raise SystemExit(f"{name} answered {answer.status}")
            size[name] = len(body)
    for name, found in took.items():
        # The first ones load templates.
        rest = sorted(found[10:])
        most = rest[len(rest) * 9 // 10]
        print(
            f"{name:7} median {statistics.median(rest):6.1f} ms, 9 of 10 {most:6.1f} ms, {size[name]} bytes"
        )


if __name__ == "__main__":
    main()
