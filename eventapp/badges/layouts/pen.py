"""The pen that every layout draws one side of a badge with (pure).

y grows downwards from the upper edge, all lengths are in mm, type in points. What bleeds over the
edge comes first; all else is clipped to the panel.
"""

from dataclasses import dataclass, replace
from typing import Literal

from eventapp import drawing, text_fitting, typefaces
from eventapp.badges import images, qr, text_sizes
from eventapp.badges.badge import Badge, Words
from eventapp.badges.images import BLACK
from eventapp.badges.layouts.panels import Panel
from eventapp.badges.text_sizes import Fitted
from eventapp.drawing import POINT, Anchor, Band, Group, Part, Picture, Stripes, Text
from eventapp.role_marks import INK, MARKS
from eventapp.typefaces import Ours

QUIET = "#5E4C67"
# The band of somebody without a role.
NEUTRAL = "#EFE4F3"
# The last name beside its pronouns.
SMALLER = 0.68


@dataclass(frozen=True)
class Side:
    """One side of a badge as it is drawn, its names line by line, and the size of the first."""

    parts: tuple[Part, ...]
    names: tuple[str, ...]
    points: float


@dataclass(frozen=True)
class Corner:
    """A corner at the right that is taken: how wide, and where it begins or ends."""

    width: float = 0.0
    edge: float = 0.0


NOTHING = Corner()


