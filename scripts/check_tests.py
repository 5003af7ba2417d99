"""Check that no test depends on the speed of the machine.

Usage: python -m scripts.check_tests [FILE OR FOLDER...]

A test that reads a real clock, sleeps or sets a short timeout fails on a busy machine and proves nothing on a fast one.
Tests advance time (`stopped_time`), synchronise with events and `wait_until`, and use timeouts of 30 s as a safety net.
Tests marked `slow`, which `make prove` runs, `tests/robustness/chaos` and `tests/durable` measure real time on purpose;
`tests/robustness/model` has a time of its own.
"""

import ast
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
EXEMPT = (
    Path("tests/support/wait_until.py"),
    Path("tests/robustness/chaos"),
    Path("tests/robustness/model"),
    Path("tests/durable"),
)
SAFETY_NET = 30.0
NET = "SAFETY_NET"
REMEDY = "use the fixture stopped_time, or wait for a state with wait_until (CONTRIBUTING.md, Tests)"
NET_ONLY = "use SAFETY_NET from tests.support.wait_until, or the fixture stopped_time"

CLOCKS = {
    "time": {
        "time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "process_time",
        "process_time_ns", "thread_time", "thread_time_ns", "clock_gettime",
    },
    "anyio": {"current_time"},
    "trio": {"current_time"},
    "loop": {"time", "call_later", "call_at"},
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
}  # fmt: skip
SLEEPERS = {"time", "asyncio", "anyio", "trio"}
LIMITS = {
    "fail_after", "fail_at", "move_on_after", "move_on_at", "wait_for", "timeout", "timeout_at",
    # Sleeps 0.1 s on asyncio, and never returns while time is stopped.
    "wait_all_tasks_blocked",
}  # fmt: skip
WAITS = {
    "wait", "join", "acquire", "communicate", "result", "settimeout", "create_connection", "Timer", "setitimer",
    "Timeout", "ClientTimeout",
}  # fmt: skip
LIMIT_ARGUMENTS = {"timeout", "connect_timeout", "read_timeout", "deadline"}


class Finding(NamedTuple):
    """A line that depends on real time."""

    path: Path
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}"


class _Visitor(ast.NodeVisitor):
    def __init__(self, path: Path, tree: ast.Module) -> None:
        self.path = path
        self.findings: list[Finding] = []
        self._time_is_stopped = False
        self._modules: dict[str, str] = {}
        self._numbers = dict(_numbers(tree))

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        if _is_slow(node.decorator_list):
            return
        outer = self._time_is_stopped
        self._time_is_stopped |= any(argument.arg == "stopped_time" for argument in node.args.args)
        self._time_is_stopped |= any("stopped_time" in ast.unparse(each) for each in node.decorator_list)
        self.generic_visit(node)
        self._time_is_stopped = outer

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815

    def visit_Import(self, node: ast.Import) -> None:
        self._modules.update({alias.asname: alias.name for alias in node.names if alias.asname})

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        module = node.module or ""
        for alias in node.names:
            self._modules[alias.asname or alias.name] = alias.name
            forbidden = CLOCKS.get(module, set()) | ({"sleep", *LIMITS} if module in SLEEPERS else set())
            if alias.name in forbidden or (alias.name == "*" and forbidden):
                self._report(node, f"do not use {module}.{alias.name}: {REMEDY}")

    def visit_Call(self, node: ast.Call) -> None:
        owner, name = _called(node)
        owner = self._modules.get(owner, owner)
        limit = node.args[-1] if node.args else None
        if name in CLOCKS.get(owner, ()):
            self._report(node, f"{owner}.{name} reads a real clock: {REMEDY}")
        elif owner in SLEEPERS and name == "sleep" and self._number(limit) != 0:
            self._report(node, f"{owner}.sleep waits in real time: {REMEDY}")
        elif owner in SLEEPERS and name in LIMITS and not (self._time_is_stopped or self._is_net(limit)):
            self._report(node, f"{name} has a timeout of its own: {NET_ONLY}")
        elif name in WAITS and node.args and self._is_short(limit, also_when_stopped=True):
            self._report(node, f"{name}({ast.unparse(node.args[-1])}) has a short timeout: {NET_ONLY}")
        for keyword in node.keywords:
            if keyword.arg in LIMIT_ARGUMENTS and self._is_short(keyword.value):
                self._report(node, f"{keyword.arg}={ast.unparse(keyword.value)} is in real time: {REMEDY}")
        self.generic_visit(node)

    def visit_Dict(self, node: ast.Dict) -> None:
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and key.value in LIMIT_ARGUMENTS and self._is_short(value):
                self._report(value, f"{key.value!r}: {ast.unparse(value)} is in real time: {REMEDY}")
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        if any(isinstance(target, ast.Name) and target.id == NET for target in node.targets):
            self._report(node, f"{NET} must not be redefined: {NET_ONLY}")
        self.generic_visit(node)

    def _is_short(self, limit: ast.expr | None, *, also_when_stopped: bool = False) -> bool:
        """Return whether a limit is below the safety net. 0 and less are invalid on purpose, or no wait at all."""
        number = self._number(limit)
        is_real = also_when_stopped or not self._time_is_stopped
        return is_real and number is not None and 0 < number < SAFETY_NET

    def _is_net(self, limit: ast.expr | None) -> bool:
        return (isinstance(limit, ast.Name) and limit.id == NET) or self._number(limit) == 0

    def _number(self, node: ast.expr | None) -> float | None:
        if isinstance(node, ast.Name):
            return self._numbers.get(node.id)
        return _constant(node)

    def _report(self, node: ast.AST, reason: str) -> None:
        self.findings.append(Finding(self.path, getattr(node, "lineno", 0), reason))


