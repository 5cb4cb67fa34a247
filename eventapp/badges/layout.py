"""How much room the parts of a badge get on a stock, in millimetres (pure)."""

from eventapp.badges.stocks import Stock

# Narrower than this times 80 × 50 mm, a label has no room for what to ask about.
SMALL = 0.75
# How high the band in the role's colour is on a label of 80 × 50 mm, and its colour without a role.
BAND = 11.2
NEUTRAL = "#EFE4F3"


def scale(stock: Stock) -> float:
    """How much larger a label is than 80 × 50 mm, by its narrower side."""
    return min(stock.width / 80, stock.height / 50)


def margins(stock: Stock) -> tuple[float, float]:
    """Left and right of what may not be cut off, in mm; never under 3."""
    return max(4.6 * scale(stock), 3.2), max(4 * scale(stock), 3.0)


def name_room(stock: Stock) -> float:
    """How wide a first name may be; on a small label it stays beside the code."""
    left, right = margins(stock)
    room = stock.width - left - right
    return room - code_side(stock) - 2.5 * scale(stock) if scale(stock) < SMALL else room


def code_side(stock: Stock) -> float:
    """The side of the QR code; under 12 mm phones would have to come too near."""
    return max((22 if stock.height > stock.width else 15) * scale(stock), 12.0)
