"""How many tables a number of people takes, and how full each is."""

from dataclasses import replace

from eventapp.seating.engine import problem


def tables_needed(people: int, *, tables: int, seats: int) -> int:
    """As many tables as keep four or more at each, all when enough come; more where chairs lack."""
    return max(-(-people // seats), min(tables, people // 4))


def even_minimums(asked: problem.Problem) -> problem.Problem:
    """The same with tables as full as each other: a table too few would make people meet again."""
    least = len(asked.guests) // len(asked.tables)
    even = (replace(table, minimum=min(least, table.capacity)) for table in asked.tables)
    return replace(asked, tables=tuple(even))
