"""What matters everywhere is checked, not remembered."""

import ast
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOREIGN = {"node_modules", "__pycache__", "vendor", "var", "build"}
TEXT = {
    "", ".cfg", ".conf", ".css", ".example", ".html", ".ini", ".js", ".json", ".mako", ".md", ".po",
    ".py", ".service", ".sh", ".sql", ".svg", ".toml", ".txt", ".yaml", ".yml",
}  # fmt: skip


def files() -> list[Path]:
    """Every text file of the project, without git's help: a tarball has none."""
    found = []
    for folder, inside, names in os.walk(ROOT):
        inside[:] = [
            name
            for name in inside
            if name not in FOREIGN and (not name.startswith(".") or name == ".ci")
        ]
        found += [Path(folder, name) for name in names]
    return sorted(path for path in found if path.suffix in TEXT)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def where(pattern: str, paths: list[Path], *, flags: int = re.MULTILINE) -> list[str]:
    """Each place that a pattern matches, as file:line: text."""
    places = []
    for path in paths:
        text = path.read_text(errors="replace")
        for found in re.finditer(pattern, text, flags):
            line = text.count("\n", 0, found.start()) + 1
            places.append(f"{name(path)}:{line}: {found[0].strip()[:80]}")
    return places


ALL = files()
PYTHON = [path for path in ALL if path.suffix == ".py"]
APP = [path for path in PYTHON if path.is_relative_to(ROOT / "eventapp")]
TEMPLATES = [path for path in ALL if path.is_relative_to(ROOT / "templates")]
# A mail program reads styles inside the elements only; a page's policy forbids them there.
PAGES = [path for path in TEMPLATES if not path.is_relative_to(ROOT / "templates" / "mail")]
SCRIPTS = [*sorted((ROOT / "script").iterdir()), ROOT / ".ci" / "run"]


def test_files_stay_short() -> None:
    ours = [path for path in PYTHON if not path.is_relative_to(ROOT / "migrations")]

    lengths = {name(path): len(path.read_text().splitlines()) for path in ours}

    assert {path: lines for path, lines in lengths.items() if lines > 300} == {}


BRANCHES = (
    ast.If, ast.IfExp, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.match_case,
    ast.Assert, ast.comprehension,
)  # fmt: skip


def branches(function: ast.AST) -> int:
    """The ways through a function, those of comprehensions, `and` and `or` among them."""
    inside = list(ast.walk(function))
    return (
        1
        + sum(isinstance(node, BRANCHES) for node in inside)
        + sum(len(node.ifs) for node in inside if isinstance(node, ast.comprehension))
        + sum(len(node.values) - 1 for node in inside if isinstance(node, ast.BoolOp))
    )


def test_functions_branch_little() -> None:
    functions = {
        f"{name(path)}:{node.lineno} {node.name}": branches(node)
        for path in APP
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }

    assert {at: number for at, number in functions.items() if number > 20} == {}


def test_nothing_names_a_package_index_or_a_folder_of_somebody_s_machine() -> None:
    # Written apart, so that this file doesn't name them either.
    hosts = [r"pypi\." + "org", "python" + r"hosted\.", r"npmjs\." + "(org|com)", "unpkg" + r"\."]
    hosts += [r"\bdeb\." + r"debian\.", "jsdelivr" + r"\.", "googleapis" + r"\."]
    folders = [rf"(?<![\w.\-/])/{folder}/\w" for folder in ("work", "root", "home", "Users")]

    assert where("|".join(hosts + folders), ALL) == []


def test_nothing_points_at_an_issue_by_its_number() -> None:
    prose = [path for path in ALL if path.suffix in {"", ".py", ".md", ".toml", ".html", ".js"}]

    assert where(r"(?i)\bissue #?\d+|(?<![\w&#/\"'(:])#\d{1,4}\b(?![\w;-])", prose) == []


def test_queries_are_written_with_select() -> None:
    assert where(r"\b[A-Z]\w+\.query\b|\bsession\.query\(", APP) == []


def test_the_link_to_join_is_read_only_where_it_is_known_who_may_see_it() -> None:
    # The model has the rule, the snapshot is compared, the form asks, the list only filters; a program
    # that may set it may read it.
    known = r"^eventapp/(events/models|rsvps/actions|front/listing|api/event_shapes)\.py:"
    read = where(r"\w+\.online_url\b", [*APP, *TEMPLATES])

    assert [at for at in read if not re.match(known, at) and "form.online_url" not in at] == []
    assert [
        at for at in where(r"\.guests_link\b", [*APP, *TEMPLATES]) if "rsvps/models" not in at
    ] == []


