"""Reads of many objects in one request."""

from typing import Any

import pytest

from move_ugc_async import JobType
from move_ugc_async._generated.batches import GET_JOB
from move_ugc_async._polling.batch import read_many, read_statuses
from move_ugc_async._polling.outcomes import Outcome
from move_ugc_async._polling.status import WorkRef
from move_ugc_async._transport.operation import CallOptions, GraphQLResponse, Operation
from move_ugc_async.errors import (
    GraphQLErrorItem,
    JobFailedError,
    MoveAuthenticationError,
    MoveError,
    MoveInvalidRequestError,
    MoveMalformedResponseError,
    MoveNotFoundError,
    MoveServerError,
)
from tests.unit._polling.conftest import job

pytestmark = pytest.mark.anyio


class RecordingTransport:
    """Fails, and records the operation."""

    async def execute(
        self,
        operation: Operation,
        variables: dict[str, Any],
        options: CallOptions | None = None,  # noqa: ARG002
    ) -> Any:
        self.sent = (operation, variables)
        msg = "down"
        raise MoveServerError(msg)


async def test_batches_of_one_size_share_one_document() -> None:
    transport = RecordingTransport()
    with pytest.raises(MoveServerError):
        await read_statuses(transport, [job(7), WorkRef("volume", "volume-1")])
    operation, variables = transport.sent
    assert (operation.name, operation.idempotent, operation.independent) == ("getStatuses", True, True)
    assert operation.document == (
        "query getStatuses($a0:ID!$a1:ID!){a0:getJob(jobId:$a0){...JobStatus}a1:getVolume(id:$a1){...VolumeStatus}}"
        "fragment JobStatus on Job{state progress{...Progress}}"
        "fragment Progress on JobProgress{state percentageComplete}"
        "fragment VolumeStatus on HumanVolume{state progress{...Progress}}"
    )
    assert variables == {"a0": "job-7", "a1": "volume-1"}
    with pytest.raises(MoveServerError):
        await read_statuses(transport, [job(8), WorkRef("volume", "volume-2")])
    assert transport.sent[0] is operation


OPTIONS = CallOptions(60)


class JobTransport:
    """Returns jobs, and records the ids of each request."""

    def __init__(self) -> None:
        self.requests: list[list[str]] = []
        self.operations: set[str] = set()
        self.options: list[CallOptions | None] = []
        self.variables: dict[str, Any] = {}
        self.missing: set[str] = set()
        self.null: dict[str, GraphQLErrorItem] = {}
        self.malformed: set[str] = set()
        self.max_size = 100
        self.error: MoveError | None = None

    async def execute(
        self,
        operation: Operation,
        variables: dict[str, Any],
        options: CallOptions | None = None,
    ) -> Any:
        self.operations.add(operation.name)
        self.options.append(options)
        ids = {name: value for name, value in variables.items() if isinstance(value, str)}
        self.variables = {name: value for name, value in variables.items() if name not in ids}
        self.requests.append(list(ids.values()))
        missing = [alias for alias, id in ids.items() if id in self.missing]  # noqa: A001
        if self.error is not None:
            raise self.error
        if len(ids) > self.max_size:
            msg = "too complex"
            raise MoveInvalidRequestError(msg)
        if missing:
            items = tuple(GraphQLErrorItem("gone", "MoveNotFoundError", path=(alias,)) for alias in missing)
            raise MoveNotFoundError("gone", operation=operation.name, errors=items)  # noqa: EM101
        data: dict[str, Any] = {
            alias: None if id in self.null else {} if id in self.malformed else {"id": id}
            for alias, id in ids.items()  # noqa: A001
        }
        return GraphQLResponse(operation.name, data, tuple(self.null.values()), 200)

    async def read(
        self, ids: list[str], flags: dict[str, bool] | None = None, batch_size: int = 25
    ) -> list[Outcome[JobType]]:
        refs = [WorkRef("job", each) for each in ids]
        return await read_many(self, OPTIONS, GET_JOB, JobType, flags or {}, refs, batch_size)


