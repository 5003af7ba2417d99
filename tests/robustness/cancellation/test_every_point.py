"""An operation cancelled at any point leaves nothing behind, and the same client can run it again."""

import ssl
from pathlib import Path

import httpx
import pytest

from move_ugc_async import AsyncMoveUgc, JobType
from move_ugc_async._transfers.storage import CHUNK_SIZE
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.workflows import CLIP, LONG_ENOUGH, single_source, single_take
from tests.robustness.cancellation.conftest import NewClient, StepThrough, Trial
from tests.robustness.cancellation.leftovers import files
from tests.robustness.cancellation.suspension_points import Way

pytestmark = [pytest.mark.anyio, pytest.mark.check(36)]

IN_RANGES = CLIP.read_bytes() + bytes(600 * 1024)
"""A clip that is downloaded in three ranges."""

IN_CHUNKS = CLIP.read_bytes() + bytes(5 * CHUNK_SIZE)
"""A clip that is uploaded in six chunks."""

NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@pytest.fixture(params=[10, pytest.param(1, marks=[pytest.mark.slow, pytest.mark.timeout(300)])], ids=["some", "all"])
def stride(request: pytest.FixtureRequest) -> int:
    """Distance between the tested points."""
    return int(request.param)


@pytest.fixture
async def job(sandbox: Sandbox, new_client: NewClient) -> JobType:
    """A finished job."""
    async with new_client() as client:
        take = await single_take(client)
        job = await client.jobs.create_singlecam(take.id, outputs=["MAIN_GLB", "MOTION_DATA"])
        sandbox.clock.advance(LONG_ENOUGH)
        return await client.jobs.retrieve(job.id, expand=["outputs", "take"])


async def test_a_cancelled_call_leaves_nothing(step_through: StepThrough) -> None:
    await step_through(lambda trial: trial.client.client.retrieve(), at_least=3)


@pytest.mark.parametrize("way", [Way("asyncio", native=True), Way("trio")], ids=str)
async def test_a_cancelled_call_leaves_nothing_in_the_callers_own_http_client(
    step_through: StepThrough, sandbox: Sandbox
) -> None:
    http_clients: dict[str, httpx.AsyncClient] = {}

    async def create_http_client(trial: Trial) -> None:
        http_clients[trial.key] = httpx.AsyncClient(limits=httpx.Limits(max_connections=1), verify=NO_CERTIFICATES)

    async def call(trial: Trial) -> None:
        async with AsyncMoveUgc(
            sandbox.api_key, endpoint_url=sandbox.endpoint_url, http_client=http_clients[trial.key], max_retries=0
        ) as client:
            await client.client.retrieve()

    async def call_and_close(trial: Trial) -> None:
        await call(trial)
        await http_clients[trial.key].aclose()

    await step_through(call, first=create_http_client, then=call_and_close, at_least=10)


async def test_closing_a_client_with_a_request_under_way_can_be_cancelled(
    step_through: StepThrough, new_client: NewClient
) -> None:
    async with new_client() as client:
        for _ in range(3):
            await single_take(client)

    async def open_and_close(_trial: Trial) -> None:
        async with new_client() as client:
            async for _ in client.takes.list(limit=1):
                break  # the next page is being requested

    await step_through(open_and_close, at_least=6)


async def test_cancelled_uploads_leave_nothing(step_through: StepThrough, stride: int) -> None:
    async def upload_two(trial: Trial) -> None:
        for _ in range(2):
            await trial.client.files.upload(CLIP)

    await step_through(upload_two, stride=stride, at_least=30)


async def test_a_cancelled_upload_of_six_chunks_leaves_nothing(
    step_through: StepThrough, stride: int, tmp_path: Path
) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(IN_CHUNKS)
    await step_through(lambda trial: trial.client.files.upload(clip), stride=stride, at_least=40)


async def test_a_cancelled_creation_of_a_take_leaves_nothing(
    step_through: StepThrough, stride: int, new_client: NewClient
) -> None:
    async with new_client() as client:
        source = single_source(await client.files.upload(CLIP))
    await step_through(
        lambda trial: trial.client.takes.create_singlecam([source], idempotency_key=trial.key),
        stride=stride,
        at_least=7,
    )


async def test_a_cancelled_wait_leaves_nothing(step_through: StepThrough, stride: int, job: JobType) -> None:
    ids: dict[str, str] = {}

    async def start(trial: Trial) -> None:
        assert job.take is not None
        ids[trial.key] = (await trial.client.jobs.create_singlecam(job.take.id, outputs=["MAIN_GLB"])).id

    await step_through(
        lambda trial: trial.client.jobs.wait(ids[trial.key], expand=["outputs"]),
        first=start,
        stride=stride,
        at_least=9,
    )


@pytest.mark.parametrize(("content", "at_least"), [(CLIP.read_bytes(), 15), (IN_RANGES, 28)], ids=["whole", "ranges"])
async def test_a_cancelled_download_leaves_no_partial_file(
    step_through: StepThrough, stride: int, new_client: NewClient, content: bytes, at_least: int
) -> None:
    async with new_client() as client:
        file = await client.files.upload(content)
    await step_through(
        lambda trial: trial.client.files.download(file.id, trial.folder / "clip.mp4", overwrite=True),
        allowed={"clip.mp4": content},
        stride=stride,
        at_least=at_least,
    )


async def test_a_cancelled_download_of_outputs_leaves_no_partial_file(
    step_through: StepThrough, stride: int, new_client: NewClient, job: JobType, tmp_path: Path
) -> None:
    async with new_client() as client:
        await client.jobs.download_outputs(job, tmp_path / "complete")
    await step_through(
        lambda trial: trial.client.jobs.download_outputs(job, trial.folder),
        allowed=files(tmp_path / "complete"),
        stride=stride,
        at_least=30,
    )
