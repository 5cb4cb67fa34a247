"""What keeps pictures from telling on anybody: the one home of "below five people it isn't shown" (pure).

Every number of people that a picture shows goes through here. What is guaranteed:

- Within one division of the same people (by role, by how many each met, by topic, by how far they
  came) every group that is shown holds nobody or at least five. Groups that hold fewer are not left
  empty but joined to others, so that nothing shown, taken from any total or from any other part,
  leaves one to four people: what is left is groups, too. (`joined`, `stretches`, `steps`)
- Over pictures of one event: all divide the same people, those who came, and by roles all in the same
  way; how many others there were is told by `steps` alone. So there is no second total to take away.
- In a square of roles a cell that stands for few is hidden together with others in its row, so that
  it is not what a row, or all, leaves. Sums of rows are shown by no picture. (`open_cells`)
- Several numbers of the same people (who came, of them for the first time) are divided together:
  no stretch or group holds one to four of any of them. (`spans`, `gathered`)
- Over a community's events a stretch is closed for good once all its numbers are large enough; the
  rest waits. What one picture divides finer, another divides at some of the same places. (`closings`)
- Over time: what was shown stays until at least five people's data differ, and until every number
  differs by nothing or by five and more. Two looks don't tell what one person did between. (`may_follow`)

What is not promised: that nobody guesses. Who was there knows what they saw.
"""

from collections.abc import Collection, Mapping, Sequence

# Below this a number points at people.
FEWEST = 5


def few(count: int) -> bool:
    """Whether so many people are too few to be shown as a number; nobody is no one to tell on."""
    return 0 < count < FEWEST


