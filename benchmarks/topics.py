"""How many asks meet an offer that is about the same, and how many meet one that isn't.

    python benchmarks/topics.py [--wrong]

The asks and offers are invented; which of them are a true pair was marked by hand. "words" compares
words alone, "topics" whole topics of a fixed list or else words, as the app did at first, "subjects"
is what it does. It measures, it is no test.
"""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from eventapp.rsvps.subjects import about
from eventapp.rsvps.topics import keywords, topics_in

FILE = Path(__file__).with_name("asks_and_offers.tsv")
PEOPLE = 300
AT_FIRST = """Accessibility; Architecture; Budgets & procurement; Career changes & changing industry;
    Certifications; Cloud & Kubernetes; CVs & interviews; Data & SQL; Debugging; Design; Healthcare;
    Hiring; Incidents & observability; Machine learning; Management & leadership; Mentoring;
    Networking & meetups; Open source; Product management; Remote teams; Retrospectives & workshops;
    Returning after a break; Salary & negotiation; Security; Speaking & talks; Starting a company;
    Vendors; Volunteering; Writing"""
FIXED = tuple(" ".join(topic.split()) for topic in AT_FIRST.split(";"))

Way = Callable[[str], frozenset[str]]
WAYS: dict[str, Way] = {
    "words": keywords,
    "topics": lambda line: topics_in(line, FIXED) or keywords(line),
    "subjects": lambda line: about(line, ()),
}


@dataclass(frozen=True)
class Line:
    """One ask or offer, and what it is about."""

    half: str
    kind: str
    marks: frozenset[str]
    text: str


def read() -> list[Line]:
    """All lines of the file beside this one."""
    rows = FILE.read_text().splitlines()
    parts = (row.split("\t") for row in rows if not row.startswith("#"))
    return [
        Line(half, kind, frozenset(marks.split(",")) - {"-"}, text)
        for half, kind, marks, text in parts
    ]


def main() -> None:
    """Print how good each way is on each half, and how long it takes for a big evening."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--wrong", action="store_true", help="show what subjects miss and invent")
    given = options.parse_args()
    lines = read()
    print("half    way       true pairs  false  precision  recall    F1")
    for half in dict.fromkeys(line.half for line in lines):
        for name, way in WAYS.items():
            print(f"{half}  {name:8}  {figures(lines, half, way)}")
    for name, way in WAYS.items():
        print(f"{name:8}  {milliseconds(lines, way):5.1f} ms for {PEOPLE} people")
    if given.wrong:
        show_wrong(lines)


def pairs(lines: list[Line], half: str) -> list[tuple[Line, Line]]:
    """Every ask of a half with every offer of it."""
    here = [line for line in lines if line.half == half]
    asks = [line for line in here if line.kind == "ask"]
    offers = [line for line in here if line.kind == "offer"]
    return [(ask, offer) for ask in asks for offer in offers]


def figures(lines: list[Line], half: str, way: Way) -> str:
    """What one way finds in one half."""
    true = found = right = 0
    for ask, offer in pairs(lines, half):
        meant, met = bool(ask.marks & offer.marks), bool(way(ask.text) & way(offer.text))
        true, found, right = true + meant, found + met, right + (meant and met)
    precision, recall = right / max(1, found), right / max(1, true)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"{right:3} of {true:3}  {found - right:5}  {precision:9.2f}  {recall:6.2f}  {f1:4.2f}"


def milliseconds(lines: list[Line], way: Way) -> float:
    """What a core needs for an ask and an offer of each of many people, the least of five times."""
    texts = [f"{line.text} {n}" for n, line in enumerate(islice(cycle(lines), 2 * PEOPLE))]
    took = []
    for _n in range(5):
        begun = time.process_time()
        for text in texts:
            way(text)
        took.append(time.process_time() - begun)
    return 1000 * min(took)


def show_wrong(lines: list[Line]) -> None:
    """Each pair that subjects miss or invent."""
    for half in dict.fromkeys(line.half for line in lines):
        for ask, offer in pairs(lines, half):
            shared = about(ask.text, ()) & about(offer.text, ())
            if bool(shared) != bool(ask.marks & offer.marks):
                what = f"invented by {', '.join(shared)}" if shared else "missed"
                print(f"{half}  {what}: {ask.text} | {offer.text}")


if __name__ == "__main__":
    main()
