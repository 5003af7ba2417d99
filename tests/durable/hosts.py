"""Proofs: two hosts share a batch on PostgreSQL. One of them is killed for good, or paused and woken."""

import time
from statistics import median
from typing import Any

from tests.durable.fences import Place
from tests.durable.server import Server
from tests.durable.trial import CLIENT, Trial

MAX_SECONDS = 30.0
"""Seconds beyond the lease until the other host must have done everything."""
SENDING = 1.0


def run_killed(trial: Trial) -> None:
    """Kill one of two hosts for good; the other one finishes everything."""
    lease = trial.size(10, 2)
    server, database = trial.server(), trial.databases.postgresql()
    client = {**CLIENT, "server_timeout": trial.size(5, 2)}
    first = trial.host(server, database, "first", client=client, lease=float(lease), jobs=8)
    second = trial.host(server, database, "second", client=client, lease=float(lease), jobs=8)
    paths = trial.write_clips(trial.size(100, 6))
    first.start()
    # The one that is killed has a creation in progress.
    server.hold("createSingleCamJob", trial.size(20, 2), after_work=True)
    first.call("submit", "submitted", clips=paths)
    server.wait_until_held()
    second.start()
    trial.kill(first)
    start = time.monotonic()
    server.release()
    second.finish()
    seconds = time.monotonic() - start
    trial.figures.append(f"all done {seconds:.1f} s after the kill, lease {lease} s")
    trial.promise(seconds <= lease + MAX_SECONDS, f"{seconds:.1f} s are more than the lease and {MAX_SECONDS:g} s")
    trial.check(server.ledger(), second.outcomes().values(), paths)
    second.close()
    trial.check_secrets(database)


def run_woken(trial: Trial) -> None:
    """Pause a host past its lease right before the fence of a creation, and wake it after its work was taken over."""
    _run_paused(trial, "before")
    trial.promise(not trial.duplicated, "a host that lost its lease has sent a creation")


def run_gap(trial: Trial) -> None:
    """Do the same between the fence and the system call that writes the creation, and measure that time."""
    server = _run_paused(trial, "after")
    database = trial.databases.postgresql()
    host = trial.host(server, database, "measured", jobs=8)
    host.start()
    host.call("measure_gaps", "armed")
    host.call("submit", "submitted", clips=trial.write_clips(trial.size(100, 4), "gap"))
    host.finish()
    gaps = [1e6 * each for each in host.call("usage", "usage")["gaps"]]
    if gaps:
        trial.figures.append(f"fence to write: median {median(gaps):.0f} µs, maximum {max(gaps):.0f} µs")


def _run_paused(trial: Trial, place: Place) -> Server:
    """Pause several hosts one after another, and return the server."""
    server = trial.server()
    times = trial.size(6, 1)
    settings: dict[str, Any] = {"client": {**CLIENT, "server_timeout": 2.0}, "lease": 2.0, "jobs": 8}
    lost = 0
    for number in range(times):
        lost += _pause_once(trial, server, place, number, settings)
    trial.check_billing(server.ledger())
    trial.figures.append(f"{times} pauses {place} the fence, {lost} ended with LeaseLostError")
    trial.promise(lost == times, f"{times - lost} of {times} hosts did not raise LeaseLostError")
    return server


def _pause_once(trial: Trial, server: Server, place: Place, number: int, settings: dict[str, Any]) -> bool:
    """Pause one host and let another one finish; return whether the first one then raises the right error."""
    database = trial.databases.postgresql()
    first = trial.host(server, database, f"first-{number}", **settings)
    second = trial.host(server, database, f"second-{number}", **settings)
    paths = trial.write_clips(4, f"paused-{number}")
    first.start()
    first.do("work")
    first.call("stop_at", "armed", place=place, number=trial.chance("stop", number).randint(1, len(paths)))
    # It may stop before this is confirmed.
    first.do("submit", clips=paths)
    first.channel.wait_for("stopping")
    first.wait_until_stopped()
    second.start()
    second.call("submit", "submitted", clips=paths)
    second.finish()
    done = [each for each in second.outcomes().values() if each["state"] == "done"]
    trial.lost += len(paths) - len(done)
    trial.promise(len(done) == len(paths), f"{len(paths) - len(done)} clips are not done: {second.outcomes()}")
    first.wake()
    error = first.channel.wait_for("error", command="work")
    # What it sends, if it does, must reach the server.
    time.sleep(SENDING)
    first.kill()
    second.close()
    return bool(error["type"] == "LeaseLostError")
