"""The workers and the workflows of this process: clients are found by the name of their batch, and never stored."""

import contextlib
import threading
from collections import Counter
from collections.abc import Generator

from move_ugc_async.batch._worker import Worker

_workers: dict[str, Worker] = {}


_running = Counter[str]()
_guard = threading.Lock()


@contextlib.contextmanager
def run(workflow_id: str) -> Generator[None, None, None]:
    """Count a workflow as running in this process."""
    with _guard:
        _running[workflow_id] += 1
    try:
        yield
    finally:
        with _guard:
            _running[workflow_id] -= 1


def running() -> frozenset[str]:
    """Return the ids of the workflows that run in this process."""
    with _guard:
        return frozenset(+_running)


def worker_of(batch: str) -> Worker | None:
    """Return the worker of a batch, or None if this process does not work on it."""
    return _workers.get(batch)


def workers() -> list[Worker]:
    """Return the workers of all batches."""
    return [*_workers.values()]


def add_worker(worker: Worker) -> None:
    """Let the workflows of a batch find its worker."""
    _workers[worker.batch] = worker


def remove_workers() -> list[Worker]:
    """Forget all workers, and return them."""
    removed = [*_workers.values()]
    _workers.clear()
    return removed
