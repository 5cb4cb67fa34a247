"""How much room the parts of a badge get on a stock, in millimetres (pure)."""

from eventapp.badges.stocks import Stock
from eventapp.role_marks import MARKS

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


def css(stock: Stock) -> str:
    """The rules for what lies at the same place on every label of a stock."""
    k, bleed, wide, high = scale(stock), stock.bleed, stock.width, stock.height
    (left, right), code, band = margins(stock), code_side(stock), BAND * scale(stock)
    rules = {
        ".b": (None, None, wide, high),
        ".in": (0, 0, wide, high),
        ".band": (-bleed, high - band, wide + 2 * bleed, band + bleed),
        ".np": (-bleed, -bleed, wide + 2 * bleed, 2.1 * k + bleed),
        ".nc": (wide - right - 7.2 * k, -0.4 * k, 7.2 * k, 5.4 * k),
        ".q": (wide - right - code, high - band - code - 2.4 * k, code, code),
        ".m": (left - 0.3 * k, high - (band + 8 * k) / 2, 8 * k, 8 * k),
    }
    sides = ("left", "top", "width", "height")
    placed = "".join(
        f"{name}{{{';'.join(f'{s}:{v:.3f}mm' for s, v in zip(sides, box, strict=True) if v is not None)}}}"
        for name, box in rules.items()
    )
    colours = "".join(f".k{n}{{background:{mark.fill}}}" for n, mark in MARKS.items())
    return f"{placed}.k0{{background:{NEUTRAL}}}{colours}.p{{color:#fff}}"