def test_templates_trust_nothing_that_was_typed() -> None:
    assert where(r"\|\s*safe\b|\{%-?\s*autoescape\s+false", TEMPLATES) == []


def test_pages_hold_no_inline_style_or_handler() -> None:
    assert where(r"<[a-zA-Z][^<>]*\s(?:style|on[a-z]+)\s*=", PAGES) == []


def test_pages_hold_no_inline_script_or_sheet() -> None:
    inline = r"<script(?![^>]*\b(?:src|type=\"application/ld\+json\"))[^>]*>|<style\b[^>]*>"

    assert where(inline, PAGES) == []


def test_pages_fetch_nothing_from_elsewhere() -> None:
    elsewhere = r"<(?:script|link|img|iframe|source|video|audio|use)\b[^>]*"
    elsewhere += r"\b(?:src|href|srcset)\s*=\s*[\"'](?:https?:)?//"

    assert where(elsewhere, PAGES) == []


def test_every_form_that_posts_carries_a_token() -> None:
    bare = []
    for path in PAGES:
        text = path.read_text()
        macros = re.findall(r"\bmacro (\w+)\(.*?\bendmacro\b", text, re.DOTALL)
        bodies = re.findall(r"\bmacro \w+\((.*?)\bendmacro\b", text, re.DOTALL)
        tokens = [
            "csrf",
            *(m + "(" for m, body in zip(macros, bodies, strict=True) if "csrf" in body),
        ]
        for form in re.findall(r"<form\b.*?</form>", text, re.DOTALL):
            posts = re.search(r"method=[\"']?post", form.partition(">")[0], re.IGNORECASE)
            # It stands on pages that are kept for everybody (`people/language`).
            if "url_for('language.choose')" in form:
                continue
            if posts and not any(token in form for token in tokens):
                bare.append(f"{name(path)}: {form.partition('>')[0]}>")

    assert bare == []


def test_styles_fetch_nothing_from_elsewhere() -> None:
    styles = [path for path in ALL if path.suffix == ".css"]

    assert where(r"url\([\"']?(?:https?:)?//|@import\s+[\"'](?:https?:)?//", styles) == []


def pins(lock: str) -> dict[str, tuple[str, int]]:
    """Each package of a lock with its version and the number of its hashes."""
    text = (ROOT / lock).read_text().replace("\\\n", " ")
    found = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;]+)([^\n]*)", text, re.MULTILINE)
    return {_plain(name): (version, rest.count("--hash=sha256:")) for name, version, rest in found}


def _plain(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-test.txt"])
def test_a_lock_holds_exact_versions_with_hashes_and_no_address(lock: str) -> None:
    lines = (ROOT / lock).read_text().splitlines()
    packages = [line for line in lines if line and not line[0].isspace() and line[0] != "#"]

    assert len(pins(lock)) == len(packages)
    assert all(hashes for _version, hashes in pins(lock).values())
    assert not [line for line in lines if "://" in line or line.lstrip().startswith(("-i", "--i"))]


def test_tests_run_with_the_versions_that_are_shipped() -> None:
    shipped = pins("requirements.txt")

    tested = {name: pin for name, pin in pins("requirements-test.txt").items() if name in shipped}

    assert tested == shipped


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = [name for extra in project["optional-dependencies"].values() for name in extra]
    wanted = {
        "requirements.txt": project["dependencies"],
        "requirements-test.txt": project["dependencies"] + extras,
    }

    for lock, requirements in wanted.items():
        names = {_plain(re.split(r"[\[<>=!~; ]", each)[0]) for each in requirements}
        # One extra may ask for another one of ours.
        assert names - {project["name"]} <= set(pins(lock)), lock


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_scripts_run_in_the_plainest_shell(path: Path) -> None:
    text = path.read_text()

    checked = subprocess.run(["/bin/sh", "-n", path], capture_output=True, text=True)

    assert text.startswith("#!/bin/sh\n")
    assert os.access(path, os.X_OK)
    assert checked.returncode == 0, checked.stderr


def test_every_module_is_typed_strictly() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]
    overrides = settings.pop("overrides")
    # Packages without types are the one thing that is let pass; nothing of ours is.
    passed = {module for each in overrides for module in each["module"]}

    assert settings == {
        "python_version": "3.11",
        "files": ["eventapp"],
        "mypy_path": "typings",
        "strict": True,
    }
    assert {key for each in overrides for key in each} == {"module", "ignore_missing_imports"}
    assert {module for module in passed if module.startswith(("*", "eventapp"))} == set()
    assert where(r"^# mypy:|# type: ignore(?!\[)", APP) == []
