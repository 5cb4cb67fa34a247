"""From the guests of an event to their badges."""

from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import gettext as _

from eventapp import clock, languages
from eventapp.badges import actions, sheet
from eventapp.badges.badge import Badge, Logo, Words
from eventapp.badges.fields import without, words_without
from eventapp.badges.stocks import Stock
from eventapp.communities.face import words as table_words
from eventapp.door.actions import badge_address
from eventapp.events.models import Event
from eventapp.mail import pictures
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.questions.event_questions import for_badge, open_questions
from eventapp.rsvps.topics import fold
from eventapp.seating import plans, problems


def guests(event: Event) -> list[Rsvp]:
    """Everybody who has a place, in the order that their badges lie on a table: by first name."""
    return sorted(
        problems.going(event), key=lambda r: (fold(r.first_name), fold(r.last_name), r.id)
    )


def badges(event: Event, of: list[Rsvp], *, left_off: Collection[str] | None = None) -> list[Badge]:
    """The badges of these guests, with their way through the published plan; `left_off` saves asking
    what the event's badges don't bear."""
    plan = plans.published(event)
    routes = plans.routes(plan)
    hosts = {rule.rsvp_id: rule.number for rule in problems.rules_of(event) if rule.kind == "host"}
    asked = open_questions(event)
    off = actions.left_off(event) if left_off is None else left_off
    made = (
        Badge(
            first_name=rsvp.first_name,
            last_name=rsvp.last_name,
            pronouns=rsvp.pronouns,
            ask=rsvp.ask.text if rsvp.ask else "",
            says=for_badge(asked, rsvp.question_answers),
            role=rsvp.role.name if rsvp.role else "",
            mark=rsvp.role.mark if rsvp.role else 0,
            route=tuple(str(table) if table else "–" for table in routes.get(rsvp.id, ())),
            host_table=_host_table(hosts.get(rsvp.id), routes.get(rsvp.id, ())),
            plan_version=plan.version if plan and rsvp.id in routes else None,
            url=badge_address(rsvp, plan.version if plan and rsvp.id in routes else None),
        )
        for rsvp in of
    )
    return [without(badge, off) for badge in made]


def samples(event: Event) -> list[Badge]:
    """Badges of nobody, to try stock and printer before the first guest answers."""
    names = (
        ("Aiko", "Tanaka", _("my first job in data")),
        ("Maximiliano", "Ruiz Castellanos", _("anything about health tech")),
        ("Ọmọ́ladé", "Adéyemí", _("moving from law to product")),
        ("Zoë", "Brown", _("where to swim in winter")),
    )
    roles = event.roles or event.community.roles
    off = actions.left_off(event)
    return [
        without(Badge(first, last, "", ask, role.name, role.mark, ("3", "7", "1")), off)
        for (first, last, ask), role in zip(names, roles, strict=False)
    ]


def words(event: Event, *, left_off: Collection[str] | None = None) -> Words:
    """What is printed besides the guests' own words, in the language of the event."""
    with languages.spoken(event.held_in, languages.now()):
        return _words(event, actions.left_off(event) if left_off is None else left_off)


def _words(event: Event, off: Collection[str]) -> Words:
    # The braces are filled where the badge is drawn; what stands in them is no translator's business.
    said = Words(
        lang=clock.language(),
        title=_("Badges: %(title)s", title=event.title),
        hello=_("Hello, I’m"),
        come_as=_("I’m here as"),
        ask=_("Ask me about"),
        table=table_words.sign("{table}", event.community),
        host=_("%(table)s all evening", table="{table}"),
        plan=_("my tables, plan %(version)s", version="{version}"),
        used=_("%(number)s, used", number="{number}"),
        event=event.title,
        round=_("Round %(number)s", number="{number}"),
        all_evening=_("All evening"),
        scan=_("Scan at the door"),
        logo=_logo(event),
    )
    return words_without(said, off)


def _logo(event: Event) -> Logo | None:
    host = event.community
    content = pictures.content(host.logo) if host.logo else None
    return Logo(content, host.logo_width, host.logo_height) if content else None


def _host_table(number: int | None, route: tuple[int, ...]) -> str | None:
    """The table that a host stays at, if the plan still says so."""
    return str(number) if number and set(route) <= {0, number} and any(route) else None


@dataclass(frozen=True)
class Look:
    """What to look at before printing: names that don't fit, names that come out small with their
    size, and names with letters that our typefaces lack."""

    cut: list[sheet.Cut]
    small: list[tuple[Badge, float]]
    lacking: list[sheet.Lacking]


def needs_a_look(of: list[Badge], stock: Stock) -> Look:
    """The badges to look at before they are printed on a stock."""
    of = [badge for badge in of if not badge.blank]
    cut = sheet.cut_names(of, stock)
    whole = [badge for badge in of if badge not in [one.badge for one in cut]]
    return Look(cut, sheet.small_names(whole, stock), sheet.lacking(of))
