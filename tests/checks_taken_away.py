"""One check taken out of the code while a test runs: everybody who calls the function goes without it."""

import importlib
import inspect
import textwrap
from collections.abc import Callable
from types import FunctionType
from typing import Any

import pytest


def take_away(patch: pytest.MonkeyPatch, where: str, check: str, instead: str) -> None:
    """Put something else where a check stands, once, in `package.module:function` or `:Class.method`."""
    real = _function(where)
    source = textwrap.dedent(inspect.getsource(real))
    assert source.count(check) == 1, f"{check!r} stands {source.count(check)} times in {where}"
    made: dict[str, Any] = {}
    changed = source.replace(check, instead)
    # What decorates it stays around the real function.
    code = changed[changed.index("def ") :]
    exec(compile(code, inspect.getfile(real), "exec"), real.__globals__, made)
    patch.setattr(real, "__code__", made[real.__name__].__code__)


def _function(where: str) -> FunctionType:
    module, _colon, name = where.partition(":")
    found: Any = importlib.import_module(f"eventapp.{module}")
    for part in name.split("."):
        found = getattr(found, part)
    real: Callable[..., Any] = inspect.unwrap(found)
    assert isinstance(real, FunctionType)
    return real
