"""Who sits where, as a list to take out."""

from flask_babel import gettext as _

from eventapp import clock
from eventapp.events.models import Event
from eventapp.rsvps import roster
from eventapp.rsvps.exports import Cell, Column, Export
from eventapp.rsvps.roster import Row
from eventapp.rsvps.topics import fold
from eventapp.seating import plans


def seats(event: Event) -> Export[Row]:
    """Everybody who has a chair in the published plan, by name, with their table of each round.

    Nobody, while no plan is published.
    """
    plan = plans.published(event)
    route = plans.routes(plan)
    roles = {role.id: role.name for role in event.community.roles}
    times = event.evening(clock.now()).begins if plan else []

    def table(number: int) -> Column[Row]:
        def at(row: Row) -> Cell:
            return route[row.id][number - 1] or None

        begins = f", {clock.hour(times[number - 1], event.zone)}" if number <= len(times) else ""
        return Column(_("Round %(round)s", round=number) + begins, at)

    columns = [
        Column[Row](_("First name"), lambda row: row.first_name),
        Column[Row](_("Last name"), lambda row: row.last_name),
        Column[Row](_("Email"), lambda row: row.email or row.shared),
        Column[Row](_("Role"), lambda row: roles.get(row.role_id or 0, "")),
        Column[Row](_("Organization"), lambda row: row.organization),
        *(table(number) for number in range(1, (plan.rounds if plan else 0) + 1)),
    ]
    seated = [row for row in roster.rows(event) if row.id in route]
    return Export(_("Seats"), columns, sorted(seated, key=lambda row: (fold(row.name), row.turn)))
