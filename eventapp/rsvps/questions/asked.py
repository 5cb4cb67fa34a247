"""What is asked of whom: questions for everybody, for one role, or after another answer (pure)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

KINDS = ("short", "long", "one", "several", "yes_no", "number")
# Another question may hang on these: their answers are few and known.
CHOICES = ("one", "several", "yes_no")
# What can stand on a badge, and what tables can mix.
FOR_BADGE = ("short", "one", "several", "yes_no", "number")
FOR_MIX = ("one", "yes_no")
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Condition:
    """When a question is asked: of one role or everybody, after one answer to another or always."""

    number: int
    role_id: int | None = None
    after: int | None = None
    value: str = ""


def asked(
    conditions: Sequence[Condition], role_id: int | None, given: Mapping[int, Collection[str]]
) -> set[int]:
    """The questions that are asked of somebody, by their role and what they answered so far.

    A question hangs only on one that stands before it and is asked itself.
    """
    found: set[int] = set()
    for one in conditions:
        for_them = one.role_id is None or one.role_id == role_id
        follows = one.after is None or (
            one.after in found and one.value in given.get(one.after, ())
        )
        if for_them and follows:
            found.add(one.number)
    return found


def moved(conditions: Sequence[Condition], number: int, by: int) -> list[int]:
    """The questions in their new order, with one a place up (-1) or down (1).

    The order stays where there is no place, and where a question would come before the one that
    it hangs on.
    """
    order = [one.number for one in conditions]
    if number not in order:
        return order
    at = order.index(number)
    to = at + by
    if not 0 <= to < len(order):
        return order
    upper, lower = sorted((at, to))
    if conditions[lower].after == order[upper]:
        return order
    order[at], order[to] = order[to], order[at]
    return order


def words(answer: Any) -> list[str]:
    """An answer as a list of the answers that were chosen or typed; none for no answer."""
    if answer is None or answer == "":
        return []
    return [str(one) for one in answer] if isinstance(answer, list) else [str(answer)]


def number_typed(text: str) -> int | float:
    """A number as people type it, with a point or a comma; ValueError for anything else."""
    plain = text.strip().replace(",", ".").replace("−", "-")
    digits = plain.removeprefix("-")
    whole, _point, rest = digits.partition(".")
    parts = [part for part in (whole, rest) if part]
    if not parts or len(digits) > 15 or not all(p.isascii() and p.isdigit() for p in parts):
        raise ValueError(text)
    return float(plain) if rest and int(rest) else int(plain.partition(".")[0] or "0")


def kept(
    before: Mapping[str, Any], after: Mapping[str, Any], open_questions: Collection[int]
) -> dict[str, Any]:
    """All the answers of somebody who answers anew: those to questions taken away stay."""
    shown = {str(number) for number in open_questions}
    return {number: said for number, said in before.items() if number not in shown} | dict(after)
