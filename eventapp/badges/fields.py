"""What an event's badges bear: chosen by the organizer, field by field (pure).

The first name and the role's band are always there.
"""

from collections.abc import Collection
from dataclasses import replace

from eventapp.badges.badge import Badge, Words

FIELDS = (
    "last_name", "pronouns", "ask", "says", "tables", "plan", "code", "photos", "event", "logo",
)  # fmt: skip
# Nobody is asked about photos yet: a tick would promise a mark that no badge gets.
OFFERED = tuple(field for field in FIELDS if field != "photos")


def without(badge: Badge, left_off: Collection[str]) -> Badge:
    """The badge without what is left off."""
    off, out = set(left_off), badge
    # Whoever gave only a last name is called by it.
    if "last_name" in off and badge.first_name.strip():
        out = replace(out, last_name="")
    if "pronouns" in off:
        out = replace(out, pronouns="")
    if "ask" in off:
        out = replace(out, ask="")
    if "says" in off:
        out = replace(out, says="")
    if "tables" in off:
        out = replace(out, route=(), host_table=None)
    if "plan" in off or "tables" in off:
        out = replace(out, plan_version=None)
    if "code" in off:
        out = replace(out, url="")
    return replace(out, photos="welcome") if "photos" in off else out


def words_without(words: Words, left_off: Collection[str]) -> Words:
    """What is printed around the guests' words, without what is left off."""
    event = "" if "event" in left_off else words.event
    return replace(words, event=event, logo=None if "logo" in left_off else words.logo)
