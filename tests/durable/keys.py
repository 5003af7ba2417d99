"""Proofs: one key is used several times, and the outcome of creations is unknown."""

from typing import Any

from tests.durable.server import Ledger
from tests.durable.trial import CLIENT, Trial

SUBMITS = 25
"""Submits of the same clip at once by each of two processes."""


def run_submitted_at_once(trial: Trial) -> None:
    """Submit one clip 50 times at once, from a worker and a process that only submits, on SQLite."""
    _submit_at_once(trial, trial.databases.sqlite(trial.folder), worker=False)


def run_submitted_at_once_by_hosts(trial: Trial) -> None:
    """Submit one clip 50 times at once from two workers on PostgreSQL."""
    _submit_at_once(trial, trial.databases.postgresql(), worker=True)


def _submit_at_once(trial: Trial, database: str, *, worker: bool) -> None:
    server = trial.server()
    first, second = trial.host(server, database, "first"), trial.host(server, database, "second", worker=worker)
    (path,) = trial.write_clips(1)
    first.start()
    second.start()
    for host in (first, second):
        host.do("submit_at_once", clip=path, times=SUBMITS)
    for host in (first, second):
        host.channel.wait_for("submitted")
        host.finish()
    ledger = server.ledger()
    trial.figures.append(f"{2 * SUBMITS} submits")
    trial.promise(len(ledger.billed) == 1, f"{len(ledger.billed)} jobs are billed")
    trial.check(ledger, first.outcomes().values(), [path])
    trial.promise(first.outcomes() == second.outcomes(), "the processes report different outcomes")


def run_mismatch(trial: Trial) -> None:
    """Use a key with other options and with another clip, before and after a restart."""
    server, database = trial.server(), trial.databases.sqlite(trial.folder)
    host = trial.host(server, database)
    one, other = trial.write_clips(2)
    trial.clips = 1
    host.start()
    host.call("submit", "submitted", clips=[one], options={"key": "order-1"})
    host.finish()
    before = server.ledger()
    errors = list[str]()
    changes: list[dict[str, Any]] = [
        {"clips": [one], "options": {"key": "order-1", "outputs": ["main_fbx"]}},
        {"clips": [other], "options": {"key": "order-1"}},
    ]
    for _ in range(2):
        errors += [host.call("submit", "error", **change)["type"] for change in changes]
        host.close()
        host.start()
    host.call("submit", "submitted", clips=[one], options={"key": "order-1"})
    host.finish()
    ledger = server.ledger()
    trial.promise(set(errors) == {"IdempotencyMismatchError"}, f"raised {errors}")
    trial.figures.append(
        f"{len(errors)} other uses of the key, {len(ledger.attempts) - len(before.attempts)} creations"
    )
    trial.promise(ledger.attempts == before.attempts, "something was created")
    trial.check(ledger, host.outcomes().values(), [one])


def run_quarantine(trial: Trial) -> None:
    """Lose every creation, half of them after the work, while lists never show a job; then start again."""
    number = trial.size(200, 6)
    server, database = trial.server(), trial.databases.sqlite(trial.folder)
    client = {**CLIENT, "server_timeout": 2.0}
    host = trial.host(server, database, client=client, on_ambiguous="quarantine", jobs=64)
    paths = trial.write_clips(number)
    server.change(stale=1e6, faults={"createSingleCamJob": {"lost": 0.5, "never": 0.5}})
    host.start()
    host.call("submit", "submitted", clips=paths)
    host.finish()
    states = [each["state"] for each in host.outcomes().values()]
    trial.kill(host)
    server.change(faults={})
    host.start()
    host.finish()
    again = [each["state"] for each in host.outcomes().values()]
    ledger = server.ledger()
    sent = ledger.sent()
    _promise_quarantine(trial, ledger, states, again, number)
    trial.lost += number - states.count("quarantined")
    trial.duplicated += sent.total() - len(sent)
    trial.figures.append(
        f"{sent.total()} creations sent for {len(sent)} keys, {len(ledger.billed)} billed, "
        f"{states.count('quarantined')} reported, {again.count('quarantined')} after a kill"
    )


def _promise_quarantine(trial: Trial, ledger: Ledger, states: list[str], again: list[str], number: int) -> None:
    trial.promise(states == ["quarantined"] * number, f"the states are {sorted(set(states))}")
    trial.promise(again == states, "a state changed after a kill")
    trial.promise(len(ledger.sent()) == ledger.sent().total() == number, "a creation was sent again, or not at all")
