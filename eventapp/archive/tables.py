"""What of a community is in its archive: each table of the database is carried, or left out for a reason.

Both ways go by these lists alone: what isn't written out isn't taken in.
"""

from functools import cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, select

from eventapp.db import Base

# The tables of an archive, each with the column that leads to the community. Persons are read
# by who is named in the others.
CARRIED = {
    "role": "community_id",
    "topic": "community_id",
    "venue": "community_id",
    "printer": "community_id",
    "own_stock": "community_id",
    "event": "community_id",
    "event_series": "community_id",
    "program": "community_id",
    "person_tag": "community_id",
    "person_note": "community_id",
    "event_role": "event_id",
    "event_stage": "event_id",
    "event_template": "event_id",
    "imported_event": "event_id",
    "series_date": "event_id",
    "letter_words": "event_id",
    "question": "event_id",
    "aims": "event_id",
    "badge_left_off": "event_id",
    "card_sending": "event_id",
    "session": "program_id",
    "trainer": "program_id",
    "enrolment": "program_id",
    "rsvp": "event_id",
    "ask": "rsvp_id",
    "offer": "rsvp_id",
    "rsvp_history": "rsvp_id",
    "arrival": "rsvp_id",
    "visit": "rsvp_id",
    "rule": "event_id",
    "plan": "event_id",
    "table": "plan_id",
    "seat": "plan_id",
    "seat_correction": "event_id",
    "encounter": "event_id",
    "event_ledger": "event_id",
    "attendance": "session_id",
    "certificate": "enrolment_id",
}

_SECRETS = "a secret or a browser of this site's"
_THEIRS = "what guests say to one another belongs to them, not to whoever organizes"
_LETTERS = "letters are this site's, and are sent once"
_PASSING = "work or a step in passing, which ends with the move"
_ANEW = "worked out anew from what is carried"
_SITE = "of the whole site"

LEFT_OUT = {
    "membership": "who helps says so themselves where it is brought in",
    "team_invitation": "who helps says so themselves where it is brought in",
    "activity": "no site can vouch for who did what at another",
    "forgotten": "no site can vouch for what went at another",
    "link": _SECRETS,
    "sign_in": _SECRETS,
    "passkey": _SECRETS,
    "key_holder": _SECRETS,
    "recovery_code": _SECRETS,
    "used_challenge": _SECRETS,
    "personal_feed": _SECRETS,
    "address_change": _SECRETS,
    "api_token": _SECRETS,
    "api_answer": _SECRETS,
    "webhook_endpoint": _SECRETS,
    "webhook_delivery": _SECRETS,
    "door_pass": _SECRETS,
    "invitation": "an invitation is a link; links are made anew",
    "invitation_use": "an invitation is a link; links are made anew",
    "avoidance": _THEIRS,
    "wish": _THEIRS,
    "hello": _THEIRS,
    "card": _THEIRS,
    "card_change": _THEIRS,
    "connection": _THEIRS,
    "shared_contact": _THEIRS,
    "introduction_batch": _THEIRS,
    "meeting": _THEIRS,
    "nudge": _THEIRS,
    "board_ask": _THEIRS,
    "help_offer": _THEIRS,
    "ask_outcome": _THEIRS,
    "feedback": "said without a name; beside a name it would be one's own no more",
    "interest": "they said yes to letters from here",
    "mail_preference": "they said no to letters from here, about more than one community",
    "repeat": "typed by somebody who may be anybody; it opens a link and holds nothing",
    "repeated_enrolment": "typed by somebody who may be anybody; it opens a link and holds nothing",
    "message": _LETTERS,
    "announcement": _LETTERS,
    "program_announcement": _LETTERS,
    "guest_mail": _LETTERS,
    "received_mail": _LETTERS,
    "calendar_reply": _LETTERS,
    "bounced_address": _SITE,
    "mailbox": _SITE,
    "receiving_domain": _SITE,
    "heartbeat": _SITE,
    "picture": "goes along as a file, and is read anew",
    "withdrawn_badge": "badges are signed by the site that gave them, and made anew",
    "person_merge": _PASSING,
    "remembered_mapping": _PASSING,
    "long_list": _PASSING,
    "search": _PASSING,
    "step": _PASSING,
    "reseat_question": _PASSING,
    "door_report": _PASSING,
    "print_run": "badges that were printed open the pages of the site that printed them",
    "print_file": "badges that were printed open the pages of the site that printed them",
    "printed_badge": "badges that were printed open the pages of the site that printed them",
    "archive": _PASSING,
    "archive_file": _PASSING,
    "contact_end": _ANEW,
    "event_figures": _ANEW,
    "look_back": _ANEW,
    "kept_picture": _ANEW,
}

