"""A name as it is read (pure)."""


def full_name(first: str, last: str) -> str:
    """First and last name as one; the last may have been left out."""
    return f"{first} {last}".strip()
