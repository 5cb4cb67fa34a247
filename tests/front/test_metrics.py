"""What a running server counts, and what dashboards and alerts ask for."""

import json
import re
import urllib.request
from pathlib import Path

import pytest
from http_phone import Phone
from live_server import Server, start_server, stop_all
from prometheus_client.parser import text_string_to_metric_families
from services import wait_until

from eventapp import demo, measuring
from eventapp.paths import ROOT

# Told from their first time on.
WHEN_IT_HAPPENS = {"eventapp_work_seconds_bucket", "eventapp_webhook_deliveries"}
METRIC = re.compile(r"\beventapp_\w+")


@pytest.fixture(scope="module")
def counting(tmp_path_factory):
    server = start_server(
        tmp_path_factory.mktemp("counting"), METRICS="yes", DEMO="yes", WEB_WORKERS=2
    )
    yield server
    stop_all([server])


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
