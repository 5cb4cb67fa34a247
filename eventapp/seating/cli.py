"""Tables from the command line: for a problem as JSON, or for a list of people."""

import json
import re
from pathlib import Path
from typing import Any

import click

from eventapp import press
from eventapp.drawing import Page
from eventapp.errors import Refused
from eventapp.paper import A4, SIZES, Size
from eventapp.role_marks import GUEST
from eventapp.rsvps import csv_file
from eventapp.rsvps.importing import parsing, reading, terminal
from eventapp.seating import engine
from eventapp.seating.engine import json_format
from eventapp.seating.engine import reseat as fewest_moves
from eventapp.seating.prints import door_list, frame, layout, wall
from eventapp.seating.problems import guest

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def seating() -> None:
    """Who sits with whom."""


@seating.command()
@click.argument("file", metavar="PROBLEM.json", type=FILE)
@click.option("--seconds", type=click.FloatRange(0), help="Thread seconds to search for.")
@click.option("--steps", type=click.IntRange(0), help="Steps to search for: the same plan again.")
@click.option("--seed", type=int, default=0, show_default=True)
def solve(file: Path, seconds: float | None, steps: int | None, seed: int) -> None:
    """Print a plan for PROBLEM.json, as JSON."""
    if seconds is None and steps is None:
        seconds = 1.0
    try:
        plan = engine.solve(_problem(file), seconds=seconds, steps=steps, seed=seed)
    except (engine.BadProblem, engine.Clash) as error:
        raise click.ClickException(str(error)) from None
    click.echo(json.dumps(json_format.document_of(plan), ensure_ascii=False))


@seating.command()
@click.argument("file", metavar="PROBLEM.json", type=FILE)
@click.option("--seed", type=int, default=0, show_default=True)
def reseat(file: Path, seed: int) -> None:
    """Print the change with the fewest moves for PROBLEM.json, which holds a `previous` plan."""
    found = _problem(file)
    if found.previous is None:
        raise click.ClickException(f"{file.name} has no 'previous' plan to change.")
    try:
        plan = fewest_moves(found, seed=seed)
    except (engine.BadProblem, engine.Clash) as error:
        raise click.ClickException(str(error)) from None
    click.echo(json.dumps(json_format.document_of(plan), ensure_ascii=False))


