"""Spans and metrics, if the API package of OpenTelemetry is installed."""

from functools import cache

from move_ugc_async._log import logger
from move_ugc_async._telemetry.base import Telemetry
from move_ugc_async._version import __version__

_CONVENTIONS = "https://opentelemetry.io/schemas/1.27.0"
"""The semantic conventions that the names of attributes follow."""


@cache
def telemetry() -> Telemetry:
    """Return the telemetry of the process. If OpenTelemetry cannot start, log one warning and record nothing."""
    try:
        from opentelemetry.metrics import get_meter
        from opentelemetry.trace import get_tracer

        from move_ugc_async._telemetry.otel import OpenTelemetry

        return OpenTelemetry(
            get_tracer("move_ugc_async", __version__, schema_url=_CONVENTIONS),
            get_meter("move_ugc_async", __version__, schema_url=_CONVENTIONS),
        )
    except ImportError:
        return Telemetry()
    except Exception as error:  # noqa: BLE001 - such as StopIteration, if the environment names an unknown provider
        logger.warning("cannot start telemetry: %s", type(error).__name__)
        return Telemetry()
