"""How long the rows of each table stay, beside what `rules` lets go of them: none is forgotten.

Both lists together name every table of the database.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from eventapp.retention.rule import Rule

COMMUNITY = "stays as long as the community"
EVENT = "stays as long as the event"
PROGRAM = "stays as long as the program"
PERSON = "goes with the person"
CONTACT = (
    "names, addresses and words go some months after somebody’s last event of the community, or when "
    "they are erased; that somebody came, as what, and met whom stays without a name"
)
THEIRS = "goes with somebody’s contact data, or with the answer or enrolment that it hangs on"
SITE = "stays as long as the site"
# To which table a row must lead, by what goes along when that goes.
LEADS_TO = {
    COMMUNITY: ("community",),
    EVENT: ("event",),
    PROGRAM: ("program",),
    PERSON: ("person",),
    CONTACT: ("person",),
    THEIRS: ("person", "rsvp", "enrolment", "connection"),
}
STAYS = {
    COMMUNITY: (
        "membership", "event", "event_series", "program", "role", "topic", "venue", "printer", "own_stock",
        "remembered_mapping", "withdrawn_badge", "webhook_endpoint", "api_token", "archive",
    ),
    EVENT: (
        "event_role", "event_stage", "event_template", "imported_event", "series_date", "letter_words", "question",
        "aims", "badge_left_off", "card_sending", "announcement", "introduction_batch", "rule", "plan", "table", "seat",
        "seat_correction", "step", "search", "reseat_question", "event_ledger", "event_figures",
        "look_back", "kept_picture", "print_run",
    ),
    PROGRAM: ("session", "trainer", "program_announcement"),
    PERSON: ("link", "personal_feed", "key_holder", "passkey", "recovery_code", "mail_preference"),
    CONTACT: ("rsvp", "enrolment", "encounter", "connection", "person_merge"),
    THEIRS: (
        "ask", "offer", "rsvp_history", "arrival", "visit", "door_report", "calendar_reply", "invitation_use",
        "printed_badge", "avoidance", "person_note", "person_tag", "attendance", "certificate", "card", "card_change",
        "feedback", "nudge", "shared_contact", "meeting", "ask_outcome", "help_offer",
    ),
    SITE: ("community", "mailbox", "heartbeat"),
}  # fmt: skip
# What a job of its own lets go, and when.
OWN_JOBS = {
    "person": "contact data: 3 to 36 months after somebody’s last event of the community, a few people a minute",
    "contact_end": "with that contact data, or when somebody comes again",
    "wish": "when the card closes, ten days after the event; at the latest a day later",
    "hello": "with the ticks of the event",
    "receiving_domain": "a day after it was last of use",
    "picture": "when no page and no letter that waits shows it any more",
    "print_file": "with the print, a day after it was made",
}


def lines(rules: Iterable[Rule]) -> Iterator[str]:
    """The table of it for people: what goes by a date, what by a job of its own, and what stays how long."""
    for rule in rules:
        yield f"| {rule.what} | {_after(rule.after)}{rule.moment} | `{rule.table.name}` |"
    for name, when in OWN_JOBS.items():
        yield f"| | {when} | `{name}` |"
    for why, names in STAYS.items():
        yield f"| | {why} | {', '.join(f'`{name}`' for name in names)} |"


def _after(time: timedelta) -> str:
    if not time:
        return "as soon as "
    days = time.days
    return "a day after " if days == 1 else f"{days} days after "
