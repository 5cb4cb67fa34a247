"""What the API can do: each operation is a function with its method, path, scope and shapes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from werkzeug.routing import Map, Rule

from eventapp.api.models import ApiToken
from eventapp.communities.activity import notes
from eventapp.communities.models import Community
from eventapp.people.models import Person


@dataclass(frozen=True)
class Call:
    """One request, as an operation sees it: for whom, of what, and what was sent."""

    token: ApiToken
    now: datetime
    # What stands in the path, by name; values of the query are checked, and may be missing.
    path: Mapping[str, Any]
    query: Mapping[str, Any]
    body: dict[str, Any]
    # Of requests that may come twice, the same for both.
    once: str
    # What the log of who did what calls it; nothing for what only reads.
    noted: str = ""

    @property
    def community(self) -> Community:
        """The one that the token opens."""
        return self.token.community

    @property
    def by(self) -> Person:
        """Who is named for what is done."""
        return self.token.made_by

    def note(self, event: str, number: int | None = None) -> None:
        """Have it in the log of who did what, by whose token and which."""
        if self.noted:
            notes.note(
                self.token.community_id,
                self.by,
                device=self.token.name,
                what=self.noted,
                about=event,
                number=number,
            )


@dataclass(frozen=True)
class Reply:
    """What an operation answers beside 200: its status, and the address of what it made or changed."""

    value: Any
    status: int = 200
    shows: str = ""


@dataclass(frozen=True)
class File:
    """An answer that is a file, and what it is called in the log of who did what."""

    content: bytes
    kind: str
    name: str
    noted: str


@dataclass(frozen=True)
class Part:
    """One part of a list, of so many in all."""

    items: list[Any]
    total: int


@dataclass(frozen=True)
class Operation:
    """One thing that the API can do.

    `reads` gives what it changes as it stands, and holds it (If-Match), and `noted` what the desk calls the
    same in the log of who did what.
    """

    name: str
    method: str
    path: str
    scope: str
    group: str
    summary: str
    about: str
    run: Callable[[Call], Any]
    answers: Any = None
    status: tuple[int, ...] = (200,)
    query: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    # A function that gives the JSON Schema of the body; None where there is none.
    body: Callable[[], dict[str, Any]] | None = None
    files: tuple[str, ...] = ()
    reads: Callable[[Call], Any] | None = None
    noted: str = ""
    listed: bool = False

    @property
    def reading(self) -> str:
        """The scope that it takes to be told how what was changed stands."""
        return self.scope.replace(":write", ":read")


OPERATIONS: list[Operation] = []

PAGES: dict[str, Mapping[str, Any]] = {
    "page": {"type": "integer", "minimum": 1, "maximum": 1_000_000, "default": 1},
    "per_page": {"type": "integer", "minimum": 1, "maximum": 100, "default": 50},
}


def operation(
    method: str, path: str, *, scope: str, group: str, **said: Any
) -> Callable[[Callable[[Call], Any]], Callable[[Call], Any]]:
    """Make a function an operation; its docstring is what the description says of it."""

    def add(run: Callable[[Call], Any]) -> Callable[[Call], Any]:
        first, _, rest = (run.__doc__ or "").partition("\n")
        if said.get("listed"):
            said["query"] = {**said.get("query", {}), **PAGES}
        OPERATIONS.append(
            Operation(
                name=f"{run.__module__.rpartition('.')[2]}.{run.__name__}",
                method=method,
                path=path,
                scope=scope,
                group=group,
                summary=first.rstrip("."),
                about=" ".join(rest.split()),
                run=run,
                **said,
            )
        )
        return run

    return add


def routing() -> Map:
    """The addresses of all operations, with the name of its operation as its endpoint."""
    # None of our numbers is larger, and SQLite can't even look for one.
    return Map(
        [
            Rule(
                one.path.replace("<int:", f"<int(max={2**31 - 1}):"),
                methods=[one.method],
                endpoint=one.name,
            )
            for one in OPERATIONS
        ],
        # Two slashes are no address: one would be led away to a host that isn't ours.
        merge_slashes=False,
    )


def part_of(call: Call) -> tuple[int, int]:
    """From where on, and how many of a list are asked for."""
    per_page = call.query.get("per_page", 50)
    return (call.query.get("page", 1) - 1) * per_page, per_page
