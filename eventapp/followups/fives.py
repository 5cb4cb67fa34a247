"""Numbers of people that tell on nobody: none below five, or whole fives only (pure)."""

# Below this a number points at people.
FEWEST = 5


def fives(number: int) -> int | None:
    """How many whole fives are in a number, as people; None for fewer than one.

    So two looks don't differ by what one guest did.
    """
    return number - number % FEWEST or None