async def test_read_returns_an_outcome_for_each_id_in_order() -> None:
    server = JobTransport()
    outcomes = await server.read(["c", "a", "b", "c"], batch_size=2)
    assert [outcome.id for outcome in outcomes] == ["c", "a", "b", "c"]
    assert [outcome.job.id for outcome in outcomes if outcome.job] == ["c", "a", "b", "c"]
    assert server.requests == [["c", "a"], ["b"]]


async def test_read_sends_flags_in_camel_case() -> None:
    server = JobTransport()
    await server.read(["a"], {"with_take": True, "with_rig": False})
    assert server.variables == {"withTake": True, "withRig": False}


async def test_read_reports_a_missing_object_and_requests_the_others_again() -> None:
    server = JobTransport()
    server.missing = {"b"}
    a, b, c = await server.read(["a", "b", "c"])
    assert (a.error, c.error) == (None, None)
    assert isinstance(b.error, MoveNotFoundError)
    assert b.error.message.startswith("b was not found; check the id")
    assert server.requests == [["a", "b", "c"], ["a", "c"]]
    assert (server.operations, server.options) == ({"getJobs"}, [OPTIONS] * 2)


async def test_read_reports_an_object_that_is_missing_beside_others() -> None:
    server = JobTransport()
    server.null = {"b": GraphQLErrorItem("gone", "MoveNotFoundError", path=("a1",))}
    a, b = await server.read(["a", "b"])
    assert a.error is None
    assert isinstance(b.error, MoveNotFoundError)
    assert b.error.message.startswith("b was not found; check the id")


async def test_read_reports_a_failed_job_that_the_server_reports_as_an_error() -> None:
    server = JobTransport()
    failed = GraphQLErrorItem("no", "JobFailed", path=("a1",), data={"progress": {"state": "FAILED"}})
    server.null = {"b": failed}
    _, b = await server.read(["a", "b"])
    assert isinstance(b.error, JobFailedError)
    assert b.error.id == "b"


async def test_read_sends_one_request_when_all_objects_are_missing() -> None:
    server = JobTransport()
    server.missing = {"a", "b"}
    outcomes = await server.read(["a", "b"])
    assert all(isinstance(outcome.error, MoveNotFoundError) for outcome in outcomes)
    assert server.requests == [["a", "b"]]


async def test_read_halves_a_batch_that_is_too_large() -> None:
    server = JobTransport()
    server.max_size = 2
    outcomes = await server.read(["a", "b", "c", "d", "e"])
    assert all(outcome.error is None for outcome in outcomes)
    assert server.requests == [["a", "b", "c", "d", "e"], ["a", "b"], ["c", "d", "e"], ["c"], ["d", "e"]]


async def test_read_halves_down_to_single_ids() -> None:
    server = JobTransport()
    server.max_size = 0
    outcomes = await server.read(["a", "b"])
    assert [(outcome.id, str(outcome.error)) for outcome in outcomes] == [("a", "too complex"), ("b", "too complex")]
    assert server.requests == [["a", "b"], ["a"], ["b"]]


@pytest.mark.parametrize("error", [MoveServerError("down"), MoveAuthenticationError("no")])
async def test_read_does_not_halve_a_batch_for_an_error_of_any_size(error: MoveError) -> None:
    server = JobTransport()
    server.error = error
    outcomes = await server.read(["a", "b"])
    assert [(outcome.id, outcome.error) for outcome in outcomes] == [("a", error), ("b", error)]
    assert server.requests == [["a", "b"]]


async def test_read_halves_a_batch_with_a_malformed_response() -> None:
    server = JobTransport()
    server.error = MoveMalformedResponseError("cut")
    await server.read(["a", "b"])
    assert server.requests == [["a", "b"], ["a"], ["b"]]


async def test_read_reports_a_malformed_object_alone() -> None:
    server = JobTransport()
    server.malformed = {"b"}
    a, b = await server.read(["a", "b"])
    assert a.error is None
    assert b.id == "b"
    assert isinstance(b.error, MoveMalformedResponseError)
