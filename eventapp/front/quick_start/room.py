"""How many tables and chairs a number of people is given, and how long their evening takes."""

from datetime import timedelta

MOST_PEOPLE = 500
LEAST_PEOPLE = 4
# How long a list is that a page carries.
MOST_LETTERS = 60_000
# So many sit at a table, where that comes out even.
USUAL = 6
ROUNDS = 3
MINUTES = 25
USUAL_LENGTH = timedelta(hours=2, minutes=30)


def tables_for(people: int, *, seats: int | None = None) -> int:
    """As many tables as seat six or so at each, and never fewer than four."""
    wanted = -(-people // (seats or USUAL))
    return max(1, wanted if seats else min(wanted, people // LEAST_PEOPLE))


def seats_for(people: int, tables: int) -> int:
    """As many chairs at each table as everybody needs."""
    return max(2, -(-people // tables))


def rounds_for(tables: int) -> int:
    """Three, or a single one where there is only one table to sit at."""
    return ROUNDS if tables > 1 else 1


def length(rounds: int) -> timedelta:
    """How long the evening is: as usual, or as its rounds need with half an hour around them."""
    return max(USUAL_LENGTH, timedelta(minutes=rounds * MINUTES + 30))
