"""A plan as paper, for an organizer without a site: a page for each round, and the list by name."""

from collections.abc import Mapping, Sequence
from html import escape

from eventapp.seating.problem import Plan, Problem

_CSS = """
@font-face{font-family:F1;src:url(fonts/figtree-latin.woff2);font-weight:300 900}
@font-face{font-family:F2;src:url(fonts/figtree-latin-ext.woff2);font-weight:300 900}
@page{size:A4 landscape;margin:10mm;@bottom-right{content:counter(page);font:9pt F1}}
@page list{size:A4 portrait}
body{font:10.5pt/1.2 F1,F2,sans-serif}
h1{font-size:24pt;margin:0 0 3mm}
section{break-after:page}
section:last-child{break-after:auto;page:list}
.table{display:inline-block;vertical-align:top;box-sizing:border-box;width:53mm;margin:0 1.5mm 3mm 0;
  border:.3mm solid #767676;border-radius:3mm;padding:2.5mm}
h2{font-size:16pt;margin:0 0 1mm}
ul{list-style:none;margin:0;padding:0}
li,td,th{overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%}
thead{display:table-header-group}
tr{break-inside:avoid}
th,td{border-bottom:.2mm solid #bbb;padding:.6mm 2mm;text-align:start}
"""


def html(problem: Problem, plan: Plan, words: Mapping[str, str]) -> str:
    """One HTML document to be drawn as PDF; fonts are named relative to the static files.

    `words` holds what is written: title, round, table and name.
    """
    rounds = "".join(_round(problem, plan, number, words) for number in range(problem.rounds))
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{escape(words["title"])}</title>'
        f"<style>{_CSS}</style></head><body>{rounds}{_list(problem, plan, words)}</body></html>"
    )


def _round(problem: Problem, plan: Plan, number: int, words: Mapping[str, str]) -> str:
    members = plan.tables(number)
    names = {guest.key: str(guest) for guest in problem.guests}
    tables = "".join(
        f"<div class=table><h2>{escape(words['table'])} {escape(table.key)}</h2>"
        f"{_items([names[key] for key in members[table.key]])}</div>"
        for table in problem.tables
        if table.key in members
    )
    title = f"{escape(words['round'])} {number + 1}"
    return f"<section><h1>{title}</h1><div class=tables>{tables}</div></section>"


def _list(problem: Problem, plan: Plan, words: Mapping[str, str]) -> str:
    heads = [words["name"], *(f"{words['round']} {n + 1}" for n in range(problem.rounds))]
    rows = [
        [str(guest), *(seats.get(guest.key, "–") for seats in plan.seats)]
        for guest in sorted(problem.guests, key=lambda guest: str(guest).casefold())
    ]
    return (
        f"<section><h1>{escape(words['title'])}</h1><table><thead>{_row('th', heads)}</thead>"
        f"<tbody>{''.join(_row('td', row) for row in rows)}</tbody></table></section>"
    )


def _items(names: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li><bdi>{escape(name)}</bdi></li>' for name in names)}</ul>"


def _row(cell: str, texts: Sequence[str]) -> str:
    return f"<tr>{''.join(f'<{cell}><bdi>{escape(text)}</bdi></{cell}>' for text in texts)}</tr>"
