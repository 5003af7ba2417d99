"""The available outputs, and the guarantees of `make_output` for each."""

import ast
import io
import json
import pickle
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from move_ugc_async.sandbox import media
from move_ugc_async.sandbox.media import OUTPUT_KEYS, make_output, outputs
from tests.support.outputs import kinds_of
from tests.support.wait_until import SAFETY_NET

REPOSITORY = Path(__file__).parents[3]
VOLUME_OUTPUTS = {"VOLUME_PKL", "VOLUME_DEFINITION", "VOLUME_REPORT"}

KINDS = {
    "BVH": "BVH",
    "C3D": "C3D",
    "DATA": "motion data",
    "DEFINITION": "JSON",
    "FBX": "FBX",
    "GLB": "glTF 2.0",
    "OVERLAY_VIDEO": "MP4",
    "REPORT": "JSON",
    "USDC": "USDC",
    "USDZ": "USDZ",
    "VIDEO": "MP4",
}

Make = Callable[..., bytes]
Save = Callable[[str, bytes], Path]


def test_every_output_type_of_the_schema_has_a_key() -> None:
    schema = (REPOSITORY / "schema.graphql").read_text(encoding="utf-8")
    block = re.search(r"enum OutputType \{(.*?)\}", schema, re.DOTALL)
    assert block is not None
    names = set(re.findall(r"^\s*([A-Z][A-Z0-9_]+)\s*(?:@.*)?$", block[1], re.MULTILINE))
    assert set(OUTPUT_KEYS) == names | VOLUME_OUTPUTS


def test_outputs_have_the_documented_keys_and_types() -> None:
    assert OUTPUT_KEYS["RENDER_VIDEO"] == ("mp4", ".mp4")
    assert OUTPUT_KEYS["RENDER_OVERLAY_VIDEO"] == ("render_overlay_mp4", ".mp4")
    assert OUTPUT_KEYS["MAIN_BLEND"] == ("blend", ".blend")
    assert OUTPUT_KEYS["MOTION_DATA"] == ("motion_data", ".zip")
    assert OUTPUT_KEYS["VOLUME_PKL"][0] == "pkl"
    assert OUTPUT_KEYS["VOLUME_DEFINITION"][0] == "volume_definition"
    assert all(kind == ".zip" for name, (_, kind) in OUTPUT_KEYS.items() if name.startswith("ALL_"))
    assert len({key for key, _ in OUTPUT_KEYS.values()}) == len(OUTPUT_KEYS)


def test_each_output_can_be_read(output: str, make: Make, saved: Save) -> None:
    kinds = kinds_of(saved("output" + OUTPUT_KEYS[output][1], make(output, actors=2)))
    assert set(kinds) == {KINDS.get(output.partition("_")[2] if output != "SYNC_DATA" else "", "placeholder")}
    assert len(kinds) == (2 if output.startswith("ALL_") or output == "MOTION_DATA" else 1)


def test_the_same_arguments_produce_the_same_bytes(output: str, make: Make) -> None:
    assert make(output, actors=2, seed=3) == make(output, actors=2, seed=3)


@pytest.mark.parametrize(
    "name", ["MAIN_GLB", "MAIN_FBX", "ALL_BVH", "ALL_C3D", "MOTION_DATA", "MAIN_USDC", "MAIN_USDZ"]
)
def test_the_seed_varies_the_motion(name: str, make: Make) -> None:
    assert make(name, seed=1) != make(name, seed=2)


@pytest.mark.parametrize("name", ["ALL_GLB", "ALL_BLEND", "MOTION_DATA"])
def test_archives_have_a_fixed_date_and_a_file_for_each_actor(name: str, make: Make) -> None:
    with zipfile.ZipFile(io.BytesIO(make(name, actors=3))) as archive:
        members = archive.infolist()
    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}
    assert [member.filename[:7] for member in members] == ["track00", "track01", "track02"]


@pytest.mark.parametrize("name", ["SYNC_DATA", "VOLUME_PKL"])
def test_outputs_named_pickle_cannot_be_unpickled(name: str, make: Make) -> None:
    with pytest.raises(pickle.UnpicklingError):
        pickle.loads(make(name))


def test_a_placeholder_names_its_output(make: Make) -> None:
    text = make("MAIN_BLEND").decode()
    assert text.splitlines()[0] == "# move_ugc_async sandbox placeholder: MAIN_BLEND"


@pytest.mark.parametrize("name", ["VOLUME_DEFINITION", "VOLUME_REPORT"])
def test_volume_documents_are_labelled_json(name: str, make: Make) -> None:
    document = json.loads(make(name))
    assert document["output"] == name.lower()
    assert "sandbox" in document["generator"]


@pytest.mark.parametrize("name", ["MAIN_USDC", "ALL_USDC"])
def test_binary_usd_is_a_placeholder_without_usd_core(
    name: str, make: Make, saved: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outputs, "has_crate_writer", lambda: False)
    assert kinds_of(saved("output" + OUTPUT_KEYS[name][1], make(name))) == ["placeholder"]


FIRST_USE = """
import threading
from move_ugc_async.sandbox.media import make_output

start = threading.Barrier(4)

def make(name):
    start.wait()
    make_output(name, clip=None, actors=1, seed=0, window=(0, 1))

threads = [threading.Thread(target=make, args=(name,)) for name in ("MAIN_USDC", "ALL_USDC", "MAIN_USDC", "ALL_USDC")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


@pytest.mark.skipif(find_spec("pxr") is None, reason="needs usd-core")
def test_binary_usd_is_written_by_threads_that_use_usd_core_first() -> None:
    subprocess.run([sys.executable, "-c", FIRST_USE], check=True, timeout=SAFETY_NET)


def test_an_unknown_output_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"output must be one of .*MAIN_GLB.*; got 'MAIN_OBJ'"):
        make_output("MAIN_OBJ", clip=None, actors=1, seed=0)


def test_a_result_without_actors_is_refused() -> None:
    with pytest.raises(ValueError, match="actors must be at least 1; got 0"):
        make_output("MAIN_GLB", clip=None, actors=0, seed=0)


def test_media_needs_only_the_standard_library() -> None:
    package = Path(media.__file__).parent
    for module in package.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            foreign = {name.partition(".")[0] for name in names if not name.startswith(media.__name__)}
            assert foreign <= sys.stdlib_module_names, module
