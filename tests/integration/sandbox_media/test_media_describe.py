"""describe, on files that are broken, hostile, or of formats that it only recognises."""

import contextlib
import io
import json
import random
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from move_ugc_async.sandbox.media import OUTPUT_KEYS, describe
from tests.integration.sandbox_media.unpacking import Glb, unzip

Make = Callable[..., bytes]
Save = Callable[[str, bytes], Path]


def _pack(document: dict[str, Any], binary: bytes) -> bytes:
    text = json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    body = struct.pack("<I4s", len(text), b"JSON") + text
    body += struct.pack("<I4s", len(binary), b"BIN\0") + binary
    return struct.pack("<4sII", b"glTF", 2, 12 + len(body)) + body


def _zip(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("output", "actors", "expected"),
    [
        ("MAIN_GLB", 1, "glTF 2.0, 19 joints, 30 frames"),
        ("MAIN_GLB", 2, "glTF 2.0, 2 skeletons, 38 joints, 30 frames"),
        ("MAIN_USDZ", 1, "USDZ, 19 joints, 30 frames"),
        ("MOTION_DATA", 1, "ZIP, 1 motion file, 30 frames"),
        ("ALL_BVH", 2, "ZIP, 2 BVH files, 19 joints, 30 frames"),
        ("ALL_C3D", 2, "ZIP, 2 C3D files, 19 points, 30 frames"),
        ("ALL_GLB", 1, "ZIP, 1 glTF 2.0 file, 19 joints, 30 frames"),
        ("ALL_FBX", 2, "ZIP, 2 placeholder files"),
        ("MAIN_FBX", 1, "placeholder"),
        ("VOLUME_REPORT", 1, "JSON"),
    ],
)
def test_a_summary_describes_the_content(output: str, actors: int, expected: str, make: Make, saved: Save) -> None:
    data = make(output, actors=actors)
    assert describe(saved("output" + OUTPUT_KEYS[output][1], data)) == expected


@pytest.mark.parametrize("output", ["MAIN_GLB", "MAIN_USDZ", "MOTION_DATA", "ALL_BVH", "ALL_C3D", "RENDER_VIDEO"])
@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.97])
def test_a_file_that_is_cut_short_does_not_parse(output: str, share: float, make: Make, saved: Save) -> None:
    data = make(output)
    path = saved("cut" + OUTPUT_KEYS[output][1], data[: int(share * len(data))])
    with pytest.raises(ValueError, match=r"^cut\.\w+ is not a valid \.\w+ file: .+$"):
        describe(path)


