"""The pure modules are pure: values in, values out; no Flask, no database, no clock, no luck."""

import ast
import sys

from import_graph import FILES, Import, imports, name

# Values in, values out. What each may use beside the standard library and its like:
PURE: dict[str, set[str]] = {
    "backups/manifest": set(),
    "calendar_links": set(),
    "content_lines": set(),
    "errors": set(),
    "shaping": {"uharfbuzz"},
    "typefaces": {"PIL"},
    "ical": {"icalendar"},
    "drawing": set(),
    "mirroring": {"babel"},
    "text_fitting": set(),
    "role_marks": set(),
    "paths": set(),
    "security_events": set(),
    "tokens": set(),
    "mail/compose": {"email_validator"},
    "mail/answer_addresses": set(),
    "mail/incoming": set(),
    "front/past_attendance/dates": set(),
    "front/past_attendance/evenings": set(),
    "front/past_attendance/headings": set(),
    "front/past_attendance/identity": set(),
    "front/past_attendance/presence": set(),
    "front/retention/months": set(),
    "front/quick_start/room": set(),
    "front/example/people": set(),
    "front/program_pages/chords": set(),
    "mail/incoming/authentication": set(),
    "mail/incoming/automatic_mail": set(),
    "mail/incoming/bounces": set(),
    "mail/incoming/calendar_answers": {"icalendar"},
    "mail/incoming/calendar_lines": set(),
    "mail/refusals": set(),
    "mail/signatures": {"cryptography"},
    "mail/incoming/contents": set(),
    "mail/incoming/inbox_address": set(),
    "mail/incoming/mail_parts": set(),
    "mail/incoming/own_words": set(),
    "mail/incoming/parsing": set(),
    "mail/placeholders": set(),
    "communities/contrast": set(),
    "webhooks/addresses": set(),
    "webhooks/backoff": set(),
    "webhooks/signing": set(),
    "people/sign_ins/agents": set(),
    "communities/logo": {"PIL"},
    "communities/sent_picture": {"PIL"},
    "communities/face/accent": set(),
    "communities/face/header_picture": {"PIL"},
    "door/standing": set(),
    "door/corrections/seats": set(),
    "seating/avoiding/pairs": set(),
    "door/offline/batch": set(),
    "people/links": set(),
    "people/names": set(),
    "people/passkeys/challenges": set(),
    "people/passkeys/recovery_codes": set(),
    "people/passkeys/relying_party": {"fido2"},
    "events/atom": set(),
    "events/limits": set(),
    "events/importing/calendar_file": {"icalendar"},
    "events/importing/carried_file": set(),
    "events/importing/descriptions": set(),
    "events/importing/entries": {"icalendar"},
    "events/importing/event_times": {"icalendar"},
    "events/importing/found": set(),
    "events/importing/locations": set(),
    "events/importing/properties": {"icalendar"},
    "events/importing/repetition": set(),
    "events/importing/time_zones": {"icalendar"},
    "events/importing/unrolling": set(),
    "attendance/grid": set(),
    "certificates/certificate": set(),
    "certificates/numbers": set(),
    "certificates/open_badges": set(),
    "progress/letters/times": set(),
    "progress/letters/picture": set(),
    "followups/sending/times": set(),
    "followups/sending/paper_card": set(),
    "followups/fives": set(),
    "followups/suggestions": set(),
    "events/local_time": set(),
    "programs/cohorts/dates": set(),
    "events/month_names": {"babel"},
    "events/recurrence": set(),
    "events/typed_days": set(),
    "events/venues/map_links": set(),
    "events/rounds": set(),
    "events/maps": set(),
    "events/share_picture": {"PIL"},
    "events/markdown": {"markdown_it", "nh3"},
    "rsvps/importing/inline_statuses": set(),
    "rsvps/importing/status_columns": set(),
    "rsvps/importing/contradictions": set(),
    "rsvps/importing/struck_rows": set(),
    "rsvps/importing/typed_list": set(),
    "rsvps/importing/duplicates": set(),
    "rsvps/attendees/timeline": set(),
    "rsvps/cells": set(),
    "rsvps/csv_file": set(),
    "rsvps/exports": set(),
    "rsvps/xlsx_file": {"xlsxwriter"},
    "rsvps/event_changes": set(),
    "rsvps/importing/columns": set(),
    "rsvps/importing/hidden_rows": set(),
    "rsvps/importing/csv_text": set(),
    "rsvps/importing/entries": set(),
    "rsvps/importing/parsing": set(),
    "rsvps/importing/column_samples": set(),
    "rsvps/importing/decisions": set(),
    "rsvps/importing/matching": set(),
    "rsvps/merging/duplicates": set(),
    "rsvps/names": set(),
    "rsvps/places": set(),
    "rsvps/questions/asked": set(),
    "rsvps/importing/files": set(),
    "rsvps/importing/statuses": set(),
    "rsvps/importing/inspection": set(),
    "rsvps/importing/raw_table": set(),
    "rsvps/topics": set(),
    "rsvps/subjects": set(),
    "rsvps/subject_words": set(),
    "rsvps/importing/status_words": set(),
    "rsvps/importing/html_tables": set(),
    "rsvps/importing/heading_words": set(),
    "rsvps/invitations/pasted": set(),
    "rsvps/importing/workbooks": {"python_calamine"},
    "programs/progress": set(),
    "progress/completion": set(),
    "progress/picture": set(),
    "programs/sessions/materials": set(),
    "programs/enrolling/checks": set(),
    "seating/meetings": {"numpy"},
    "paper": set(),
    "seating/prints/layout": set(),
    "seating/starter_choice": set(),
    "encounters/pairs": set(),
    "door/badge_codes": set(),
    "door/reseating/gaps": set(),
    "badges/badge": set(),
    "badges/fields": set(),
    "badges/layouts/blank": set(),
    "badges/printing/order": set(),
    "badges/images": set(),
    "badges/text_sizes": set(),
    "badges/qr": {"numpy", "zxingcpp"},
    "badges/layouts/back": set(),
    "badges/layouts/lying": set(),
    "badges/layouts/names": set(),
    "badges/layouts/panels": set(),
    "badges/layouts/pen": set(),
    "badges/layouts/sides": set(),
    "badges/layouts/upright": set(),
    "badges/sheet": {"zxingcpp"},
    "badges/stocks": set(),
    "badges/printers/corrections": set(),
    "badges/printers/rulers": set(),
    "followups/cards": set(),
    "followups/contact_details": {"werkzeug"},
    "followups/introductions/set_times": set(),
    "followups/help_board/public_lines": set(),
    "rsvps/unmet_asks/topics_asked": set(),
    "followups/meetings/half_hours": set(),
    "followups/vcard": set(),
    "insights/evening": set(),
    "insights/hiding": set(),
    "insights/picture": set(),
    "insights/square": set(),
    "insights/svg": set(),
    "insights/answers": set(),
    "insights/bars": set(),
    "insights/curves": set(),
    "insights/years/apart": {"numpy"},
    "insights/years/year": set(),
    "insights/topics": set(),
    "front/embed/poster": {"numpy", "zxingcpp"},
    "front/illustrations": set(),
    "front/people_met/figures": set(),
    "front/people_met/rings": set(),
}
# Modules of the standard library that bring in time, chance from nowhere, or the outside.
IMPURE = {
    "http",
    "os",
    "secrets",
    "smtplib",
    "socket",
    "sqlite3",
    "subprocess",
    "time",
    "urllib.request",
}
# The reasons: tokens are made of chance, the solver must know when its seconds are over, and which
# typefaces there are only this machine can say.
MAY_BE_IMPURE = {
    "tokens": {"secrets"},
    "seating/engine/search/annealing": {"time"},
    "typefaces": {"subprocess"},
}
CLOCKS = {"now", "utcnow", "today"}
# A seeded random.Random is fine; the module's own functions share one that nobody seeds.
LUCK = {"random", "randint", "choice", "choices", "shuffle", "sample", "uniform"}
ENGINE = [path for path in FILES if name(path).startswith("seating/engine")]
PURE |= {name(path): {"numpy"} for path in ENGINE} | {"seating/engine": set()}
PURE_FILES = [path for path in FILES if name(path) in PURE]


def test_a_pure_module_needs_nothing_from_outside() -> None:
    def fine(found: Import) -> bool:
        this = name(found.path)
        if found.ours:
            return found.module in PURE
        if found.package not in sys.stdlib_module_names:
            return found.package in PURE[this]
        whole = {found.package, found.target, found.target.rpartition(".")[0]}
        return not whole & (IMPURE - MAY_BE_IMPURE.get(this, set()))

    assert [str(found) for found in imports(PURE_FILES) if not fine(found)] == []


def test_the_seating_engine_knows_nothing_of_the_rest() -> None:
    others = [
        str(found)
        for found in imports(ENGINE)
        if found.ours and not found.module.startswith("seating/engine")
    ]

    assert others == []


def test_a_pure_module_is_told_the_time_and_brings_no_luck() -> None:
    forbidden = {(owner, call) for owner in ("datetime", "date") for call in CLOCKS}
    forbidden |= {("random", call) for call in LUCK}

    asked = [
        f"{name(path)}:{node.lineno}: {node.func.value.id}.{node.func.attr}()"
        for path in PURE_FILES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and (node.func.value.id, node.func.attr) in forbidden
    ]

    assert asked == []
