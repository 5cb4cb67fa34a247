"""One badge, placed in millimetres (pure).

From top to bottom: the first name, the last name and pronouns, what to ask about beside the QR
code, and the band in the role's colour: its shape and word, and the tables of the evening. The
band is the edge of a table with one chair at it.
"""

from dataclasses import replace

from eventapp import drawing, text_fitting, typefaces
from eventapp.badges import images, qr, text_sizes
from eventapp.badges.badge import Badge, Words, said_route, tidied
from eventapp.badges.layout import BAND, NEUTRAL, SMALL, code_side, margins, name_room, scale
from eventapp.badges.stocks import Stock
from eventapp.badges.text_sizes import POINT, Fitted
from eventapp.drawing import Band, Group, Part, Picture, Run, Stripes, Text
from eventapp.role_marks import INK, MARKS

QUIET = "#5E4C67"


def draw(badge: Badge, stock: Stock, words: Words) -> tuple[Part, ...]:
    """One label: what bleeds over its edge, then what is clipped to it."""
    return _Label(tidied(badge), stock, words).parts()


def said_names(badge: Badge, stock: Stock) -> list[str]:
    """Names and pronouns as they will stand on the label, line by line, cut where they must be."""
    pen = _Label(tidied(badge), stock, Words())
    pen._names(pen._ask()[0])
    return pen.said


