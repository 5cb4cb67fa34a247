"""How long badges take to print, beside an earlier build and a bare sheet of WeasyPrint.

    python benchmarks/badges.py [--before ../before] [--weasyprint PYTHON] [--counts 200,1000]

Every badge has a name, a role, tables and a code of its own. `--before` is a checkout of an earlier
build; `--weasyprint` is a Python that has WeasyPrint and what that build needs (the one that runs
this, unless another is given). All in one run, one after another, each in a process of its own: the
processor's seconds and the largest process count the press, too. It measures, it is no test.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARE_OF_BEFORE, WALL, MEGABYTES = 0.6, 8.0, 350

# What each variant runs: guests are made alike, and how long it took is printed as JSON.
GUESTS = """
import json, resource, sys, time
sys.path.insert(0, sys.argv[1])
count = int(sys.argv[2])
FIRST = ["Aiko", "Maximiliano", "Łucja", "Ravi", "Anne-Catherine", "Zoë", "Bartholomew", "Jo"]
ROLES = ["Student", "Practitioner", "Career changer", "Educator", "Leader", "Founder", "Newcomer"]
guests = [
    (FIRST[n % 8] + ("" if n < 8 else chr(97 + n % 26)), f"Tanaka-{n}", ROLES[n % 7], n % 7 + 1,
     (str(n % 12 + 1), str(n % 7 + 1), str(n % 5 + 1)),
     f"https://events.example.org/badge/{n}-Zx3fV9kq0TnL2mPa8sYwJd")
    for n in range(count)
]
began = time.perf_counter()
"""
OURS = """
from eventapp.badges import sheet
from eventapp.badges.badge import Badge
from eventapp.badges.stocks import STOCKS
badges = [
    Badge(first, last, "they/them", f"boats, data and question {n}", role, mark, route, None, 2, url)
    for n, (first, last, role, mark, route, url) in enumerate(guests)
]
if hasattr(sheet, "pages"):
    # In parts of whole sheets, as the worker prints.
    from eventapp import press
    from eventapp.badges.printing.order import Order
    order = Order(list(enumerate(badges)), STOCKS["avery-l4785"])
    document = press.joined([
        press.draw(part.pages(), title="Badges") for _sheets, part in order.parts()
    ])
else:
    from eventapp import pdf
    document = pdf.render_many(sheet.documents(badges, STOCKS["avery-l4785"]))
"""
BARE = """
import base64, io
import zxingcpp
from PIL import Image
from weasyprint import HTML
def code(url):
    made = zxingcpp.create_barcode(url, zxingcpp.BarcodeFormat.QRCode).to_image(scale=1)
    out = io.BytesIO()
    Image.fromarray(made).convert("1").save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()
sheets = ["".join(
    f'<div style="left:{17.5 + n % 2 * 95}mm;top:{13.5 + n // 2 * 55}mm"><p>{first} {last}</p>'
    f'<img src="data:image/png;base64,{code(url)}"></div>'
    for n, (first, last, _role, _mark, _route, url) in enumerate(guests[start : start + 10]))
    for start in range(0, count, 10)]
document = HTML(string="<style>@page{size:A4;margin:0}section{position:relative;height:297mm}"
    "div{position:absolute;width:80mm;height:50mm}img{width:15mm}</style>"
    + "".join(f"<section>{sheet}</section>" for sheet in sheets)).write_pdf()
"""
TOLD = """
wall = time.perf_counter() - began
both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps({
    "wall": wall, "cpu": sum(one.ru_utime + one.ru_stime for one in both),
    "megabytes": max(one.ru_maxrss for one in both) / 1024, "bytes": len(document),
}))
"""


@dataclass(frozen=True)
class Took:
    """What one printing took."""

    wall: float
    cpu: float
    megabytes: float
    bytes: int


def printed(body: str, python: str, root: Path, count: int) -> Took:
    """Print so many badges in a process of its own."""
    done = subprocess.run(
        [python, "-c", GUESTS + body + TOLD, str(root), str(count)],
        capture_output=True, text=True, check=False, cwd=root,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr.strip().rpartition("\n")[2])
    return Took(**json.loads(done.stdout))


def best(tries: Sequence[Took]) -> Took:
    """The shortest times, as whatever else ran only adds to them, and the most memory."""
    return Took(
        min(took.wall for took in tries),
        min(took.cpu for took in tries),
        max(took.megabytes for took in tries),
        tries[0].bytes,
    )


def main() -> None:
    """Print how long each variant takes, and whether the bars are kept."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--before", type=Path, help="a checkout of an earlier build")
    options.add_argument("--weasyprint", default=sys.executable, help="a Python with WeasyPrint")
    options.add_argument("--counts", default="200,1000")
    options.add_argument("--tries", type=int, default=3)
    given = options.parse_args()
    variants = {"this build": (OURS, sys.executable, ROOT)}
    if subprocess.run(
        [given.weasyprint, "-c", "import weasyprint"], capture_output=True
    ).returncode:
        print(
            f"{given.weasyprint} has no WeasyPrint: pip install it anywhere, and name that Python."
        )
    else:
        variants["bare sheet"] = (BARE, given.weasyprint, ROOT)
        if given.before:
            variants["before"] = (OURS, given.weasyprint, given.before.resolve())
    for count in map(int, given.counts.split(",")):
        _compare(count, variants, given.tries)


def _compare(count: int, variants: dict[str, tuple[str, str, Path]], tries: int) -> None:
    tried: dict[str, list[Took]] = {name: [] for name in variants}
    # In turn, so that a busy minute of the machine hits all of them.
    for _ in range(tries):
        for name, (body, python, root) in variants.items():
            tried[name].append(printed(body, python, root, count))
    found = {name: best(all_of) for name, all_of in tried.items()}
    ours = found["this build"]
    print(
        f"\n{count:,} badges        wall s   CPU s   largest MB   file kB   CPU beside this build"
    )
    for name, took in found.items():
        print(
            f"{name:16} {took.wall:9.2f} {took.cpu:7.2f} {took.megabytes:12.0f} "
            f"{took.bytes / 1000:9.0f} {took.cpu / ours.cpu:12.2f}"
        )
    bars = []
    if "before" in found:
        share = ours.cpu / found["before"].cpu
        bars.append((f"{share:.2f} of before, at most {SHARE_OF_BEFORE}", share <= SHARE_OF_BEFORE))
    if "bare sheet" in found:
        share = ours.cpu / found["bare sheet"].cpu
        bars.append((f"{share:.2f} of a bare sheet, aim 1", share <= 1))
    if count == 1000:
        bars.append((f"{ours.wall:.1f} s for 1,000, at most {WALL:g}", ours.wall <= WALL))
    bars.append((f"{ours.megabytes:.0f} MB, at most {MEGABYTES}", ours.megabytes <= MEGABYTES))
    for said, kept in bars:
        print(f"  {'kept  ' if kept else 'MISSED'} {said}")


if __name__ == "__main__":
    main()
