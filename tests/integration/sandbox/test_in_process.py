"""The same calls over a socket and without one, with the same results."""

import hashlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from typing import Any, get_args

import anyio
import httpx
import pytest

from move_ugc_async import (
    AmbiguousCreateError,
    AsyncMoveUgc,
    ByteStream,
    CaptureError,
    InstantClock,
    JobFailedError,
    MoveAuthenticationError,
    MoveConnectionError,
    MoveError,
    MoveHTTPStatusError,
    MoveNotFoundError,
    SourceIn,
    TransferEvent,
)
from move_ugc_async.sandbox import (
    Delay,
    Drip,
    Drop,
    Fault,
    Garbage,
    GarbageKind,
    GraphQLFault,
    Sandbox,
    Stall,
    Status,
    Truncate,
)
from tests.support.wait_until import wait_until

pytestmark = pytest.mark.anyio

CLIP = Path(__file__).parents[3] / "examples" / "assets" / "dance.mp4"
STORAGE = "/move-ugc-sandbox/*"
CONTENT = bytes(range(256)) * 400

Open = Callable[..., Sandbox]
Connect = Callable[..., AsyncMoveUgc]


MODES = ["socket-asyncio", "in-process-asyncio"]
also_on_trio = pytest.mark.parametrize("mode", [*MODES, "in-process-trio"], indirect=True)
"""For tests of streams, cut connections and cancellation, which depend on the event loop."""


@pytest.fixture(params=MODES)
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def anyio_backend(mode: str) -> str:
    return mode.rpartition("-")[2]


@pytest.fixture
def open_sandbox(mode: str) -> Iterator[Open]:
    """Yield a function that opens a sandbox."""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(Sandbox(in_process=mode.startswith("in-process"), **options))


@pytest.fixture
def sandbox(open_sandbox: Open) -> Sandbox:
    return open_sandbox()


@pytest.fixture
async def connect(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Connect]:
    """Yield a function that connects a client to the sandbox."""
    async with AsyncExitStack() as stack:

        def connect(to: Sandbox = sandbox, **options: Any) -> AsyncMoveUgc:
            defaults = {"clock": InstantClock(), "state_dir": tmp_path / "state", "api_key": to.api_key}
            client = AsyncMoveUgc(
                **{**defaults, "endpoint_url": to.endpoint_url, "http_transport": to.transport, **options}
            )
            stack.push_async_callback(client.aclose)
            return client

        yield connect


@pytest.fixture
def client(connect: Connect) -> AsyncMoveUgc:
    return connect(max_retries=3)


@pytest.fixture
def impatient(connect: Connect) -> AsyncMoveUgc:
    """Return a client that makes one attempt."""
    return connect(max_retries=0)


@pytest.fixture
async def raw(sandbox: Sandbox) -> AsyncIterator[httpx.AsyncClient]:
    """Yield a plain HTTP client."""
    async with httpx.AsyncClient(transport=sandbox.transport, base_url=sandbox.url) as raw:
        yield raw


async def presigned(client: AsyncMoveUgc, file_id: str) -> str:
    url = (await client.files.retrieve(file_id)).presigned_url
    assert url is not None
    return url


async def download(client: AsyncMoveUgc, file_id: str, path: Path) -> bytes:
    await client.files.download(file_id, path)
    return path.read_bytes()  # noqa: ASYNC240 - small


# Calls.


@also_on_trio
async def test_account_is_read(sandbox: Sandbox, client: AsyncMoveUgc) -> None:
    assert (await client.client.retrieve()).name == "Sandbox"
    assert [entry.status for entry in sandbox.journal] == [200]


async def test_catalogs_are_read(client: AsyncMoveUgc) -> None:
    assert len((await client.rigs.list()).items) == 2
    assert (await client.camera_settings.list()).items


