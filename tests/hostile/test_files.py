"""Names that the server chose, and what lies in the folder already."""

from pathlib import Path
from random import Random
from typing import Any

import pytest

from move_ugc_async.transfers.names import safe_names
from tests.servers import HttpServer, Received, Reply, answer
from tests.stacks import Connect

SEED = 45
PIECES = [
    *(
        "..",
        "/",
        "\\",
        "~",
        "-",
        ":",
        "$HOME",
        "a",
        "\u00c4",
        "CON",
        "nul",
        "COM\u00b9",
        "com7.x",
        "-rf",
        ".bashrc",
        "fbx",
    ),
    *(" ", "\x00", "\n", "\u202e", "\u2028", "\uff0f", "\uff0e", "%2e%2e%2f", "C:\\", "\\\\host\\share\\", "e\u0301"),
]


def hostile_outputs(number: int, chance: Random, storage: str) -> list[dict[str, Any]]:
    """Make outputs whose names are made to harm."""

    def text() -> str:
        return "".join(chance.choice(PIECES) for _ in range(chance.choice((1, 2, 4, 60))))

    return [
        {"format": text(), "file": {"id": f"file-{each}", "type": text(), "presignedUrl": f"{storage}/{each}"}}
        for each in range(number)
    ]


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.check(45)
@pytest.mark.anyio
@pytest.mark.timeout(600)
@pytest.mark.parametrize("number", [90, pytest.param(1000, marks=pytest.mark.slow)])
async def test_hostile_names_stay_in_the_folder_and_replace_nothing(
    connect: Connect, number: int, tmp_path: Path
) -> None:
    chance = Random(SEED)
    folder, outside = tmp_path / "folder", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (outside / "victim").write_bytes(b"mine")

    def stored(received: Received) -> Reply:
        return Reply(received.target.encode())

    with HttpServer(stored) as storage:
        outputs = hostile_outputs(number, chance, storage.url)
        # In the way of a third of them lies a link, of another third a file.
        names = safe_names([(each["format"], each["file"]["type"], each["file"]["id"]) for each in outputs])
        for place, name in enumerate(names):
            if place % 3 == 0:
                (folder / name).symlink_to(outside / ("victim" if chance.random() < 0.5 else f"new-{place}"))
            elif place % 3 == 1:
                (folder / name).write_bytes(b"mine")
        before = names_in(folder)
        job = {"id": "job-1", "created": "2026-01-31T12:00:00Z", "state": "FINISHED", "outputs": outputs}
        with HttpServer(answer({"getJob": job})) as server:
            async with connect(server.url, timeout=300) as client:
                done = await client.jobs.download_outputs("job-1", folder, concurrency=16)

    seed = f"seed {SEED}"
    assert {each.file_id: each.path.read_bytes() for each in done} == {
        each["file"]["id"]: each["file"]["presignedUrl"].removeprefix(storage.url).encode() for each in outputs
    }, seed
    assert all(each.path.parent == folder and not each.path.is_symlink() for each in done), seed
    assert {
        name: (folder / name).is_symlink() or (folder / name).read_bytes() == b"mine" for name in before
    } == dict.fromkeys(before, True), seed
    assert names_in(outside) == ["victim"], seed
    assert (outside / "victim").read_bytes() == b"mine", seed
    assert len(names_in(folder)) == len(before) + number + 1, seed  # and the manifest
