"""An OpenTelemetry collector: takes what is told over HTTP, and keeps it."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span


class Collector:
    """Spans as they came in."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self.bodies: list[bytes] = []
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.headers["Content-Encoding"]:
                    raise AssertionError("Packed, which nobody asked for.")
                collector.bodies.append(body)
                collector.spans += spans_in(body)
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_given: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def named(self, name: str) -> list[Span]:
        """The spans of a name, the oldest first."""
        return [span for span in self.spans if span.name == name]

    def remove(self) -> None:
        """End it."""
        self._server.shutdown()
        self._server.server_close()


def spans_in(body: bytes) -> Iterator[Span]:
    """What one message tells of."""
    for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
        for scope in resource.scope_spans:
            yield from scope.spans


def noted(span: Span) -> dict[str, object]:
    """What a span says of itself."""
    return {
        note.key: getattr(note.value, str(note.value.WhichOneof("value")))
        for note in span.attributes
    }
