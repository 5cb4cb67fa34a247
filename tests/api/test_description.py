"""What the API says of itself is true: a validator reads it, and Schemathesis asks all that it allows."""

from functools import cache
from typing import Any

import pytest
import schemathesis
from api_site import Site, build
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.stateful import run_state_machine_as_test
from openapi_spec_validator import validate
from schemathesis.checks import CHECKS
from schemathesis.generation import GenerationMode

from eventapp.api.description import describe
from eventapp.api.operations import OPERATIONS
from eventapp.db import db

EXAMPLES = 10
# What is looked at in each answer.
CHECKED = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "ignored_auth",
    "unsupported_method",
)


@cache
def described() -> Any:
    """The description as Schemathesis reads it, once a run."""
    return schemathesis.openapi.from_dict(describe("http://localhost"))


@pytest.fixture
def site(app: Flask) -> Site:
    return build()


def test_the_description_is_sound_openapi(app: Flask) -> None:
    said = app.test_client().get("/api/v1/openapi.json").json

    validate(said)

    assert said["openapi"] == "3.1.0"
    assert sum(map(len, said["paths"].values())) == len(OPERATIONS)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("name", [one.name for one in OPERATIONS])
def test_whatever_is_asked_is_answered_as_described(
    name: str, mode: GenerationMode, app: Flask, site: Site
) -> None:
    schema = described()
    schema.app = app
    if kept := schema._constants_pool_cache:
        # What it took from the code of an app, reading which takes longest, serves the next: it is the same.
        schema._constants_pool_cache = app, *kept[1:]
    operation = schema.find_operation_by_id(name)
    # It is kept with the app of whoever asked for it first.
    operation.app = app
    checks = CHECKS.get_by_names(list(CHECKED))

    @settings(
        max_examples=EXAMPLES, derandomize=True, database=None, deadline=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        # What is there, more often than what isn't.
        for part, value in site.path(name).items():
            if isinstance((case.path_parameters or {}).get(part), int):
                case.path_parameters[part] = value
        if isinstance(case.body, dict) and isinstance(case.body.get("role"), int):
            case.body["role"] = site.host.roles[0].id
        case.call_and_validate(checks=checks, headers={"Authorization": f"Bearer {site.secret}"})
        db.session.rollback()

    ask()


def test_going_on_from_answer_to_answer_finds_nothing_odd(app: Flask, site: Site) -> None:
    schema = described()
    schema.app = app
    for one in OPERATIONS:
        schema.find_operation_by_id(one.name).app = app
    # Who gets in is asked above, of each operation.
    checks = CHECKS.get_by_names([name for name in CHECKED if name != "ignored_auth"])

    class Walk(schema.as_state_machine()):  # type: ignore[misc]
        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            return {"headers": {"Authorization": f"Bearer {site.secret}"}}

        def validate_response(self, response: Any, case: Any, **given: Any) -> None:
            case.validate_response(response, checks=checks)
            db.session.rollback()

    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=3, stateful_step_count=6, derandomize=True, database=None, deadline=None,
            suppress_health_check=list(HealthCheck), phases=[Phase.generate],
        ),
    )  # fmt: skip