class Pen:
    """Draws one side; `k` is how much larger it is than its layout was drawn for."""

    def __init__(
        self, badge: Badge, panel: Panel, words: Words, *, left: float, right: float
    ) -> None:
        self.badge, self.panel, self.words, self.k = badge, panel, words, panel.scale
        self.left, self.right = left, panel.width - right
        self.room = self.right - self.left
        self.ink, self.quiet = (BLACK, BLACK) if panel.black else (INK, QUIET)
        self.over: list[Part] = []
        self.out: list[Part] = []
        self.names: list[str] = []
        self.points = 0.0

    def side(self) -> Side:
        """What was drawn."""
        inside = Group(0, 0, self.panel.width, self.panel.height, tuple(self.out))
        return Side((*self.over, inside), tuple(self.names), self.points)

    def line(
        self,
        text: str,
        ours: Ours,
        points: float,
        x: float,
        y: float,
        *,
        anchor: Anchor = "left",
        colour: str = "",
    ) -> None:
        """A line of text with its baseline at y."""
        colour = colour or self.ink
        self.out.append(drawing.line(text, ours, points, x, y, anchor=anchor, colour=colour))

    def photo_mark(self, high: float) -> Corner:
        """Stripes along the upper edge and a crossed-out camera, for whoever wants no photos."""
        if self.badge.photos != "no":
            return NOTHING
        bleed, wide = self.panel.bleed, high * 3.4
        self.over.append(
            Stripes(-bleed, -bleed, self.panel.width + 2 * bleed, high + bleed, self.ink)
        )
        box = (self.right - wide, -0.2 * high, wide, wide * 0.75)
        self.out.append(Picture(*box, images.CAMERA[self.ink], "svg"))
        return Corner(wide, wide * 0.75 - 0.2 * high)

    def logo(
        self, x: float, y: float, wide: float, high: float, *, anchor: str = "right"
    ) -> Corner:
        """The community's logo in a box, from x or up to x; none on paper without colours."""
        logo = self.words.logo
        if logo is None or self.panel.black:
            return NOTHING
        share = min(wide / logo.width, high / logo.height)
        wide, high = logo.width * share, logo.height * share
        left = x - wide if anchor == "right" else x
        self.out.append(Picture(left, y, wide, high, logo.content))
        return Corner(wide, y + high)

    def code(self, side: float, bottom: float) -> Corner:
        """The QR code at the right, above `bottom`; the paper around it is left free."""
        if not self.badge.url:
            return Corner(0.0, bottom)
        # As shapes: a printer of few dots makes of pixels what readers don't know.
        drawn = qr.svg(self.badge.url)
        self.out.append(Picture(self.right - side, bottom - side, side, side, drawn, "svg"))
        return Corner(side, bottom - side)

    def ask(
        self, bottom: float, room: float, largest: float, smallest: float, most: int = 2
    ) -> tuple[float, list[Part]]:
        """What to ask about, its last baseline at `bottom`, under the answers that were chosen:
        the upper edge of both, and their lines, to be drawn after the names that are read first."""
        bold, ours, ask = typefaces.text(700), typefaces.text(500), self.words.ask
        top, parts = bottom, list[Part]()
        if self.badge.ask:
            text = f"{ask} {self.badge.ask}"
            fitted = text_sizes.paragraph(text, bold, room, largest, smallest, most)
            top -= (len(fitted.lines) - 1) * 1.2 * fitted.size
            for number, line in enumerate(fitted.lines):
                lead = ask if number == 0 and line.startswith(ask) else ""
                runs = (*self._runs(lead, bold), *self._runs(line[len(lead) :], ours))
                leftward = text_fitting.reads_right_to_left(line)
                y = top + number * 1.2 * fitted.size
                parts.append(Text(self.left, y, fitted.points, runs, leftward=leftward))
            if not self.badge.says:
                return top - 0.72 * fitted.size, parts
            top -= 1.22 * fitted.size
        if self.badge.says:
            fitted = text_sizes.line(self.badge.says, bold, room, largest, smallest)
            runs = self._runs(fitted.lines[0], bold)
            leftward = text_fitting.reads_right_to_left(fitted.lines[0])
            said = Text(self.left, top, fitted.points, runs, leftward=leftward)
            return top - 0.72 * fitted.size, [said, *parts]
        return top, parts

    def band(self, high: float, rise: float) -> str:
        """The band in the role's colour along the lower edge, like the edge of a table with one
        chair at it; gives the colour that is read on it."""
        panel, bleed, mark = self.panel, self.panel.bleed, MARKS.get(self.badge.mark)
        floor, wide = panel.height - high, panel.width + 2 * bleed
        if panel.black:
            # A line instead of a colour: what is grey elsewhere is a raster there.
            self.over.append(Band(-bleed, floor, wide, high + bleed, BLACK, rise))
            inner = 0.45 * self.k
            self.over.append(
                Band(-bleed, floor + inner, wide, high + bleed - inner, "#FFFFFF", rise)
            )
            return BLACK
        fill = mark.fill if mark else NEUTRAL
        self.over.append(Band(-bleed, floor, wide, high + bleed, fill, rise))
        return mark.on if mark else INK

    def shape(self, x: float, middle: float, side: float) -> float:
        """The shape of the role; gives where its word begins."""
        if self.badge.mark not in MARKS:
            return x
        shape = (images.BLACK_MARK if self.panel.black else images.MARK)[self.badge.mark]
        self.out.append(Picture(x - 0.04 * side, middle - side / 2, side, side, shape, "svg"))
        return x + side * 1.2

    def plan(
        self,
        x: float,
        y: float,
        points: float,
        *,
        anchor: Literal["left", "right"],
        colour: str = "",
    ) -> None:
        """Which plan the tables are of, in small print that is never under 5 pt."""
        ours = typefaces.text(500)
        said = self.words.plan.replace("{version}", str(self.badge.plan_version))
        fitted = text_sizes.line(text_fitting.tidy(said, 60), ours, self.room * 0.5, points, 5)
        self.line(fitted.lines[0], ours, fitted.points, x, y, anchor=anchor, colour=colour)

    def second_line(self, room: float, largest: float, smallest: float) -> Fitted | None:
        """The last name and the pronouns, which are smaller, fitted to stand on one line."""
        last, pronouns, ours = self.badge.last_name, self.badge.pronouns, typefaces.text(500)
        if not (last or pronouns):
            return None
        gap = 0.8 if last else 0.0
        small = (text_fitting.width(pronouns, ours) + gap) * SMALLER if pronouns else 0.0
        em = text_fitting.width(last, ours) + small
        points = max(smallest, min(largest, room / POINT / max(em, 0.1)))
        wide = room / (points * POINT)
        if em > wide:
            pronouns = text_fitting.cut(pronouns, ours, wide * 0.4 / SMALLER - gap)
            small = (text_fitting.width(pronouns, ours) + gap) * SMALLER if pronouns else 0.0
            last = text_fitting.cut(last, ours, wide - small)
        return Fitted((last, pronouns), points)

    def set_second(self, fitted: Fitted, y: float) -> None:
        """Set the last name and the pronouns on one line."""
        ours, (last, pronouns) = typefaces.text(500), fitted.lines
        self.names += fitted.lines
        if last:
            self.line(last, ours, fitted.points, self.left, y)
        if pronouns:
            gap = text_fitting.width(last, ours) + 0.5 if last else 0.0
            x, points = self.left + gap * fitted.size, fitted.points * SMALLER
            self.line(pronouns, ours, points, x, y, colour=self.quiet)

    def set_first(self, first: Fitted, baseline: float, *, inset: float) -> None:
        """Set the lines of a first name, their ink so far in, whatever room a letter keeps to its
        left."""
        face, plain = typefaces.display(), text_sizes.plain("".join(first.lines))
        self.names += first.lines
        self.points = first.points
        for number, text in enumerate(first.lines):
            bearing = min(text_fitting.ink(text, face).left, 0.1) * first.size
            y = baseline + number * text_sizes.LEADING * first.size
            said = drawing.line(text, face, first.points, self.left + inset - bearing, y)
            said = replace(said, runs=self._runs(text, face))
            self.out.append(replace(said, tracking=text_sizes.TRACKING) if plain else said)

    def _runs(self, text: str, ours: Ours) -> tuple[drawing.Run, ...]:
        return drawing.runs(text, ours, colour=self.ink)