async def test_objects_are_created_in_order(sandbox: Sandbox, client: AsyncMoveUgc) -> None:
    file = await client.files.create("mp4", name="ünïcode")
    assert file.name == "ünïcode"
    take = await client.takes.create_singlecam([SourceIn(device_label="a", file_id=file.id, format="MP4")])
    job = await client.jobs.create_singlecam(take.id, metadata={"order": [7, "ä"]})
    assert (await client.jobs.retrieve(job.id)).metadata == {"order": [7, "ä"]}
    assert [charge.id for charge in sandbox.ledger] == [job.id]


async def test_updates_are_kept(sandbox: Sandbox, client: AsyncMoveUgc) -> None:
    job_id = sandbox.add_job()
    await client.jobs.update(job_id, name="second")
    assert (await client.jobs.retrieve(job_id)).name == "second"


async def test_webhook_endpoints_are_created(client: AsyncMoveUgc) -> None:
    endpoint = await client.webhooks.upsert(None, "main", "https://example.com/hook")
    assert endpoint.secret is not None


@also_on_trio
async def test_concurrent_calls_have_their_own_responses(sandbox: Sandbox, client: AsyncMoveUgc) -> None:
    ids = [sandbox.add_job(name=str(number)) for number in range(20)]
    names: dict[str, str | None] = {}

    async def read(job_id: str) -> None:
        names[job_id] = (await client.jobs.retrieve(job_id)).name

    async with anyio.create_task_group() as tasks:
        for job_id in ids:
            tasks.start_soon(read, job_id)
    assert names == {job_id: str(number) for number, job_id in enumerate(ids)}


async def test_many_objects_are_read_in_batches(sandbox: Sandbox, client: AsyncMoveUgc) -> None:
    ids = [sandbox.add_job() for _ in range(30)]
    found = await client.jobs.retrieve_many(ids)
    assert [outcome.id for outcome in found] == ids
    assert len(sandbox.journal) == 2


# Lists and expand.


async def test_lists_are_read_page_by_page(sandbox: Sandbox, client: AsyncMoveUgc) -> None:
    ids = {sandbox.add_job() for _ in range(5)}
    assert {job.id async for job in client.jobs.list(limit=2)} == ids
    assert sandbox.journal.count("listJobs") == 3


async def test_one_page_is_awaited(sandbox: Sandbox, client: AsyncMoveUgc) -> None:
    for _ in range(3):
        sandbox.add_take()
    page = await client.takes.list(limit=2)
    assert len(page.items) == 2
    assert page.next_token is not None


@also_on_trio
async def test_lists_are_left_early(sandbox: Sandbox, client: AsyncMoveUgc) -> None:
    for _ in range(5):
        sandbox.add_job()
    async for _ in client.jobs.list(limit=1):
        break
    assert await client.client.retrieve()


async def test_related_objects_are_expanded(sandbox: Sandbox, client: AsyncMoveUgc) -> None:
    take_id = sandbox.add_take()
    job = await client.jobs.retrieve(sandbox.add_job(take_id=take_id, outputs=["MAIN_FBX"]), expand=["take", "outputs"])
    assert job.take is not None
    assert job.take.id == take_id
    assert job.outputs is not None
    assert [output.key for output in job.outputs] == ["fbx"]


# Errors.


async def test_unknown_ids_are_reported(client: AsyncMoveUgc) -> None:
    with pytest.raises(MoveNotFoundError):
        await client.jobs.retrieve("job-unknown")


async def test_wrong_api_keys_are_reported(connect: Connect) -> None:
    with pytest.raises(MoveAuthenticationError):
        await connect(api_key="mv_key_of_another_account").client.retrieve()


async def test_invalid_requests_are_reported(sandbox: Sandbox, client: AsyncMoveUgc) -> None:
    with pytest.raises(MoveError, match="take must be MULTI_CAM"):
        await client.jobs.create_multicam(sandbox.add_take())


async def test_failed_jobs_are_reported(sandbox: Sandbox, client: AsyncMoveUgc) -> None:
    job_id = sandbox.add_job("FAILED", suggestions=["Use more light."])
    with pytest.raises(JobFailedError) as caught:
        await client.jobs.wait(job_id)
    assert caught.value.suggestions == ("Use more light.",)


# Uploads.


