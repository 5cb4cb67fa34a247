"""A community's colour as the colours of its pages, by day and in the dark, all of them readable (pure).

One colour is chosen, and a page needs five. Each is the nearest shade of it on which, or in which, text
can be read wherever the pages put it; so no choice can make a page that can't.
"""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from eventapp.communities.contrast import LEAST, mixed, ratio

# What text in the colour may stand on, as app.css has it: paper, card, sunk, and the soft notes.
LIGHT = ("#FBF7FC", "#FFFFFF", "#F3ECF5", "#FFF0C7", "#DCF4E8", "#FDE8E6")
DARK = ("#17101C", "#221829", "#1C1422", "#43330B", "#12382A", "#4A1915")
# What is written on a band and on a soft ground, by day and in the dark.
NIGHT = "#2A1830"
# Bands bear small text, too, and chips that are a tenth darker. What is too dark for that becomes a light
# shade at once: halfway it would only be grey.
BAND, LIGHT_BAND = 7.0, 10.0
# Every page of a community asks, and finding readable shades takes longer than most of a page.
_kept = lru_cache(maxsize=256)


@dataclass(frozen=True)
class Shades:
    """What buttons and links are in, what is written on them, and a soft ground in the same colour."""

    brand: str
    hover: str
    on_brand: str
    soft: str


@dataclass(frozen=True)
class Accent:
    """The colours of a community's pages: the band at the top, and the rest by day and in the dark."""

    band: str
    day: Shades
    dark: Shades


@_kept
def of(colour: str) -> Accent:
    """The colours that pages make of one."""
    return Accent(band(colour), _day(colour), _dark(colour))


@_kept
def band(colour: str) -> str:
    """The ground of the head of a page: the colour, or a light shade of it that dark ink can be read on."""
    if ratio(NIGHT, colour) >= BAND:
        return colour
    shades = (mixed(colour, "#FFFFFF", step / 100) for step in range(101))
    return next(shade for shade in shades if ratio(NIGHT, shade) >= LIGHT_BAND)


def _day(colour: str) -> Shades:
    for step in range(101):
        brand = mixed(colour, "#000000", step / 100)
        soft = mixed(brand, "#FFFFFF", 0.88)
        if all(ratio(brand, ground) >= LEAST for ground in (*LIGHT, soft)):
            break
    return Shades(brand, mixed(brand, "#000000", 0.3), "#FFFFFF", soft)


def _dark(colour: str) -> Shades:
    for step in range(101):
        brand = mixed(colour, "#FFFFFF", step / 100)
        soft = mixed(brand, DARK[1], 0.82)
        if all(ratio(brand, ground) >= LEAST for ground in (*DARK, NIGHT, soft)):
            break
    return Shades(brand, mixed(brand, "#FFFFFF", 0.4), NIGHT, soft)


def sheet(colour: str) -> str:
    """The style sheet that dresses a page in a colour; it comes after the site's own."""
    found = of(colour)
    head = f"--sun:{found.band};--plum:{found.day.brand};--plum-dark:{found.day.hover};"
    return (
        f"@layer tokens{{:root{{{head}{_tokens(found.day)}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{_tokens(found.dark)}}}}}}}\n"
    )


def _tokens(shades: Shades) -> str:
    return (
        f"--brand:{shades.brand};--brand-hover:{shades.hover};--on-brand:{shades.on_brand};"
        f"--link:{shades.brand};--brand-soft:{shades.soft}"
    )


@_kept
def stamp(colour: str) -> str:
    """A mark of a sheet, for its address: another one when the sheet says something else."""
    return sha256(sheet(colour).encode()).hexdigest()[:12]
