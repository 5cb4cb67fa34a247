"""What all apps of a test run share, so that one starts in a few milliseconds instead of 70."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Dialect
from werkzeug.routing import Map, RuleFactory
from werkzeug.routing.matcher import State, StateMachineMatcher

from eventapp import blueprints
from eventapp.db import db


class Compiled(FileSystemBytecodeCache):
    """Templates compiled by one app, for the next and for those of the other workers.

    Compiling them takes longer than most tests.
    """

    kept: dict[str, CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.kept.get(bucket.key)
        if not bucket.code:
            super().load_bytecode(bucket)
            self._keep(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        super().dump_bytecode(bucket)
        self._keep(bucket)

    def _keep(self, bucket: Bucket) -> None:
        if bucket.code:
            self.kept[bucket.key] = bucket.code


class Pages:
    """The pages of all features, registered once and handed to each app that follows."""

    def __init__(self) -> None:
        self._register, self._add = blueprints.init, Map.add
        self._kept: list[dict[Any, Any]] = []
        self._matcher: StateMachineMatcher | None = None
        self._rules: dict[Any, list[Any]] = {}

    def init(self, app: Flask) -> None:
        """In place of `blueprints.init`."""
        if self._matcher:
            for store, kept in zip(_stores(app), self._kept, strict=True):
                store.update({key: _copy(value) for key, value in kept.items()})
            app.url_map._matcher, app.url_map._rules_by_endpoint = self._matcher, self._rules
            app.url_map._remap = False
            return
        earlier = [dict(store) for store in _stores(app)]
        self._register(app)
        app.url_map.update()
        for store, before in zip(_stores(app), earlier, strict=True):
            assert all(store[key] is value for key, value in before.items())
            self._kept.append({key: store[key] for key in store.keys() - before.keys()})
        self._matcher, self._rules = app.url_map._matcher, app.url_map._rules_by_endpoint

    def add(self, pages: Map, rule: RuleFactory) -> None:
        """In place of `Map.add`: an app that gets one more page has all of them to itself."""
        if pages._matcher is self._matcher:
            pages._matcher = StateMachineMatcher(pages.merge_slashes)
            pages._matcher._root = _own(self._matcher._root)
            pages._rules_by_endpoint = {name: [*rules] for name, rules in self._rules.items()}
        self._add(pages, rule)


@contextmanager
def templates_and_pages(folder: Path) -> Iterator[None]:
    """Templates are compiled once for all apps that name the same folder, and pages registered once."""
    pages = Pages()
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(Flask.jinja_options, "bytecode_cache", Compiled(str(folder)))
        patch.setattr(blueprints, "init", pages.init)
        patch.setattr(Map, "add", lambda self, rule: pages.add(self, rule))
        yield


# The dialect and the compiled statements of all engines for one kind of database.
_compilers: dict[str, tuple[Dialect, Any]] = {}


def compile_statements_once() -> None:
    """Let the engines of this app use what those of earlier ones have compiled."""
    for engine in db.engines.values():
        with engine.connect():
            pass
        kept = _compilers.setdefault(engine.dialect.name, (engine.dialect, engine._compiled_cache))
        engine.dialect, engine._compiled_cache = kept
        engine.pool._dialect = engine.dialect


def _stores(app: Flask) -> list[dict[Any, Any]]:
    """Everything of an app that features add to by name."""
    return [
        app.blueprints,
        app.view_functions,
        app.error_handler_spec,
        app.before_request_funcs,
        app.after_request_funcs,
        app.teardown_request_funcs,
        app.template_context_processors,
        app.url_value_preprocessors,
        app.url_default_functions,
        app.extensions,
        app.cli.commands,
        app.jinja_env.globals,
        app.jinja_env.filters,
        app.jinja_env.tests,
    ]


def _copy(value: Any) -> Any:
    return value.copy() if isinstance(value, (dict, list)) else value


def _own(state: State) -> State:
    return State(
        [(part, _own(after)) for part, after in state.dynamic],
        [*state.rules],
        {text: _own(after) for text, after in state.static.items()},
    )
