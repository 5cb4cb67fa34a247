"""The board as tests read and press it."""

import re

import seating_builders
from visitor import forms

from eventapp.seating.board import snapshot


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