@also_on_trio
async def test_small_upload_is_stored(sandbox: Sandbox, client: AsyncMoveUgc, tmp_path: Path) -> None:
    file = await client.files.upload(b"small", file_type="move")
    assert await download(client, file.id, tmp_path / "clip") == b"small"
    assert not sandbox.leaks


async def test_large_upload_is_streamed(sandbox: Sandbox, client: AsyncMoveUgc, tmp_path: Path) -> None:
    source = tmp_path / "large.move"
    source.write_bytes(CONTENT * 80)
    events: list[TransferEvent] = []
    await client.files.upload(source, on_progress=events.append)
    (entry,) = sandbox.journal.filter(method="PUT")
    assert entry.received == 80 * len(CONTENT)
    assert len(events) > 3


@also_on_trio
async def test_upload_of_a_stream_is_stored(sandbox: Sandbox, client: AsyncMoveUgc) -> None:
    async def parts() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield CONTENT

    await client.files.upload(ByteStream(parts(), size=3 * len(CONTENT)), file_type="move")
    assert [entry.received for entry in sandbox.journal.filter(method="PUT")] == [3 * len(CONTENT)]


@also_on_trio
async def test_upload_from_a_failing_source_stores_nothing(sandbox: Sandbox, client: AsyncMoveUgc) -> None:
    async def parts() -> AsyncIterator[bytes]:
        yield CONTENT
        msg = "the disk is gone"
        raise OSError(msg)

    with pytest.raises((MoveError, OSError)):
        await client.files.upload(ByteStream(parts(), size=2 * len(CONTENT)), file_type="move")
    await wait_until(lambda: len(sandbox.journal.filter(method="PUT")) == 1)
    assert sandbox.journal.filter(method="PUT")[0].status is None


@also_on_trio
async def test_upload_is_retried_after_faults(sandbox: Sandbox, client: AsyncMoveUgc, tmp_path: Path) -> None:
    source = tmp_path / "clip.move"
    source.write_bytes(CONTENT * 8)
    faults = [
        Drop(),
        Drop(reset=True),
        Drop(after_work=True),
        Status(503),
        Status(500, after_work=True),
        Garbage("http"),
    ]
    for fault in faults:
        sandbox.journal.clear()
        sandbox.faults.add(fault, method="PUT", times=1)
        file = await client.files.upload(source)
        assert await download(client, file.id, tmp_path / f"{file.id}") == CONTENT * 8, fault
        assert len(sandbox.journal.filter(method="PUT")) == 2, fault


# Downloads.


async def test_download_has_the_content(sandbox: Sandbox, client: AsyncMoveUgc, tmp_path: Path) -> None:
    assert await download(client, sandbox.add_file(CONTENT * 40), tmp_path / "file") == CONTENT * 40


@also_on_trio
async def test_download_is_made_in_ranges(sandbox: Sandbox, connect: Connect, tmp_path: Path) -> None:
    client = connect(download_range_threshold=30_000)
    assert await download(client, sandbox.add_file(CONTENT), tmp_path / "file") == CONTENT
    statuses = [entry.status for entry in sandbox.journal.filter(method="GET")]
    assert statuses.count(206) >= 3


async def test_download_of_an_empty_file_is_empty(sandbox: Sandbox, client: AsyncMoveUgc, tmp_path: Path) -> None:
    assert await download(client, sandbox.add_file(b""), tmp_path / "file") == b""


@also_on_trio
async def test_download_is_resumed_after_faults(sandbox: Sandbox, client: AsyncMoveUgc, tmp_path: Path) -> None:
    for fault in (Truncate(), Truncate(size=70_000), Drop(reset=True), Status(503)):
        sandbox.journal.clear()
        sandbox.faults.add(fault, path=STORAGE, times=1)
        assert await download(client, sandbox.add_file(CONTENT * 10), tmp_path / repr(fault)) == CONTENT * 10
        first, second = sandbox.journal.filter(kind="storage")
        if isinstance(fault, Truncate):
            assert second.status == 206, fault
            assert second.sent < first.sent, fault


