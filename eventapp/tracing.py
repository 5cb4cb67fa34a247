"""Where the time of a request or of a task goes, told to an OpenTelemetry collector; off without a setting.

The usual instrumentation of Flask writes whole addresses down, and ours hold the secrets of personal
links: here a request has the pattern of its address, a statement its text without values.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, g, request
from sqlalchemy import Engine, event

from eventapp import logs
from eventapp.config import BadSetting

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

_tracer: "Tracer | None" = None


def init(app: Flask) -> None:
    """Begin to tell, if a collector is named. Raises BadSetting where its packages aren't installed."""
    global _tracer
    if not app.config["TRACES_URL"] or _tracer:
        return
    try:
        _tracer = _new_tracer(app.config["TRACES_URL"], app.config["SITE_NAME"])
    except ImportError:
        raise BadSetting(
            "EVENTAPP_TRACES_URL can't be used: install the packages for it, "
            "`pip install 'eventapp[telemetry]'`."
        ) from None
    event.listen(Engine, "before_cursor_execute", _before)
    event.listen(Engine, "after_cursor_execute", _after)
    app.before_request(_begin)
    app.after_request(_note)
    app.teardown_request(_end)


def _new_tracer(url: str, site: str) -> "Tracer":
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(
        resource=Resource.create({"service.name": "eventapp", "service.namespace": site})
    )
    exporter = OTLPSpanExporter(endpoint=f"{url}/v1/traces", timeout=5)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    return provider.get_tracer("eventapp")


@contextmanager
def span(name: str, **noted: Any) -> Iterator[None]:
    """Take the time of what is done within, as a part of what goes on; of a fault its kind alone.

    What a fault says may name people: a mail server's refusal begins with an address.
    """
    if _tracer is None:
        yield
        return
    with _tracer.start_as_current_span(
        name, attributes=_named(noted), record_exception=False, set_status_on_exception=False
    ) as kept:
        try:
            yield
        except BaseException as error:
            kept.set_attribute("error.type", type(error).__name__)
            raise


def _before(_c: Any, _cursor: Any, statement: str, _given: Any, context: Any, _many: Any) -> None:
    assert _tracer
    verb = statement.lstrip().partition(" ")[0].upper()
    context.trace_span = _tracer.start_span(verb, attributes={"db.query.text": statement})


def _after(_c: Any, _cursor: Any, _statement: str, _given: Any, context: Any, _many: Any) -> None:
    context.trace_span.end()


def _begin() -> None:
    assert _tracer
    route = request.url_rule.rule if request.url_rule else "none"
    noted = {
        "http.request.method": request.method,
        "http.route": route,
        "eventapp.request_id": logs.current(),
    }
    g.span = _tracer.start_as_current_span(f"{request.method} {route}", attributes=noted)
    g.current_span = g.span.__enter__()


def _note(response: Response) -> Response:
    if kept := g.get("current_span"):
        kept.set_attribute("http.response.status_code", response.status_code)
    return response


def _end(_error: BaseException | None) -> None:
    g.pop("current_span", None)
    if kept := g.pop("span", None):
        kept.__exit__(None, None, None)


def _named(noted: Mapping[str, Any]) -> dict[str, Any]:
    return {f"eventapp.{name}": value for name, value in noted.items() if value is not None}
