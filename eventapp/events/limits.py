"""How many places are held for a kind of guest, and how many it may have."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Quota:
    """At least so many places are held, and at most so many are given; None is any number."""

    least: int = 0
    most: int | None = None

    def __bool__(self) -> bool:
        return bool(self.least) or self.most is not None


@dataclass(frozen=True)
class Quotas:
    """What an event holds and allows: by the number of a role, and by career stage."""

    roles: Mapping[int, Quota] = field(default_factory=dict)
    stages: Mapping[str, Quota] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.roles or self.stages)

    @property
    def held(self) -> int:
        """How many places must be there at least: those held by role, or by stage where these are more."""
        return max(held(of.values()) for of in (self.roles, self.stages))


def held(quotas: Iterable[Quota]) -> int:
    """How many places are held in all."""
    return sum(quota.least for quota in quotas)
