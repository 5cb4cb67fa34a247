"""What the engine answers: who sits where."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Solution:
    """Who sits where: for each round, guest key to table key."""

    seats: tuple[dict[str, str], ...]

    def tables(self, round: int) -> dict[str, list[str]]:
        """The guests of each table that is used in a round (from 0), in the plan's order."""
        members: dict[str, list[str]] = {}
        for guest, table in self.seats[round].items():
            members.setdefault(table, []).append(guest)
        return members

    def mates(self, round: int, guest: str) -> list[str]:
        """Who shares the guest's table in a round; nobody if the guest has no seat."""
        table = self.seats[round].get(guest)
        if table is None:
            return []
        return [k for k, t in self.seats[round].items() if t == table and k != guest]