@pytest.mark.parametrize("output", ["ALL_BVH", "ALL_C3D"])
def test_a_member_that_is_cut_short_is_named(output: str, make: Make, saved: Save) -> None:
    ((name, data),) = unzip(make(output)).items()
    path = saved("cut.zip", _zip({name: data[: len(data) // 2]}))
    with pytest.raises(ValueError, match=f"member '{name}': "):
        describe(path)


@pytest.mark.parametrize("output", ["MAIN_GLB", "MAIN_USDZ", "MOTION_DATA", "ALL_C3D", "ALL_BVH"])
def test_damaged_files_parse_or_raise_value_error(output: str, make: Make, saved: Save) -> None:
    dice = random.Random(output)
    files = {"output" + OUTPUT_KEYS[output][1]: make(output)}
    if output.startswith(("ALL_", "MOTION_")):
        files |= unzip(make(output))
    for name, original in files.items():
        for _ in range(12):
            data = bytearray(original)
            for _ in range(dice.randint(1, 8)):
                place = dice.choice((dice.randrange(len(data)), dice.randrange(600) - 300))
                data[place] = dice.choice((0, 255, dice.randrange(256)))
            with contextlib.suppress(ValueError):
                assert describe(saved(name, bytes(data)))


@pytest.mark.parametrize(
    ("offset", "value", "reason"),
    [
        (0, b"glTG", "the header declares"),
        (4, b"\1\0\0\0", "version 1"),
        (8, b"\0\1\0\0", "256 of"),
        (12, b"\1\0\0\0", "a chunk of 1 bytes is unaligned"),
        (12, b"\0\0\0\x40", "is unaligned or truncated"),
        (16, b"JSOM", "the first chunk is not JSON"),
        (20, b"[   ", "is not a valid .glb file"),
    ],
)
def test_a_glb_with_a_broken_container_says_where(
    offset: int, value: bytes, reason: str, make: Make, saved: Save
) -> None:
    data = bytearray(make("MAIN_GLB"))
    data[offset : offset + 4] = value
    with pytest.raises(ValueError, match=reason):
        describe(saved("broken.glb", bytes(data)))


@pytest.mark.parametrize(
    ("offset", "value", "reason"),
    [
        (0, b"\xff", "the parameter section is missing"),
        (1, b"\0", "the header is missing"),
        (2, b"\xff\xff", "30 frames of 65535 points do not fit"),
        (4, b"\xff\0", "do not fit"),  # the analog samples, which stand beside the points
        (6, b"\x20\0", "-1 frames"),
        (514, b"\1", "parameter section is truncated"),
        (515, b"\x56", "processor type 86"),
        (523, b"\xff\xff", "parameter section is truncated"),
    ],
)
def test_describe_names_the_defect_of_a_broken_c3d(
    offset: int, value: bytes, reason: str, make: Make, saved: Save
) -> None:
    (original,) = unzip(make("ALL_C3D")).values()
    data = bytearray(original)
    data[offset : offset + len(value)] = value
    with pytest.raises(ValueError, match=reason):
        describe(saved("broken.c3d", bytes(data)))


@pytest.mark.parametrize(
    ("place", "value", "reason"),
    [
        ("asset version", "1.0", "the asset version is not 2"),
        ("nodes", {}, "nodes is not a list"),
        ("nodes 3", 7, r"nodes\[3\] is not an object"),
        ("accessors 0 count", 10**6, "exceeds its buffer view"),
        ("accessors 0 count", -1, "count is not an integer"),
        ("accessors 0 componentType", 1, "has the unknown type"),
        ("accessors 0 type", [], "has no type"),
        ("bufferViews 0 byteLength", 10**9, "exceeds its buffer"),
        ("buffers 0 byteLength", 4, "declares 4 bytes"),
        ("skins 0 joints 2", 99, r"skins\[0\].joints is not"),
        ("nodes 0 children", [1, 1], "has two parents"),
        ("nodes 0 children", [True], "not an integer"),
        ("scenes 0 nodes 0", 99, r"scenes\[0\].nodes is not"),
        ("nodes 19 skin", 5, r"nodes\[19\].skin is not"),
        ("animations 0 samplers 0 input", 999, "channel of animations"),
        ("animations 0 channels 0 target node", -1, "channel of animations"),
        ("meshes 0 primitives 0 indices", "0", "indices is not"),
    ],
)
def test_a_glb_with_a_broken_reference_says_where(
    place: str, value: object, reason: str, glb: Glb, saved: Save
) -> None:
    document = json.loads(json.dumps(glb.document))
    assert describe(saved("whole.glb", _pack(document, glb.binary)))
    *path, last = (int(step) if step.isdigit() else step for step in place.split())
    holder = document
    for step in path:
        holder = holder[step]
    holder[last] = value
    with pytest.raises(ValueError, match=reason):
        describe(saved("broken.glb", _pack(document, glb.binary)))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("HIERARCHY", "HIERARCH", "does not start with HIERARCHY"),
        ("CHANNELS 3", "CHANNELS 4", "unknown channel"),
        ("Zrotation\n", "Wrotation\n", "unknown channel"),
        ("}\nMOTION", "MOTION", "unexpected word 'MOTION'"),
        ("Frames: 30", "Frames: 31", "it declares 31 frames and has 30"),
        ("Frames: 30", "Frames:", "'Frames:' is missing"),
        ("Frame Time: 0.033333", "Frame Time: 0", "not positive"),
        ("MOTION\n", "", "unexpected word 'Frames:'"),
        ("0.033333\n", "0.033333\n1.0 ", "frame 0 does not have 60 numbers"),
        ("0.033333\n", "0.033333\nnan\n", "frame 0 does not have"),
    ],
)
def test_describe_names_the_defect_of_a_broken_bvh(old: str, new: str, reason: str, make: Make, saved: Save) -> None:
    (bvh,) = unzip(make("ALL_BVH")).values()
    text = bvh.decode()
    assert old in text
    with pytest.raises(ValueError, match=reason):
        describe(saved("broken.bvh", text.replace(old, new).encode()))


@pytest.mark.parametrize(
    ("frames", "reason"),
    [
        ("3", "mocap_data is not a list"),
        ("[[]]", "frame 0 is not an object"),
        ('[{"timestamp": "soon", "joint_data": {}}]', "could not convert"),
        ('[{"timestamp": "inf", "joint_data": {}}]', "the timestamp of frame 0 is not a number"),
        ('[{"timestamp": "0.0"}]', "joint_data is not an object"),
        (
            '[{"timestamp": "0", "joint_data": {"Hips": {"position": [1, 2]}}}]',
            "Hips's position in frame 0 is not three numbers",
        ),
        (
            '[{"timestamp": 0, "joint_data": {"Hips": {"position": [1, 2, NaN]}}}]',
            "Hips's position in frame 0 is not three numbers",
        ),
    ],
)
def test_describe_names_the_defect_of_broken_motion_data(frames: str, reason: str, saved: Save) -> None:
    document = f'{{"mocap_data": {frames}}}'.encode()
    with pytest.raises(ValueError, match=reason):
        describe(saved("motion.zip", _zip({"track00_motion_data.json": document})))


def test_numbers_too_large_for_a_float_are_accepted_or_refused(saved: Save) -> None:
    document = b'{"mocap_data": [{"timestamp": 1' + b"0" * 999 + b', "joint_data": {}}]}'
    with pytest.raises(ValueError, match="OverflowError"):
        describe(saved("large.json", document))


def test_deeply_nested_json_is_accepted_or_refused(saved: Save) -> None:
    with pytest.raises(ValueError, match="RecursionError"):
        describe(saved("deep.json", b"[" * 500_000))


def test_usdz_must_be_stored_aligned_and_closed(make: Make, saved: Save) -> None:
    (layer,) = unzip(make("MAIN_USDZ")).values()
    with pytest.raises(ValueError, match="is compressed"):
        describe(saved("a.usdz", _zip({"actors.usda": layer})))
    with pytest.raises(ValueError, match="multiple of 64"):
        describe(saved("b.usdz", _zip({"actors.usda": layer}, zipfile.ZIP_STORED)))
    # The name ends where the data starts: 30 bytes of header and 34 of name.
    name = "n" * 30 + ".txt"
    with pytest.raises(ValueError, match="is not a USD layer"):
        describe(saved("c.usdz", _zip({name: layer}, zipfile.ZIP_STORED)))
    name = "n" * 29 + ".usda"
    with pytest.raises(ValueError, match="are not closed"):
        describe(saved("d.usdz", _zip({name: layer[:-3]}, zipfile.ZIP_STORED)))
    with pytest.raises(ValueError, match="neither USD text nor"):
        describe(saved("e.usdz", _zip({name: b"#usdb"}, zipfile.ZIP_STORED)))
    crate = _zip({name: b"PXR-USDC" + bytes(80)}, zipfile.ZIP_STORED)
    assert describe(saved("f.usdz", crate)) == "USDZ, binary layer"


def test_brackets_in_text_and_comments_do_not_count(saved: Save) -> None:
    layer = b'#usda 1.0\n( doc = """ ( \n [ """ )\ndef "a}" { # {\n asset x = @a{b@ }\n'
    name = "n" * 29 + ".usda"
    path = saved("texts.usdz", _zip({name: layer}, zipfile.ZIP_STORED))
    assert describe(path) == "USDZ, 0 joints, 0 frames"


def test_a_zip_with_a_wrong_checksum_does_not_parse(saved: Save) -> None:
    data = _zip({"a.json": b'{"key": "value"}'}, zipfile.ZIP_STORED)
    with pytest.raises(ValueError, match="CRC"):
        describe(saved("bad.zip", data.replace(b"value", b"other")))


def test_a_zip_that_needs_a_password_does_not_parse(saved: Save) -> None:
    data = bytearray(_zip({"a.json": b"{}"}))
    for header, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(header) + flags] |= 1
    with pytest.raises(ValueError, match="password"):
        describe(saved("locked.zip", bytes(data)))


def test_a_zip_may_have_folders_and_a_member_without_a_name(saved: Save) -> None:
    # A name ends at its first zero byte.
    data = _zip({"folder/": b"", "a.json": b"{}"}).replace(b"a.json", bytes(6))
    assert describe(saved("nameless.zip", data)) == "ZIP, 1 not inspected file, 2 bytes"


def test_a_zip_with_a_truncated_member_does_not_parse(saved: Save) -> None:
    data = bytearray(_zip({"a.json": b"{}"}, zipfile.ZIP_STORED))
    for size in (20, 24):
        struct.pack_into("<I", data, data.index(b"PK\1\2") + size, 10_000)
    # Newer Pythons notice that the member would reach into the directory.
    with pytest.raises(ValueError, match=r"EOFError|BadZipFile"):
        describe(saved("short.zip", bytes(data)))


def test_a_zip_bomb_is_not_unpacked(saved: Save) -> None:
    # 32 MB of zeros behind a directory that announces 16 bytes of them.
    data = bytearray(_zip({"bomb.json": bytes(1 << 25)}))
    directory = data.index(b"PK\1\2")
    struct.pack_into("<I", data, directory + 24, 16)
    path = saved("bomb.zip", bytes(data))
    tracemalloc.start()
    with pytest.raises(ValueError, match=r"bomb\.zip is not a valid"):
        describe(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4_000_000


def test_a_zip_that_announces_too_much_is_refused(saved: Save) -> None:
    data = bytearray(_zip({"a.json": b"{}", "b.json": b"{}"}))
    struct.pack_into("<I", data, data.index(b"PK\1\2") + 24, 2**32 - 2)
    with pytest.raises(ValueError, match="exceed the limit"):
        describe(saved("huge.zip", bytes(data)))
    many = _zip({f"{number}.json": b"{}" for number in range(1001)}, zipfile.ZIP_STORED)
    with pytest.raises(ValueError, match="1001 members"):
        describe(saved("many.zip", many))


def test_a_zip_that_is_empty_or_oddly_compressed_is_refused(saved: Save) -> None:
    with pytest.raises(ValueError, match="it is empty"):
        describe(saved("empty.zip", _zip({})))
    with pytest.raises(ValueError, match="compression method 12 is not supported"):
        describe(saved("bzip2.zip", _zip({"a.json": b"{}"}, zipfile.ZIP_BZIP2)))


def test_a_zip_in_a_zip_is_not_inspected(saved: Save) -> None:
    inner = _zip({"a.json": b"this is not JSON"})
    path = saved("outer.zip", _zip({"inner.zip": inner, "b.json": b"{}"}))
    assert describe(path) == f"ZIP, 1 JSON file, 1 not inspected file, {len(inner)} bytes"


@pytest.mark.parametrize(
    ("name", "start", "expected"),
    [
        ("a.fbx", b"Kaydara FBX Binary  \0\x1a\0", "FBX"),
        ("a.blend", b"BLENDER-v300", "Blender file"),
        ("a.blend", b"\x28\xb5\x2f\xfd", "Blender file"),
        ("a.usdc", b"PXR-USDC\0\x08", "USD crate"),
        ("a.PKL", b"\x80\x04N.", "not inspected, 4 bytes"),
        ("unnamed", b"1234567", "not inspected, 7 bytes"),
    ],
)
def test_binary_formats_are_recognised_by_their_first_bytes(
    name: str, start: bytes, expected: str, saved: Save
) -> None:
    assert describe(saved(name, start)) == expected


@pytest.mark.parametrize("name", ["a.fbx", "a.blend", "a.usdc", "a.glb", "a.mp4", "a.c3d", "a.zip"])
def test_an_error_page_is_refused_in_every_format(name: str, saved: Save) -> None:
    page = b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>" * 20
    with pytest.raises(ValueError, match=f"^{name} is not a valid {name[1:]} file: "):
        describe(saved(name, page))


def test_a_missing_file_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        describe(tmp_path / "missing.glb")