async def test_download_may_be_slow(sandbox: Sandbox, client: AsyncMoveUgc, tmp_path: Path) -> None:
    sandbox.faults.add(Drip(50_000_000), path=STORAGE)
    assert await download(client, sandbox.add_file(CONTENT), tmp_path / "file") == CONTENT


async def test_outputs_of_a_job_are_downloaded(sandbox: Sandbox, client: AsyncMoveUgc, tmp_path: Path) -> None:
    job = await client.jobs.retrieve(sandbox.add_job(outputs=["MAIN_FBX"]), expand=["outputs"])
    (output,) = await client.jobs.download_outputs(job, tmp_path)
    assert output.path.stat().st_size == output.size > 1000


# Faults of calls.


@also_on_trio
async def test_calls_succeed_after_faults(sandbox: Sandbox, client: AsyncMoveUgc) -> None:
    slow = [Delay(0.001), Delay(0.001, after_work=True), Drip(1_000_000)]
    failing = [
        Drop(),
        Drop(reset=True),
        Drop(after_work=True),
        Truncate(),
        Truncate(0),
        Status(503),
        Status(503, after_work=True),
        GraphQLFault("ThrottlingException"),
    ]
    for fault in (*slow, *failing):
        sandbox.journal.clear()
        sandbox.faults.add(fault, operation="getClient", times=1)
        assert (await client.client.retrieve()).name == "Sandbox"
        assert len(sandbox.journal) == 1 + (fault in failing), fault


@also_on_trio
async def test_garbage_is_reported(sandbox: Sandbox, impatient: AsyncMoveUgc) -> None:
    for kind in get_args(GarbageKind):
        sandbox.faults.add(Garbage(kind), times=1)
        with pytest.raises(MoveConnectionError if kind == "http" else MoveError):
            await impatient.client.retrieve()


async def test_response_is_complete_when_truncated_after_its_end(sandbox: Sandbox, client: AsyncMoveUgc) -> None:
    sandbox.faults.add(Truncate(size=1_000_000))
    assert (await client.client.retrieve()).id
    assert len(sandbox.journal) == 1


async def test_redirects_are_refused(sandbox: Sandbox, impatient: AsyncMoveUgc) -> None:
    sandbox.faults.add(Status(302, headers={"location": "https://elsewhere.example/"}))
    with pytest.raises(MoveHTTPStatusError):
        await impatient.client.retrieve()


@also_on_trio
@pytest.mark.parametrize("fault", [Drop(), Drop(reset=True), Truncate(), Stall()], ids=repr)
async def test_broken_connection_is_reported(fault: Fault, open_sandbox: Open, connect: Connect) -> None:
    sandbox = open_sandbox()
    client = connect(sandbox, max_retries=0)
    sandbox.faults.add(fault)
    if not isinstance(fault, Stall):
        with pytest.raises(MoveConnectionError):
            await client.client.retrieve()
        return
    errors: list[MoveError] = []

    async def call() -> None:
        try:
            await client.client.retrieve()
        except MoveConnectionError as error:
            errors.append(error)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(call)
        await wait_until(lambda: len(sandbox.journal) == 1)
        await anyio.to_thread.run_sync(sandbox.close)
    assert len(errors) == 1


@also_on_trio
async def test_cancelled_call_leaves_the_client_usable(sandbox: Sandbox, client: AsyncMoveUgc) -> None:
    sandbox.faults.add(Stall(), times=1)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(client.client.retrieve)
        await wait_until(lambda: len(sandbox.journal) == 1)
        tasks.cancel_scope.cancel()
    assert await client.client.retrieve()


@also_on_trio
async def test_creation_is_executed_although_its_client_has_gone(sandbox: Sandbox, client: AsyncMoveUgc) -> None:
    sandbox.faults.add(Stall(after_work=True), operation="createFile")
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(client.files.create, "mp4")
        await wait_until(lambda: sandbox.journal.count("createFile") == 1)
        tasks.cancel_scope.cancel()
    assert [entry.status for entry in sandbox.journal] == [None]


