"""What is printed in one go, and in which parts; kept as JSON until it is drawn (pure)."""

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from eventapp.badges import sheet
from eventapp.badges.badge import Badge, Logo, Words
from eventapp.badges.printers.corrections import Correction
from eventapp.badges.stocks import Stock
from eventapp.drawing import Page

# So many sheets are drawn in one go, between looks at whether to stop.
SHEETS = 25


@dataclass(frozen=True)
class Order:
    """Badges with the RSVP of each (None: a blank), and on what: stock, first free label from 1, how
    what the printer does is undone, whether backs follow, and the words around the guests' own."""

    badges: Sequence[tuple[int | None, Badge]]
    stock: Stock
    start: int = 1
    correction: Correction = sheet.AS_IT_IS
    backs: bool = False
    words: Words = sheet.ENGLISH

    @property
    def sheets(self) -> int:
        """How many sheets it takes."""
        return -(-(self.start - 1 + len(self.badges)) // self.stock.per_sheet)

    def pages(self) -> list[Page]:
        """All of it, to be drawn."""
        badges = [badge for _who, badge in self.badges]
        return sheet.pages(
            badges,
            self.stock,
            start=self.start,
            correction=self.correction,
            backs=self.backs,
            words=self.words,
        )

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
        logo = self.words.logo
        kept = logo and [b64encode(logo.content).decode(), logo.width, logo.height]
        return {
            "stock": asdict(replace(self.stock, sources=())),
            "start": self.start,
            "correction": asdict(self.correction),
            "backs": self.backs,
            "words": asdict(self.words) | {"logo": kept},
        }


def restored(
    choices: Mapping[str, Any], badges: Sequence[tuple[int | None, Mapping[str, Any]]]
) -> Order:
    """An order as it was kept: `choices` of `Order.choices`, each badge by `asdict`."""
    stock, kept = choices["stock"], choices["words"]["logo"]
    logo = Logo(b64decode(kept[0]), kept[1], kept[2]) if kept else None
    return Order(
        [(who, Badge(**{**badge, "route": tuple(badge["route"])})) for who, badge in badges],
        Stock(**{**stock, "also": tuple(stock["also"]), "sources": ()}),
        start=choices["start"],
        correction=Correction(**choices["correction"]),
        backs=choices["backs"],
        words=Words(**{**choices["words"], "logo": logo}),
    )
