"""Proofs: the process of a batch is killed at random moments, and started again."""

from random import Random

from tests.durable.host import Host
from tests.durable.server import Server
from tests.durable.trial import CLIENT, LATE, Trial

OPERATIONS = ("*", "*", "createFile", "PUT", "createSingleCamTake", *["createSingleCamJob"] * 4, "getJob", "GET")
"""Requests at which a process is killed: half of them those that are billed, or beside them."""
STALE = 3.0


def run(trial: Trial) -> None:
    """Kill the process of a batch at 20 random moments."""
    _run(trial, clips=trial.size(200, 6), kills=trial.size(20, 2))


def run_stale(trial: Trial) -> None:
    """Do the same while lists show new objects after 3 s; clients assume 4 s."""
    _run(trial, clips=trial.size(200, 4), kills=trial.size(12, 1), stale=STALE, settle=4.0)


def _run(trial: Trial, *, clips: int, kills: int, stale: float = 0.0, settle: float = CLIENT["settle"]) -> None:
    server, database = trial.server(), trial.databases.sqlite(trial.folder)
    server.change(stale=stale, late=LATE, faults=FAULTS)
    host = trial.host(server, database, client={**CLIENT, "settle": settle}, jobs=32, uploads=8)
    paths = trial.write_clips(clips)
    host.start()
    host.call("submit", "submitted", clips=paths)
    for number in range(kills):
        chance = trial.chance("kill", number)
        while not kill_at_request(trial, server, host, chance, clips // (kills + 1)):
            # All clips were done before such a request.
            more = trial.write_clips(clips // kills, f"more-{trial.clips}")
            host.call("submit", "submitted", clips=more)
            paths += more
    host.finish()
    trial.check(server.ledger(), host.outcomes().values(), paths)
    host.close()
    trial.check_secrets(database)


FAULTS = {
    "createSingleCamJob": {"lost": 0.05, "late": 0.03, "never": 0.03, "refused": 0.03},
    "createSingleCamTake": {"lost": 0.03, "never": 0.03},
}
"""Faults beside the kills."""


def kill_at_request(trial: Trial, server: Server, host: Host, chance: Random, maximum: int) -> bool:
    """Kill the process of a host at a random request, and start it again; return whether there was such a request.

    The request is held while the process is killed, before or after it is executed. It continues later.
    """
    server.hold(chance.choice(OPERATIONS), chance.randint(1, max(maximum, 1)), after_work=chance.random() < 0.5)
    results = host.results()
    if not trial.wait_until_held(server, lambda: host.is_settled(results)):
        return False
    trial.kill(host)
    server.release(after=chance.uniform(0.0, LATE))
    host.start()
    return True