def _numbers(tree: ast.Module) -> Iterator[tuple[str, float]]:
    """Yield the module's constants that are numbers."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and (number := _constant(node.value)) is not None:
            yield from ((target.id, number) for target in node.targets if isinstance(target, ast.Name))


def _constant(node: ast.expr | None) -> float | None:
    match node:
        case ast.Constant(value=bool()):
            return None
        case ast.Constant(value=int() | float() as number):
            return number
        case ast.BinOp(op=ast.Div(), left=left, right=right):
            dividend, divisor = _constant(left), _constant(right)
            return None if dividend is None or not divisor else dividend / divisor
        case _:
            return None


def _called(node: ast.Call) -> tuple[str, str]:
    """Return the last part of the owner of a called function, and its name."""
    function = node.func
    if isinstance(function, ast.Name):
        return "", function.id
    if not isinstance(function, ast.Attribute):
        return "", ""
    owner = function.value
    if isinstance(owner, ast.Call):
        return ("loop" if _called(owner)[1] in {"get_running_loop", "get_event_loop"} else ""), function.attr
    if isinstance(owner, ast.Attribute):
        return owner.attr, function.attr
    return owner.id if isinstance(owner, ast.Name) else "", function.attr


def _is_slow(decorators: Iterable[ast.expr]) -> bool:
    return any(ast.unparse(each) == "pytest.mark.slow" for each in decorators)


def check(path: Path, source: str) -> list[Finding]:
    """Return the findings in one file."""
    tree = ast.parse(source)
    for node in tree.body:
        if (
            isinstance(node, ast.Assign)
            and ast.unparse(node).startswith("pytestmark")
            and "mark.slow" in ast.unparse(node)
        ):
            return []
    visitor = _Visitor(path, tree)
    visitor.visit(tree)
    return visitor.findings


def files(places: Iterable[Path]) -> Iterator[Path]:
    """Yield the Python files below these paths, without the exempt ones."""
    for place in places:
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            relative = path.resolve().relative_to(ROOT)
            if not any(relative.is_relative_to(exempt) for exempt in EXEMPT):
                yield path


def main(arguments: list[str]) -> int:
    """Print the findings; return 1 if there are any."""
    places = [Path(argument) for argument in arguments] or [ROOT / "tests"]
    findings = [finding for path in files(places) for finding in check(path, path.read_text(encoding="utf-8"))]
    print(*findings, f"lines of the tests that depend on real time: {len(findings)}", sep="\n")
    return int(bool(findings))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
