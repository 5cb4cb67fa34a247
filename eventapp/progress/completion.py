"""What completes a program, and how far somebody is (pure)."""

from dataclasses import dataclass
from typing import Literal

Key = Literal["none", "sessions", "compulsory", "people", "roles", "reflection"]
# Where somebody stands, as organizers look at them; the first are those who need them.
Group = Literal["at_risk", "out_of_reach", "on_the_way", "completed"]
GROUPS: tuple[Group, ...] = ("at_risk", "out_of_reach", "on_the_way", "completed")
# Who stayed away from so many sessions in a row without a word may be about to drop out.
SILENT = 2


@dataclass(frozen=True)
class Rule:
    """What a program asks of whoever completes it; `sessions` of None is all but one, of 0 nobody."""

    sessions: int | None = None
    people: int = 0
    roles: int = 0
    reflection: bool = False


@dataclass(frozen=True)
class Facts:
    """What somebody did in a program, as numbers.

    `there` of the `held` sessions count: been at, or caught up elsewhere. Of the compulsory ones so
    many are missed, and to come. `silent` is how many of the last held ones they stayed away from
    without a word. They met so many `people`, of so many `roles`; the others came as `roles_of`.
    """

    there: int = 0
    held: int = 0
    to_come: int = 0
    compulsory_missed: int = 0
    compulsory_to_come: int = 0
    silent: int = 0
    people: int = 0
    roles: int = 0
    roles_of: int = 0
    reflected: bool = False


@dataclass(frozen=True)
class Part:
    """One thing that the rule asks for: how much somebody has of it, and how much it takes."""

    key: Key
    has: int
    needed: int

    @property
    def done(self) -> bool:
        """Whether nothing of it is missing."""
        return self.has >= self.needed

    @property
    def missing(self) -> int:
        """How much of it is."""
        return max(0, self.needed - self.has)


@dataclass(frozen=True)
class Standing:
    """How far somebody is: whether it is done, whether it still can be, and what of the rule is."""

    facts: Facts
    parts: tuple[Part, ...]
    done: bool
    possible: bool

    @property
    def lacking(self) -> tuple[Part, ...]:
        """What is still missing, in the order of the rule."""
        return tuple(part for part in self.parts if not part.done)

    @property
    def over(self) -> bool:
        """Whether nothing of the program is to come."""
        return not self.facts.to_come

    @property
    def spare(self) -> int:
        """How many more sessions may be missed; below 0 it is too late."""
        asked = next((part.needed for part in self.parts if part.key == "sessions"), 0)
        return self.facts.there + self.facts.to_come - asked

    @property
    def group(self) -> Group:
        """Where organizers find somebody."""
        facts = self.facts
        if self.done:
            return "completed"
        gives = not any(part.key == "none" for part in self.parts)
        if gives and not self.possible:
            return "out_of_reach"
        tight = gives and facts.there < facts.held and self.spare == 0
        return "at_risk" if facts.to_come and (tight or facts.silent >= SILENT) else "on_the_way"


def needed(sessions: int, asked: int | None) -> int:
    """In how many of so many sessions somebody must have been: all but one, unless the program says."""
    return min(sessions, max(1, sessions - 1 if asked is None else asked))


def standing(rule: Rule, facts: Facts) -> Standing:
    """How far somebody with these facts is by this rule.

    It asks for no more sessions than there really are: one that is called off lowers it.
    """
    if rule.sessions == 0:
        return Standing(facts, (Part("none", 0, 1),), done=False, possible=False)
    sessions = facts.held + facts.to_come
    asked = [Part("sessions", facts.there, needed(sessions, rule.sessions))]
    if compulsory := facts.compulsory_missed + facts.compulsory_to_come:
        asked.append(Part("compulsory", 0, compulsory))
    if rule.people:
        asked.append(Part("people", facts.people, rule.people))
    if rule.roles:
        asked.append(Part("roles", facts.roles, rule.roles))
    if rule.reflection:
        asked.append(Part("reflection", int(facts.reflected), 1))
    parts = tuple(asked)
    # People and roles are met at sessions; what somebody takes with them can be written at any time.
    meets = all(part.done or facts.to_come for part in parts if part.key in {"people", "roles"})
    comes = facts.there + facts.to_come >= parts[0].needed and not facts.compulsory_missed
    return Standing(
        facts,
        parts,
        done=bool(facts.held) and all(part.done for part in parts),
        possible=bool(sessions) and comes and meets,
    )
