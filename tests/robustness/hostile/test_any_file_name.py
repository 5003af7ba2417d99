"""Any file name: an upload keeps it or is rejected, and a download stays inside its folder."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from hypothesis import HealthCheck, example, given
from hypothesis import settings as budget
from hypothesis import strategies as st

from move_ugc_async import AsyncMoveUgc, MoveInvalidRequestError
from tests.support.servers import API_KEY, HttpServer, Received, Reply, graphql_reply
from tests.unit._transfers.objects import stored


def can_be_written(name: str) -> bool:
    """Return whether a text can be encoded as UTF-8; lone surrogates cannot."""
    return name == name.encode(errors="ignore").decode()


FEW = budget(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
FEWER = budget(FEW, max_examples=10)
CLIP = b"\0\0\0\x20ftypisom" + bytes(100)
ODD = ["\ud83d", "a\nb", "a" * 5000, "..", "/etc/passwd", "C:\\x", "\x00", "\u202egnp", " ", "-rf", "con.txt", "$HOME"]
TEXTS = st.text(max_size=20) | st.sampled_from(ODD)
WRITABLE = TEXTS.filter(can_be_written)
ON_DISK = st.binary(min_size=1, max_size=40) | st.sampled_from(
    [b"\xff\xfe", b"a\nb", b"a" * 255, b"\xf0\x9f", b"-rf", b"~"]
)


@pytest.fixture
def portal() -> Iterator[BlockingPortal]:
    with start_blocking_portal() as portal:
        yield portal


class Uploads:
    """Uploads to a server that records requests."""

    def __init__(self, portal: BlockingPortal, server: HttpServer) -> None:
        self._portal, self._server = portal, server
        self.client = AsyncMoveUgc(API_KEY, endpoint_url=server.url, max_retries=0)

    def sent_name(self, source: Any, **named: Any) -> str | None:
        """Upload and return the name that the server received, or None if the upload was rejected before sending."""
        self._server.requests.clear()
        try:
            self._portal.call(lambda: self.client.files.upload(source, file_type="mp4", **named))
        except MoveInvalidRequestError:
            assert not self._server.requests
            return None
        created, put = self._server.requests
        assert put.body == CLIP
        name: str = created.json()["variables"]["name"]
        return name


@pytest.fixture
def uploads(portal: BlockingPortal) -> Iterator[Uploads]:
    def reply(received: Received) -> Reply:
        if received.method == "PUT":
            return stored(received)
        return graphql_reply({"createFile": {"id": "file-1", "type": ".mp4", "presignedUrl": f"{server.url}/clip"}})

    with HttpServer(reply) as server:
        uploads = Uploads(portal, server)
        yield uploads
        portal.call(uploads.client.aclose)


@given(TEXTS.filter(bool))
@example("\ud83d")
@FEW
def test_an_upload_keeps_any_name_or_is_rejected(uploads: Uploads, name: str) -> None:
    assert uploads.sent_name(CLIP, name=name) == (name if can_be_written(name) else None)


@given(ON_DISK.filter(lambda name: not set(name) & {0, ord("/")} and name not in (b".", b"..")))
@FEW
def test_upload_of_a_file_keeps_any_name_on_disk_or_escapes_its_bytes(uploads: Uploads, name: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, os.fsdecode(name))
        path.write_bytes(CLIP)
        sent = uploads.sent_name(path)
    assert sent == path.name.encode("utf-8", "backslashreplace").decode()


@pytest.mark.check(45)
@given(st.lists(st.tuples(WRITABLE, WRITABLE), min_size=1, max_size=3))
@example([("../x", "/../y"), ("", "")])
@FEWER
def test_outputs_of_any_name_are_downloaded_into_the_folder(
    portal: BlockingPortal, named: list[tuple[str, str]]
) -> None:
    def reply(received: Received) -> Reply:
        if received.method == "GET":
            return Reply(received.target.encode())
        outputs = [
            {"format": form, "file": {"id": f"file-{number}", "type": kind, "presignedUrl": f"{server.url}/{number}"}}
            for number, (form, kind) in enumerate(named)
        ]
        job = {"id": "job-1", "created": "2026-01-31T12:00:00Z", "state": "FINISHED", "outputs": outputs}
        return graphql_reply({"getJob": job})

    async def download(folder: Path) -> list[Path]:
        async with AsyncMoveUgc(API_KEY, endpoint_url=server.url) as client:
            return [each.path for each in await client.jobs.download_outputs("job-1", folder)]

    with HttpServer(reply) as server, tempfile.TemporaryDirectory() as around:
        folder = Path(around, "folder")
        paths = portal.call(download, folder)
        assert {path.parent for path in paths} == {folder}
        assert [path.read_bytes() for path in paths] == [f"/{number}".encode() for number in range(len(named))]
        assert [*Path(around).iterdir()] == [folder]