def joined(counts: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """How parts without an order may be shown: groups of their places.

    Parts of five and more stand alone. Fewer are put together, in their order, until five are; what is
    left over joins the last of these, or else the smallest of the others. Nothing where all together
    are too few; empty parts are left out.
    """
    groups = [(n,) for n, count in enumerate(counts) if count >= FEWEST]
    mixed: list[tuple[int, ...]] = []
    rest: tuple[int, ...] = ()
    for n, count in enumerate(counts):
        if few(count):
            rest += (n,)
        if sum(counts[m] for m in rest) >= FEWEST:
            mixed.append(rest)
            rest = ()
    if rest and not (mixed or groups):
        return ()
    if rest:
        last = mixed.pop() if mixed else min(groups, key=lambda group: counts[group[0]])
        groups = [group for group in groups if group != last]
        mixed.append(tuple(sorted(last + rest)))
    return tuple(sorted(groups + mixed))


def stretches(counts: Sequence[int]) -> tuple[range, ...]:
    """How parts in a row may be shown: stretches of neighbours, each of nobody or five and more.

    Nothing where all together are too few.
    """
    total = sum(counts)
    if few(total):
        return ()
    found: list[range] = []
    begin, held = 0, 0
    for n, count in enumerate(counts):
        held += count
        if not few(held):
            found.append(range(begin, n + 1))
            begin, held = n + 1, 0
    if held:
        # The last few go to the nearest stretch that somebody is in.
        while found:
            last = found.pop()
            begin, held = last.start, held + sum(counts[n] for n in last)
            if not few(held):
                break
        found.append(range(begin, len(counts)))
    return tuple(found)


def closings(rows: Sequence[Sequence[int]], *, among: Collection[int] | None = None) -> list[int]:
    """After which places a row that still grows may be divided: in every stretch each number is nobody
    or at least five.

    What comes later changes nothing of what was divided before, and what follows the last division
    is not shown yet: two looks at different times tell nothing of one to four people either. `among`
    are the places that may be chosen, so that one division can follow another's.
    """
    found: list[int] = []
    held: list[int] = []
    for n, row in enumerate(rows):
        held = [a + b for a, b in zip(held, row, strict=True)] if held else list(row)
        if (among is None or n in among) and any(held) and not any(map(few, held)):
            found.append(n)
            held = []
    return found


def spans(rows: Sequence[Sequence[int]]) -> tuple[range, ...]:
    """`stretches` for several numbers of each part: none of them is few in any stretch.

    Nothing where all together are too few.
    """
    ends = closings(rows)
    if ends and any(any(row) for row in rows[ends[-1] + 1 :]):
        rest = [sum(column) for column in zip(*rows[ends[-1] + 1 :], strict=True)]
        while ends and any(map(few, rest)):
            begin = ends[-2] + 1 if len(ends) > 1 else 0
            taken = [sum(column) for column in zip(*rows[begin : ends[-1] + 1], strict=True)]
            rest = [a + b for a, b in zip(rest, taken, strict=True)]
            ends.pop()
        if any(map(few, rest)):
            return ()
        ends.append(len(rows) - 1)
    elif ends:
        ends[-1] = len(rows) - 1
    begins = [0, *(end + 1 for end in ends)][: len(ends)]
    return tuple(range(begin, end + 1) for begin, end in zip(begins, ends, strict=True))


def gathered(rows: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    """`joined` for several numbers of each part: no group has one to four people of any."""
    alone = [n for n, row in enumerate(rows) if any(row) and not any(map(few, row))]
    rest = [n for n, row in enumerate(rows) if any(map(few, row))]

    def fine() -> bool:
        return not any(few(sum(column)) for column in zip(*(rows[n] for n in rest), strict=True))

    for n in sorted(alone, key=lambda n: (sum(rows[n]), n)):
        if not rest or fine():
            break
        alone.remove(n)
        rest.append(n)
    if rest and not fine():
        return ()
    groups = [(n,) for n in alone]
    return (*groups, tuple(sorted(rest))) if rest else tuple(groups)


def steps(counts: Sequence[int], *, first: Sequence[int] = ()) -> tuple[int, ...]:
    """Which of some numbers, each counting some of those before it, may be shown side by side.

    Two of them differ by nobody or by at least five, and so does each from nobody. `first` names the
    places that matter most; the others follow from left to right.
    """
    shown: list[int] = []
    for n in dict.fromkeys((*first, *range(len(counts)))):
        if not few(counts[n]) and not any(few(abs(counts[n] - counts[m])) for m in shown):
            shown.append(n)
    return tuple(sorted(shown))


def open_cells(behind: Sequence[Sequence[int]]) -> frozenset[tuple[int, int]]:
    """Which cells (row, column, the row not below) of a square of roles may be shown.

    `behind` says how many people stand behind each cell. One to four hide it, and then at least one
    more is hidden in each of its rows, so that it is never all that a sum leaves; the one with the fewest behind.
    """
    size = len(behind)
    cells = {(a, b) for a in range(size) for b in range(a, size)}
    shut = {(a, b) for a, b in cells if few(behind[a][b])}
    while lonely := [role for role in range(size) if sum(role in cell for cell in shut) == 1]:
        role = lonely[0]
        others = [cell for cell in cells - shut if role in cell]
        if not others:
            break
        shut.add(min(others, key=lambda cell: (behind[cell[0]][cell[1]], cell)))
    return frozenset() if len(shut) == 1 else frozenset(cells - shut)


def may_follow(changed: int, before: Mapping[str, int], after: Mapping[str, int]) -> bool:
    """Whether new numbers may be shown after older ones, when so many people's data changed (none of
    them where only the drawing did).

    Both looks may be laid side by side: every number that both show differs by nobody or by at least
    five. What one of them joined and the other shows apart is compared as what it is named.
    """
    if few(changed):
        return False
    return not any(few(abs(after[name] - before[name])) for name in before.keys() & after.keys())


def tenths(share: float) -> int:
    """A share of one in tens of a hundred: fine enough to be looked at, too coarse to count back from."""
    return round(share * 10) * 10


def open_splits(parts: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Of which parts it may be told how they fall into two, when it is told of all of them together.

    A part of which one side is few isn't split, and no part is split by what the others leave.
    """
    shut = {n for n, sides in enumerate(parts) if any(map(few, sides))}
    rest = sorted(set(range(len(parts))) - shut, key=lambda n: (sum(parts[n]), n))
    while shut and rest and any(few(sum(parts[n][side] for n in shut)) for side in (0, 1)):
        shut.add(rest.pop(0))
    return frozenset(rest)
