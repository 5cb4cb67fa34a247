"""Who may come and how places go, in words: for the form, the review and what changed."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.communities.models import Role
from eventapp.events import closing_times
from eventapp.events.limits import Quota, Quotas
from eventapp.events.models import USUAL_REMINDER, Event
from eventapp.events.stages import STAGES


def rows(event: Event, held: Quotas) -> dict[str, str]:
    """What is set, each in a line: who sees it, how places go, and what guests are asked."""
    return {
        "visibility": visibility(event),
        "waitlist": waitlist(event),
        "quotas": quotas(held, event.roles),
        "asked": "; ".join(asked(event)) or _("Nothing"),
    }


def unusual(event: Event, held: Quotas) -> list[tuple[str, str]]:
    """The same where it isn't as for most events, with what it is about."""
    said = rows(event, held)
    found = [
        (not event.listed, _("Who sees it"), said["visibility"]),
        (event.waitlist_mode != "automatic", _("When it is full"), said["waitlist"]),
        (bool(held), _("Places by role and stage"), said["quotas"]),
        (bool(held), _("Places are held until"), held_until(event)),
        (bool(asked(event)), _("Approval, guests, conduct"), said["asked"]),
    ]
    return [(what, words) for here, what, words in found if here]


def visibility(event: Event) -> str:
    """Who sees an event."""
    return {
        "listed": _("Everybody"),
        "unlisted": _("Whoever has the address"),
        "invited": _("Whoever is invited"),
    }[event.visibility]


def waitlist(event: Event) -> str:
    """What becomes of a place that frees."""
    if event.waitlist_mode == "offer":
        return ngettext(
            "The next in line is offered it, for one hour",
            "The next in line is offered it, for %(num)s hours",
            event.offer_hours,
        )
    if event.waitlist_mode == "by_hand":
        return _("You give it out")
    return _("The next in line gets it")


def quotas(held: Quotas, roles: Iterable[Role]) -> str:
    """For whom places are held, and who may have how many at most."""
    said = [_quota(role.name, held.roles[role.id]) for role in roles if role.id in held.roles]
    said += [
        _quota(str(word), held.stages[key]) for key, word in STAGES.items() if key in held.stages
    ]
    return ", ".join(said) or _("First come, first served")


def _quota(word: str, quota: Quota) -> str:
    if quota.most is None:
        return _("%(what)s: at least %(least)s", what=word, least=quota.least)
    if not quota.least:
        return _("%(what)s: at most %(most)s", what=word, most=quota.most)
    return _("%(what)s: %(least)s to %(most)s", what=word, least=quota.least, most=quota.most)


def held_until(event: Event) -> str:
    """Until when places are held."""
    return closing_times.words(event.places_held)


def asked(event: Event) -> list[str]:
    """What is asked of guests, beside the form: only what is set."""
    found = [
        _("You say yes to each person") if event.needs_approval else "",
        guests(event) if event.most_guests else "",
        _("Code of conduct") if event.conduct else "",
        confirmation(event) if event.confirm_hours else "",
        reminder(event) if event.reminder_hours != USUAL_REMINDER else "",
    ]
    return [one for one in found if one]


def guests(event: Event) -> str:
    """How many people each guest may bring."""
    if not event.most_guests:
        return _("Nobody")
    return ngettext("One guest each", "Up to %(num)s guests each", event.most_guests)


def confirmation(event: Event) -> str:
    """When everybody is asked whether they still come."""
    if not event.confirm_hours:
        return _("Not asked")
    return ngettext(
        "“Still coming?” one hour before",
        "“Still coming?” %(num)s hours before",
        event.confirm_hours,
    )


def reminder(event: Event) -> str:
    """When everybody is reminded."""
    if not event.reminder_hours:
        return _("No reminder")
    return ngettext(
        "A reminder one hour before", "A reminder %(num)s hours before", event.reminder_hours
    )


def yes(value: bool) -> str:  # noqa: FBT001 - a value to say, not a switch
    """Yes or no."""
    return _("Yes") if value else _("No")
