"""Traces: a span for each request and job, with names and counts, and nothing that anybody wrote."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.test import Client
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode
from pytest_django import Settings

from allmanning.accounts.models import Organisation
from allmanning.server import checks
from allmanning.server.telemetry import traces
from allmanning.server.telemetry.jobs import observed
from tests.people import ANNAS_NUMBER


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    kept, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    monkeypatch.setattr(traces, "tracer", lambda: provider.get_tracer("tests"))
    yield kept
    provider.shutdown()


def only(kept: InMemorySpanExporter) -> ReadableSpan:
    [span] = kept.get_finished_spans()
    return span


@pytest.mark.django_db
def test_a_request_is_told_by_its_route_and_the_number_of_its_statements(
    spans: InMemorySpanExporter, client: Client
) -> None:
    client.get(f"/mittkoping/{ANNAS_NUMBER}/?who={ANNAS_NUMBER}")
    span = only(spans)
    assert (span.name, span.attributes["http.response.status_code"]) == ("GET open:service", 404)
    assert span.attributes["allmanning.sql_statements"] > 0
    assert ANNAS_NUMBER not in span.to_json()
    assert "SELECT" not in span.to_json()


def test_a_request_goes_on_with_the_trace_that_the_proxy_began(
    spans: InMemorySpanExporter, client: Client
) -> None:
    client.get("/halsa/lever", headers={"traceparent": f"00-{'ab' * 16}-{'cd' * 8}-01"})
    assert f"{only(spans).context.trace_id:x}" == "ab" * 16


def job() -> SimpleNamespace:
    return SimpleNamespace(job=SimpleNamespace(id=7, task_name="letters.write_decision"))


@pytest.mark.django_db
def test_a_job_is_told_by_its_task(spans: InMemorySpanExporter) -> None:
    assert observed(Organisation.objects.count, job(), None) == 3
    span = only(spans)
    assert (span.name, span.attributes["allmanning.sql_statements"]) == ("job letters.write_decision", 1)
    assert span.attributes["allmanning.id"] == "job-7"


@pytest.mark.django_db
def test_a_job_that_fails_says_so_and_not_of_whom(spans: InMemorySpanExporter) -> None:
    def fail() -> None:
        raise ValueError(ANNAS_NUMBER)

    with pytest.raises(ValueError, match=ANNAS_NUMBER):
        observed(fail, job(), None)
    assert only(spans).status.status_code == StatusCode.ERROR
    assert ANNAS_NUMBER not in only(spans).to_json()


def test_nothing_is_traced_unless_a_collector_is_named() -> None:
    assert traces.tracer() is None


def test_a_collector_without_the_extra_is_told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TRACES_ENDPOINT = "http://127.0.0.1:4318/v1/traces"
    assert checks.traces_can_be_sent(None) == []
    monkeypatch.setattr(checks, "find_spec", lambda _: None)
    assert [each.id for each in checks.traces_can_be_sent(None)] == ["allmanning.E151"]


def test_the_worker_observes_every_job() -> None:
    from procrastinate.contrib.django import app

    assert app.worker_defaults["task_middleware"] == [observed]
