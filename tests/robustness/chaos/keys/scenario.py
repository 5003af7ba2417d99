"""Create jobs with keys while the server executes requests late and processes are killed."""

import json
import os
import resource
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import anyio
from anyio import to_thread
from anyio.abc import ByteReceiveStream

from tests.robustness.chaos.keys.check import Outcome, check
from tests.robustness.chaos.keys.rule import Rule
from tests.robustness.chaos.keys.server import API_KEY, FILE_ID, Report
from tests.robustness.chaos.keys.worker import Plan, take_key
from tests.robustness.chaos.trial import TOLERANCE, Trial
from tests.support.wait_until import SAFETY_NET

ROOT = Path(__file__).parents[4]
KEYS, KILLS = 2_000, 40
MIN_KEYS, MIN_KILLS = 40, 2
LOOPS = ("asyncio", "trio", "asyncio", "trio")
"""The event loop of each process."""
CONCURRENCY = 24
"""Number of keys that each process works on at once."""
TAKES = 24
OWN_TAKE, SHARED = 0.1, 0.1
"""Fractions of keys whose job has a new take, and of keys that two processes work on."""
SMALL_PACE = 0.1
SMALL_OPTIONS = {"server_timeout": 6.0, "settle": 1.0}
"""Settings for a tenth of the delays. They leave 3.7 s for a busy machine; the defaults leave 2 s."""
MAX_SECONDS = 1_200.0
"""Seconds after which a run is aborted."""


@dataclass(kw_only=True)
class Share:
    """The keys of one process.

    Attributes:
        number: Number of the process.
        loop: Its event loop.
        keys: Unfinished keys, each with the take of its job, or None for a new take.
        kills: Numbers of finished keys at which it is killed, in order.
        finished: Number of finished keys.
    """

    number: int
    loop: str
    keys: dict[str, str | None]
    kills: list[int]
    finished: int = 0


async def run(trial: Trial, *, options: Mapping[str, Any] | None = None) -> None:
    """Create a job for each key in four processes, kill them at fixed points, and compare with the server's ledger.

    Args:
        trial: Records the results.
        options: Settings of the clients; None for the defaults, or for `SMALL_OPTIONS` at small scale.
    """
    is_small = trial.scale < 1
    if options is None:
        options = SMALL_OPTIONS if is_small else {}
    rule = Rule(trial.seed, SMALL_PACE if is_small else 1.0)
    outcome, spent = Outcome(), _cpu_time()
    async with _server(rule) as (endpoint_url, takes):
        shares = _shares(trial, takes)
        keys = {key: take for share in shares for key, take in share.keys.items()}
        shared = {key for one, other in combinations(shares, 2) for key in one.keys.keys() & other.keys.keys()}
        environment = _environment(trial.folder / "workers", endpoint_url)
        with anyio.move_on_after(MAX_SECONDS) as scope:
            async with anyio.create_task_group() as group:
                for share in shares:
                    plan = Plan(share.loop, [], FILE_ID, CONCURRENCY, rule.seed, rule.pace, dict(options))
                    group.start_soon(_work, trial, share, plan, environment, outcome)
        trial.promise(not scope.cancelled_caught, f"not finished after {MAX_SECONDS:g} s")
        report = await to_thread.run_sync(_final_report, endpoint_url)
    check(trial, outcome, report, keys, shared)
    trial.notes.append(f"{_cpu_time() - spent:.0f} s of CPU time, {report['cpu']:.0f} s of it the server's")


