"""The workers of this process, by the name of their batch: clients are found by name, and never stored."""

from move_ugc_async.batch._worker import Worker

_workers: dict[str, Worker] = {}


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
