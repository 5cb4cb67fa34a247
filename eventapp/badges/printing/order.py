"""What is printed in one go, and in which parts; kept as JSON until it is drawn (pure)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from eventapp.badges import sheet
from eventapp.badges.badge import Badge, Words
from eventapp.badges.stocks import Stock
from eventapp.drawing import Page

# So many sheets are drawn in one go, between looks at whether to stop.
SHEETS = 12


@dataclass(frozen=True)
class Order:
    """Badges with the RSVP of each (None: a blank), and on what: stock, first free label from 1, how
    far the printer is off, and the words around the guests' own."""

    badges: Sequence[tuple[int | None, Badge]]
    stock: Stock
    start: int = 1
    shift: tuple[float, float] = (0.0, 0.0)
    words: Words = sheet.ENGLISH

    @property
    def sheets(self) -> int:
        """How many sheets it takes."""
        return -(-(self.start - 1 + len(self.badges)) // self.stock.per_sheet)

    def pages(self) -> list[Page]:
        """All of it, to be drawn."""
        badges = [badge for _who, badge in self.badges]
        return sheet.pages(badges, self.stock, start=self.start, shift=self.shift, words=self.words)

    def parts(self) -> "list[tuple[int, Order]]":
        """In parts of whole sheets, each with how many sheets are done after it."""
        used, each = self.start - 1, SHEETS * self.stock.per_sheet
        return [
            (
                min(end // self.stock.per_sheet, self.sheets),
                replace(
                    self,
                    badges=self.badges[max(0, end - each - used) : end - used],
                    start=self.start if end == each else 1,
                ),
            )
            for end in range(each, used + len(self.badges) + each, each)
            if end == each or end - each - used < len(self.badges)
        ]

    def choices(self) -> dict[str, Any]:
        """All but the badges, as JSON."""
        return {
            "stock": asdict(self.stock),
            "start": self.start,
            "shift": list(self.shift),
            "words": asdict(self.words),
        }


def restored(
    choices: Mapping[str, Any], badges: Sequence[tuple[int | None, Mapping[str, Any]]]
) -> Order:
    """An order as it was kept: `choices` of `Order.choices`, each badge by `asdict`."""
    stock = choices["stock"]
    return Order(
        [(who, Badge(**{**badge, "route": tuple(badge["route"])})) for who, badge in badges],
        Stock(**{**stock, "also": tuple(stock["also"])}),
        start=choices["start"],
        shift=(choices["shift"][0], choices["shift"][1]),
        words=Words(**choices["words"]),
    )
