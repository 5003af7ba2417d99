"""That what docs/reliability.md promises by number is held by the tests that it names, and by no other."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]


def promised() -> Iterator[tuple[int, str]]:
    """Give each number of the tables, with each test and file that its row names."""
    for line in (ROOT / "docs" / "reliability.md").read_text().splitlines():
        row = re.match(r"\| (\d+(?:, \d+)*) \|", line)
        for number in row[1].split(", ") if row else ():
            for named in re.findall(r"tests/[\w/]+\.py(?:::\w+)?", line):
                yield int(number), named


def numbers(place: ast.AST) -> Iterator[int]:
    """Give the numbers of all `mark.check(number)` there."""
    for node in ast.walk(place):
        match node:
            case ast.Call(func=ast.Attribute(attr="check"), args=[ast.Constant(value=int(number))]):
                yield number


def held() -> dict[int, set[str]]:
    """Give the tests that carry each number, and their files."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for path in (ROOT / "tests").rglob("test_*.py"):
        file = path.relative_to(ROOT).as_posix()
        for statement in ast.parse(path.read_text()).body:
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


def test_what_is_promised_by_number_is_held_by_the_tests_named() -> None:
    promises, tests = set(promised()), held()

    assert promises
    assert {(number, named) for number, named in promises if named not in tests[number]} == set()
    assert set(tests) - {number for number, _ in promises} == set()