# Columns of carried tables that stay behind. Who did something stays behind in every table.
_CONSENTS = "a consent is given to one site; nobody gives it in another's name"
_HERE = "of this site's letters, links and calendars"
STAY = {
    "person": {
        "first_name": "what they are called elsewhere is none of this community's",
        "last_name": "what they are called elsewhere is none of this community's",
        "pronouns": "what they are called elsewhere is none of this community's",
        "phone": "seen by nobody but themselves and whom they share it with",
        "web": "seen by nobody but themselves and whom they share it with",
        "language": "chosen for all that is written to them here",
        "created_at": "since when they are known here",
        "fingerprint": _SECRETS,
    },
    "community": {
        "logo": "goes along as a file",
        "logo_width": "goes along as a file",
        "logo_height": "goes along as a file",
        "header_picture": "goes along as a file",
        "header_picture_narrow": "goes along as a file",
        "webhooks": "counts what is left out",
        "contacts_go_from": _ANEW,
        "contacts_looked_to": _ANEW,
        "contacts_looked_at": _ANEW,
        "closed_at": "what is brought in is open",
    },
    "event": {
        "uid": "entries in guests' calendars belong to the site that wrote them",
    },
    "rsvp": {
        "link_id": _SECRETS,
        "show_name_at": _CONSENTS,
        "keep_in_touch_at": _CONSENTS,
        "agreed_at": _CONSENTS,
        "offered_until": _HERE,
        "asked_at": _HERE,
        "tentative_at": _HERE,
        "leaves_at": _HERE,
        "gave_back": _HERE,
        "gave_back_at": _HERE,
        "once": _HERE,
        "batch": _HERE,
        "sequence": _HERE,
        "stamped_at": _HERE,
        "organizer": _HERE,
    },
    "enrolment": {"link_id": _SECRETS, "agreed_at": _CONSENTS},
    "trainer": {"membership_id": "memberships are left out"},
    "card_sending": {
        "asked_at": _HERE,
        "stopped_at": _HERE,
        "people": _HERE,
    },
    "certificate": {"badge": "badges are signed by the site that gave them, and made anew"},
    "arrival": {"by_pass_id": _SECRETS},
}
WHO_DID_IT = ("by_id", "undone_by_id")


@cache
def table(name: str) -> Table:
    """A table of the schema."""
    return Base.metadata.tables[name]


@cache
def columns(name: str) -> list[Column[Any]]:
    """What an archive has of a table, in the table's order."""
    stay = {*STAY.get(name, ()), *WHO_DID_IT}
    # Whose it is goes without saying.
    return [one for one in table(name).columns if one.name not in {*stay, "community_id"}]


@cache
def target(column: Column[Any]) -> str | None:
    """The table that a column points at."""
    return next((key.column.table.name for key in column.foreign_keys), None)


@cache
def own_number(name: str) -> str | None:
    """The column by which others of the archive know a row; None where its key points elsewhere."""
    keys = list(table(name).primary_key)
    return keys[0].name if len(keys) == 1 and not keys[0].foreign_keys else None


@cache
def pointing(name: str) -> list[tuple[str, str]]:
    """The columns of a table that point at a row, each with the table that it is in."""
    return [(one.name, to) for one in columns(name) if (to := target(one))]


def belongs(name: str, community: int) -> ColumnElement[bool]:
    """That a row of a carried table is the community's."""
    column = table(name).c[CARRIED[name]]
    parent = target(column)
    if parent is None or parent == "community":
        return column == community
    return column.in_(select(table(parent).c.id).where(belongs(parent, community)))


def people(community: int) -> ColumnElement[bool]:
    """That a person is named in the archive, or owns the address that somebody named shares."""
    person = table("person")
    named = [
        select(column).where(belongs(name, community), column.is_not(None))
        for name in CARRIED
        for column in columns(name)
        if target(column) == "person"
    ]
    here = named[0].union(*named[1:])
    shared = select(person.c.shares_id).where(person.c.id.in_(here))
    return person.c.id.in_(here) | person.c.id.in_(shared.where(person.c.shares_id.is_not(None)))
