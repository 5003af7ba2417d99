"""Files of any name: one goes up as it is called, or is refused, and what comes down stays inside."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from hypothesis import example, given
from hypothesis import settings as budget
from hypothesis import strategies as st

from move_ugc_async import AsyncMoveUgc, MoveInvalidRequestError
from move_ugc_async.sandbox import Sandbox
from tests.e2e.journeys import last_variables
from tests.servers import API_KEY, HttpServer, Received, Reply, answer


def can_be_written(name: str) -> bool:
    """Tell whether a text has a form in UTF-8: half a surrogate pair has none."""
    return name == name.encode(errors="ignore").decode()


FEW = budget(max_examples=25, deadline=None, database=None)
CLIP = b"\0\0\0\x20ftypisom" + bytes(100)
ODD = ["\ud83d", "a\nb", "a" * 5000, "..", "/etc/passwd", "C:\\x", "\x00", "\u202egnp", " ", "-rf", "con.txt", "$HOME"]
TEXTS = st.text(max_size=20) | st.sampled_from(ODD)
WRITABLE = TEXTS.filter(can_be_written)
ON_DISK = st.binary(min_size=1, max_size=40) | st.sampled_from(
    [b"\xff\xfe", b"a\nb", b"a" * 255, b"\xf0\x9f", b"-rf", b"~"]
)


@pytest.fixture(scope="module")
def portal() -> Iterator[BlockingPortal]:
    with start_blocking_portal() as portal:
        yield portal


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def client(sandbox: Sandbox, portal: BlockingPortal) -> Iterator[AsyncMoveUgc]:
    client = AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, max_retries=0)
    yield client
    portal.call(client.aclose)


def upload(portal: BlockingPortal, client: AsyncMoveUgc, source: Any, **named: Any) -> bool:
    """Upload, and tell whether that was refused instead, before anything was sent."""
    with contextlib.suppress(MoveInvalidRequestError):
        portal.call(lambda: client.files.upload(source, file_type="mp4", **named))
        return True
    return False


@given(TEXTS.filter(bool))
@example("\ud83d")
@FEW
def test_a_clip_goes_up_under_any_name_or_is_refused(
    portal: BlockingPortal, client: AsyncMoveUgc, sandbox: Sandbox, name: str
) -> None:
    sandbox.journal.clear()
    is_sent = upload(portal, client, CLIP, name=name)
    assert is_sent is can_be_written(name)
    assert len(sandbox.journal) == 2 * is_sent
    if is_sent:
        assert last_variables(sandbox, "createFile")["name"] == name


@given(ON_DISK.filter(lambda name: not set(name) & {0, ord("/")} and name not in (b".", b"..")))
@FEW
def test_a_file_goes_up_whatever_it_is_called_on_disk(
    portal: BlockingPortal, client: AsyncMoveUgc, sandbox: Sandbox, name: bytes
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, os.fsdecode(name))
        path.write_bytes(CLIP)
        is_sent = upload(portal, client, path)
    assert is_sent is can_be_written(path.name)
    if is_sent:
        assert last_variables(sandbox, "createFile")["name"] == path.name


@pytest.mark.check(45)
@given(st.lists(st.tuples(WRITABLE, WRITABLE), min_size=1, max_size=3))
@example([("../x", "/../y"), ("", "")])
@FEW
def test_outputs_of_any_name_come_down_inside_the_folder(portal: BlockingPortal, named: list[tuple[str, str]]) -> None:
    def reply(received: Received) -> Reply:
        if received.method == "GET":
            return Reply(received.target.encode())
        outputs = [
            {"format": form, "file": {"id": f"file-{number}", "type": kind, "presignedUrl": f"{server.url}/{number}"}}
            for number, (form, kind) in enumerate(named)
        ]
        job = {"id": "job-1", "created": "2026-01-31T12:00:00Z", "state": "FINISHED", "outputs": outputs}
        return answer({"getJob": job})

    async def download(folder: Path) -> list[Path]:
        async with AsyncMoveUgc(API_KEY, endpoint_url=server.url) as client:
            return [each.path for each in await client.jobs.download_outputs("job-1", folder)]

    with HttpServer(reply) as server, tempfile.TemporaryDirectory() as around:
        folder = Path(around, "folder")
        paths = portal.call(download, folder)
        assert {path.parent for path in paths} == {folder}
        assert [path.read_bytes() for path in paths] == [f"/{number}".encode() for number in range(len(named))]
        assert [*Path(around).iterdir()] == [folder]
