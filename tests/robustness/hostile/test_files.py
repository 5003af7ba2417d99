"""Download outputs with names from the server into a folder that contains files and links."""

from pathlib import Path
from random import Random
from typing import Any

import pytest

from move_ugc_async._transfers.names import safe_names
from tests.support.servers import HttpServer, Received, Reply, graphql_reply
from tests.support.stacks import Connect

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


NAMES = [
    *PIECES,
    *(first + second for first, second in zip(PIECES, reversed(PIECES), strict=True)),
    "".join(PIECES),
    "a" * 5000,
]
"""Each part alone, pairs of parts, and names that are too long."""


def random_names(number: int) -> list[str]:
    chance = Random(SEED)
    return ["".join(chance.choices(PIECES, k=chance.choice((1, 2, 4, 60)))) for _ in range(number)]


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.check(45)
@pytest.mark.anyio
@pytest.mark.timeout(600)
@pytest.mark.parametrize("stack", ["asyncio-aiohttp"], indirect=True)
@pytest.mark.parametrize(
    "names", [NAMES, pytest.param(random_names(1000), marks=pytest.mark.slow)], ids=["each piece", "random"]
)
async def test_outputs_with_hostile_names_stay_in_the_folder_and_replace_nothing(
    connect: Connect, names: list[str], tmp_path: Path
) -> None:
    folder, outside = tmp_path / "folder", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (outside / "victim").write_bytes(b"mine")

    def stored(received: Received) -> Reply:
        return Reply(received.target.encode())

    with HttpServer(stored) as storage:
        outputs: list[dict[str, Any]] = [
            {"format": form, "file": {"id": f"file-{each}", "type": kind, "presignedUrl": f"{storage.url}/{each}"}}
            for each, (form, kind) in enumerate(zip(names, names[1:] + names[:1], strict=True))
        ]
        # A third of the names exist as links, another third as files.
        safe = safe_names([(each["format"], each["file"]["type"], each["file"]["id"]) for each in outputs])
        for place, name in enumerate(safe):
            if place % 3 == 0:
                (folder / name).symlink_to(outside / ("victim" if place % 2 else f"new-{place}"))
            elif place % 3 == 1:
                (folder / name).write_bytes(b"mine")
        before = names_in(folder)
        job = {"id": "job-1", "created": "2026-01-31T12:00:00Z", "state": "FINISHED", "outputs": outputs}
        with HttpServer(graphql_reply({"getJob": job})) as server:
            async with connect(server.url, timeout=300) as client:
                done = await client.jobs.download_outputs("job-1", folder, concurrency=16)

    assert {each.file_id: each.path.read_bytes() for each in done} == {
        each["file"]["id"]: each["file"]["presignedUrl"].removeprefix(storage.url).encode() for each in outputs
    }
    assert all(each.path.parent == folder and not each.path.is_symlink() for each in done)
    assert {
        name: (folder / name).is_symlink() or (folder / name).read_bytes() == b"mine" for name in before
    } == dict.fromkeys(before, True)
    assert names_in(outside) == ["victim"]
    assert (outside / "victim").read_bytes() == b"mine"
    assert len(names_in(folder)) == len(before) + len(names) + 1  # and the manifest
