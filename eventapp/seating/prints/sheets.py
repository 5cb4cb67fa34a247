"""The papers of an event, and who is named on which: on what anybody sees only those who agreed, on
lists for whoever hosts everybody."""

from collections.abc import Callable

from flask_babel import gettext as _

from eventapp import clock, drawing
from eventapp.paper import Size
from eventapp.rsvps.models import Rsvp
from eventapp.seating import starters
from eventapp.seating.prints import cards, door_list, door_pack, frame, layout, wall
from eventapp.seating.prints.cards import Guest
from eventapp.seating.prints.evening import Evening, hours, organizers
from eventapp.seating.prints.frame import Sheet
from eventapp.text_fitting import MORE

# Those that say nothing before there are tables.
OF_TABLES = ("posters", "tents", "tables", "slips")


def pages(what: str, evening: Evening, size: Size) -> list[drawing.Page]:
    """One of the papers, ready to be drawn."""
    return frame.finished(PAPERS[what](evening, size), evening.head, size)


def cut(made: list[drawing.Page]) -> list[str]:
    """The lines that are too long for their place however small they are set, each once."""
    lines = (text.said for page in made for text in drawing.texts(page.parts))
    return list(dict.fromkeys(line for line in lines if len(line) > 1 and line.endswith(MORE)))


def offered(evening: Evening) -> list[str]:
    """The papers that there are."""
    return [what for what in PAPERS if evening.plan or what not in OF_TABLES]


def file_name(evening: Evening, what: str) -> str:
    """How a paper is called among other files."""
    plan = f"-plan-{evening.plan.version}" if evening.plan else ""
    return f"{evening.event.slug}-{what}{plan}.pdf"


def _posters(evening: Evening, size: Size) -> list[Sheet]:
    made = layout.posters(
        (
            number,
            [
                layout.Table(str(table), tuple(map(_person, guests)))
                for table in _numbers(evening)
                if (guests := evening.at(number, table))
            ],
        )
        for number in evening.rounds
    )
    return wall.posters(made, evening.head, size)


def _tents(evening: Evening, size: Size) -> list[Sheet]:
    def sitting(number: int, table: int, guests: list[Rsvp]) -> layout.Sitting:
        question = starters.question(evening.event.community, guests, table=table, round=number)
        return layout.Sitting(number, tuple(map(_person, guests)), question)

    return wall.tents(_settings(evening, sitting), evening.head, size)


def _tables(evening: Evening, size: Size) -> list[Sheet]:
    def sitting(number: int, _table: int, guests: list[Rsvp]) -> layout.Sitting:
        people = tuple(layout.Person(rsvp.mark, rsvp.name) for rsvp in guests)
        return layout.Sitting(number, people)

    return door_list.table_lists(_settings(evening, sitting), evening.head, size)


def _settings(
    evening: Evening, sitting: Callable[[int, int, list[Rsvp]], layout.Sitting]
) -> list[layout.Setting]:
    """Every table that somebody sits at."""
    found = [
        layout.Setting(
            str(table),
            tuple(
                sitting(number, table, guests)
                for number in evening.rounds
                if (guests := evening.at(number, table))
            ),
        )
        for table in _numbers(evening)
    ]
    return [setting for setting in found if setting.sittings]


def _numbers(evening: Evening) -> list[int]:
    return [table.number for table in evening.plan.tables] if evening.plan else []


def _list(evening: Evening, size: Size) -> list[Sheet]:
    rows = [
        layout.Row(rsvp.name, evening.route(rsvp.id), rsvp.mark, _role(rsvp))
        for rsvp in evening.by_name
    ]
    return door_list.door_list(rows, evening.head, size, rounds=len(evening.rounds))


def _cards(evening: Evening, size: Size) -> list[Sheet]:
    # They are laid out table by table.
    ordered = sorted(evening.by_name, key=lambda rsvp: _first(evening.route(rsvp.id)))
    return cards.place_cards(
        [_guest(evening, rsvp, _shown(rsvp)) for rsvp in ordered], evening.head, size
    )


def _slips(evening: Evening, size: Size) -> list[Sheet]:
    guests = [_guest(evening, rsvp, rsvp.name) for rsvp in evening.by_name]
    return cards.route_slips(guests, evening.head, size)


def _write(evening: Evening, size: Size) -> list[Sheet]:
    return cards.writing_cards(evening.event.community.name, evening.head, size)


def _pack(evening: Evening, size: Size) -> list[Sheet]:
    roles = [(role.mark, role.name) for role in evening.event.roles]
    inside = [
        (_("Door list"), _list(evening, size)),
        (_("Walk-ins"), door_list.walk_ins(roles, evening.head, size)),
        (_("Posters, a round each"), _posters(evening, size)),
        (_("Table by table"), _tables(evening, size)),
    ]
    return door_pack.pack(_facts(evening), evening.head, size, inside)


def _facts(evening: Evening) -> door_pack.Facts:
    event = evening.event
    place = ", ".join(filter(None, [event.place_name, event.place_address]))
    blank = "_" * 24
    said = [
        (_("When"), clock.when(event.starts_at, event.ends_at, event.zone)),
        (_("Where"), place or event.where),
        (_("Organizers"), ", ".join(organizers(event))),
        (_("Phone"), blank),
        (_("Expected"), _people(evening)),
        (_("Tables"), evening.head.plan + (f", {_('a draft')}" if evening.head.draft else "")),
    ]
    rounds = [f"{number}:  {time}" for number, time in enumerate(hours(event), 1)]
    return door_pack.Facts(
        event.community.name, event.title, tuple(pair for pair in said if pair[1]), tuple(rounds)
    )


def _people(evening: Evening) -> str:
    tables = {table for seats in evening.seats.values() for table in seats.values()}
    if not tables:
        return str(len(evening.guests))
    return _("%(people)s at %(tables)s tables", people=len(evening.guests), tables=len(tables))


PAPERS: dict[str, Callable[[Evening, Size], list[Sheet]]] = {
    "pack": _pack,
    "list": _list,
    "posters": _posters,
    "tents": _tents,
    "tables": _tables,
    "cards": _cards,
    "slips": _slips,
    "write": _write,
}


def _person(rsvp: Rsvp) -> layout.Person:
    """A guest by first name when they agreed to it, else by role."""
    shown = _shown(rsvp)
    return layout.Person(rsvp.mark, shown or _role(rsvp), named=bool(shown))


def _shown(rsvp: Rsvp) -> str:
    return rsvp.first_name if rsvp.show_name_at else ""


def _guest(evening: Evening, rsvp: Rsvp, name: str) -> Guest:
    return Guest(name, rsvp.mark, _role(rsvp), evening.route(rsvp.id))


def _role(rsvp: Rsvp) -> str:
    return rsvp.role.name if rsvp.role else _("Guest")


def _first(route: tuple[str, ...]) -> tuple[bool, int]:
    """Where somebody sits first; who sits nowhere comes last."""
    found = next((int(table) for table in route if table), 0)
    return not found, found
