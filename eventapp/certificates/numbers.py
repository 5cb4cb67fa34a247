"""Numbers of certificates: short, readable, and guessed by nobody (pure)."""

from random import Random

# No vowels, so that no word appears by chance, and nothing that is read as something else: 0 and O, 1 and I.
SIGNS = "23456789BCDFGHJKMNPQRSTVWXYZ"
LENGTH = 8


def new(chance: Random) -> str:
    """One of some 378,000 million, as in `7K2M-Q9XD`."""
    return _written("".join(chance.choice(SIGNS) for _ in range(LENGTH)))


def read(typed: str) -> str | None:
    """A number as it was typed, with small letters, spaces or without hyphen; None is no number."""
    bare = "".join(sign for sign in typed.upper() if sign not in "-–‐ ")
    if len(bare) != LENGTH or any(sign not in SIGNS for sign in bare):
        return None
    return _written(bare)


def _written(bare: str) -> str:
    return f"{bare[:4]}-{bare[4:]}"
