"""Proof: no secret is stored, also when uploads, creations and downloads fail for good."""

from tests.durable.trial import Trial


def run(trial: Trial) -> None:
    """Search the database, its log and all logs while the process runs, after a kill, and after it has ended."""
    server, database = trial.server(), trial.databases.sqlite(trial.folder)
    host = trial.host(server, database, jobs=8)
    paths = trial.write_clips(trial.size(60, 6))
    host.start()
    third = len(paths) // 3
    # Storage refuses with the whole presigned URL in its response.
    for number, operation in enumerate(("PUT", "GET", "createSingleCamJob")):
        server.change(faults={operation: {"denied": 1.0}})
        host.call("submit", "submitted", clips=paths[number * third : (number + 1) * third])
        host.finish()
    states = {each["stage"] for each in host.outcomes().values() if each["state"] == "failed"}
    trial.figures.append(f"failed at {', '.join(map(str, sorted(states, key=str)))}")
    trial.check_secrets(database)
    trial.kill(host)
    trial.check_secrets(database)
    server.change(faults={})
    host.start()
    host.call("retry", "retried")
    host.finish()
    host.close()
    trial.check_secrets(database)
    trial.check(server.ledger(), host.outcomes().values(), paths)