def _shares(trial: Trial, takes: Sequence[str]) -> list[Share]:
    """Distribute the keys among the processes in order, some of them to two processes."""
    number, kills = max(trial.scaled(KEYS), MIN_KEYS), max(trial.scaled(KILLS), MIN_KILLS)
    keys = [dict[str, str | None]() for _ in LOOPS]
    for place in range(number):
        key = f"key-{place:04}"
        chance = trial.chance("key", place)
        take = None if chance.random() < OWN_TAKE else chance.choice(takes)
        keys[place % len(LOOPS)][key] = take
        if chance.random() < SHARED:
            # The next process has the other event loop.
            keys[(place + 1) % len(LOOPS)][key] = take
    shares = list[Share]()
    for place, loop in enumerate(LOOPS):
        count = len(range(place, kills, len(LOOPS)))
        moments = [(each + 1) * len(keys[place]) // (count + 1) for each in range(count)]
        shares.append(Share(number=place, loop=loop, keys=keys[place], kills=moments))
    return shares


def _cpu_time() -> float:
    """Return the seconds of CPU time of all child processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _environment(folder: Path, endpoint_url: str) -> dict[str, str]:
    """Return an environment in which the library writes all files to one folder."""
    folder.mkdir()
    places = dict.fromkeys(("TMPDIR", "XDG_STATE_HOME", "HOME"), str(folder))
    return {**os.environ, **places, "MOVE_UGC_ENDPOINT_URL": endpoint_url, "MOVE_API_KEY": API_KEY}


@asynccontextmanager
async def _server(rule: Rule) -> AsyncGenerator[tuple[str, list[str]], None]:
    """Run the server, and yield its endpoint and the ids of its takes."""
    command = [sys.executable, "-m", "tests.robustness.chaos.keys.server", str(rule.seed), str(rule.pace), str(TAKES)]
    # It stops when its standard input is closed, even if this process is killed.
    async with await anyio.open_process(command, stderr=None, cwd=ROOT) as process:
        assert process.stdout is not None
        greeting = json.loads(await anext(_lines(process.stdout)))
        yield greeting["endpoint_url"], greeting["takes"]


async def _work(trial: Trial, share: Share, plan: Plan, environment: Mapping[str, str], outcome: Outcome) -> None:
    """Run a process with the remaining keys until all are finished, and kill it as planned."""
    path = trial.folder / f"plan-{share.number}.json"
    command = [sys.executable, "-m", "tests.robustness.chaos.keys.worker", str(path)]
    while share.keys:
        replace(plan, keys=list(share.keys.items())).write(path)
        is_killed = False
        async with await anyio.open_process(
            command, stdin=subprocess.DEVNULL, stderr=None, env=environment, cwd=ROOT
        ) as process:
            assert process.stdout is not None
            async for line in _lines(process.stdout):
                _record(trial, share, outcome, json.loads(line))
                if not is_killed and share.kills and share.finished >= share.kills[0]:
                    share.kills.pop(0)
                    process.kill()
                    is_killed = True
                    outcome.kills += 1
        if share.keys and not is_killed:
            trial.broken.append(f"process {share.number} ended with status {process.returncode}")
            return


async def _lines(stream: ByteReceiveStream) -> AsyncIterator[bytes]:
    """Yield the complete lines of a stream."""
    rest = b""
    async for chunk in stream:
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            yield line


def _record(trial: Trial, share: Share, outcome: Outcome, line: Mapping[str, Any]) -> None:
    """Record one report of a process."""
    key = line["key"]
    if line["event"] == "done":
        outcome.ids[key].add(line["id"])
        outcome.ids[take_key(key)].add(line["take"])
        outcome.lag = max(outcome.lag, line["lag"])
        outcome.descriptors = max(outcome.descriptors, line["descriptors"])
        del share.keys[key]
        share.finished += 1
        return
    trial.calls += 1
    trial.succeeded += line["succeeded"]
    trial.latest = max(trial.latest, line["late"])
    trial.hung += line["late"] > TOLERANCE + line["lag"]
    if line["error"] is not None:
        trial.errors[line["error"]] += 1
        trial.secrets.search(line["message"])
        if line["is_refusal"]:
            outcome.refused.append((key, line["start"], line["end"], line["message"]))
    elif not line["succeeded"]:
        trial.cancelled += 1


def _final_report(endpoint_url: str) -> Report:
    """Return the server's report once all requests have been executed."""
    while True:
        with urllib.request.urlopen(urljoin(endpoint_url, "/ledger"), timeout=SAFETY_NET) as response:
            report: Report = json.load(response)
        if not report["pending"]:
            return report
        time.sleep(0.1)
