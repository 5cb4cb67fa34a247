"""Every letter is in the language of whoever it goes to, whoever causes it."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import made_up_language
import pytest
import sample_site
import seating_builders
from flask import Flask
from sqlalchemy import event

from eventapp import clock, languages, paths
from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.people.models import Person
from eventapp.seating import actions

CALLS = {"post", "post_if_due", "written", "rewrite"}
# Called by others of their file alone, each of which has said who reads.
WITHIN = {
    "followups/meetings/letters.py:_post": "by the two that invite and call off",
    "front/letters/preview.py:_with": "by what shows a letter, in the language of who is shown",
}


@pytest.fixture
def all_chose_german() -> Iterator[None]:
    """Whoever the site comes to know chose German; the site, its events and its desk are English."""

    def choose(person: Person, _args: object, given: dict[str, object]) -> None:
        given["language"] = "de"

    event.listen(Person, "init", choose)
    yield
    event.remove(Person, "init", choose)


@pytest.mark.usefixtures("all_chose_german")
def test_nobody_hears_in_a_language_that_they_did_not_choose(app: Flask) -> None:
    sample_site.build()
    db.session.execute(db.update(Person).values(language="de"))

    said = defaultdict(set)
    for one in db.session.scalars(db.select(Message)):
        said[one.kind] |= made_up_language.spoken("\n".join((one.subject, one.text, one.html)))

    assert len(said) > 4
    assert said == {kind: {"de"} for kind in said}


def _says_who_reads(node: ast.AST) -> bool:
    """Whether what stands within is written in the language of somebody named here."""
    if isinstance(node, ast.With):
        return any("languages.spoken(" in ast.unparse(one) for one in node.items)
    if isinstance(node, ast.FunctionDef):
        return any(ast.unparse(one) == "languages.theirs" for one in node.decorator_list)
    return False


def _unsaid(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Where a letter is written without a word of who reads it: the function, and the line."""

    def walk(node: ast.AST, name: str, said: bool) -> Iterator[tuple[str, int]]:
        if isinstance(node, ast.FunctionDef):
            name = node.name
        said = said or _says_who_reads(node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            called = node.func
            if ast.unparse(called.value) == "outbox" and called.attr in CALLS and not said:
                yield name, node.lineno
        for child in ast.iter_child_nodes(node):
            yield from walk(child, name, said)

    yield from walk(tree, "", said=False)


def test_whatever_writes_a_letter_says_who_reads_it() -> None:
    found = []
    for file in sorted((paths.PACKAGE).rglob("*.py")):
        path, code = str(Path(file).relative_to(paths.PACKAGE)), file.read_text()
        if "from eventapp.webhooks import outbox" in code:
            continue  # What programs are told is in no language.
        for name, line in _unsaid(ast.parse(code)):
            if f"{path}:{name}" not in WITHIN:
                found.append(f"{path}:{line} in {name}")

    assert found == []


def test_what_is_said_between_two_letters_is_in_its_own_language(app: Flask) -> None:
    from flask_babel import gettext

    with app.test_request_context(headers={"Accept-Language": "fr"}):
        before = gettext("Yes")
        with languages.spoken("", "xx", "pl"):
            said = gettext("Yes")
            with languages.spoken():
                assert gettext("Yes") == "⟦en|Yes⟧"
            assert gettext("Yes") == said
        assert (before, said, gettext("Yes")) == ("⟦fr|Yes⟧", "⟦pl|Yes⟧", "⟦fr|Yes⟧")


def test_the_hours_of_a_route_are_as_its_reader_writes_them(app: Flask) -> None:
    happening, guests = seating_builders.room(12)
    guests[0].person.language = "ar"

    actions.publish(seating_builders.plan(happening), now=clock.now())

    mine = db.select(Message.text).where(
        Message.kind == "route", Message.to == guests[0].person.email
    )
    # Arabic tells the evening from the morning by a letter behind the hour.
    hours = re.findall(r"\d:\d\d(.{,2})", db.session.scalars(mine).one())
    assert len(hours) > 3
    assert [beside for beside in hours if beside.strip() not in {"م", "ص"}] == []
