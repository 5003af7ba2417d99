"""A sandbox behind a proxy, and checks of the results of workflows."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from move_ugc_async import CaptureResult, JobType
from move_ugc_async.sandbox import Sandbox
from tests.robustness.faults.proxy import CutPlan, FaultProxy
from tests.support.ports import reserved_port

Result = CaptureResult[JobType]


@contextmanager
def proxied(plan: CutPlan, **options: Any) -> Iterator[tuple[Sandbox, FaultProxy]]:
    """Start a sandbox whose URLs all point to a proxy."""
    with (
        reserved_port() as port,
        FaultProxy(port, plan, **options) as proxy,
        Sandbox(port=port, public_url=proxy.url) as sandbox,
    ):
        yield sandbox, proxy
    assert not sandbox.leaks


def check_jobs(sandbox: Sandbox, results: Sequence[Result]) -> None:
    """Check that each workflow was charged for one job of its own, and that there are no other charges."""
    assert sorted(charge.id for charge in sandbox.ledger) == sorted(result.work.id for result in results)


def check_files(sandbox: Sandbox, result: Result, folder: Path, outputs: int) -> None:
    """Check that storage holds the uploaded content, and that the folder holds the outputs and nothing else."""
    for digest, file_id in result.state.file_ids.items():
        assert _stored_sha256(sandbox, file_id) == digest
    for output in result.outputs:
        assert _stored_sha256(sandbox, output.file_id) == _sha256(output.path)
    names = {path.name for path in folder.iterdir()}
    hidden = {name for name in names if name.startswith(".")}
    assert names - hidden == {output.path.name for output in result.outputs}
    assert len(result.outputs) == outputs
    assert [Path(name).suffix for name in hidden] == [".json"]


def _stored_sha256(sandbox: Sandbox, file_id: str) -> str:
    backend: Any = sandbox._backend
    content = backend.state.files.get(file_id).content
    return _sha256(backend.blobs.path(content.etag))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
