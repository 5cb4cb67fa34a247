"""What the documents say is so."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from eventapp.badges.forms import PRINTED
from eventapp.config import PREFIX, SETTINGS
from eventapp.front.mail_log import kind_words

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("static/**/*.md")])
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
# Postfix has a line of its own that begins with our name.
COMMAND = re.compile(
    r"(?:^ *|`|\| |/bin/|flask --app )eventapp (?!unix )([a-z][^`\n]+)", re.MULTILINE
)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text(document: str) -> str:
    return (ROOT / document).read_text()


def table(document: str, heading: str) -> list[list[str]]:
    """The cells of the table under a row that begins with `heading`, without that row."""
    _before, _heading, after = text(document).partition(f"| {heading} |")
    rows = after.partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("| ").split(" | ")] for row in rows]


def anchors(document: Path) -> set[str]:
    """What the headings of a document can be reached by."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", document.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links() -> list[tuple[Path, str]]:
    """Every link of the documents that leads to a file of ours, with the document it is in."""
    return [
        (document, target)
        for document in DOCUMENTS
        for target in LINK.findall(FENCED.sub("", document.read_text()))
        if "://" not in target and not target.startswith("mailto:")
    ]


def commands() -> list[tuple[Path, str]]:
    """Every command line of ours that a document names, after `eventapp` or `flask --app eventapp`."""
    return [
        (document, line) for document in DOCUMENTS for line in COMMAND.findall(document.read_text())
    ]


def test_the_settings_are_documented_word_for_word() -> None:
    documented = table("docs/operating.md", "Setting")

    assert documented == [[f"`{PREFIX}{s.name}`", s.default, s.what] for s in SETTINGS]


def test_no_document_names_a_setting_that_is_none() -> None:
    known = {PREFIX + setting.name for setting in SETTINGS}
    files = [*DOCUMENTS, *(path for path in (ROOT / "deploy").iterdir() if path.is_file())]

    unknown = {
        f"{name(path)}: {named}"
        for path in files
        for named in re.findall(rf"{PREFIX}[A-Z_]+", path.read_text())
        if named not in known
    }

    assert unknown == set()


def test_every_link_leads_to_a_file_and_its_heading() -> None:
    astray = []
    for document, target in links():
        path, _sharp, anchor = target.partition("#")
        file = (document.parent / path).resolve() if path else document
        found = file.exists() and file.is_relative_to(ROOT)
        if not found or (anchor and anchor not in anchors(file)):
            astray.append(f"{name(document)}: {target}")

    assert astray == []


def test_every_script_and_file_named_exists() -> None:
    kinds = r"(?<![\w./])((?:script|deploy|tests|templates|static|docs)/[\w./@-]*\w)"

    missing = {
        f"{name(document)}: {path}"
        for document in DOCUMENTS
        for path in re.findall(kinds, document.read_text())
        if not (ROOT / path).exists()
    }

    assert missing == set()


# As a command line sees them: what other tests have imported must not help.
TREE = """
import json
import click
from flask.cli import FlaskGroup, ScriptInfo

def walk(group, context, path):
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            walk(command, context, [*path, name])
        else:
            found[" ".join([*path, name])] = [o for p in command.params for o in p.opts]

found = {}
with click.Context(FlaskGroup(), obj=ScriptInfo(app_import_path="eventapp")) as context:
    walk(context.command, context, [])
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def known_commands(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The options of every command, by its name."""
    environment = os.environ | {"EVENTAPP_DATA_DIR": str(tmp_path_factory.mktemp("var"))}
    asked = [sys.executable, "-c", TREE]
    said = subprocess.run(
        asked, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return json.loads(said.stdout)


@pytest.mark.parametrize(
    ("document", "line"), commands(), ids=[line for _document, line in commands()]
)
def test_every_command_named_exists_with_its_options(
    known_commands: dict[str, list[str]], document: Path, line: str
) -> None:
    # What follows a pipe is another program, and a dash alone is a pipe's end.
    words = shlex.split(line.partition(" | ")[0])
    command = next((c for c in known_commands if f"{' '.join(words)} ".startswith(f"{c} ")), None)

    assert command, f"{name(document)}: eventapp {line}"
    assert {word for word in words if word.startswith("-") and word != "-"} <= set(
        known_commands[command]
    )


def test_every_folder_and_module_has_its_place_in_the_architecture() -> None:
    page = text("docs/architecture.md")
    app = ROOT / "eventapp"
    inside = [path.parent.relative_to(app).as_posix() for path in app.rglob("*/__init__.py")]
    folders = {f"`{folder}/`" for folder in inside if folder != "."}
    modules = {f"`{path.stem}`" for path in app.glob("*.py")}

    assert {named for named in folders | modules if named not in page} == set()


def test_the_architecture_names_no_module_that_is_gone() -> None:
    gone = []
    for folder, _about, beside in table("docs/architecture.md", "Folder"):
        modules = {path.stem for path in (ROOT / "eventapp" / folder.strip("`/")).glob("*.py")}
        named = set(re.findall(r"`([a-z_]+)`", beside))
        gone += [f"{folder} {module}" for module in sorted(named - modules)]

    assert gone == []


def test_the_order_of_the_features_is_that_of_the_tests() -> None:
    from test_architecture import FEATURES

    features = [feature for feature in FEATURES if (ROOT / "eventapp" / feature).is_dir()]

    assert f"`{' · '.join(features)}`" in text("docs/architecture.md")


def test_organizers_read_of_every_mail(app: Flask) -> None:
    with app.test_request_context():
        kinds = set(kind_words().values())

    assert {row[0] for row in table("docs/organizers.md", "Mail")} == kinds


def test_the_number_of_stocks_is_right() -> None:
    assert f"**All {len(PRINTED)} stocks**" in text("docs/organizers.md")
    assert f"on {len(PRINTED)} stocks" in text("README.md")


def test_the_pictures_are_small_and_used() -> None:
    pictures = sorted((ROOT / "docs" / "pictures").iterdir())

    shown = {(document.parent / to).resolve() for document, to in links() if to.endswith(".png")}

    assert set(pictures) == shown
    assert all(picture.stat().st_size < 150_000 for picture in pictures)
