"""Import the modules that calls need before the first call."""

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from move_ugc_async._concurrency import to_thread
from move_ugc_async._concurrency.background import runs_on_asyncio
from move_ugc_async._transport.http.exceptions import cannot_start

if TYPE_CHECKING:
    from move_ugc_async._transport.http import BackendName

_SERVICES = "move_ugc_async.services.jobs"
_AIOHTTP_BACKEND = "move_ugc_async._transport.http.aiohttp"
_HTTPX_POOL = "httpcore"
"""httpx itself is imported with the client."""


async def preload(backend: "BackendName") -> None:
    """Import the modules that calls need, in a thread.

    The import takes some hundred milliseconds, which would block the event loop during the first call.

    Raises:
        MoveConfigurationError: A module cannot be imported.
    """
    modules = (_SERVICES, _AIOHTTP_BACKEND if runs_on_asyncio() and backend != "httpx" else _HTTPX_POOL)
    if not all(name in sys.modules for name in modules):
        try:
            await to_thread.run_sync(_import, modules, abandon_on_cancel=True)
        except Exception as error:
            raise cannot_start(error) from error


def _import(modules: Sequence[str]) -> None:
    for name in modules:
        import_module(name)
    from move_ugc_async._telemetry.current import telemetry

    # Imports OpenTelemetry if it is installed.
    telemetry()
