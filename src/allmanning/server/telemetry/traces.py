"""OpenTelemetry spans, if ALLMANNING_TRACES_ENDPOINT names a collector and the extra `telemetry` is installed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connections

from allmanning.server.telemetry.context import current

if TYPE_CHECKING:
    from opentelemetry.trace import Span, Tracer


@dataclass(slots=True)
class Told:
    """What a span will say. Without a collector it says it to nobody."""

    span: Span | None = None
    statements: int = field(default=0, init=False)

    def tell(self, name: str, attributes: Mapping[str, str | int], *, failed: bool) -> None:
        """Name the span and say what it was, when that is known."""
        if self.span is None:
            return
        from opentelemetry.trace import StatusCode

        self.span.update_name(name)
        said: dict[str, str | int] = {
            "allmanning.id": current(),
            "allmanning.sql_statements": self.statements,
        }
        self.span.set_attributes({**attributes, **said})
        if failed:
            self.span.set_status(StatusCode.ERROR)

    def count(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """One statement more; what it says is no business of a trace."""
        self.statements += 1
        return execute(sql, params, many, context)


@contextlib.contextmanager
def span(kind: str, headers: Mapping[str, str]) -> Iterator[Told]:
    """Around a request or a job; continues the trace that the headers name."""
    made = tracer()
    if made is None:
        yield Told()
        return
    from opentelemetry.trace import SpanKind
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    carried = {"traceparent": headers["traceparent"]} if "traceparent" in headers else {}
    beginning = TraceContextTextMapPropagator().extract(carried)
    as_kind = SpanKind.SERVER if kind == "request" else SpanKind.CONSUMER
    # An exception's words may quote a row, so the span records that it failed and no more.
    with made.start_as_current_span(
        kind, context=beginning, kind=as_kind, record_exception=False, set_status_on_exception=False
    ) as begun:
        told = Told(begun)
        with connections["default"].execute_wrapper(told.count):
            yield told


@cache
def tracer() -> Tracer | None:
    """Made at the first request of each process, since a collector's thread does not survive a fork."""
    if not settings.TRACES_ENDPOINT:
        return None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:  # allmanning.E151 tells
        return None
    provider = TracerProvider(resource=Resource({"service.name": "allmanning"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=settings.TRACES_ENDPOINT)))
    return provider.get_tracer("allmanning")
