"""Progress in words: what somebody did, what is missing, and how they stand."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.progress.completion import Facts, Group, Part, Standing


def summary(facts: Facts) -> str:
    """As one line: 'Met 14 people, 5 of 6 roles; 4 of 6 sessions'."""
    return _("%(met)s; %(sessions)s", met=met(facts), sessions=sessions(facts))


def met(facts: Facts) -> str:
    """How many people, of how many roles."""
    people = ngettext("Met one person", "Met %(num)s people", facts.people)
    if not facts.people:
        people = _("Met nobody yet")
    if not (facts.people and facts.roles_of):
        return people
    roles = ngettext(
        "%(num)s of %(all)s role", "%(num)s of %(all)s roles", facts.roles, all=facts.roles_of
    )
    return _(", ").join((people, roles))


def sessions(facts: Facts) -> str:
    """In how many sessions of all of them."""
    number = facts.held + facts.to_come
    return ngettext(
        "%(there)s of one session", "%(there)s of %(num)s sessions", number, there=facts.there
    )


def missing(part: Part) -> str:
    """What is missing of one thing that the program asks for."""
    number = part.missing
    if part.key == "sessions":
        return ngettext("one more session", "%(num)s more sessions", number)
    if part.key == "compulsory":
        return ngettext("one compulsory session", "%(num)s compulsory sessions", number)
    if part.key == "people":
        return ngettext("one more person to meet", "%(num)s more people to meet", number)
    if part.key == "roles":
        return ngettext("one more role to meet", "%(num)s more roles to meet", number)
    return _("their closing words")


def lacking(standing: Standing) -> list[str]:
    """All that is missing; nothing where the program gives no certificates."""
    return [missing(part) for part in standing.lacking if part.key != "none"]


def own_lacking(standing: Standing) -> list[str]:
    """The same, said to the person."""
    mine = _("a few words on what you take with you")
    return [
        mine if part.key == "reflection" else missing(part)
        for part in standing.lacking
        if part.key != "none"
    ]


def outlook(standing: Standing) -> str:
    """What is still to be done, or whether it can't be any more, said to the person."""
    if any(part.key == "none" for part in standing.parts):
        return ""
    if standing.done:
        return _("You have all that the program asks for.")
    if not standing.possible:
        return _too_late(standing)
    facts = standing.facts
    spare = min(standing.spare, facts.to_come - facts.compulsory_to_come)
    if spare > 0:
        return ngettext("You may still miss one.", "You may still miss %(num)s.", spare)
    return "" if standing.over else _("You need each of the sessions to come.")


def _too_late(standing: Standing) -> str:
    said = [_("Too much was missed to complete the program this time.")]
    if any(part.key in {"sessions", "compulsory"} for part in standing.lacking):
        said.append(_("Can it be caught up elsewhere? Ask the organizers."))
    if not standing.over:
        said.append(_("You are welcome at every session to come."))
    return " ".join(said)


def why(standing: Standing) -> str:
    """Why organizers should look at somebody, for who is at risk."""
    if standing.group != "at_risk":
        return ""
    silent = standing.facts.silent
    if silent > 1:
        return _("Stayed away from the last %(number)s sessions without a word", number=silent)
    return _("May miss none any more")


def groups() -> dict[Group, str]:
    """How people stand, in the order in which they are looked at."""
    return {
        "at_risk": _("At risk"),
        "out_of_reach": _("Out of reach"),
        "on_the_way": _("On the way"),
        "completed": _("Completed"),
    }


def discs(marks: Sequence[str]) -> str:
    """What each session was, for whoever can't see the discs."""
    said = {
        "there": _("there"),
        "elsewhere": _("caught up elsewhere"),
        "excused": _("excused"),
        "absent": _("missed"),
        "none": _("without a place"),
        "next": _("next"),
        "later": _("to come"),
    }
    return ", ".join(f"{number}: {said[mark]}" for number, mark in enumerate(marks, 1))
