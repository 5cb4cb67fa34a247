"""What is seen of a badge at once, in millimetres, and how its stock carries it (pure)."""

from dataclasses import dataclass

from eventapp.badges.stocks import Stock

# Under that much of 80 × 50 mm there is no room for what to ask about.
SMALL = 0.75
# A label that is narrower than this and higher than wide is worn across.
_ACROSS = 70.0


@dataclass(frozen=True)
class Panel:
    """One side of a badge: its size, how far colour may run over its edge, and whether it is
    printed in black alone."""

    width: float
    height: float
    bleed: float = 0.0
    black: bool = False

    @property
    def tall(self) -> bool:
        """Whether it hangs upright."""
        return self.height > self.width

    @property
    def scale(self) -> float:
        """How much larger it is than 80 × 50 mm, or upright than A6, by its narrower side."""
        if self.tall:
            return min(self.width / 105, self.height / 148)
        return min(self.width / 80, self.height / 50)

    @property
    def small(self) -> bool:
        """Whether there is only room for a name beside the code."""
        return not self.tall and self.scale < SMALL


def panel(stock: Stock) -> Panel:
    """What is seen at once of a badge on that stock."""
    wide, high = stock.panel
    if turned(stock):
        wide, high = high, wide
    # Beyond a fold there is the other half, and a label printer has no colours.
    bleed = 0.0 if stock.fold else stock.bleed
    return Panel(wide, high, bleed, stock.kind == "thermal")


def turned(stock: Stock) -> bool:
    """Whether a badge lies across its label: a name is larger along the longer side of a roll."""
    wide, high = stock.panel
    return stock.kind == "thermal" and wide < _ACROSS and high > wide