async def test_lost_creation_is_ambiguous(sandbox: Sandbox, client: AsyncMoveUgc) -> None:
    sandbox.faults.add(Drop(after_work=True), operation="createSingleCamJob")
    with pytest.raises(AmbiguousCreateError):
        await client.jobs.create_singlecam(sandbox.add_take())
    assert len(sandbox.ledger) == 1


async def test_lost_creation_with_a_key_is_found(sandbox: Sandbox, client: AsyncMoveUgc) -> None:
    sandbox.faults.add(Drop(after_work=True), operation="createSingleCamJob", times=1)
    await client.jobs.create_singlecam(sandbox.add_take(), idempotency_key="order-7")
    assert len(sandbox.ledger) == 1


# Clocks and waits.


async def test_manual_clock_moves_jobs(open_sandbox: Open, connect: Connect) -> None:
    sandbox = open_sandbox(clock="manual")
    client = connect(sandbox)
    job_id = sandbox.add_job("RUNNING", percentage=40)
    before = await client.jobs.retrieve(job_id)
    assert before.progress is not None
    assert (before.state, before.progress.percentage_complete) == ("RUNNING", 40)
    sandbox.clock.advance(60)
    assert (await client.jobs.retrieve(job_id)).state == "FINISHED"


async def test_expired_urls_are_refused(open_sandbox: Open, connect: Connect) -> None:
    sandbox = open_sandbox(clock="manual")
    url = await presigned(connect(sandbox), sandbox.add_file())
    sandbox.clock.advance(3601)
    async with httpx.AsyncClient(transport=sandbox.transport) as raw:
        assert (await raw.get(url)).status_code == 403


async def test_jobs_are_waited_for(sandbox: Sandbox, client: AsyncMoveUgc) -> None:
    job = await client.jobs.create_singlecam(sandbox.add_take())
    assert (await client.jobs.wait(job)).state == "FINISHED"


@also_on_trio
async def test_many_jobs_are_waited_for(sandbox: Sandbox, client: AsyncMoveUgc) -> None:
    ids = [sandbox.add_job("RUNNING", duration=0.05) for _ in range(5)] + [sandbox.add_job("FAILED")]
    outcomes = [outcome async for outcome in client.jobs.wait_many(ids)]
    assert {outcome.id for outcome in outcomes} == set(ids)


async def test_progress_is_watched(sandbox: Sandbox, client: AsyncMoveUgc) -> None:
    job_id = sandbox.add_job("RUNNING", duration=0.03)
    events = [event async for event in client.jobs.watch(job_id)]
    assert events[-1].state == "FINISHED"


# Workflows.


@also_on_trio
async def test_capture_downloads_outputs(sandbox: Sandbox, client: AsyncMoveUgc, tmp_path: Path) -> None:
    result = await client.capture(CLIP, tmp_path / "out", key="order-7", outputs=["main_fbx"])
    assert [output.path.name for output in result.outputs] == ["fbx.fbx"]
    assert not sandbox.leaks


async def test_capture_survives_many_faults(sandbox: Sandbox, client: AsyncMoveUgc, tmp_path: Path) -> None:
    sandbox.faults.add(Drop(after_work=True), probability=0.2)
    await client.capture(CLIP, tmp_path / "out", key="order-7", outputs=["main_fbx"])
    assert len(sandbox.ledger) == 1


async def test_capture_reports_failed_jobs(sandbox: Sandbox, client: AsyncMoveUgc, tmp_path: Path) -> None:
    sandbox.fail_next_job("Use more light.")
    with pytest.raises(CaptureError) as caught:
        await client.capture(CLIP, tmp_path / "out", outputs=["main_fbx"])
    assert caught.value.suggestions == ("Use more light.",)


async def test_share_code_is_redeemed_once(sandbox: Sandbox, client: AsyncMoveUgc, raw: httpx.AsyncClient) -> None:
    code = await client.files.generate_share_code(sandbox.add_file())
    assert code.url is not None
    assert [(await raw.get(code.url)).status_code for _ in range(2)] == [200, 410]


