"""Where spans and metrics go: to OpenTelemetry's API package where it is installed, else nowhere."""

from functools import cache

from move_ugc_async._log import logger
from move_ugc_async._telemetry.base import Telemetry
from move_ugc_async._version import __version__

_CONVENTIONS = "https://opentelemetry.io/schemas/1.27.0"
"""Where the names of attributes are from that are not ours."""


@cache
def telemetry() -> Telemetry:
    """Find out, once, whether anybody may listen. Telemetry that cannot start stays off, with one warning."""
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
    except Exception as error:  # noqa: BLE001 - such as StopIteration, where its environment names an unknown provider
        logger.warning("telemetry cannot start and stays off: %s", type(error).__name__)
        return Telemetry()
