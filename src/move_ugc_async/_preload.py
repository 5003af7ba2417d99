"""What calls need, imported before the first one."""

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from move_ugc_async._concurrency import to_thread
from move_ugc_async._concurrency.background import runs_on_asyncio
from move_ugc_async._transport.http.exceptions import cannot_start

if TYPE_CHECKING:
    from move_ugc_async._transport.http import BackendName

_CALLS = "move_ugc_async.services.jobs"
_OVER_AIOHTTP = "move_ugc_async._transport.http.aiohttp"
_OVER_HTTPX = "httpcore"
"""httpx itself is imported with the client."""


async def preload(backend: "BackendName") -> None:
    """Import what calls need, unless that was done before.

    It takes some hundred milliseconds, for which the event loop would stand still, and so that the first call would be
    late: hence a thread.
    """
    needed = (_CALLS, _OVER_AIOHTTP if runs_on_asyncio() and backend != "httpx" else _OVER_HTTPX)
    if not all(name in sys.modules for name in needed):
        try:
            await to_thread.run_sync(_import, needed, abandon_on_cancel=True)
        except Exception as error:
            raise cannot_start(error) from error


def _import(needed: Sequence[str]) -> None:
    for name in needed:
        import_module(name)
    from move_ugc_async._telemetry.current import telemetry

    # OpenTelemetry, where it is there.
    telemetry()
