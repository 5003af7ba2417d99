"""docs/reliability.md names the tests of each numbered promise, and these carry its number."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]


def read_page() -> Iterator[tuple[int, str]]:
    """Yield the number of each promise with each test and file of its row."""
    for line in (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8").splitlines():
        row = re.match(r"\| (\d+(?:, \d+)*) \|", line)
        for number in row[1].split(", ") if row else ():
            for test in re.findall(r"tests/[\w/]+\.py(?:::\w+)?", line):
                yield int(number), test


def marked_numbers(tree: ast.AST) -> Iterator[int]:
    """Yield the number of each `mark.check(number)`."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="check"), args=[ast.Constant(value=int(number))]):
                yield number


def read_marks() -> dict[int, set[str]]:
    """Return the tests, and their files, by number."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for path in (ROOT / "tests").rglob("test_*.py"):
        file, source = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        for statement in ast.parse(source).body if "mark.check(" in source else ():
            match statement:
                case ast.Assign(targets=[ast.Name(id="pytestmark")]):
                    test, marks = file, [statement.value]
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    test, marks = f"{file}::{statement.name}", statement.decorator_list
                case _:
                    continue
            for number in (number for mark in marks for number in marked_numbers(mark)):
                found[number] |= {file, test}
    return found


def test_reliability_page_names_the_marked_tests_of_each_promise() -> None:
    promises, tests = set(read_page()), read_marks()

    assert promises
    assert {(number, test) for number, test in promises if test not in tests[number]} == set()
    assert set(tests) - {number for number, _ in promises} == set()
