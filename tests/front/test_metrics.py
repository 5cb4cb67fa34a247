"""What a running server counts, and what dashboards and alerts ask for."""

import contextlib
import json
import re
import shutil
import signal
import socket
import urllib.request
from collections.abc import Iterable
from pathlib import Path

import pytest
from http_phone import Phone
from live_server import FROM_CHECKOUT, Server, start_server, stop_all
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from prometheus_client.parser import text_string_to_metric_families
from services import free_port, start, wait_until
from trace_collector import Collector, noted

from eventapp import demo, measuring, tracing
from eventapp.paths import ROOT

# Told from their first time on.
WHEN_IT_HAPPENS = {"eventapp_work_seconds_bucket", "eventapp_webhook_deliveries"}
METRIC = re.compile(r"\beventapp_\w+")


@pytest.fixture(scope="module")
def collector():
    collector = Collector()
    yield collector
    collector.remove()


@pytest.fixture(scope="module")
def counting(tmp_path_factory, collector):
    told = {"METRICS": "yes", "TRACES_URL": collector.url}
    folder = tmp_path_factory.mktemp("counting")
    server = start_server(folder, **told, DEMO="yes", WEB_WORKERS=2)
    yield server
    stop_all([server])
    shutil.rmtree(measuring.folder_of(server.data_dir))


def told(server: Server) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    with urllib.request.urlopen(f"{server.url}/metrics", timeout=10) as answer:
        families = text_string_to_metric_families(answer.read().decode())
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


def opened(server: Server, *paths: str) -> None:
    for path in paths:
        urllib.request.urlopen(server.url + path, timeout=10).close()


def test_pages_of_all_processes_are_counted_by_name_and_status(counting):
    home = "eventapp_page_seconds_count", frozenset({("page", "front.home")})
    good = "eventapp_requests_total", frozenset({("status", "200")})
    before = told(counting)

    opened(counting, *["/"] * 20)

    after = told(counting)
    assert after[home] - before.get(home, 0) == 20
    assert after[good] - before[good] >= 20


def test_no_label_names_a_person_or_a_link(counting):
    opened(counting, "/")

    labels = {value for _name, labels in told(counting) for _label, value in labels}

    assert labels
    assert not [value for value in labels if "/" in value or "@" in value]


def test_every_metric_of_the_dashboard_and_of_the_alerts_is_told(counting):
    asked = {
        name
        for file in ("grafana-dashboard.json", "prometheus-rules.yml")
        for name in METRIC.findall((ROOT / "deploy" / file).read_text())
    }

    phone = Phone(counting.url)
    phone.send(*phone.fill_in("/sign-in", to="/sign-in", email=demo.ORGANIZER))

    def missing() -> set[str]:
        # The worker counts in a process of its own, once it has tried the letter.
        return asked - {name for name, _labels in told(counting)} - WHEN_IT_HAPPENS

    wait_until(lambda: not missing(), what=f"the metrics {missing()}")
    assert asked >= WHEN_IT_HAPPENS


def test_a_worker_that_runs_alone_tells_what_its_machine_counted(counting):
    opened(counting, "/")
    address = f"127.0.0.1:{free_port()}"
    given = counting.environment | {"EVENTAPP_WORKER_METRICS": address}
    process = start(*FROM_CHECKOUT, "worker", dies_by="INT", cwd=ROOT, env=given)
    try:
        wait_until(lambda: reachable(address), what="the worker's metrics")
        with urllib.request.urlopen(f"http://{address}/metrics", timeout=5) as answer:
            said = answer.read().decode()
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)

    assert 'eventapp_page_seconds_count{page="front.home"}' in said


def reachable(address: str) -> bool:
    host, _colon, port = address.rpartition(":")
    with contextlib.suppress(OSError), socket.create_connection((host, int(port)), 1):
        return True
    return False


def test_counts_are_kept_in_memory_so_that_a_full_disk_ends_nobody(tmp_path: Path):
    one, other = measuring.folder_of(tmp_path), measuring.folder_of(tmp_path / "other")

    assert one != other
    assert one.parent == Path("/dev/shm")


def test_each_panel_says_what_it_shows():
    panels = json.loads((ROOT / "deploy" / "grafana-dashboard.json").read_text())["panels"]

    assert all(panel["title"] and panel["description"] for panel in panels)


def test_counting_begins_anew_only_when_all_who_counted_are_gone(tmp_path: Path):
    living, dead = tmp_path / "counter_1.db", tmp_path / "counter_99999999.db"
    for file in (living, dead):
        file.touch()

    measuring._forget_the_dead(tmp_path)
    kept = dead.exists()
    living.unlink()
    measuring._forget_the_dead(tmp_path)

    assert kept
    assert not dead.exists()


def test_a_collector_hears_of_a_request_its_statements_and_its_letter_and_of_no_secret(
    counting, collector
):
    phone = Phone(counting.url)
    phone.send(*phone.fill_in("/sign-in", to="/sign-in", email=demo.ORGANIZER))
    name = phone.headers["x-request-id"]
    phone.get("/r/a-secret-that-nobody-may-hear-of")

    def about(spans: Iterable[Span], **what: object) -> list[Span]:
        return [
            span for span in spans if all(noted(span).get(f"eventapp.{k}") == what[k] for k in what)
        ]

    def arrived() -> bool:
        letters = about(collector.named("letter"), kind="sign-in", request_id=name)
        posts = about(collector.named("POST /sign-in"), request_id=name)
        return bool(letters and posts and collector.named("GET /r/<token>"))

    wait_until(arrived, what="the spans")
    [asked] = about(collector.named("POST /sign-in"), request_id=name)
    assert {span.name for span in parts(collector, asked)} >= {"SELECT", "INSERT"}
    assert noted(asked)["http.response.status_code"] == 303
    told = b"".join(collector.bodies)
    assert b"a-secret" not in told
    assert demo.ORGANIZER.encode() not in told


def parts(collector: Collector, whole: Span) -> list[Span]:
    return [span for span in collector.spans if span.parent_span_id == whole.span_id]


def test_a_fault_is_told_by_its_kind_alone(collector, monkeypatch):
    tracer = tracing._new_tracer(collector.url, "a site")
    monkeypatch.setattr(tracing, "_tracer", tracer)

    with pytest.raises(ValueError, match="ann@"), tracing.span("a refused letter"):
        raise ValueError("550 5.1.1 <ann@example.org>: no such user")
    tracer.span_processor.force_flush()

    [told] = collector.named("a refused letter")
    assert noted(told) == {"error.type": "ValueError"}
    assert b"ann@example.org" not in collector.bodies[-1]
