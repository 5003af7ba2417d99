"""Files: requests in the journal of the sandbox, stored bytes, and parsed responses."""

import json
import os
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from move_ugc_async import (
    AsyncMoveUgc,
    CaptureError,
    CaptureEvent,
    MoveInvalidRequestError,
    MoveNotFoundError,
    MoveSourceChangedError,
    SourceIn,
)
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.loops import both_loops
from tests.integration.client.workflows import CLIP, graphql_requests, last_flags, last_variables

pytestmark = pytest.mark.anyio


async def test_create_sends_every_argument(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    file = await client.files.create("mp4", "front", {"take": 1}, ["client"])
    assert last_variables(sandbox, "createFile") == {"type": "mp4", "name": "front", "metadata": '{"take": 1}'}
    assert last_flags(sandbox, "createFile") == {"withFileClient"}
    assert file.id.startswith("file-")
    assert (file.type, file.name, file.metadata) == (".mp4", "front", {"take": 1})
    assert file.created == sandbox.clock.now()
    assert file.client is not None
    assert file.presigned_url is not None
    assert file.thumbnail_url is None


@pytest.mark.parametrize("file_type", ["mov", ".mov", "MOV", " .Mov "])
async def test_create_normalises_the_file_extension(client: AsyncMoveUgc, sandbox: Sandbox, file_type: str) -> None:
    file = await client.files.create(file_type)
    assert sandbox.journal.entries[-1].variables == {"type": "mov"}
    assert file.type == ".mov"


@pytest.mark.parametrize("file_type", ["", ".", "tar.gz", "mp4/", "a b"])
async def test_create_refuses_an_invalid_extension_before_anything_is_sent(
    client: AsyncMoveUgc, sandbox: Sandbox, file_type: str
) -> None:
    with pytest.raises(MoveInvalidRequestError, match="extension"):
        await client.files.create(file_type)
    assert not graphql_requests(sandbox)


@both_loops
async def test_download_returns_the_uploaded_bytes(client: AsyncMoveUgc, tmp_path: Path) -> None:
    uploaded = await client.files.upload(CLIP)
    file = await client.files.retrieve(uploaded.id)
    assert uploaded.presigned_url != file.presigned_url
    assert file.thumbnail_url is not None
    assert file.name == CLIP.name
    path = await client.files.download(file, tmp_path / "back.mp4")
    assert path.read_bytes() == CLIP.read_bytes()


async def test_download_by_id_fetches_a_fresh_url(client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path) -> None:
    uploaded = await client.files.upload(CLIP)
    sandbox.clock.advance(timedelta(days=1).total_seconds())
    path = await client.files.download(uploaded.id, tmp_path / "back.mp4")
    assert path.read_bytes() == CLIP.read_bytes()
    assert sandbox.journal.count("getFile") == 1


async def test_download_of_a_file_that_was_never_uploaded_raises(client: AsyncMoveUgc, tmp_path: Path) -> None:
    file = await client.files.create("mp4")
    with pytest.raises(MoveInvalidRequestError, match="has no presigned URL; upload its content first"):
        await client.files.download(file.id, tmp_path / "nothing.mp4")
    assert not (tmp_path / "nothing.mp4").exists()


async def test_upload_sends_its_arguments(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    file = await client.files.upload(str(CLIP), file_type=".MOV", name="side", metadata=[1])
    assert last_variables(sandbox, "createFile") == {"type": "mov", "name": "side", "metadata": "[1]"}
    assert file.type == ".mov"
    (put,) = sandbox.journal.filter(kind="storage", method="PUT")
    assert (put.status, put.received) == (200, CLIP.stat().st_size)


async def test_upload_refuses_missing_and_empty_files_before_anything_is_sent(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "bare").write_bytes(b"1")
    for name in ("missing.mp4", "empty.mp4", "bare", "."):
        with pytest.raises(MoveInvalidRequestError):
            await client.files.upload(tmp_path / name)
    assert not graphql_requests(sandbox)


@both_loops
@pytest.mark.check(31)
@pytest.mark.parametrize("how", ["grows", "shrinks"])
async def test_a_video_that_grows_or_shrinks_during_its_upload_creates_no_take(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, how: str
) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(CLIP.read_bytes() + bytes(4 * 1024 * 1024))

    def change(event: CaptureEvent) -> None:
        if event.stage == "upload":
            os.truncate(clip, 5 * 1024 * 1024 if how == "grows" else 1024 * 1024)

    with pytest.raises(CaptureError) as caught:
        await client.capture(clip, tmp_path / "out", on_progress=change)
    assert caught.value.stage == "upload"
    assert isinstance(caught.value.__cause__, MoveSourceChangedError)
    assert sandbox.journal.count("createFile") == 1
    assert sandbox.journal.count("createSingleCamTake") == 0
    assert not sandbox.ledger


async def test_retrieve_sends_its_arguments(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    created = await client.files.create("avi", "x")
    plain = await client.files.retrieve(created.id)
    assert sandbox.journal.entries[-1].variables == {"fileId": created.id}
    assert (plain.id, plain.type, plain.name, plain.client) == (created.id, ".avi", "x", None)
    assert plain.presigned_url is None
    expanded = await client.files.retrieve(created.id, ["client"])
    assert expanded.client is not None
    assert expanded.client.id.startswith("client-")


async def test_update_changes_only_the_passed_fields(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    file = await client.files.create("mp4", "old", {"a": 1})
    renamed = await client.files.update(file.id, name="new", expand=["client"])
    assert last_variables(sandbox, "updateFile") == {"id": file.id, "name": "new"}
    assert (renamed.name, renamed.metadata) == ("new", {"a": 1})
    assert renamed.client is not None
    changed = await client.files.update(file.id, {"b": 2})
    assert last_variables(sandbox, "updateFile") == {"id": file.id, "metadata": '{"b": 2}'}
    assert (changed.name, changed.metadata) == ("new", {"b": 2})
    cleared = await client.files.update(file.id, {})
    assert (cleared.name, cleared.metadata) == ("new", {})


async def test_an_unknown_id_raises_not_found_and_names_the_id_alone(client: AsyncMoveUgc) -> None:
    unknown = "file-00000000-0000-4000-8000-000000000000"
    with pytest.raises(MoveNotFoundError, match=f"getFile: {unknown} was not found"):
        await client.files.retrieve(unknown)
    with pytest.raises(MoveNotFoundError, match=f"updateFile: {unknown} was not found"):
        await client.files.update(unknown, name="secret", metadata={"id": "secret"})
    with pytest.raises(MoveNotFoundError, match=f"generateShareCode: {unknown} was not found"):
        await client.files.generate_share_code(unknown)
    volume = unknown.replace("file", "volume")
    sources = [SourceIn(device_label=f"secret-{number}", file_id=unknown, format="MP4") for number in range(2)]
    with pytest.raises(MoveNotFoundError, match=f"one of {unknown}, {volume} was not found") as caught:
        await client.takes.create_multicam(sources, volume)
    assert "secret" not in str(caught.value)


async def test_an_empty_id_is_refused_before_anything_is_sent(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    for call in (client.files.retrieve, client.files.update, client.files.generate_share_code):
        with pytest.raises(MoveInvalidRequestError, match="the id of a file must be a string"):
            await call("")
    assert not graphql_requests(sandbox)


@pytest.mark.usefixtures("silent_httpx")
async def test_a_share_code_opens_the_file_once(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    file = await client.files.upload(CLIP)
    share = await client.files.generate_share_code(file.id)
    assert last_variables(sandbox, "generateShareCode") == {"fileId": file.id}
    assert len(share.code) == 8
    assert share.code.isdecimal()
    assert share.file_id == file.id
    assert share.created == sandbox.clock.now()
    assert share.expires is not None
    assert share.expires > share.created
    assert share.url is not None
    assert share.code in share.url
    assert share.code not in repr(share)
    assert share.url not in repr(share)
    async with httpx.AsyncClient(verify=False) as browser:
        redeemed = await browser.get(share.url)
        download = await browser.get(json.loads(redeemed.content)["url"])
        again = await browser.get(share.url)
    assert download.content == CLIP.read_bytes()
    assert again.status_code >= 400


@pytest.mark.usefixtures("silent_httpx")
async def test_presigned_urls_are_unchanged_and_left_out_of_the_repr(client: AsyncMoveUgc) -> None:
    file = await client.files.create("mp4")
    assert file.presigned_url is not None
    async with httpx.AsyncClient(verify=False) as storage:
        response = await storage.put(file.presigned_url, content=b"bytes")
    assert response.status_code == 200
    for text in (repr(file), str(file), repr([file]), f"{file}"):
        assert "Signature" not in text
        assert "presigned_url='…'" in text
