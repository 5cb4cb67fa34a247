"""People who came together, as they chose: at one table, or apart."""

from collections.abc import Iterable, Mapping

from eventapp.rsvps.models import Rsvp
from eventapp.seating.models import Rule

Groups = list[tuple[str, ...]]


def groups(
    guests: list[Rsvp], pairs: Iterable[Rule], tables: Mapping[int, int]
) -> tuple[Groups, Groups]:
    """Who came together and sits apart, and who sits together, as they chose.

    The organizer's own rules about one of them come first, and what the room can't do is left out.
    """
    parties: dict[int, list[Rsvp]] = {rsvp.id: [rsvp] for rsvp in guests}
    for rsvp in guests:
        if rsvp.brought_by_id in parties:
            parties[rsvp.brought_by_id].append(rsvp)
    ruled = {number for rule in pairs for number in (rule.rsvp_id, rule.other_id)}
    apart, together = Groups(), Groups()
    for party in parties.values():
        if len(party) == 1 or not ruled.isdisjoint(rsvp.id for rsvp in party):
            continue
        group = tuple(str(rsvp.id) for rsvp in party)
        if party[0].sits_together and len(party) <= min(tables.values()):
            together.append(group)
        elif not party[0].sits_together and len(party) <= len(tables):
            apart.append(group)
    return apart, together
