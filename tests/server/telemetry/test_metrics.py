"""Figures: who may read them, what they count, and that every process's are told by each."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from allmanning.server.telemetry import metrics
from tests.cases.applications import sent
from tests.people import ANNAS_NUMBER


@pytest.fixture
def folder(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    # The library reads the variable when it is imported, which in this process was long ago.
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    from prometheus_client import values

    monkeypatch.setattr("prometheus_client.metrics.values.ValueClass", values.MultiProcessValue())
    settings.METRICS_FOLDER = tmp_path
    metrics.figures.cache_clear()
    yield tmp_path
    metrics.figures.cache_clear()


def told(client: Client, **headers: str) -> str:
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.django_db
def test_requests_are_counted_by_the_name_of_their_route(folder: Path, client: Client) -> None:
    client.get("/")
    client.get(f"/mittkoping/{ANNAS_NUMBER}/?q={ANNAS_NUMBER}")
    client.get(f"/{ANNAS_NUMBER}/a/b/c/d/e/f")
    text = told(client)
    assert 'allmanning_requests_total{method="GET",route="open:front",status="200"} 1.0' in text
    assert 'allmanning_requests_total{method="GET",route="open:service",status="404"} 1.0' in text
    assert 'route="none",status="404"' in text
    assert ANNAS_NUMBER not in text


@pytest.mark.django_db(transaction=True)
def test_the_outbox_and_the_open_cases_are_told_without_saying_where(folder: Path, client: Client) -> None:
    sent()
    text = told(client)
    assert "allmanning_database_up 1.0" in text
    assert "allmanning_outbox_waiting 1.0" in text
    assert 'allmanning_open_cases{status="submitted"} 1.0' in text
    assert 'allmanning_jobs{queue="deliveries",status="todo"} 1.0' in text


@pytest.mark.django_db
def test_jobs_are_counted_by_task_and_outcome(folder: Path, client: Client) -> None:
    metrics.job_done("letters.write_decision", "failed", 0.2)
    assert 'allmanning_jobs_run_total{outcome="failed",task="letters.write_decision"} 1.0' in told(client)


@pytest.mark.django_db
def test_a_made_up_method_is_no_figure_of_its_own(folder: Path, client: Client) -> None:
    client.generic("ANNA", "/")
    assert 'method="OTHER"' in told(client)
    assert "ANNA" not in told(client)


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{"X-Forwarded-For": "192.0.2.1"}, {"Via": "1.1 proxy"}])
def test_nobody_reads_them_through_a_proxy(folder: Path, client: Client, headers: dict[str, str]) -> None:
    assert client.get("/metrics", headers=headers).status_code == 404


@pytest.mark.django_db
def test_nobody_reads_them_from_another_machine(folder: Path) -> None:
    assert Client(REMOTE_ADDR="192.0.2.1").get("/metrics").status_code == 404


@pytest.mark.django_db
def test_behind_a_proxy_and_with_a_token_only_the_token_opens(
    folder: Path, client: Client, settings: Settings
) -> None:
    settings.BEHIND_PROXY = True
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "of the test"
    assert client.get("/metrics", headers={"Authorization": "Bearer of another"}).status_code == 404
    assert "allmanning_database_up" in told(client, Authorization="Bearer of the test")


@pytest.mark.django_db
def test_there_is_nothing_where_nobody_asked_for_figures(client: Client) -> None:
    assert client.get("/metrics").status_code == 404


SETTINGS = {"DJANGO_SETTINGS_MODULE": "allmanning.server.settings"}
COUNT = """
import sys, django
django.setup()
from allmanning.server.telemetry import metrics
for _ in range(int(sys.argv[1])):
    metrics.request_done("GET", "open:front", 200, 0.01)
print(metrics.figures().exposition()[0].decode())
"""


def test_each_process_tells_what_all_have_counted_also_those_that_have_ended(tmp_path: Path) -> None:
    def count(requests: int) -> str:
        environment = os.environ | {"ALLMANNING_METRICS_FOLDER": str(tmp_path), **SETTINGS}
        command = [sys.executable, "-c", COUNT, str(requests)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout

    count(2)
    assert 'allmanning_requests_total{method="GET",route="open:front",status="200"} 5.0' in count(3)
