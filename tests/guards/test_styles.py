"""Each page loads the sheets that dress it, and no others."""

import re
from collections.abc import Iterator

import page_crawler
from werkzeug.test import TestResponse

from eventapp.paths import ROOT, STATIC

Walked = dict[tuple[str, str], TestResponse]

# Templates and drawings put these together, of a word and a number or a state.
MADE = r"[a-z]+-\d+|(st|for)-[a-z]+"


def needs(sheet: str) -> list[set[str]]:
    """What a page must have for each rule of a sheet, as `.class` and `tag.class`."""
    css = re.sub(r"/\*.*?\*/", "", (STATIC / sheet).read_text(), flags=re.DOTALL)
    heads = re.findall(r"([^{};@]+)\{", css)
    plain = [re.sub(r":(?:not|has)\((?:[^()]|\([^()]*\))*\)", "", head) for head in heads]
    return [
        {*re.findall(r"\.[a-z][\w-]*", one), *re.findall(r"(?<![\w.-])\w+\.[a-z][\w-]*", one)}
        for head in plain
        for part in re.split(r",(?![^(]*\))", head)
        for one in choices(part)
    ]


def choices(selector: str) -> Iterator[str]:
    """A selector without :is(), once for each thing that its :is() may be."""
    if found := re.search(r":is\(([^()]*)\)", selector):
        for one in found[1].split(","):
            yield from choices(selector.replace(found[0], one.strip(), 1))
    else:
        yield selector


SHEETS = {f"css/{path.name}": needs(f"css/{path.name}") for path in STATIC.glob("css/*.css")}


def dressed(crawled: Walked) -> Iterator[tuple[str, set[str], set[str]]]:
    """Each page that was crawled to: its path, the sheets it loads, and what it has."""
    for (_who, path), answer in crawled.items():
        tags = page_crawler.markup(answer.text).tags if answer.mimetype == "text/html" else []
        links = [has["href"] for tag, has in tags if tag == "link" and has["rel"] == "stylesheet"]
        # A community's colours change tokens, and have no rule for anything.
        links = [link for link in links if not link.startswith("/static/colours/")]
        worn = [(tag, name) for tag, has in tags for name in has.get("class", "").split()]
        if links:
            has = {f".{name}" for _tag, name in worn} | {f"{tag}.{name}" for tag, name in worn}
            yield path, {re.sub(r"^/static/\w+/", "", link) for link in links}, has


def test_a_page_loads_every_sheet_with_a_rule_for_it(crawled: Walked) -> None:
    missing = [
        (path, sheet, rule)
        for path, loaded, has in dressed(crawled)
        for sheet in SHEETS.keys() - loaded
        for rule in SHEETS[sheet]
        if rule and rule <= has
    ]

    assert missing == []


def test_a_page_loads_no_sheet_without_a_rule_for_it(crawled: Walked) -> None:
    idle = [
        (path, sheet)
        for path, loaded, has in dressed(crawled)
        for sheet in loaded
        if not any(rule and rule <= has for rule in SHEETS[sheet])
    ]

    assert idle == []


def test_no_rule_is_for_a_class_that_nothing_names() -> None:
    folders = {"templates": "**/*.html", "eventapp": "**/*.py", "static": "js/**/*.js"}
    files = [file for folder, names in folders.items() for file in (ROOT / folder).glob(names)]
    text = " ".join(re.sub(r"\{#.*?#\}", "", file.read_text(), flags=re.DOTALL) for file in files)
    named = {f".{word}" for word in re.findall(r"[a-zA-Z][\w-]*", text)}

    dressed_here = {name for rules in SHEETS.values() for rule in rules for name in rule}

    nobody = {name for name in dressed_here if name.startswith(".") and name not in named}
    assert {name for name in nobody if not re.fullmatch(MADE, name[1:])} == set()
