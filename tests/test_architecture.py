"""Who may import whom, and who commits: docs/architecture.md, checked."""

import sys
from pathlib import Path

from import_graph import APP, FILES, Import, imports, name
from test_purity import PURE

from eventapp.seating import engine as seating_engine

# A feature imports only from its left.
FEATURES = (
    "mail",
    "people",
    "communities",
    "webhooks",
    "events",
    "rsvps",
    "programs",
    "encounters",
    "seating",
    "door",
    "badges",
    "followups",
    "attendance",
    "progress",
    "certificates",
    "insights",
    "front",
    "api",
    "archive",
    "retention",
    "backups",
    "doctor",
)

# The edges of the app: whoever is asked from outside, or works off a queue.
COMMITS = {
    "db.py",  # what a request noted joins its commit
    "views.py",
    "desk.py",
    "cli.py",
    "jobs.py",
    "deliver.py",
    "receive.py",
    "inbox.py",
    "serving.py",
}
ONLY_IMPORTER = {
    "python_calamine": "rsvps/importing/workbooks",
    "xlsxwriter": "rsvps/xlsx_file",
    "typst": "press_process",
    "smtplib": "mail/smtp",
    "cryptography": "mail/signatures",
    "joserfc": "certificates/signing",
    "dns": "mail/dns_records",
    "imapclient": "mail/incoming/imap",
    "aiosmtpd": "mail/incoming/listener",
    "huey": "mail/jobs",
    "fido2": "people/passkeys/relying_party",
}
# Rooms inside a feature. What has a higher number may import what has a lower one; the rest of the
# feature has 0, and the engine knows nothing but itself.
ROOMS = {
    "programs/announcing": 0,
    "programs/enrolling": 1,
    "communities/team": 1,
    "communities/activity": -1,
    "communities/forgotten": 0,
    "people/sign_ins": 1,
    "front/activity": 1,
    "badges/layouts": -1,
    "communities/face": -1,
    "seating/engine": -2,
    "seating/engine/search": -2,
    "mail/incoming": 1,
    "people/language": 1,
    "seating/avoiding": -1,
    "seating/board": 1,
    "seating/prints": 2,
    "seating/searches": 2,
    "seating/series": 3,
    "door/offline": 1,
    "door/reseating": 1,
    "badges/printing": 1,
    "door/rounds": 1,
    "door/corrections": 0,
    "badges/printers": 0,
    "rsvps/importing": 1,
    "events/wording": 0,
    "events/copying": 1,
    "events/series": 2,
    "events/venues": 0,
    "rsvps/together": 1,
    "front/series_pages": 1,
    "events/importing": 3,
    "programs/sessions": 1,
    "front/avoiding": 1,
    "front/embed": 2,
    "front/closing": 2,
    "front/exports": 1,
    "front/letters": 1,
    "front/retention": 1,
    "front/quick_start": 1,
    "front/example": 1,
    "programs/describing": 1,
    "programs/interest": 1,
    "programs/states": 2,
    "programs/cohorts": 1,
    "people/passkeys": 0,
    "rsvps/invitations": 2,
    "rsvps/questions": -1,
    "rsvps/parties": 0,
    "rsvps/personal": 1,
    "rsvps/personal_feed": 1,
    "front/me": 1,
    "front/past_attendance": 1,
    "front/people_met": 1,
    "front/program_pages": 1,
    "front/preferences": 1,
    "followups/feedback": 1,
    "followups/nudges": 1,
    "followups/meetings": 1,
    "followups/introductions": 2,
    "followups/hellos": 2,
    "followups/help_board": 3,
    "followups/sending": 1,
    "insights/pictures": 0,
    "insights/reports": 1,
    "insights/years": 0,
    "front/audience": 1,
    "front/door_staff": 1,
    "front/kiosk": 2,
    "rsvps/attendees": 2,
    "rsvps/attendees/bulk": 2,
    "rsvps/merging": 2,
    "rsvps/person_page": 3,
    "rsvps/replies": 3,
    "rsvps/unmet_asks": 2,
    "progress/letters": 1,
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
    folders = {feature(path) for path in APP.glob("*/*.py")} - {"demo"}

    assert folders <= set(FEATURES)


def test_a_feature_imports_only_from_its_left() -> None:
    features = [path for path in FILES if feature(path) in FEATURES]

    later = [
        str(found)
        for found in imports(features)
        if found.ours
        and found.ours[0] in FEATURES
        and FEATURES.index(found.ours[0]) > FEATURES.index(feature(found.path))
    ]

    assert later == []


def test_the_package_itself_is_imported_by_nobody() -> None:
    inside = [path for path in FILES if path.name not in {"__main__.py", "__init__.py"}]
    wired = [str(f) for f in imports(inside) if f.package == "eventapp" and not f.module]

    assert wired == []


def test_the_demo_is_known_to_the_commands_alone() -> None:
    commands = {"cli", "serving", "doctor/database"}
    others = [p for p in FILES if name(p) not in commands and feature(p) != "demo"]

    assert [str(found) for found in imports(others) if found.ours[:1] == ["demo"]] == []


def test_models_know_only_models() -> None:
    def fine(found: Import) -> bool:
        if found.ours:
            return found.module in {"db", *PURE} or found.module.endswith(
                ("/models", "/quota_tables")
            )
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
    pages = {"views.py", "desk.py", "page.py", "factory.py", "blueprints.py"}
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


def test_names_say_what_is_inside_and_features_are_flat_but_for_their_rooms() -> None:
    modules = [name(path).split("/") for path in FILES]

    assert not [parts for parts in modules if NO_NAMES & set(parts)]
    assert {"/".join(parts[:-1]) for parts in modules if len(parts) > 2} == set(ROOMS)


def test_a_room_imports_only_from_its_left() -> None:
    def place(module: str) -> int:
        room = "/".join(module.split("/")[:2])
        return ROOMS.get(room, 0)

    later = [
        str(found)
        for found in imports(
            path for path in FILES if feature(path) in {"seating", "door", "rsvps"}
        )
        if found.ours
        and found.ours[0] == feature(found.path)
        and place(found.module) > place(name(found.path))
        and found.path.name not in {"cli.py", "desk.py", "jobs.py"}
    ]

    assert later == []


def test_nothing_reaches_past_the_engine_s_public_names() -> None:
    engine = "eventapp.seating.engine"
    public = {"json_format", "explain", "moves", "rules"}
    outside = [path for path in FILES if not name(path).startswith("seating/engine")]

    past = [
        str(found)
        for found in imports(outside)
        if found.target.startswith(f"{engine}.")
        and found.target.split(".")[3] not in {*seating_engine.__all__, *public}
    ]

    assert past == []


def feature(path: Path) -> str:
    """The feature that a module belongs to, whichever of its rooms it is in."""
    return name(path).partition("/")[0]
