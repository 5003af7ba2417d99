"""Check that no test depends on how fast a machine is.

Usage: python -m scripts.check_tests [FILE OR FOLDER...]

A test that reads a real clock, sleeps, or sets itself a short limit is red on a busy machine and proves nothing on a
fast one. Time is moved (`stopped_time`), order is made with events and `wait_until`, and 30 s are a safety net.
Tests marked `slow`, which `make prove` runs, and `tests/chaos` measure real time on purpose.
"""

import ast
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
EXEMPT = (Path("tests/support/wait_until.py"), Path("tests/chaos"))
SAFETY_NET = 30.0
NET = "SAFETY_NET"

CLOCKS = {
    "time": {
        "time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "process_time",
        "process_time_ns", "thread_time", "thread_time_ns",
    },
    "anyio": {"current_time"},
    "trio": {"current_time"},
    "loop": {"time"},
}  # fmt: skip
SLEEPERS = {"time", "asyncio", "anyio", "trio"}
LIMITS = {"fail_after", "move_on_after", "wait_for", "timeout"}
WAITS = {"wait", "join", "acquire", "communicate", "result", "get"}
LIMIT_ARGUMENTS = {"timeout", "connect_timeout", "read_timeout"}


class Finding(NamedTuple):
    """A line that depends on real time."""

    path: Path
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}"


class _Visitor(ast.NodeVisitor):
    def __init__(self, path: Path) -> None:
        self.path = path
        self.findings: list[Finding] = []
        self._time_is_stopped = False

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        if _is_slow(node.decorator_list):
            return
        outer = self._time_is_stopped
        self._time_is_stopped |= any(argument.arg == "stopped_time" for argument in node.args.args)
        self._time_is_stopped |= any("stopped_time" in ast.unparse(each) for each in node.decorator_list)
        self.generic_visit(node)
        self._time_is_stopped = outer

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            if alias.name in CLOCKS.get(node.module or "", ()) or (
                node.module in SLEEPERS and alias.name in {"sleep", *LIMITS}
            ):
                self._found(node, f"import the module {node.module}, not {alias.name} from it")

    def visit_Call(self, node: ast.Call) -> None:
        owner, name = _called(node)
        limit = node.args[-1] if node.args else None
        if name in CLOCKS.get(owner, ()):
            self._found(node, f"{owner}.{name} reads a real clock: use stopped_time, or state that can be counted")
        elif owner in SLEEPERS and name == "sleep" and not _is_number(limit, 0):
            self._found(node, "a real pause: wait for an event, or use wait_until")
        elif name == "wait_all_tasks_blocked":
            self._found(node, "it sleeps on asyncio, and never ends on stopped time: use run_ready or wait_until")
        elif owner in SLEEPERS and name in LIMITS and not self._time_is_stopped and not _is_net(limit):
            self._found(node, f"{name} with a limit of its own: the only one is {NET}")
        elif name in WAITS and len(node.args) == 1 and _is_short(limit) and not self._time_is_stopped:
            self._found(node, f".{name}({ast.unparse(node.args[0])}) gives up early: use {NET}")
        for keyword in node.keywords:
            if keyword.arg in LIMIT_ARGUMENTS and not self._time_is_stopped and _is_short(keyword.value):
                self._found(node, f"{keyword.arg}={ast.unparse(keyword.value)} on real time: use stopped_time")
        self.generic_visit(node)

    def _found(self, node: ast.AST, reason: str) -> None:
        self.findings.append(Finding(self.path, getattr(node, "lineno", 0), reason))


def _called(node: ast.Call) -> tuple[str, str]:
    function = node.func
    if not isinstance(function, ast.Attribute):
        return "", ""
    owner = function.value
    if isinstance(owner, ast.Call):
        called = _called(owner)[1] or (owner.func.id if isinstance(owner.func, ast.Name) else "")
        return ("loop" if called in {"get_running_loop", "get_event_loop"} else ""), function.attr
    return owner.id if isinstance(owner, ast.Name) else "", function.attr


def _is_number(node: ast.expr | None, value: float) -> bool:
    return isinstance(node, ast.Constant) and node.value == value


def _is_short(node: ast.expr | None) -> bool:
    """Return whether a limit is a number below the safety net; 0 and less are invalid on purpose, or no wait at all."""
    if not isinstance(node, ast.Constant) or isinstance(node.value, bool) or not isinstance(node.value, int | float):
        return False
    return 0 < node.value < SAFETY_NET


def _is_net(node: ast.expr | None) -> bool:
    return (isinstance(node, ast.Name) and node.id == NET) or _is_number(node, 0)


def _is_slow(decorators: Iterable[ast.expr]) -> bool:
    return any(ast.unparse(each).startswith("pytest.mark.slow") for each in decorators)


def check(path: Path, source: str) -> list[Finding]:
    """Return what depends on real time in one file."""
    tree = ast.parse(source)
    for node in tree.body:
        if (
            isinstance(node, ast.Assign)
            and ast.unparse(node).startswith("pytestmark")
            and "mark.slow" in ast.unparse(node)
        ):
            return []
    visitor = _Visitor(path)
    visitor.visit(tree)
    return visitor.findings


def files(places: Iterable[Path]) -> Iterator[Path]:
    """Yield the Python files of the tests at these places that are checked."""
    for place in places:
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            relative = path.resolve().relative_to(ROOT)
            if not any(relative.is_relative_to(exempt) for exempt in EXEMPT):
                yield path


def main(arguments: list[str]) -> int:
    """Print what was found, and return 1 if there is anything."""
    places = [Path(argument) for argument in arguments] or [ROOT / "tests"]
    found = [finding for path in files(places) for finding in check(path, path.read_text())]
    print(*found, f"{len(found)} lines of the tests depend on real time", sep="\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
