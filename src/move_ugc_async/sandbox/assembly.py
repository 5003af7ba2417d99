"""The assembly of a running sandbox, without its server."""

import tempfile
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from move_ugc_async.sandbox.backend import Backend, Failures
from move_ugc_async.sandbox.clock import Clock
from move_ugc_async.sandbox.data_folder import lock_folder
from move_ugc_async.sandbox.options import Media
from move_ugc_async.sandbox.parts import Parts
from move_ugc_async.sandbox.redaction import Redactor
from move_ugc_async.sandbox.state import State
from move_ugc_async.sandbox.state.ids import request_ids
from move_ugc_async.sandbox.storage.blobs import Blobs
from move_ugc_async.sandbox.storage.links import Links
from move_ugc_async.sandbox.storage.signing import Signer
from move_ugc_async.sandbox.webhooks.dispatcher import Dispatcher
from move_ugc_async.sandbox.webhooks.socket_sender import SocketSender


def open_backend(parts: Parts, base: str, resources: ExitStack) -> Backend:
    """Open the state of a sandbox, and return the backend that `make_app` serves.

    Args:
        parts: What outlives the backend.
        base: Base of all URLs, without a trailing slash.
        resources: Closes everything that was opened.
    """
    folder = parts.data
    if folder is None:
        folder = Path(resources.enter_context(tempfile.TemporaryDirectory(prefix="move-sandbox-")))
    else:
        resources.enter_context(lock_folder(folder))
    options, clock = parts.options, parts.clock
    blobs = Blobs(folder)
    state = State(
        None if parts.data is None else folder / "sandbox.db",
        seed=options.seed,
        api_key=options.api_key,
        now=clock.now(),
    )
    resources.callback(state.close)
    _catch_up(clock, state.latest())
    sender = parts.webhook_sender or SocketSender(parts.webhook_hosts)
    dispatcher = Dispatcher(state, clock, parts.faults, sender)
    resources.callback(parts.webhooks.detach)
    resources.callback(dispatcher.close)
    parts.webhooks.attach(state.deliveries, dispatcher)
    dispatcher.wake()
    return Backend(
        options=options,
        clock=clock,
        state=state,
        blobs=blobs,
        links=Links(base, Signer(state.signing_secret), options.url_lifetime),
        media=parts.media or _default_media(),
        journal=parts.journal,
        leaks=parts.leaks,
        failures=Failures(),
        faults=parts.faults,
        redactor=Redactor(options.api_key, lambda text: state.share_codes.find(text) is not None),
        request_ids=request_ids(state.seed),
        dispatcher=dispatcher,
        webhooks=parts.webhooks,
    )


def _catch_up(clock: Clock, latest: datetime) -> None:
    """Move a new clock past the latest record of an earlier run."""
    behind = (latest - clock.now()).total_seconds()
    if behind > 0:
        clock.advance(behind)


def _default_media() -> Media:
    from move_ugc_async.sandbox import media

    return media
