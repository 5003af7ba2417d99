"""Public names of the package, and side effects of importing it."""

import ast
import json
import py_compile
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import move_ugc_async
from move_ugc_async._generated import enums, expand, fragments, input_types

PACKAGE = Path(move_ugc_async.__file__).parent
INTERNAL_MODELS = {
    *("ClapWindow", "ClipWindowRange", "FileReference", "JobInputOptions", "TimeCodeSync"),
    *("ClipWindowInput", "OptionsInput", "SourceInput"),
}
"""Models of fields, and base classes of public inputs."""

HEAVY = {"httpx", "pydantic", "anyio", "aiohttp", "asyncio", "ssl"}


def run(code: str) -> Any:
    """Run a program in a new interpreter, and return the JSON that it prints."""
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return json.loads(done.stdout)


def test_all_is_sorted_and_has_no_duplicates() -> None:
    names = move_ugc_async.__all__
    assert names == sorted(names, key=str)
    assert len(names) == len(set(names))


def test_all_lists_every_name_that_type_checkers_see() -> None:
    source = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    (block,) = (node for node in source.body if isinstance(node, ast.If))
    typed = [alias.asname for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names]
    assert sorted(map(str, typed)) == sorted(move_ugc_async.__all__)


def test_package_without_its_source_has_the_same_names(tmp_path: Path) -> None:
    # Frozen programs contain no source.
    copy = tmp_path / "move_ugc_async"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "__init__.py"))
    for initial in PACKAGE.rglob("__init__.py"):
        compiled = copy / initial.relative_to(PACKAGE).with_suffix(".pyc")
        py_compile.compile(str(initial), cfile=str(compiled), doraise=True)
    program = f"import json, sys; sys.path.insert(0, {str(tmp_path)!r}); import move_ugc_async as package; "
    public = run(program + "print(json.dumps([package.__file__, sorted(name for name in dir(package))]))")
    assert public[0] == str(copy / "__init__.pyc")
    assert set(move_ugc_async.__all__) <= set(public[1])


def test_every_public_name_can_be_imported() -> None:
    for name in move_ugc_async.__all__:
        value = getattr(move_ugc_async, name)
        assert value is not None, name
        assert getattr(move_ugc_async, name) is value, name


def test_dir_lists_the_public_names() -> None:
    assert dir(move_ugc_async) == sorted(move_ugc_async.__all__)


def test_star_import_brings_exactly_the_public_names() -> None:
    names: dict[str, Any] = {}
    exec("from move_ugc_async import *", names)
    assert set(names) - {"__builtins__"} == set(move_ugc_async.__all__)


def test_unknown_name_raises_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'move_ugc_async' has no attribute 'MoveUgc'"):
        _ = move_ugc_async.MoveUgc
    with pytest.raises(ImportError):
        from move_ugc_async import MoveUgc  # type: ignore[attr-defined] # noqa: F401


def test_every_model_and_expand_alias_is_public() -> None:
    aliases = {name for name in vars(expand) if name.endswith("Expand")}
    assert aliases <= set(move_ugc_async.__all__)
    models = {
        name
        for module in (enums, fragments, input_types)
        for name, value in vars(module).items()
        if isinstance(value, type) and value.__module__ == module.__name__ and not name.endswith("Page")
    }
    assert models - set(move_ugc_async.__all__) == INTERNAL_MODELS


def test_models_have_the_names_of_the_official_sdk() -> None:
    names = {
        "JobType",
        "TakeType",
        "FileType",
        "HumanVolumeType",
        "AdditionalFileType",
        "Client",
        "Source",
        "Rig",
        "CameraSettings",
        "ShareCode",
        "WebhookEndpoint",
        "ListBase",
    }
    assert names <= set(move_ugc_async.__all__)


def test_every_service_method_is_documented() -> None:
    for name in move_ugc_async.__all__:
        value = getattr(move_ugc_async, name)
        if isinstance(value, type) and name.startswith("Async"):
            assert value.__doc__
            for method, function in vars(value).items():
                if not method.startswith("_"):
                    text = getattr(function, "__doc__", None) or getattr(function, "func", function).__doc__
                    assert text, f"{name}.{method}"


def test_services_have_a_method_for_every_operation() -> None:
    methods = {
        "AsyncJobService": {"create_singlecam", "create_multicam", "create", "retrieve", "update", "list"},
        "AsyncTakeService": {"create_singlecam", "create_multicam", "retrieve", "update", "list"},
        "AsyncFileService": {"create", "retrieve", "update", "generate_share_code"},
        "AsyncVolumeService": {"create_human_volume", "retrieve_human_volume", "list"},
        "AsyncClientService": {"retrieve", "update"},
        "AsyncCameraSettingsService": {"list"},
        "AsyncRigService": {"list"},
        "AsyncWebhookService": {"upsert"},
    }
    for service, names in methods.items():
        assert names <= set(dir(getattr(move_ugc_async, service)))


IMPORTING = """
import sys
# Modules that pathlib and the import system need.
import json, threading
before, opened, threads = set(sys.modules), [], threading.active_count()

def audit(event, arguments):
    if event == "open" and "importlib" not in sys._getframe(1).f_globals.get("__name__", ""):
        opened.append(str(arguments[0]))
    if event in ("socket.__new__", "subprocess.Popen", "os.listdir", "os.scandir", "os.mkdir"):
        opened.append(event)

sys.addaudithook(audit)
import move_ugc_async
dir(move_ugc_async)
modules = sorted(name for name in set(sys.modules) - before)
print(json.dumps({"modules": modules, "opened": list(opened), "threads": threading.active_count() - threads}))
"""


def test_importing_the_package_imports_no_dependency_starts_no_thread_and_opens_only_its_own_files() -> None:
    seen = run(IMPORTING)
    assert [name for name in seen["modules"] if name.startswith("move_ugc_async")] == [
        "move_ugc_async",
        "move_ugc_async._lazy_names",
    ]
    assert not {name.partition(".")[0] for name in seen["modules"]} & HEAVY
    assert seen["threads"] == 0
    opened = seen["opened"]
    assert [path for path in opened if not path.endswith((".py", ".pyc")) and "os." not in path] == []
    assert "socket.__new__" not in opened


def test_version_is_a_release() -> None:
    assert [number.isdecimal() for number in move_ugc_async.__version__.split(".")] == [True, True, True]
    assert (PACKAGE / "py.typed").is_file()
