import pytest
from graphql import GraphQLError, parse

from move_ugc_async.sandbox.documents import Documents
from move_ugc_async.sandbox.schema import executable_schema, find_schema


def test_document_is_parsed_and_validated_once() -> None:
    documents = Documents(executable_schema())
    assert documents.get("{ client { id } }") is documents.get("{ client { id } }")
    assert documents.get("{ nope }") is documents.get("{ nope }")


def test_only_the_last_512_documents_are_cached(monkeypatch: pytest.MonkeyPatch) -> None:
    # Parsing so many documents would take a second.
    monkeypatch.setattr("move_ugc_async.sandbox.documents.parse", lambda _text, **_: parse("{ client { id } }"))
    monkeypatch.setattr("move_ugc_async.sandbox.documents.validation_error_items", lambda *_: [])
    documents = Documents(executable_schema())
    first = documents.get("{ client { id } }")
    for number in range(512):
        documents.get(f"{{ a{number}: client {{ id }} }}")
    assert documents.get("{ client { id } }") is not first


def test_document_that_is_not_graphql_raises_an_error() -> None:
    with pytest.raises(GraphQLError):
        Documents(executable_schema()).get("{")


def test_cycle_of_fragments_is_a_validation_error() -> None:
    document = Documents(executable_schema()).get(
        "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A client { id } }"
    )
    assert any("FragmentCycle" in error["message"] for error in document.errors)


def test_schema_has_no_directives_of_appsync() -> None:
    assert "directive @aws_lambda" in find_schema().read_text(encoding="utf-8")
    assert {directive.name for directive in executable_schema().directives} == {"include", "skip"}
