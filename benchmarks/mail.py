"""What letters cost, and how long an organizer who moves a large event keeps others waiting.

    python benchmarks/mail.py [--letters 1000] [--guests 1000 5000] [--against DIR]

Letters with an invite leave for a mail server in a process of its own: one at a time, and as a batch,
beside a bare smtplib loop that sends the same bytes. Then a server with its worker moves events, while
people say yes to them. `--against` names a checkout of another build, which does the same with the
same python, its figures beside these. It measures, it is no test.
"""

import argparse
import json
import os
import smtplib
import socketserver
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import moved_event

HERE = Path(__file__).resolve().parents[1]
ALONE = 40


def main() -> None:
    """Measure one build, or two, and print a line for each thing."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--letters", type=int, default=1000)
    options.add_argument("--guests", type=int, nargs="*", default=[1000, 5000])
    options.add_argument("--against", type=Path, help="a checkout of another build")
    options.add_argument("--measured", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.measured:
        print(json.dumps(measure(given.measured.resolve(), given)))
        return
    builds = [build for build in (given.against, HERE) if build]
    found = [_asked(build, given) for build in builds]
    names = ["the other build", "this build"][-len(builds) :]
    print(f"{'':46}" + "".join(f"{name:>18}" for name in names))
    for what in found[-1]:
        print(f"{what:46}" + "".join(f"{one.get(what, '–'):>18}" for one in found))


def _asked(build: Path, given: argparse.Namespace) -> dict[str, str]:
    """What a build measures of itself, in a process that knows no other."""
    words = ["--letters", given.letters, "--measured", build, "--guests", *given.guests]
    command = [sys.executable, __file__, *map(str, words)]
    ran = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    figures: dict[str, str] = json.loads(ran.stdout.splitlines()[-1])
    return figures


def measure(build: Path, given: argparse.Namespace) -> dict[str, str]:
    """All figures of one build, in words."""
    sys.path[:0] = [str(build), str(build / "tests")]
    os.chdir(build)
    with mail_server() as smtp, tempfile.TemporaryDirectory() as folder:
        found = letters(Path(folder), smtp, given.letters)
        for number in given.guests:
            found |= moved_event.measure(build, Path(folder) / str(number), smtp, number)
    return found


@contextmanager
def mail_server() -> Iterator[str]:
    """A mail server in a process of its own that takes every letter and keeps none."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Taken) as server:
            os.write(writing, str(server.server_address[1]).encode())
            server.serve_forever()
    try:
        yield f"smtp://127.0.0.1:{int(os.read(reading, 9))}"
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)


class _Taken(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say("220 here")
        inside = False
        for line in self.rfile:
            word = line[:4].upper()
            if inside:
                inside = line != b".\r\n"
                if not inside:
                    self._say("250 taken")
            elif word == b"QUIT":
                return self._say("221 bye")
            else:
                inside = word == b"DATA"
                self._say("354 go on" if inside else "250 fine")
        return None

    def _say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


def letters(folder: Path, smtp: str, number: int) -> dict[str, str]:
    """What letters with an invite cost that wait in the outbox."""
    import make
    from conftest import make_tables, running

    from eventapp.db import db
    from eventapp.mail import deliver

    url = f"sqlite:///{folder / 'letters.db'}"
    make_tables(url)
    with running(url, folder) as app:
        event = make.event(capacity=None)

        def write(how_many: int) -> None:
            for _ in range(how_many):
                make.rsvp(event, letter="invite")
            db.session.commit()

        def alone() -> float:
            write(1)
            return timed(deliver.deliver_due)[1]

        write(1)
        deliver.deliver_due()
        (file,) = (folder / "var" / "mailbox").glob("*.eml")
        app.config["SMTP_URL"] = smtp
        singly = [alone() for _ in range(ALONE)][2:]
        write(number)
        wall, core = timed(lambda: deliver.deliver_due(limit=number))
        signing = signed(folder, file.read_bytes())
    bare_wall, bare_core = timed(lambda: bare(smtp, file.read_bytes(), number))
    return {
        "a letter alone, CPU ms": f"{1000 * statistics.median(singly):.2f}",
        f"a letter of {number:,}, CPU ms": f"{1000 * core / number:.2f}",
        "  bare smtplib, CPU ms": f"{1000 * bare_core / number:.2f}",
        "  letters a second": f"{number / wall:.0f}",
        "  bare smtplib, letters a second": f"{number / bare_wall:.0f}",
        "  its rate against bare smtplib": f"{bare_wall / wall:.2f}",
    } | signing


def signed(folder: Path, content: bytes) -> dict[str, str]:
    """What a signature costs beside that."""
    from datetime import UTC, datetime

    try:
        from eventapp.mail import signatures
    except ImportError:
        # A build that signs nothing.
        return {}
    found, given = {}, {"domain": "example.org", "selector": "here", "date": datetime.now(UTC)}
    for name, words in {"RSA 2048": "genrsa 2048", "Ed25519": "genpkey -algorithm ed25519"}.items():
        file = folder / name
        made = subprocess.run(["openssl", *words.split()], capture_output=True, check=True)
        file.write_bytes(made.stdout)
        key = signatures.read_key(str(file))
        core = timed(
            lambda key=key: [signatures.signed(content, key, **given) for _ in range(500)]
        )[1]
        found[f"  its signature with {name}, CPU ms"] = f"{1000 * core / 500:.2f}"
    return found


def bare(smtp: str, content: bytes, number: int) -> None:
    """The same bytes, as often, with nothing around them."""
    host, _, port = smtp.removeprefix("smtp://").partition(":")
    with smtplib.SMTP(host, int(port)) as server:
        for n in range(number):
            server.sendmail("from@example.org", [f"guest{n}@example.org"], content)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the wall and of one core."""
    begun = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - begun[0], time.process_time() - begun[1]


if __name__ == "__main__":
    main()
