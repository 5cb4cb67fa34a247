"""Who gets a place, and who gets the next one that frees.

There is one queue for an event, in the order in which people asked. In a program, whoever waits for
all of it stands in the queue of each session, in their turn, beside those who want that session
alone: so a place in a session goes to whoever has waited longest, and never to somebody who comes
later. Places in the program itself go by the program's own queue, by the same two rules.
"""

from collections.abc import Sequence


def answer(going: int, capacity: int | None, waiting: int) -> str:
    """`going` if a place is free and nobody waits for it already, else `waitlisted`.

    No capacity is room for everyone; a queue is respected even then, until it is promoted.
    """
    free = capacity is None or going < capacity
    return "going" if free and waiting == 0 else "waitlisted"


def promotions(going: int, capacity: int | None, queue: Sequence[int]) -> list[int]:
    """Who of the queue gets a place now, in the order of the queue.

    Nobody when there are as many going as places, or more since the capacity was lowered.
    """
    free = len(queue) if capacity is None else max(0, capacity - going)
    return list(queue[:free])
