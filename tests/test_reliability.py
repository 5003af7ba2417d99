"""Each numbered promise of docs/reliability.md is proven by the tests that it names."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]


def promised() -> Iterator[tuple[int, str]]:
    """Yield each number of the tables, with each test and file that its row names."""
    for line in (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8").splitlines():
        row = re.match(r"\| (\d+(?:, \d+)*) \|", line)
        for number in row[1].split(", ") if row else ():
            for named in re.findall(r"tests/[\w/]+\.py(?:::\w+)?", line):
                yield int(number), named


def numbers(place: ast.AST) -> Iterator[int]:
    """Yield the number of each `mark.check(number)`."""
    for node in ast.walk(place):
        match node:
            case ast.Call(func=ast.Attribute(attr="check"), args=[ast.Constant(value=int(number))]):
                yield number


def held() -> dict[int, set[str]]:
    """Return the tests that carry each number, and their files."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for path in (ROOT / "tests").rglob("test_*.py"):
        file, source = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        for statement in ast.parse(source).body if "mark.check(" in source else ():
            match statement:
                case ast.Assign(targets=[ast.Name(id="pytestmark")]):
                    named, marks = file, [statement.value]
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    named, marks = f"{file}::{statement.name}", statement.decorator_list
                case _:
                    continue
            for number in (number for mark in marks for number in numbers(mark)):
                found[number] |= {file, named}
    return found


def test_each_numbered_promise_is_marked_in_exactly_the_tests_that_its_row_names() -> None:
    promises, tests = set(promised()), held()

    assert promises
    assert {(number, named) for number, named in promises if named not in tests[number]} == set()
    assert set(tests) - {number for number, _ in promises} == set()
