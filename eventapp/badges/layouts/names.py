"""The names on a badge: the first as large as can be, the others under it (pure)."""

from dataclasses import dataclass, replace

from eventapp import text_fitting, typefaces
from eventapp.badges import text_sizes
from eventapp.badges.layouts.pen import NOTHING, Corner, Pen
from eventapp.badges.text_sizes import LEADING, Fitted, Sizes
from eventapp.drawing import POINT


@dataclass(frozen=True)
class Room:
    """Where names may stand: from `top` to `bottom`, clear of what is in the corners at the right.

    `wide` is how wide the first name may be, `largest` and `smallest` are for the last name.
    """

    top: float
    bottom: float
    wide: float
    sizes: Sizes
    largest: float
    smallest: float
    upper: Corner = NOTHING
    code: Corner = NOTHING


def set_names(pen: Pen, room: Room) -> None:
    """Set all names in the middle of their room, a little higher."""
    k = pen.k
    first = text_sizes.name(pen.badge.first_name, room.wide, k, room.sizes)
    top = _under_corner(pen, first, room)
    # An accent may rise into the margin, but not to the edge.
    spare = top - 2.8 * k if top == room.top else 0.0
    second = pen.second_line(pen.room, room.largest, room.smallest)
    under = second.size * 1.25 + 1.0 * k if second else 0.0
    free = room.bottom - top - under
    caps, foot, height = _heights(first, spare)
    if height > free:
        first = replace(first, points=first.points * max(free, 0.3 * height) / height)
        caps, foot, height = _heights(first, spare)
    baseline = top + max(0.0, free - height) * 0.44 + caps
    baseline, first = _clear_of_code(pen, room, baseline, first, top, caps)
    # The ink of all names begins on one line.
    pen.set_first(first, baseline, inset=0.08 * room.largest * POINT)
    if second:
        y = baseline + LEADING * first.size * (len(first.lines) - 1) + foot
        y += 0.95 * second.size + 0.6 * k
        beside = room.code.width and y + 1.0 * k > room.code.edge
        wide = pen.room - room.code.width - 2.5 * k if beside else pen.room
        fitted = pen.second_line(wide, room.largest, room.smallest)
        if fitted:
            pen.set_second(fitted, y)


def _under_corner(pen: Pen, first: Fitted, room: Room) -> float:
    """The top of the room, under what is in the upper corner if the name reaches so far."""
    wide = text_sizes.name_width(first.lines[0]) * first.size
    reaches = wide > pen.room - room.upper.width - 1.5 * pen.k
    return max(room.top, room.upper.edge + 0.8 * pen.k) if reaches else room.top


def _heights(first: Fitted, spare: float) -> tuple[float, float, float]:
    """Above the first baseline, below the last, and all of the first name's lines."""
    reach = text_sizes.ink(first, typefaces.display())
    # A lone mark below the line is still given a line.
    caps = max(reach.above, 0.5 * first.size)
    if text_sizes.plain("".join(first.lines)):
        caps = max(0.66 * first.size, reach.above - spare)
    foot = max(reach.below, 0.06 * first.size)
    return caps, foot, caps + foot + LEADING * first.size * (len(first.lines) - 1)


def _clear_of_code(
    pen: Pen, room: Room, baseline: float, first: Fitted, top: float, caps: float
) -> tuple[float, Fitted]:
    """Keep a wide name off the code: higher if there is room above it, else smaller."""
    wide = text_sizes.name_width(first.lines[-1]) * first.size
    into = wide - (pen.room - room.code.width - 1)
    if not room.code.width or into <= 0:
        return baseline, first
    lowest = room.code.edge - 1.2 * pen.k
    under = LEADING * first.size * (len(first.lines) - 1)
    under += _foot_of_end(first.lines[-1], into / first.size) * first.size
    smaller = max(0.75, min(1.0, (lowest - top) / (caps + under)))
    higher = min(baseline, lowest - under * smaller)
    return higher, replace(first, points=first.points * smaller)


def _foot_of_end(text: str, em: float) -> float:
    """How far below its line the last so many em of a text reach, in em."""
    face = typefaces.display()
    if not text_sizes.plain(text):
        return text_fitting.ink(text, face).below
    ends = (text[-n:] for n in range(1, len(text) + 1))
    end = next((e for e in ends if text_fitting.width(e, face) >= em), text)
    return text_fitting.ink(end, face).below
