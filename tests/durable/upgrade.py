"""Proof: the package is upgraded while a batch is half done."""

import re
import shutil
from pathlib import Path

import move_ugc_async
from tests.durable.trial import Trial

PACKAGE = Path(move_ugc_async.__file__).parent
OLD = "0.0.1"


def run(trial: Trial) -> None:
    """Do half of a batch with a copy of the package that has another version, and the rest with this one."""
    number = trial.size(40, 4)
    server, database = trial.server(), trial.databases.sqlite(trial.folder)
    host = trial.host(server, database, jobs=4)
    paths = trial.write_clips(number)
    host.start(package=_copy(trial.folder))
    old = host.channel.wait_for("started")["version"]
    host.call("submit", "submitted", clips=paths)
    host.results()
    server.hold("createSingleCamJob", number // 2, after_work=True)
    server.wait_until_held()
    half = len(server.ledger_now().billed)
    trial.kill(host)
    server.release()
    host.start()
    new = host.channel.wait_for("started")["version"]
    again = host.call("submit", "submitted", clips=paths)
    host.finish()
    trial.promise(old == OLD != new, f"the versions are {old} and {new}")
    trial.promise(again["known"] == number, f"the new version does not know the clips: {again}")
    trial.figures.append(f"{half} jobs billed by version {old}, the others by {new}")
    trial.check(server.ledger(), host.outcomes().values(), paths)


def _copy(folder: Path) -> Path:
    """Copy the package with another version into a folder, and return the folder."""
    target = folder / "old"
    shutil.copytree(PACKAGE, target / PACKAGE.name, ignore=shutil.ignore_patterns("__pycache__"))
    file = target / PACKAGE.name / "_version.py"
    text, changes = re.subn(r'"\d+\.\d+[^"]*"', f'"{OLD}"', file.read_text(encoding="utf-8"))
    assert changes == 1, text
    file.write_text(text, encoding="utf-8")
    return target
