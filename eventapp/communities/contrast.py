"""Whether text can be read on a colour, as WCAG 2 measures it (pure)."""

import re

LEAST = 4.5
INKS = ("#2A1830", "#FFFFFF")
_COLOUR = re.compile("#[0-9A-F]{6}")


def known(text: str) -> str:
    """A colour as it is kept, such as #FFC53D; empty when the text is none. Three digits stand for six."""
    typed = "#" + text.strip().removeprefix("#").upper()
    if len(typed) == 4:
        typed = "#" + "".join(digit * 2 for digit in typed[1:])
    return typed if _COLOUR.fullmatch(typed) else ""


def ratio(one: str, other: str) -> float:
    """The contrast of two colours: from 1, the same, to 21, black on white."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def ink_on(colour: str) -> str:
    """What is written in on a colour: the dark ink or white, whichever is read better."""
    return max(INKS, key=lambda ink: ratio(ink, colour))


def readable(colour: str) -> bool:
    """Whether text on a colour can be read."""
    return ratio(ink_on(colour), colour) >= LEAST


def near(colour: str) -> str:
    """The readable colour that is nearest to one, a little lighter or darker; itself when it is readable."""
    for step in range(101):
        for towards in ("#FFFFFF", "#000000"):
            found = mixed(colour, towards, step / 100)
            if readable(found):
                return found
    return INKS[0]


def mixed(colour: str, other: str, share: float) -> str:
    """A colour with a share of another in it, from 0 to 1."""
    both = zip(_parts(colour), _parts(other), strict=True)
    parts = (round(part + (towards - part) * share) for part, towards in both)
    return "#" + "".join(f"{part:02X}" for part in parts)


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def _luminance(colour: str) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
