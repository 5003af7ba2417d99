"""Write `src/move_ugc_async/_generated/`; with `--check`, only report whether it is up to date."""

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

from tools.codegen.derived import Queries, batches_module, expand_module, literals_module


def generate(folder: Path) -> Path:
    """Generate the package in a folder, and return the path of the package."""
    # ariadne-codegen does not annotate these two functions.
    read: Any = codegen_config.get_config_dict  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    run: Any = codegen_main.client  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    config: dict[str, dict[str, dict[str, Any]]] = read("pyproject.toml")
    settings, move_settings = config["tool"]["ariadne-codegen"], config["tool"]["move-codegen"]
    settings["target_package_path"] = str(folder)
    with contextlib.redirect_stdout(io.StringIO()):
        run(config)
    package = folder / str(settings["target_package_name"])
    queries = Queries.read(Path(settings["queries_path"]))
    (package / "expand.py").write_text(expand_module(queries, move_settings.get("expand", {})), encoding="utf-8")
    literals = literals_module(Path(settings["schema_path"]), move_settings.get("literals", {}))
    (package / "literals.py").write_text(literals, encoding="utf-8")
    (package / "batches.py").write_text(batches_module(queries, move_settings.get("batches", {})), encoding="utf-8")
    return package


def differences(generated: Path, committed: Path) -> list[str]:
    """Return the names of the files that are missing, superfluous or different."""
    generated_names = {path.name for path in generated.glob("*.py")}
    committed_names = {path.name for path in committed.glob("*.py")}
    _, different, unreadable = filecmp.cmpfiles(generated, committed, generated_names & committed_names, shallow=False)
    return sorted((generated_names ^ committed_names) | set(different) | set(unreadable))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.codegen", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if the package is out of date")
    check: bool = parser.parse_args().check
    committed = Path("src/move_ugc_async/_generated")
    with tempfile.TemporaryDirectory() as folder:
        generated = generate(Path(folder))
        if check:
            names = differences(generated, committed)
            if names:
                print(f"{committed} is out of date in {', '.join(names)}; run `make codegen`")
            return bool(names)
        shutil.rmtree(committed, ignore_errors=True)
        shutil.copytree(generated, committed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
