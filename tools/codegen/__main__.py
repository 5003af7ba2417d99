"""Write `src/move_ugc_async/_generated/`, or with `--check` tell whether it is what would be written."""

import argparse
import contextlib
import filecmp
import io
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from ariadne_codegen import config as codegen_config
from ariadne_codegen import main as codegen_main

from tools.codegen.derived import Queries, batches_module, expand_module


def generate(folder: Path) -> Path:
    """Generate the package below a folder, and give the package's path."""
    # ariadne-codegen leaves these two without types.
    read: Any = codegen_config.get_config_dict  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    run: Any = codegen_main.client  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    config: dict[str, dict[str, dict[str, Any]]] = read("pyproject.toml")
    settings, own = config["tool"]["ariadne-codegen"], config["tool"]["move-codegen"]
    settings["target_package_path"] = str(folder)
    with contextlib.redirect_stdout(io.StringIO()):
        run(config)
    package = folder / str(settings["target_package_name"])
    queries = Queries.read(Path(settings["queries_path"]))
    (package / "expand.py").write_text(expand_module(queries, own.get("expand", {})), encoding="utf-8")
    (package / "batches.py").write_text(batches_module(queries, own.get("batches", {})), encoding="utf-8")
    return package


def differences(fresh: Path, committed: Path) -> list[str]:
    """Name the files that are missing, superfluous or different."""
    fresh_names = {path.name for path in fresh.glob("*.py")}
    committed_names = {path.name for path in committed.glob("*.py")}
    _, different, unreadable = filecmp.cmpfiles(fresh, committed, fresh_names & committed_names, shallow=False)
    return sorted((fresh_names ^ committed_names) | set(different) | set(unreadable))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.codegen", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, exit 1 on a difference")
    check: bool = parser.parse_args().check
    committed = Path("src/move_ugc_async/_generated")
    with tempfile.TemporaryDirectory() as folder:
        fresh = generate(Path(folder))
        if check:
            names = differences(fresh, committed)
            if names:
                print(f"{committed} is out of date, run `make codegen`: {', '.join(names)}")
            return bool(names)
        shutil.rmtree(committed, ignore_errors=True)
        shutil.copytree(fresh, committed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
