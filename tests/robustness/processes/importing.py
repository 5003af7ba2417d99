"""A program that imports the whole package after all its dependencies, and prints the side effects.

`python -m tests.robustness.processes.importing dependencies | python -m tests.robustness.processes.importing watched`
"""

import asyncio
import atexit
import contextlib
import gc
import importlib
import json
import logging
import os
import pkgutil
import signal
import sys
import tempfile
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PACKAGE = "move_ugc_async"
EFFECTS = (
    "open",
    "os.",
    "socket.",
    "subprocess.",
    "shutil.",
    "tempfile.",
    "ctypes.",
    "sqlite3.",
    "urllib.",
    "_thread.",
)
"""Audit events with effects outside of the interpreter."""


def import_all() -> None:
    package = importlib.import_module(PACKAGE)
    for module in pkgutil.walk_packages(package.__path__, f"{PACKAGE}."):
        # `__main__` runs a program, and a hook runs inside PyInstaller only.
        if not module.name.endswith(".__main__") and ".hook-" not in module.name:
            importlib.import_module(module.name)


def state() -> dict[str, Any]:
    """Return the global state of the process."""
    root = logging.getLogger()
    return {
        "threads": threading.active_count(),
        "logging": [len(root.handlers), root.level, root.manager.disable, logging.getLogger(PACKAGE).level],
        "warnings": len(warnings.filters),
        "environment": dict(os.environ),
        "exits": atexit._ncallbacks(),
        "signals": [str(signal.getsignal(number)) for number in signal.valid_signals()],
        "hooks": [str(hook) for hook in (sys.excepthook, sys.unraisablehook, threading.excepthook)],
        "garbage": [gc.isenabled(), gc.get_threshold(), len(gc.callbacks)],
        "event loops": str(asyncio.events._event_loop_policy),
        "path": [str(Path.cwd()), *sys.path],
        "files": sorted(str(path) for path in Path(tempfile.gettempdir()).iterdir()),
    }


def stack() -> Iterator[str]:
    """Yield the names of the running modules, the innermost first."""
    frame = sys._getframe(2)
    while frame is not None:
        yield str(frame.f_globals.get("__name__"))
        frame = frame.f_back  # type: ignore[assignment]


def watch(seen: list[str]) -> None:
    """Record external effects and reads of environment variables from now on."""

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        # The import system searches and reads files.
        if event.startswith(EFFECTS) and "importlib" not in next(stack()) and "pkgutil" not in set(stack()):
            seen.append(f"{event} {arguments}")

    class Watched(type(os.environ)):  # type: ignore[misc]
        def __getitem__(self, name: str) -> str:
            # pydantic itself reads some for each model.
            reader = next(module for module in stack() if module not in {"os", "collections.abc", __name__})
            if reader.partition(".")[0] == PACKAGE:
                seen.append(f"environment {name}")
            return str(super().__getitem__(name))

    sys.addaudithook(audit)
    os.environ.__class__ = Watched


def list_dependencies() -> None:
    import_all()
    json.dump([name for name in sys.modules if name.partition(".")[0] not in {PACKAGE, "__main__"}], sys.stdout)


def import_watched() -> None:
    for name in json.load(sys.stdin):
        with contextlib.suppress(ImportError):  # some modules are synthetic, such as those of `six`
            importlib.import_module(name)
    before, seen = state(), list[str]()
    watch(seen)
    import_all()
    # A copy: reading the state is recorded as well.
    effects = list(seen)
    after = state()
    modules = sum(name.partition(".")[0] == PACKAGE for name in sys.modules)
    changed = [name for name in before if before[name] != after[name]]
    json.dump({"modules": modules, "effects": effects, "changed": changed}, sys.stdout)


if __name__ == "__main__":
    {"dependencies": list_dependencies, "watched": import_watched}[sys.argv[1]]()
