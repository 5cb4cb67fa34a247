"""What the modules of the app import, read from their source without running it."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

APP = Path(__file__).resolve().parent.parent / "eventapp"
FILES = sorted(APP.rglob("*.py"))


@dataclass(frozen=True)
class Import:
    """What one import statement brings in: where it stands, and the full name of what it names."""

    path: Path
    line: int
    target: str

    def __str__(self) -> str:
        return f"{name(self.path)}:{self.line}: {self.target}"

    @property
    def package(self) -> str:
        return self.target.partition(".")[0]

    @property
    def ours(self) -> list[str]:
        """The parts after `eventapp`, or nothing."""
        return self.target.split(".")[1:] if self.package == "eventapp" else []

    @cached_property
    def module(self) -> str:
        """Our module that is reached, as in 'rsvps/actions'; '' for the package itself."""
        parts = self.ours
        while parts and not (_is_module(parts) or APP.joinpath(*parts).is_dir()):
            parts = parts[:-1]
        return "/".join(parts)


def name(path: Path) -> str:
    """A module as the tests call it: rsvps/actions."""
    return path.relative_to(APP).with_suffix("").as_posix()


def imports(paths: Iterable[Path]) -> Iterator[Import]:
    """Every import of these modules, those inside their functions too."""
    for path in paths:
        yield from _imports(path)


@cache
def _imports(path: Path) -> list[Import]:
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found += [Import(path, node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name(path)}:{node.lineno}: say `from eventapp…` in full"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found += [Import(path, node.lineno, each) for each in names]
    return found


def _is_module(parts: list[str]) -> bool:
    return APP.joinpath(*parts).with_suffix(".py").is_file()
