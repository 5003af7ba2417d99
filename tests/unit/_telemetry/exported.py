"""Spans and metrics that the SDK of an application would export."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pytest
from opentelemetry.context import Context
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import HistogramDataPoint, InMemoryMetricReader, Metric
from opentelemetry.sdk.trace import ReadableSpan, Span, SpanProcessor, TracerProvider

BOTH_LOOPS = pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"], indirect=True)
"""For spans in tasks: each event loop passes the context to tasks differently."""

Tree: TypeAlias = "tuple[str, list[Tree]]"
"""The name of a span, and its children in the order of their start."""


@dataclass
class Exported(SpanProcessor):
    """Spans and metrics, kept in memory."""

    started: list[Span] = field(default_factory=list)
    ended: list[ReadableSpan] = field(default_factory=list)
    reader: InMemoryMetricReader = field(default_factory=InMemoryMetricReader)

    def __post_init__(self) -> None:
        self.spans = TracerProvider(shutdown_on_exit=False)
        self.spans.add_span_processor(self)
        self.meters = MeterProvider([self.reader], shutdown_on_exit=False)

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:  # noqa: ARG002 - the SDK's
        self.started.append(span)

    def on_end(self, span: ReadableSpan) -> None:
        self.ended.append(span)

    def span(self, name: str) -> ReadableSpan:
        """Return the only span with a name."""
        (span,) = [span for span in self.ended if span.name == name]
        return span

    def trees(self) -> list[Tree]:
        """Return the ended spans as trees, in the order of their start."""
        inside: dict[int | None, list[ReadableSpan]] = {}
        # Not by `start_time`, since the system clock may be set back.
        order = {span.context.span_id: number for number, span in enumerate(self.started)}
        for span in sorted(self.ended, key=lambda span: order[span.context.span_id]):
            inside.setdefault(span.parent.span_id if span.parent else None, []).append(span)

        def below(parent: int | None) -> list[Tree]:
            return [(span.name, below(span.context.span_id)) for span in inside.get(parent, [])]

        return below(None)

    def metrics(self) -> dict[str, Metric]:
        data = self.reader.get_metrics_data()
        scopes = [scope for resource in data.resource_metrics for scope in resource.scope_metrics] if data else []
        return {metric.name: metric for scope in scopes for metric in scope.metrics}

    def points(self, name: str) -> list[HistogramDataPoint]:
        metric = self.metrics().get(name)
        return list(metric.data.data_points) if metric else []

    def measured(self, name: str) -> list[tuple[Mapping[str, Any], int]]:
        """Return the attributes and the number of measurements of each data point of a metric."""
        return [(dict(point.attributes or {}), point.count) for point in self.points(name)]

    def text(self) -> str:
        """Return all spans and metrics as exported JSON."""
        data = self.reader.get_metrics_data()
        return "\n".join([*(span.to_json() for span in self.ended), data.to_json() if data else ""])
