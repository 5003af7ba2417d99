"""Proofs: many processes share a budget through a database, while requests fail and processes are killed."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from tests.durable.gate import Fault
from tests.durable.host import Host
from tests.durable.server import Server
from tests.durable.trial import CLIENT, LATE, Trial

FAULTS: Mapping[Fault, float] = {"lost": 0.1, "late": 0.05, "never": 0.05, "refused": 0.1}
MINUTES = 0.5
"""Minutes that count for each job."""


def run(trial: Trial) -> None:
    """Let 50 processes create more jobs than a budget allows, once by jobs and once by minutes."""
    server = trial.server()
    processes, keys, kills = trial.size(50, 3), trial.size(12, 4), trial.size(20, 1)
    limit = processes * keys // 3
    for name, budget in (
        ("jobs", {"max_jobs": limit}),
        ("minutes", {"max_video_minutes": limit * MINUTES, "assume_minutes": MINUTES}),
    ):
        before = len(server.ledger().billed)
        hosts = _hosts(trial, server, name, processes, budget)
        take = hosts[0].call("take", "take", clip=trial.write_clips(1, name)[0])["id"]
        wanted = {host: [f"{name}-{place}-{number}" for number in range(keys)] for place, host in enumerate(hosts)}
        server.change(late=LATE, faults={"createSingleCamJob": FAULTS})
        for host, each in wanted.items():
            host.do("spend", take=take, keys=each)
        _kill(trial, server, wanted, take, kills)
        for host in hosts:
            host.channel.wait_for("finished")
        under_faults = len(server.ledger().billed) - before
        server.change(faults={})
        # What a killed process had reserved is known once its keys were used again.
        for host in hosts:
            host.do("spend", take=take, keys=wanted[host])
        for host in hosts:
            host.channel.wait_for("finished", 2)
        billed = len(server.ledger().billed) - before
        trial.promise(under_faults <= limit and billed <= limit, f"{under_faults}, {billed} jobs are more than {limit}")
        trial.promise(billed == limit, f"{billed} of {limit} jobs are used")
        trial.figures.append(
            f"{name}: {processes * keys} wanted by {processes} processes, {limit} allowed, {under_faults} billed under "
            f"faults, {billed} after all keys were used again"
        )
        for host in hosts:
            host.kill()
    trial.check_billing(server.ledger())


def _hosts(trial: Trial, server: Server, name: str, number: int, budget: Mapping[str, Any]) -> list[Host]:
    """Start processes that share a database, each with files of its own."""
    database = trial.databases.postgresql()
    hosts = [trial.host(server, database, f"{name}-{place}", role="spender", budget=budget) for place in range(number)]
    for host in hosts:
        host.start(wait=False)
    for host in hosts:
        host.channel.wait_for("started")
    return hosts


def _kill(trial: Trial, server: Server, wanted: Mapping[Host, Sequence[str]], take: str, kills: int) -> None:
    """Kill the process whose creation is held, several times, and start it again with all its keys."""
    for number in range(kills):
        chance = trial.chance("kill", number)
        server.hold("createSingleCamJob", chance.randint(1, 5), after_work=chance.random() < 0.5)
        if not trial.wait_until_held(server, lambda: all(host.channel.all("finished") for host in wanted)):
            return
        key = server.wait_until_held()
        host = next(host for host, keys in wanted.items() if key in keys)
        trial.kill(host)
        server.release(after=chance.uniform(0, LATE))
        host.start()
        host.do("spend", take=take, keys=wanted[host])


def run_hosts(trial: Trial) -> None:
    """Give a batch on two hosts less than it needs, under faults and kills, and then what is missing."""
    number = trial.size(60, 6)
    limit = number // 2
    server, database = trial.server(), trial.databases.postgresql()
    settings: dict[str, Any] = {"lease": 2.0, "client": {**CLIENT, "server_timeout": 2.0}, "jobs": 8}
    hosts = [trial.host(server, database, name, budget={"max_jobs": limit}, **settings) for name in ("first", "second")]
    paths = trial.write_clips(number)
    for host in hosts:
        host.start()
    server.change(late=1.0, faults={"createSingleCamJob": FAULTS})
    hosts[0].call("submit", "submitted", clips=paths)
    for place in range(trial.size(6, 1)):
        host = hosts[place % 2]
        chance = trial.chance("kill", place)
        server.hold("createSingleCamJob", chance.randint(1, 3), after_work=chance.random() < 0.5)
        results = host.results()
        if not trial.wait_until_held(server, partial(host.is_settled, results)):
            break
        trial.kill(host)
        server.release(after=chance.uniform(0, 1.0))
        host.start()
    server.change(faults={})
    for host in hosts:
        host.finish()
    states = [(each["state"], each["error_type"]) for each in hosts[0].outcomes().values()]
    billed = len(server.ledger().billed)
    refused = states.count(("failed", "BudgetExceededError"))
    trial.promise(billed <= limit, f"{billed} jobs are more than {limit}")
    trial.promise(billed + refused == number, f"{billed} billed, {refused} refused: {sorted(set(map(str, states)))}")
    for host in hosts:
        host.call("retry", "retried")
    for host in hosts:
        host.finish()
    used = len(server.ledger().billed)
    trial.promise(used == limit, f"{used} of {limit} jobs are used after a retry")
    trial.figures.append(
        f"{number} clips, {limit} jobs allowed: {billed} billed, {refused} refused, {used} after a retry"
    )
    trial.check_billing(server.ledger())
