"""Why the tables can't be as somebody asked, in the words of whoever reads it."""

from collections.abc import Collection, Iterable, Mapping

from flask_babel import gettext as _

from eventapp.communities.face import words
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp
from eventapp.seating.board.snapshot import Board
from eventapp.seating.engine import Clash, Rule
from eventapp.seating.models import Rule as Kept
from eventapp.seating.problems import going, rules_of


def rule_refusal(rule: Rule, board: Board) -> str:
    """Why a rule or a lock forbids a move, for the organizer."""
    names = [board.guests[int(key)].name for key in rule.people]
    if rule.kind == "fixed":
        if board.host_of(int(rule.people[0])) != int(rule.table):
            return _(
                "%(name)s is locked at %(table)s in this round. Unlock first to move them.",
                name=names[0],
                table=words.at_table(rule.table),
            )
        return _(
            "%(name)s hosts %(table)s and stays there. Take that rule back to move them.",
            name=names[0],
            table=words.at_table(rule.table),
        )
    if rule.kind == "together":
        return _(
            "%(name)s and %(other)s are kept together. Take that rule back to part them.",
            name=names[0],
            other=names[1],
        )
    if not said_openly(rule, board.rules, board.guests):
        return _("That can’t be done with all that was asked of these tables. Choose another move.")
    return _(
        "%(name)s and %(other)s are kept apart. Take that rule back to let them share a table.",
        name=names[0],
        other=names[1],
    )


def said_openly(rule: Rule, rules: Iterable[Kept], guests: Mapping[int, Rsvp]) -> bool:
    """Whether organizers may be told of a rule of the engine: it is theirs, or that of a party.

    Whom a guest doesn't want to sit with is nobody's business: nothing here may name it.
    """
    if rule.kind != "apart":
        return True
    people = {int(key) for key in rule.people}
    if any(kept.kind == "apart" and {kept.rsvp_id, kept.other_id} == people for kept in rules):
        return True
    parties = {guests[who].brought_by_id or who for who in people if who in guests}
    sits_apart = [guests[who] for who in parties & guests.keys() if not guests[who].sits_together]
    return len(parties) == 1 and bool(sits_apart)


def conflict_message(no: Exception, event: Event | None) -> str:
    """What can't all be kept, and what to do about it, for the organizer."""
    if not isinstance(no, Clash) or event is None:
        return _("These tables can’t be made as they are. Mix again, or change the room.")
    number = (no.round or 0) + 1
    if no.people or no.need:
        return _room(no, number)
    if not no.rules:
        return _no_way(no)
    rules, guests = rules_of(event), {rsvp.id: rsvp for rsvp in going(event)}
    if not all(said_openly(rule, rules, guests) for rule in no.rules):
        return _no_way(no)
    hosts = {(r.rsvp_id, r.number) for r in rules if r.kind == "host"}
    names = {str(rsvp.id): rsvp.name for rsvp in guests.values()}
    said = "; ".join(_kept(rule, names, hosts) for rule in no.rules)
    if no.round is None:
        return _("These can’t all be kept: %(rules)s. Take one back.", rules=said)
    return _(
        "These can’t all be kept in round %(round)s: %(rules)s. Take one back, or unlock somebody.",
        round=number,
        rules=said,
    )


def _no_way(no: Clash) -> str:
    if no.round is None:
        return _("No way was found to keep every rule. Take one back, or unlock somebody.")
    return _(
        "No way was found to keep everything in round %(round)s. "
        "Take a rule back, or unlock somebody.",
        round=no.round + 1,
    )


def _room(no: Clash, number: int) -> str:
    if not no.need:
        return _(
            "Round %(round)s has %(people)s people, but only %(chairs)s chairs. "
            "Add tables or chairs, or unlock a table.",
            round=number,
            people=no.people,
            chairs=no.chairs,
        )
    return _(
        "The tables need at least %(need)s people, but round %(round)s has %(people)s.",
        need=no.need,
        round=number,
        people=no.people,
    )


def _kept(rule: Rule, names: Mapping[str, str], hosts: Collection[tuple[int, int | None]]) -> str:
    """A rule as part of a sentence."""
    people = [names.get(key, "") for key in rule.people]
    if rule.kind == "together":
        return _("%(name)s and %(other)s are kept together", name=people[0], other=people[1])
    if rule.kind == "apart":
        return _("%(name)s and %(other)s are kept apart", name=people[0], other=people[1])
    if (int(rule.people[0]), int(rule.table)) in hosts:
        return _("%(name)s hosts %(table)s", name=people[0], table=words.at_table(rule.table))
    return _("%(name)s is locked at %(table)s", name=people[0], table=words.at_table(rule.table))
