"""Which layout a stock gets, and how its sides lie on the label (pure)."""

from collections.abc import Sequence

from eventapp import mirroring
from eventapp.badges.badge import Badge, Words, tidied
from eventapp.badges.layouts import back, blank, lying, upright
from eventapp.badges.layouts.panels import Panel, panel, turned
from eventapp.badges.layouts.pen import Side
from eventapp.badges.stocks import Stock
from eventapp.drawing import Group, Part


def front(badge: Badge, stock: Stock, words: Words) -> tuple[Part, ...]:
    """The label as it is seen, or laid flat before it is folded: then the upper half stands on its
    head, so that both sides are the same."""
    side = _as_read(_drawn(badge, panel(stock), words).parts, panel(stock), words)
    wide, high = stock.panel
    if turned(stock):
        return (Group((wide - high) / 2, (high - wide) / 2, high, wide, side, turned=90),)
    if stock.fold == "top":
        return (
            Group(0, 0, wide, high, side, turned=180),
            Group(0, high, wide, high, side),
        )
    if stock.fold == "left":
        return (Group(0, 0, wide, high, side), Group(wide, 0, wide, high, side))
    return side


def behind(badge: Badge, stock: Stock, words: Words) -> tuple[Part, ...]:
    """The back of a label that is printed on both sides."""
    return _as_read(back.draw(tidied(badge), panel(stock), words).parts, panel(stock), words)


def _as_read(side: Sequence[Part], on: Panel, words: Words) -> tuple[Part, ...]:
    """A side for whoever reads the language of the event from the right, or as it is."""
    return mirroring.parts(side, on.width) if mirroring.leftward(words.lang) else tuple(side)


def names(badge: Badge, stock: Stock) -> Side:
    """The names as they will stand on the label, cut where they must be."""
    return _drawn(badge, panel(stock), Words())


def _drawn(badge: Badge, on: Panel, words: Words) -> Side:
    draw = blank.draw if badge.blank else upright.draw if on.tall else lying.draw
    return draw(tidied(badge), on, words)
