"""Who is never brought together, asked in one place."""

from collections.abc import Collection


def pairs_apart(community_id: int, people: Collection[int]) -> set[tuple[int, int]]:
    """The pairs with one of these people of whom either said 'not with this person', lower number first.

    Neither hears of the other on the board of that community, and neither learns why.
    """
    return set()
