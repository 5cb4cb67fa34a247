"""Who may import whom, and who commits: docs/architecture.md, checked."""

import sys

from imports import APP, FILES, Import, imports, name
from test_purity import PURE

# A feature imports only from its left.
FEATURES = (
    "mail",
    "people",
    "communities",
    "events",
    "rsvps",
    "programs",
    "encounters",
    "seating",
    "door",
    "badges",
    "followups",
    "insights",
    "front",
)

# The edges of the app: whoever is asked from outside, or works off a queue.
COMMITS = {
    "views.py",
    "desk.py",
    "cli.py",
    "jobs.py",
    "deliver.py",
    "receive.py",
    "inbox.py",
    "serving.py",
    "hand.py",
    "reseating_desk.py",
    "searches_desk.py",
    "papers_desk.py",
    "series_desk.py",
    "imports_desk.py",
}
ONLY_IMPORTER = {
    "python_calamine": "rsvps/workbooks",
    "weasyprint": "press",
    "smtplib": "mail/deliver",
    "huey": "mail/jobs",
}
NO_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "services",
    "service",
    "managers",
    "manager",
    "common",
}


def test_every_feature_has_its_place_in_the_order() -> None:
    folders = {path.parent.name for path in APP.glob("*/*.py")} - {"demo"}

    assert folders <= set(FEATURES)


def test_a_feature_imports_only_from_its_left() -> None:
    def place(feature: str) -> int:
        return FEATURES.index(feature)

    features = [path for path in FILES if path.parent.name in FEATURES]

    later = [
        str(found)
        for found in imports(features)
        if found.ours
        and found.ours[0] in FEATURES
        and place(found.ours[0]) > place(found.path.parent.name)
    ]

    assert later == []


def test_the_package_itself_is_imported_by_nobody() -> None:
    inside = [path for path in FILES if path.name != "__main__.py"]
    wired = [str(f) for f in imports(inside) if f.package == "eventapp" and not f.module]

    assert wired == []


def test_the_demo_is_known_to_the_commands_alone() -> None:
    commands = {"cli", "serving"}
    others = [p for p in FILES if name(p) not in commands and p.parent.name != "demo"]

    assert [str(found) for found in imports(others) if found.ours[:1] == ["demo"]] == []


def test_models_know_only_models() -> None:
    def fine(found: Import) -> bool:
        if found.ours:
            return found.module in {"db", *PURE} or found.module.endswith("/models")
        # A rule that says no says it in the language of whoever asked.
        return found.package in sys.stdlib_module_names | {"sqlalchemy", "flask_babel"}

    models = [path for path in FILES if path.name == "models.py"]

    assert [str(found) for found in imports(models) if not fine(found)] == []


def test_actions_know_nothing_of_pages() -> None:
    pages = {"views", "desk", "forms", "web", "cli"}
    flask = {"flask.request", "flask.session", "flask.render_template"}
    actions = [path for path in FILES if path.name == "actions.py"]

    strangers = [
        str(found)
        for found in imports(actions)
        if (found.ours and found.module.rpartition("/")[2] in pages)
        or found.target in flask
        or found.package in {"wtforms", "flask_wtf"}
    ]

    assert strangers == []


def test_only_pages_know_pages() -> None:
    pages = {"views.py", "desk.py", "page.py", "papers_desk.py", "imports_desk.py", "__init__.py"}
    others = [path for path in FILES if path.name not in pages]

    known = [str(f) for f in imports(others) if f.ours and f.module.endswith(("/views", "/desk"))]

    assert known == []


def test_some_libraries_have_one_importer() -> None:
    others = [
        str(found)
        for found in imports(FILES)
        if name(found.path) != ONLY_IMPORTER.get(found.package, name(found.path))
    ]

    assert others == []


def test_only_the_edge_commits() -> None:
    commits = [
        f"{name(path)}:{number}"
        for path in FILES
        if path.name not in COMMITS
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if ".commit()" in line
    ]

    assert commits == []


def test_names_say_what_is_inside_and_features_are_flat() -> None:
    modules = [name(path).split("/") for path in FILES]

    assert not [parts for parts in modules if NO_NAMES & set(parts)]
    assert not [parts for parts in modules if len(parts) > 2]