# HTTP.


async def test_head_has_headers_only(client: AsyncMoveUgc, sandbox: Sandbox, raw: httpx.AsyncClient) -> None:
    url = await presigned(client, sandbox.add_file(CONTENT))
    response = await raw.get(url)
    assert response.headers["etag"] == f'"{hashlib.md5(CONTENT, usedforsecurity=False).hexdigest()}"'
    unchanged = await raw.get(url, headers={"if-none-match": response.headers["etag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


async def test_ranges_are_served(client: AsyncMoveUgc, sandbox: Sandbox, raw: httpx.AsyncClient) -> None:
    url = await presigned(client, sandbox.add_file(CONTENT))
    part = await raw.get(url, headers={"range": "bytes=5-9"})
    assert (part.status_code, part.content) == (206, CONTENT[5:10])
    assert part.headers["content-range"] == f"bytes 5-9/{len(CONTENT)}"
    assert (await raw.get(url, headers={"range": f"bytes={len(CONTENT)}-"})).status_code == 416


async def test_authorization_at_storage_is_refused(
    client: AsyncMoveUgc, sandbox: Sandbox, raw: httpx.AsyncClient
) -> None:
    url = await presigned(client, sandbox.add_file())
    assert (await raw.get(url, headers={"authorization": "someone"})).status_code == 400
    assert len(sandbox.leaks) == 1


PREFLIGHT = {"origin": "http://localhost:3000", "access-control-request-method": "POST"}


@also_on_trio
async def test_statuses_of_http(raw: httpx.AsyncClient) -> None:
    requests: list[tuple[str, str, dict[str, Any], int]] = [
        ("OPTIONS", "/ugc/graphql", {}, 405),
        ("OPTIONS", "/ugc/graphql", {"headers": PREFLIGHT}, 200),
        ("GET", "/ugc/graphql", {}, 401),
        ("POST", "/ugc/graphql", {"content": b"x" * 1_100_000}, 413),
        ("POST", "/ugc/graphql", {"headers": {"host": "elsewhere.example"}}, 403),
        ("GET", "/nowhere", {}, 404),
        ("GET", "/ugc/file/download?code=%C3%BC", {}, 404),
        ("GET", "/move-ugc-sandbox/files/file-1.mp4", {}, 403),
        ("HEAD", "/move-ugc-sandbox/files/file-1.mp4", {}, 403),
    ]
    for method, path, options, status in requests:
        response = await raw.request(method, path, **options)
        assert response.status_code == status, path
        assert "date" in response.headers
        assert method != "HEAD" or not response.content


async def test_closed_sandbox_refuses_requests(open_sandbox: Open, connect: Connect) -> None:
    sandbox = open_sandbox()
    client = connect(sandbox, max_retries=0)
    await client.client.retrieve()
    await anyio.to_thread.run_sync(sandbox.close)
    with pytest.raises(MoveConnectionError):
        await client.client.retrieve()


@pytest.mark.parametrize("mode", ["socket-asyncio"], indirect=True)
async def test_journals_are_equal_in_both_modes(tmp_path: Path) -> None:
    journals: list[list[Any]] = []
    for is_in_process in (False, True):
        with Sandbox(in_process=is_in_process, clock="manual", seed=7) as sandbox:
            sandbox.faults.add(Drop(after_work=True), operation="createFile", times=1)
            sandbox.faults.add([Truncate(), Status(503)], path=STORAGE)
            async with AsyncMoveUgc(
                sandbox.api_key,
                endpoint_url=sandbox.endpoint_url,
                http_transport=sandbox.transport,
                clock=InstantClock(),
                state_dir=tmp_path / str(is_in_process),
                lock_keys=False,
            ) as client:
                await client.files.upload(b"x" * 1000, file_type="move")
                await download(client, sandbox.add_file(CONTENT), tmp_path / f"file-{is_in_process}")
            journals.append(list(sandbox.journal))
    assert len(journals[0]) > 4
    assert journals[0] == journals[1]
