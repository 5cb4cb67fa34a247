"""Files that are broken, or unpack to far too much, sent to each page that takes a file.

    .venv/bin/python experiments/uploads.py

The shipped server on SQLite, with a site of every kind of record. Each file is answered with 4xx within two
seconds of processor time, its processes take less than 100 MB more meanwhile, and neither a row nor a
file is there afterwards that wasn't before. The largest pictures that are taken are sent, too, and
shown first. The last result is in docs/faults.md.
"""

import io
import random
import re
import sqlite3
import sys
import tempfile
import threading
import time
import zipfile
from contextlib import closing, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / name) for name in (".", "tests", "benchmarks")]

import process_tree  # noqa: E402
import sample_site  # noqa: E402
import xlsx_builder  # noqa: E402
from fuzzed_server import Target  # noqa: E402
from live_server import stop_all  # noqa: E402
from PIL import Image  # noqa: E402
from werkzeug.datastructures import FileStorage  # noqa: E402
from werkzeug.test import encode_multipart  # noqa: E402

from eventapp.factory import create_app  # noqa: E402

LONGEST, MOST = 2.0, 100
GOOD = xlsx_builder.xlsx(xlsx_builder.Page("List", [["Name", "Email"], ["Ann", "ann@example.org"]]))


def bomb(*names: str) -> bytes:
    """A ZIP of 200 MB of blanks in 200 kB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in names:
            packed.writestr(name, b" " * (200_000_000 // len(names)))
    return out.getvalue()


def picture(kind: str, mode: str, width: int, height: int) -> bytes:
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new(mode, (width, height)).save(out, kind)
    return out.getvalue()


NOISE = random.Random(1).randbytes(1_000_000)
LISTS = {
    "xlsx, cut off": ("a.xlsx", GOOD[: len(GOOD) // 2]),
    "xlsx, 200 MB": ("a.xlsx", bomb("xl/workbook.xml", "xl/worksheets/sheet1.xml")),
    "ods, 200 MB": ("a.ods", bomb("content.xml", "META-INF/manifest.xml")),
    "ods, cut off": ("a.ods", bomb("content.xml")[:5_000]),
    "csv of noise": ("a.csv", NOISE),
    "csv, a million commas": ("a.csv", b"," * 1_000_000),
    "csv, one cell that never ends": ("a.csv", b'Name,Email\n"' + b"x" * 1_900_000),
}
CALENDARS = {
    "ics of noise": ("a.ics", NOISE),
    "ics, cut off": ("a.ics", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Che"),
    "ics, sixty thousand openings": ("a.ics", b"BEGIN:VCALENDAR\r\n" * 60_000),
}
ARCHIVES = {
    "zip of noise": ("a.zip", NOISE),
    "zip, 200 MB": ("a.zip", bomb("archive.json", "tables/person.json")),
    "zip, cut off": ("a.zip", bomb("archive.json")[:9_000]),
}
LOGOS = {
    "PNG, 100 M pixels": ("a.png", picture("PNG", "1", 10_000, 10_000)),
    "WebP, 16 M pixels": ("a.webp", picture("WEBP", "RGB", 4_000, 4_000)),
    "JPEG, cut off": ("a.jpg", picture("JPEG", "RGB", 2_000, 2_000)[:2_000]),
    "noise": ("a.png", NOISE),
}
HEADERS = LOGOS | {"PNG, 40 M pixels": ("a.png", picture("PNG", "RGBA", 8_000, 5_000))}
LARGEST = {
    "PNG, 20 M pixels": ("a.png", picture("PNG", "RGBA", 5_000, 4_000)),
    "JPEG, 20 M pixels": ("a.jpg", picture("JPEG", "RGB", 5_000, 4_000)),
    "WebP, 5 M pixels": ("a.webp", picture("WEBP", "RGB", 2_500, 2_000)),
}
# By the endpoint that takes them: in which field, and which files.
SENT = {
    "imports.look": ("file", LISTS),
    "past_attendance.look": ("file", LISTS),
    "calendar_imports.look": ("file", CALENDARS),
    "archive_desk.send": ("file", ARCHIVES),
    "communities_desk.look": ("logo", LOGOS),
    "face_desk.header": ("picture", HEADERS),
}


class Watch:
    """The most memory that the server and what it starts take meanwhile, looked at all the time."""

    def __init__(self, root: int) -> None:
        self.root, self.over, self.before = root, threading.Event(), process_tree.memory(root)
        self.most = self.before
        self.thread = threading.Thread(target=self._look)
        self.thread.start()

    def _look(self) -> None:
        while not self.over.wait(0.01):
            self.most = max(self.most, process_tree.memory(self.root))

    def end(self) -> float:
        """MiB more than at first."""
        self.over.set()
        self.thread.join()
        return self.most - self.before


def held(target: Target) -> tuple[object, ...]:
    """How many rows are in each table, and which files lie beside the database."""
    with closing(sqlite3.connect(target.server.data_dir / "eventapp.db")) as base:
        names = base.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        # Who was at a desk is noted of each visit.
        rows = {
            name: base.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
            for (name,) in names
            if name != "activity"
        }
    folder = target.server.data_dir
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    # Pages are compiled when they are first shown.
    files = {one for one in found if not re.match(r"log$|templates/|[^/]*\.db", one)}
    left = {path.name for path in Path(tempfile.gettempdir()).glob("eventapp-*")}
    return rows, files, left


def main() -> int:
    """Send each file; the exit code."""
    bad = 0
    with tempfile.TemporaryDirectory() as name:
        target = Target(Path(name), seed=1)
        try:
            # What is loaded when it is first needed is no upload's.
            _send(target, "face_desk.header", "picture", *LARGEST["JPEG, 20 M pixels"])
            for title, file in LARGEST.items():
                bad += _tried(target, "face_desk.header", "picture", title, file, taken=True)
            for endpoint, (field, files) in SENT.items():
                for title, file in files.items():
                    bad += _tried(target, endpoint, field, title, file, taken=False)
        finally:
            with suppress(AssertionError):
                stop_all([target.server])
    print("All as it should be." if not bad else f"{bad} not as it should be.")
    return int(bad > 0)


def _tried(
    target: Target, endpoint: str, field: str, title: str, file: tuple[str, bytes], *, taken: bool
) -> bool:
    before, watch = held(target), Watch(target.server.process.pid)
    cpu, begun = process_tree.cpu(target.server.process.pid), time.monotonic()
    status, said = _send(target, endpoint, field, *file)
    seconds, used = time.monotonic() - begun, process_tree.cpu(target.server.process.pid) - cpu
    more, left = watch.end(), held(target) != before
    reason = re.search(rb'class="(?:error|note bad)[^>]*>(.*?)</', said, re.DOTALL)
    words = re.sub(r"<[^>]+>|\s+", " ", reason[1].decode()).strip() if reason else ""
    good = status in ({303} if taken else range(400, 500))
    wrong = not good or used.web > LONGEST or more > MOST or (left and not taken)
    print(
        f"{'!' if wrong else ' '} {endpoint:<22} {title:<30} {status}  {used.web:.1f} s of processor, "
        f"{seconds:.1f} s  +{more:.0f} MB{'  something is left' if left else ''}  {words[:70]}",
        flush=True,
    )
    return wrong


def _send(
    target: Target, endpoint: str, field: str, name: str, content: bytes
) -> tuple[int, bytes]:
    path = _address(target, endpoint)
    _page, html = target.ask("owner", "GET", path)
    values = {"alt": "A hall"} if field == "picture" else {}
    if colour := re.search(rb'name="colour"[^>]*value="([^"]*)"', html):
        values["colour"] = colour[1].decode()
    boundary, body = encode_multipart(values | {field: FileStorage(io.BytesIO(content), name)})
    return target.ask("owner", "POST", path, body, f"multipart/form-data; boundary={boundary}")


_app = None


def _address(target: Target, endpoint: str) -> str:
    global _app
    if _app is None:
        _app = create_app(DATA_DIR=target.folder, TESTING=True)
    return sample_site.address(_app, target.site, endpoint, "POST")


if __name__ == "__main__":
    sys.exit(main())
