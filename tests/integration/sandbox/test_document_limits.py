"""Documents that would take long to validate are rejected at once."""

import sys
import tracemalloc
from collections.abc import Callable

import pytest
from graphql import get_introspection_query

from move_ugc_async._generated import client as operations
from move_ugc_async._transport.operation import Operation
from move_ugc_async.sandbox import documents as documents_module
from move_ugc_async.sandbox.documents import Documents
from move_ugc_async.sandbox.schema import executable_schema
from tests.integration.sandbox.api import Api

pytestmark = pytest.mark.anyio


def fragment_bomb(depth: int, leaf: str = "client { id }") -> str:
    spreads = [f"fragment F{number} on Query {{ ...F{number + 1} ...F{number + 1} }}" for number in range(depth)]
    return " ".join(["{ ...F0 }", *spreads, f"fragment F{depth} on Query {{ {leaf} }}"])


def nested_bomb(depth: int) -> str:
    """Return a document with fragments that double at each level of fields instead of at one level."""
    spreads = [f"fragment F{n} on Take {{ a: volume {{ ...G{n} }} b: volume {{ ...G{n} }} }}" for n in range(depth)]
    inner = [f"fragment G{n} on HumanVolume {{ client {{ id }} ...F{n + 1} }}" for n in range(depth)]
    return " ".join(["{ getTake(takeId: 1) { ...F0 } }", *spreads, *inner, f"fragment F{depth} on Take {{ id }}"])


def doubled_bomb(depth: int) -> str:
    selection = "id"
    for _ in range(depth):
        selection = f"client {{ {selection} }} client {{ {selection} }}"
    return f"{{ {selection} }}"


BOMBS = [
    pytest.param(fragment_bomb(20), id="fragments", marks=pytest.mark.slow),
    pytest.param(fragment_bomb(40), id="fragments-40"),
    pytest.param(fragment_bomb(60, "...Missing"), id="fragments-without-fields"),
    pytest.param(fragment_bomb(60, "...F0"), id="fragments-in-a-cycle"),
    pytest.param(nested_bomb(30), id="nested"),
    pytest.param(doubled_bomb(9), id="doubled"),
    pytest.param("{" + "client { id } " * 1000 + "}", id="repeated"),
    pytest.param("{ client {" + "id " * 5000 + "} }", id="repeated-leaf"),
    pytest.param("{" + "client { " * 80 + "id" + " }" * 80 + "}", id="deep"),
    pytest.param("{" + "... { " * 80 + "client { id }" + " }" * 80 + "}", id="deep-inline"),
]


@pytest.mark.check(61)
@pytest.mark.parametrize("bomb", BOMBS)
def test_document_that_expands_too_far_is_not_validated(bomb: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def validate(*_: object, **__: object) -> None:
        pytest.fail("the document was validated")

    schema = executable_schema()
    monkeypatch.setattr(documents_module, "validation_error_items", validate)
    steps = count_steps(lambda: Documents(schema).get(bomb))
    document = Documents(schema).get(bomb)
    assert [error["errorType"] for error in document.errors] == ["QueryLimitExceeded"]
    assert document.operations == {}
    # At most some tenths of a second, including the parsing.
    assert steps < 1_500_000


@pytest.mark.check(61)
@pytest.mark.parametrize("bomb", BOMBS)
def test_document_that_expands_too_far_takes_little_memory(bomb: str) -> None:
    schema = executable_schema()
    # The first use of a schema fills caches that are not part of the document.
    Documents(schema).get("{ client { id } }")
    tracemalloc.start()
    try:
        Documents(schema).get(bomb)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 32 * 1024 * 1024


def numbered(text: str, count: int, separator: str = " ") -> str:
    return separator.join(text.replace("#", str(number)) for number in range(count))


INVALID = [
    pytest.param("{ client {" + numbered("idd#", 6000) + "} }", "FieldUndefined", id="unknown-fields"),
    pytest.param("query (" + numbered("$v#: String", 3000) + ") { client { id } }", "UnusedVariable", id="variables"),
    pytest.param(
        "query (" + numbered("$v#: Strinf", 3000) + ") { client { id } }",
        "UnknownType",
        id="types",
        marks=pytest.mark.slow,
    ),
    pytest.param(
        "{ client { id } }" + numbered("fragment f# on Client { id }", 2000),
        "UnusedFragment",
        id="fragments",
        marks=pytest.mark.slow,
    ),
    pytest.param("{ client {" + numbered("...f#", 500) + "} }", "UndefinedFragment", id="spreads"),
    pytest.param(
        "{ listJobs(" + "first: 1 " * 4800 + ") { items { id } } }",
        "DuplicateArgumentNames",
        id="arguments",
        marks=pytest.mark.slow,
    ),
    pytest.param("{ client { id } }" + "type A { a: Int } " * 1500, "NonExecutableDefinition", id="definitions"),
]


@pytest.mark.parametrize(("text", "kind"), INVALID)
def test_invalid_document_is_rejected_with_few_function_calls(text: str, kind: str) -> None:
    documents = Documents(executable_schema())
    steps = count_steps(lambda: documents.get(text))
    assert documents.get(text).errors[0]["message"].startswith(f"Validation error of type {kind}: ")
    # Running each rule alone makes as many calls as parsing; running them together makes three times as many.
    assert steps < 4_500_000


def count_steps(function: Callable[[], object]) -> int:
    """Return the number of function calls that a function makes."""
    steps = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal steps
        steps += event in ("call", "c_call")

    previous = sys.getprofile()
    sys.setprofile(count)
    try:
        function()
    finally:
        sys.setprofile(previous)
    return steps


@pytest.mark.parametrize(
    "document",
    [
        pytest.param("{" + "a " * 20_000 + "}", id="tokens"),
        pytest.param("{" * 20_000, id="braces"),
        pytest.param("{ getJob(jobId: " + "[" * 5_000 + "]" * 5_000 + ") { id } }", id="lists"),
        pytest.param("{ client" + "{ client" * 5_000, id="open"),
    ],
)
async def test_document_with_too_many_tokens_or_levels_is_malformed(api: Api, document: str) -> None:
    response = await api.send(document)
    assert response.status_code == 400
    assert response.json()["errors"][0]["errorType"] == "MalformedHttpRequestException"


async def test_rejected_document_is_recorded(api: Api) -> None:
    error = await api.error(fragment_bomb(40))
    assert error["errorType"] == "QueryLimitExceeded"
    (entry,) = api.sandbox.journal
    assert entry.errors == (f"QueryLimitExceeded: {error['message']}",)


def test_operations_of_the_sdk_and_introspection_are_within_the_limits() -> None:
    documents = Documents(executable_schema())
    texts = [each.document for each in vars(operations).values() if isinstance(each, Operation)]
    assert texts
    aliased = "{" + " ".join(f"a{n}: getJob(jobId: 1) {{ ...J }}" for n in range(500)) + "}"
    fragment = " fragment J on Job { id state progress { state percentageComplete } }"
    for text in (*texts, aliased + fragment, get_introspection_query(input_value_deprecation=False)):
        assert documents.get(text).errors == ()