class _Label:
    """The pen for one label; y grows downwards, all lengths in mm, type in points."""

    def __init__(self, badge: Badge, stock: Stock, words: Words) -> None:
        self.badge, self.stock, self.words = badge, stock, words
        self.k = scale(stock)
        self.left, self.right = margins(stock)
        self.band = BAND * self.k
        self.floor = stock.height - self.band
        self.code = code_side(stock) if badge.url else 0.0
        self.code_top = self.floor - self.code - 2.4 * self.k
        self.room = stock.width - self.left - self.right
        self.beside = self.room - self.code - 2.5 * self.k if self.code else self.room
        self.mark = MARKS.get(badge.mark)
        self.out: list[Part] = []
        self.said: list[str] = []

    def parts(self) -> tuple[Part, ...]:
        """Everything, in the order it is painted."""
        k, stock, bleed = self.k, self.stock, self.stock.bleed
        wide = stock.width + 2 * bleed
        fill = self.mark.fill if self.mark else NEUTRAL
        over: list[Part] = [Band(-bleed, self.floor, wide, self.band + bleed, fill)]
        if self.badge.photos == "no":
            over.append(Stripes(-bleed, -bleed, wide, 2.1 * k + bleed))
            x = stock.width - self.right - 7.2 * k
            self.out.append(Picture(x, -0.4 * k, 7.2 * k, 5.4 * k, images.CAMERA, "svg"))
        bottom, asked = self._ask()
        self._names(bottom)
        self.out += asked
        if self.code:
            x = stock.width - self.right - self.code
            self.out.append(Picture(x, self.code_top, self.code, self.code, qr.png(self.badge.url)))
        self._band()
        return (*over, Group(0, 0, stock.width, stock.height, tuple(self.out)))

    def _ask(self) -> tuple[float, list[Part]]:
        """What to ask about, its last line level with the foot of the code: its top, its lines."""
        bottom = self.floor - 2.6 * self.k
        if not self.badge.ask or self.k < SMALL:
            return self._says(bottom, [])
        ask = self.words.ask
        text = f"{ask} {self.badge.ask}"
        bold, ours = typefaces.text(700), typefaces.text(500)
        fitted = text_sizes.paragraph(text, bold, self.beside, 10.2 * self.k, 8.4 * self.k)
        last = len(fitted.lines) - 1
        # Names are read before it, so they come before it.
        asked: list[Part] = []
        for number, line in enumerate(fitted.lines):
            y = bottom - (last - number) * 1.2 * fitted.size
            lead = ask if number == 0 and line.startswith(ask) else ""
            runs = (*drawing.runs(lead, bold), *drawing.runs(line[len(lead) :], ours))
            asked.append(_line(line, runs, fitted.points, self.left, y))
        return self._says(bottom - last * 1.2 * fitted.size - 0.72 * fitted.size, asked)

    def _says(self, bottom: float, asked: list[Part]) -> tuple[float, list[Part]]:
        """The answers chosen for the badge, in one line above what to ask about: as `_ask` gives it."""
        if not self.badge.says or self.k < SMALL:
            return bottom, asked
        bold, k = typefaces.text(700), self.k
        fitted = text_sizes.line(self.badge.says, bold, self.beside, 10.2 * k, 8.4 * k)
        y = bottom - (0.5 * fitted.size if asked else 0.0)
        said = drawing.line(fitted.lines[0], bold, fitted.points, self.left, y)
        return y - 0.72 * fitted.size, [said, *asked]

    def _names(self, bottom: float) -> None:
        """Set the names in the middle of what is free above `bottom`, a little higher."""
        k, face = self.k, typefaces.display()
        top = (6.2 if self.badge.photos == "no" else 4.2) * k
        first = text_sizes.name(self.badge.first_name, name_room(self.stock), k)
        second = self._second(self.room)
        under = second.size * 1.25 + 1.0 * k if second else 0.0
        free = bottom - 1.6 * k - top - under
        caps, foot, height = self._heights(first, top)
        if height > free:
            first = replace(first, points=first.points * free / height)
            caps, foot, height = self._heights(first, top)
        baseline = top + max(0.0, free - height) * 0.44 + caps
        baseline, first = self._clear_of_code(baseline, first, top, caps)
        leading = text_sizes.LEADING * first.size
        plain = text_sizes.plain("".join(first.lines))
        self.said += first.lines
        for number, text in enumerate(first.lines):
            # The ink of both names begins on one line, whatever room a letter keeps to its left.
            x = self.left + 0.4 * k - min(text_fitting.ink(text, face).left, 0.1) * first.size
            y = baseline + number * leading
            said = drawing.line(text, face, first.points, x, y)
            self.out.append(replace(said, tracking=text_sizes.TRACKING) if plain else said)
        if second:
            y = baseline + leading * (len(first.lines) - 1) + foot
            self._second_line(y + 0.95 * second.size + 0.6 * k)

    def _heights(self, first: Fitted, top: float) -> tuple[float, float, float]:
        """Above the first baseline, below the last, and all of the first name's lines."""
        reach = text_sizes.ink(first, typefaces.display())
        # A lone mark below the line is still given a line.
        caps = max(reach.above, 0.5 * first.size)
        if text_sizes.plain("".join(first.lines)):
            # An accent may rise into the margin, but not to the edge.
            caps = max(0.66 * first.size, reach.above - (top - 2.8 * self.k))
        foot = max(reach.below, 0.06 * first.size)
        return caps, foot, caps + foot + text_sizes.LEADING * first.size * (len(first.lines) - 1)

    def _clear_of_code(
        self, baseline: float, first: Fitted, top: float, caps: float
    ) -> tuple[float, Fitted]:
        """Keep a wide name off the code: higher if there is room above it, else smaller."""
        last = text_fitting.ink(first.lines[-1], typefaces.display())
        into = last.width * first.size - (self.room - self.code - 1)
        if not self.code or into <= 0:
            return baseline, first
        lowest = self.code_top - 1.2 * self.k
        under = text_sizes.LEADING * first.size * (len(first.lines) - 1)
        under += self._foot_of_end(first.lines[-1], into / first.size) * first.size
        smaller = max(0.75, min(1.0, (lowest - top) / (caps + under)))
        higher = min(baseline, lowest - under * smaller)
        return higher, replace(first, points=first.points * smaller)

    def _foot_of_end(self, text: str, em: float) -> float:
        """How far below its line the last so many em of a text reach, in em."""
        face = typefaces.display()
        if not text_sizes.plain(text):
            return text_fitting.ink(text, face).below
        ends = (text[-n:] for n in range(1, len(text) + 1))
        end = next((e for e in ends if text_fitting.width(e, face) >= em), text)
        return text_fitting.ink(end, face).below

    def _second(self, room: float) -> Fitted | None:
        """The last name and the pronouns, which are two thirds its size, to stand on one line."""
        last, pronouns, ours = self.badge.last_name, self.badge.pronouns, typefaces.text(500)
        if not (last or pronouns):
            return None
        gap = 0.8 if last else 0.0
        small = (text_fitting.width(pronouns, ours) + gap) * 0.68 if pronouns else 0.0
        em = text_fitting.width(last, ours) + small
        points = max(9 * self.k, min(14.5 * self.k, room / POINT / max(em, 0.1)))
        wide = room / (points * POINT)
        if em > wide:
            pronouns = text_fitting.cut(pronouns, ours, wide * 0.4 / 0.68 - gap)
            small = (text_fitting.width(pronouns, ours) + gap) * 0.68 if pronouns else 0.0
            last = text_fitting.cut(last, ours, wide - small)
        return Fitted((last, pronouns), points)

    def _second_line(self, y: float) -> None:
        beside = y + 1.0 * self.k > self.code_top and self.code
        room = self.beside if beside else self.room
        fitted = self._second(room)
        if fitted is None:
            return
        ours, (last, pronouns) = typefaces.text(500), fitted.lines
        self.said += fitted.lines
        if last:
            self.out.append(drawing.line(last, ours, fitted.points, self.left, y))
        if pronouns:
            gap = text_fitting.width(last, ours) + 0.5 if last else 0.0
            x, points = self.left + gap * fitted.size, fitted.points * 0.68
            self.out.append(drawing.line(pronouns, ours, points, x, y, colour=QUIET))

    def _band(self) -> None:
        k, side = self.k, 8 * self.k
        middle = self.floor + self.band / 2
        x, colour = self.left, self.mark.on if self.mark else INK
        if self.mark:
            shape = images.MARK[self.badge.mark]
            self.out.append(Picture(x - 0.3 * k, middle - side / 2, side, side, shape, "svg"))
            x += side + 1.6 * k
        end, bold = self.stock.width - self.right, typefaces.text(700)
        route, role = said_route(self.badge, self.words), self.badge.role
        gap = 3 * k if route and role else 0.0
        wanted = (
            (text_fitting.width(role, bold) * 14.5 + text_fitting.width(route, bold) * 13.2)
            * k
            * POINT
        )
        share = min(1.0, (end - x - gap) / wanted) if wanted else 1.0
        if route:
            natural = text_fitting.width(route, bold) * POINT
            # Nobody can do without a table: a long role gives way first.
            room = max(natural * 13.2 * k * share, min(natural * 8 * k, (end - x) * 0.7)) + 0.01
            stops = text_sizes.line(route, bold, room, 13 * k, 7 * k)
            plan = self.badge.plan_version is not None
            y = middle + (0.05 if plan else 0.35) * stops.size
            self.out.append(
                drawing.line(
                    stops.lines[0], bold, stops.points, end, y, anchor="right", colour=colour
                )
            )
            if plan:
                self._plan(end, self.stock.height - 2.2 * k, colour)
            end -= text_fitting.width(stops.lines[0], bold) * stops.size + gap
        if role:
            word = text_sizes.line(role, bold, end - x, 14.5 * k, 8 * k)
            y = middle + 0.35 * word.size
            self.out.append(drawing.line(word.lines[0], bold, word.points, x, y, colour=colour))

    def _plan(self, end: float, y: float, colour: str) -> None:
        ours = typefaces.text(600)
        text = text_fitting.tidy(
            self.words.plan.replace("{version}", str(self.badge.plan_version)), 60
        )
        fitted = text_sizes.line(text, ours, self.room * 0.5, 6.3 * self.k, 5)
        self.out.append(
            drawing.line(
                fitted.lines[0], ours, fitted.points, end, y, anchor="right", colour=colour
            )
        )


def _line(text: str, runs: tuple[Run, ...], points: float, x: float, y: float) -> Text:
    return Text(x, y, points, runs, leftward=text_fitting.reads_right_to_left(text))
