"""The board as tests read and press it."""

import re

import seating_builders
from visitor import forms

from eventapp import clock
from eventapp.seating import engine
from eventapp.seating.board import edits, snapshot
from eventapp.seating.engine import moves


def form(page: str, ending: str) -> dict:
    """What the form of a page that goes to …ending holds."""
    return next(f.values for f in forms(page) if f.action.endswith(ending))


def seen(client, event) -> str:
    return form(client.get(f"{seating_builders.desk(event)}/tables").text, "/plans")["seen"]


def press(client, page: str, to: str):
    """Press the button of a name or a table on a page where somebody is held."""
    shown = client.get(page).text
    assert re.search(rf'<button class="(?:person|put)" form="move" name="to" value="{to}"', shown)
    move = next(f for f in forms(shown) if f.action.endswith("/moves") and "to" in f.values)
    return client.post(move.action, data=move.values | {"to": to})


def elsewhere(event, guests) -> tuple:
    """The first guest, and somebody at another table in round 1."""
    seats = snapshot.read(event).seats[1]
    return guests[0], next(g for g in guests if seats[g.id] != seats[guests[0].id])


def number_of(page: str, title: str) -> int:
    return int(re.search(rf"{title}</p><p class=\"fig-n\"><b>(\d+)</b>", page)[1])


def tables(event) -> str:
    return f"{seating_builders.desk(event)}/tables"


def spoil(event, number: int = 1) -> None:
    """Swap people until the plan could be better."""
    laid = snapshot.read(event)
    seats = laid.seats[number]
    for who in list(seats)[:3]:
        laid = snapshot.read(event)
        seats = laid.seats[number]
        worst = max(
            (w for w, t in seats.items() if t != seats[who]),
            key=lambda w: after(laid, who, number, w),
        )
        edits.swap(laid, who, number, worst, now=clock.now())


def after(laid, who: int, number: int, other: int) -> int:
    found = moves.swap(laid.asked, laid.solved, number - 1, str(who), str(other))
    return engine.measure(laid.asked, found).energy