@seating.command()
@click.argument("file", metavar="PEOPLE", type=FILE)
@click.option("--tables", "room", required=True, metavar="8x6", help="Tables times chairs.")
@click.option("--rounds", type=click.IntRange(1, 20), default=3, show_default=True)
@click.option("--seconds", type=click.FloatRange(0), default=1.0, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
@click.option(
    "--csv", "out", type=click.Path(dir_okay=False, path_type=Path), help="Keep it as a CSV file."
)
@click.option(
    "--pdf",
    "printed",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Keep it to print: posters for each round, and the list by name.",
)
@click.option("--paper", type=click.Choice(tuple(SIZES)), default=A4.key, show_default=True)
@terminal.list_options
@click.option("--title", default="", help="What the sheets are headed with; else the file's name.")
def tables(
    file: Path,
    *,
    room: str,
    rounds: int,
    seconds: float,
    seed: int,
    out: Path | None,
    printed: Path | None,
    paper: str,
    sheet: str | None,
    columns: tuple[str, ...],
    states: tuple[str, ...],
    title: str,
) -> None:
    """Print who of PEOPLE sits where, for an organizer who only has a list.

    PEOPLE is CSV, XLSX, XLS or ODS, or a page with a table. Tables are as full as each other.
    Who doesn't come, or only waits, gets no chair.
    """
    people = _people(file, sheet=sheet, columns=columns, states=states)
    try:
        asked = engine.even_minimums(
            engine.Problem(
                guests=tuple(
                    guest(str(n), entry.name, entry, role=entry.role, topics=())
                    for n, entry in enumerate(people)
                ),
                tables=_room(room, len(people)),
                rounds=rounds,
            )
        )
        plan = engine.solve(asked, seconds=seconds, seed=seed)
    except engine.Clash as error:
        raise click.ClickException(f"{error} {_larger(room, error)}".strip()) from None
    except engine.BadProblem as error:
        raise click.ClickException(str(error)) from None
    names = {str(n): e.name for n, e in enumerate(people)}
    for number in range(rounds):
        click.echo(f"Round {number + 1}")
        seated = plan.tables(number)
        for table in asked.tables:
            who = ", ".join(names[key] for key in seated.get(table.key, []))
            click.echo(f"  Table {table.key}: {who}")
    _tell(asked, plan)
    if out:
        rows = [
            [names[guest.key], *(plan.seats[n].get(guest.key, "") for n in range(rounds))]
            for guest in asked.guests
        ]
        headings = ["Name", *(f"Round {n + 1}" for n in range(rounds))]
        _keep(out, csv_file.write(headings, rows))
    if printed:
        try:
            heading = title or file.stem
            pages = _pages(asked, plan, heading, SIZES[paper])
            _keep(printed, press.draw(pages, title=heading))
        except Refused as no:
            raise click.ClickException(str(no)) from None


def _pages(asked: engine.Problem, plan: engine.Solution, title: str, size: Size) -> list[Page]:
    """Posters of each round and the list by name: the organizer's own list, so with full names."""
    roles = sorted({guest.role for guest in asked.guests if guest.role})
    marks = {role: n % (GUEST - 1) + 1 for n, role in enumerate(roles)}
    people = {
        guest.key: layout.Person(marks.get(guest.role or "", GUEST), str(guest))
        for guest in asked.guests
    }

    def seated(number: int) -> list[layout.Table]:
        members = plan.tables(number)
        return [
            layout.Table(table.key, tuple(people[key] for key in members[table.key]))
            for table in asked.tables
            if table.key in members
        ]

    rounds = [(number + 1, seated(number)) for number in range(asked.rounds)]
    rows = [
        layout.Row(
            str(guest),
            tuple(at.get(guest.key, "") for at in plan.seats),
            people[guest.key].mark,
            guest.role or "",
        )
        for guest in asked.guests
    ]
    head = frame.Head(title=title)
    made = [
        *wall.posters(layout.posters(rounds), head, size),
        *door_list.door_list(rows, head, size, rounds=asked.rounds),
    ]
    return frame.finished(made, head, size)


def _keep(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{file} can't be written: {error.strerror}.") from None


def _tell(asked: engine.Problem, plan: engine.Solution) -> None:
    reached, least = engine.measure(asked, plan), engine.lower_bounds(asked)
    click.echo(
        f"Seats off the role mix: {reached.role_quota} (at least {least.role_quota}). "
        f"Pairs that meet twice: {reached.repeats} (at least {least.repeats}). "
        f"Workmates at one table: {reached.same_company} (at least {least.same_company})."
    )


def _problem(file: Path) -> engine.Problem:
    try:
        return json_format.problem_from(json.loads(file.read_text(encoding="utf-8")))
    except (ValueError, OSError) as error:
        raise click.ClickException(f"{file.name}: {error}") from None


def _people(file: Path, **told: Any) -> list[parsing.Entry]:
    try:
        look = terminal.looked(reading.look_for_seats, file.read_bytes(), **told)
    except parsing.BadFile as error:
        raise click.ClickException(str(error)) from None
    if "role" not in look.mapping:
        click.echo("No column is headed as a role, so roles are not mixed.", err=True)
    terminal.tell_states(look, err=True)
    found = look.found
    people = [entry for entry in found.entries if entry.reading == "coming"]
    waiting = [
        (entry.line, f"{entry.name} waits for a place.")
        for entry in found.entries
        if entry.reading == "waiting"
    ]
    left_out = [
        (row.line, row.reason)
        for rows in (found.bad, found.left_out, found.repeated)
        for row in rows
    ]
    for line, reason in sorted(left_out + waiting):
        click.echo(f"Line {line} is left out: {reason}", err=True)
    for note in found.notes:
        click.echo(f"Line {note.line}: {note.text}", err=True)
    return people


def _room(words: str, people: int) -> tuple[engine.Table, ...]:
    count, chairs = _shape(words)
    used = min(count, engine.tables_needed(people, tables=count, seats=chairs))
    return tuple(engine.Table(str(number), chairs) for number in range(1, max(1, used) + 1))


def _larger(words: str, clash: engine.Clash) -> str:
    """How many tables there should be, where it is chairs that lack."""
    if clash.people <= clash.chairs:
        return ""
    _count, chairs = _shape(words)
    return f"Try --tables {-(-clash.people // chairs)}x{chairs}."


def _shape(words: str) -> tuple[int, int]:
    shaped = re.fullmatch(r"([1-9]\d{0,3}) *[x×*] *([1-9]\d{0,2})", words.strip().lower())
    if not shaped:
        raise click.BadParameter("write it as in 8x6: eight tables of six.", param_hint="--tables")
    return int(shaped[1]), int(shaped[2])
