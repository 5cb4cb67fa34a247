"""Where one can go from a page of the desk: the community's pages, an event's, and what an event is part of."""

from flask import g, url_for
from flask_babel import gettext as _

from eventapp.communities.models import Community
from eventapp.events.models import Event
from eventapp.events.series import belonging as series_of
from eventapp.events.series.belonging import PartOf
from eventapp.programs import belonging

# Which pages of an event whoever doesn't organize it has.
_TABS = {"door": {"door"}, "trainer": {"people", "tables", "badges", "door"}}


def desk_tabs(event: Event) -> list[tuple[str, str, str]]:
    """The pages about one event: key, word, address; door staff have one, trainers a few."""
    tabs = [
        ("plan", _("Plan"), "events_desk.edit"),
        ("questions", _("Questions"), "questions.show"),
        ("people", _("People"), "rsvps_desk.people"),
        ("tables", _("Tables"), "seating.board"),
        ("badges", _("Badges"), "badges.stock"),
        ("messages", _("Messages"), "mail_desk.messages"),
        ("door", _("Door"), "door.show"),
        ("lookback", _("Look back"), "insights_desk.show"),
    ]
    if not desk_organizes():
        open_to = _TABS[g.membership.right]
        tabs = [tab for tab in tabs if tab[0] in open_to]
    return [
        (key, word, url_for(endpoint, community=event.community.slug, event=event.slug))
        for key, word, endpoint in tabs
    ]


def desk_above(event: Event) -> tuple[str, str] | None:
    """The address and title of what an event is a part of: a program, or a series."""
    if "membership" in g and g.membership.right == "door":
        return None
    host = event.community.slug
    # Most events are part of nothing: what let somebody in knows that already.
    if _may_be(event, "in_program") and (program := belonging.at_the_desk(event.id)):
        page = "programs_desk.show" if desk_organizes() else "attendance_desk.today"
        return url_for(page, community=host, program=program[0]), program[1]
    if desk_organizes() and (series := desk_series(event)):
        return url_for("series_desk.show", community=host, series=series.slug), series.title
    return None


def desk_series(event: Event) -> PartOf | None:
    """The series that an event is a date of."""
    return series_of.at_the_desk(event.id) if _may_be(event, "in_series") else None


def _may_be(event: Event, known: str) -> bool:
    return g.get("event") is not event or bool(g.get(known, True))


def desk_nav(community: Community) -> list[tuple[str, str, str]]:
    """The pages about one community: key, word, address."""
    pages = [
        ("desk", _("Desk"), "desk.community"),
        ("events", _("Events"), "desk.events"),
        ("programs", _("Programs"), "programs_desk.index"),
        ("lookback", _("Look back"), "years_desk.latest"),
        ("community", _("Community"), "communities_desk.edit"),
    ]
    if not desk_organizes():
        pages = pages[:1]
    return [
        (key, word, url_for(endpoint, community=community.slug)) for key, word, endpoint in pages
    ]


def desk_organizes() -> bool:
    """Whether who looks organizes here: whoever doesn't is shown no way to what isn't theirs."""
    membership = g.get("membership")
    return membership is None or membership.may("organizer")
