"""Metadata: any JSON value, sent as a JSON document in a string and read back unchanged."""

import json
from typing import Any

import pytest

from move_ugc_async import AsyncMoveUgc, MoveInvalidRequestError
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.loops import both_loops
from tests.integration.client.workflows import graphql_requests, last_variables

pytestmark = pytest.mark.anyio

DEEP: list[Any] = []
for _ in range(150):
    DEEP = [DEEP]

VALUES: list[Any] = [
    {},
    {"a": 1},
    [],
    [None],
    0,
    -1.5,
    False,
    True,
    "",
    "plain text",
    'Zoë 🕺\u2028\x00"\\',
    {"": "", "🕺": {"nested": [[], {}, [{"deep": None}]]}},
    2**53 + 1,
    10**40,
    1e-300,
    {"move_ugc_async": "taken", "__proto__": 1, "null": None},
    DEEP,
    [{"n": n} for n in range(200)],
]


@both_loops
async def test_any_json_value_is_read_back_unchanged(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    for value in VALUES:
        created = await client.files.create("mp4", metadata=value)
        sent = last_variables(sandbox, "createFile")["metadata"]
        assert isinstance(sent, str)
        assert json.loads(sent) == value
        read = (await client.files.retrieve(created.id)).metadata
        assert read == created.metadata == value
        assert type(read) is type(value)


DOCUMENTS = [
    '{"a":1}',
    ' { "b" : [ 1 , 2.50 ] } ',
    '"text"',
    "null",
    "0",
    "1e2",
    '{"a":1,"a":2}',
    '"\\u00e9"',
    "[" * 300 + "]" * 300,
    '"\\ud83d"',
]


async def test_a_string_that_is_json_is_not_encoded_again(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    for document in DOCUMENTS:
        created = await client.files.create("mp4", metadata=document)
        assert last_variables(sandbox, "createFile")["metadata"] == document
        assert created.metadata == (await client.files.retrieve(created.id)).metadata == json.loads(document)


async def test_a_string_that_is_not_json_is_encoded_as_a_json_string(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    for text in ("{not json", "NaN", "Infinity", "tak", "01", "'a'", "\ufeff{}"):
        created = await client.files.create("mp4", metadata=text)
        assert json.loads(last_variables(sandbox, "createFile")["metadata"]) == created.metadata == text


async def test_a_value_that_the_caller_encoded_twice_is_read_as_a_string(client: AsyncMoveUgc) -> None:
    created = await client.files.create("mp4", metadata=json.dumps(json.dumps({"a": 1})))
    assert created.metadata == '{"a": 1}'


async def test_metadata_of_none_is_not_sent(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    created = await client.files.create("mp4", metadata=None)
    assert "metadata" not in last_variables(sandbox, "createFile")
    assert created.metadata is None


async def test_half_a_surrogate_pair_is_read_back_unchanged(client: AsyncMoveUgc) -> None:
    created = await client.files.create("mp4", metadata={"cut emoji": "\ud83d"})
    assert created.metadata == {"cut emoji": "\ud83d"}


@pytest.mark.parametrize("value", [float("nan"), [float("inf")], {"a": object()}, {"a": float("-inf")}])
async def test_a_value_that_json_cannot_express_is_refused_before_anything_is_sent(
    client: AsyncMoveUgc, sandbox: Sandbox, value: Any
) -> None:
    with pytest.raises(MoveInvalidRequestError, match="JSON"):
        await client.files.create("mp4", metadata=value)
    assert not graphql_requests(sandbox)


UPDATES: dict[str, Any] = {
    "jobs": lambda client, text: client.jobs.update("job-1", text),
    "takes": lambda client, text: client.takes.update("take-1", metadata=text),
    "files": lambda client, text: client.files.update("file-1", text),
    "client": lambda client, text: client.client.update(text),
}


@pytest.mark.parametrize("service", UPDATES)
@pytest.mark.parametrize("text", ["new name", "", "{not json", "NaN"])
async def test_update_refuses_a_bare_string_that_would_replace_the_metadata(
    client: AsyncMoveUgc, sandbox: Sandbox, service: str, text: str
) -> None:
    with pytest.raises(MoveInvalidRequestError, match=r"got the bare string .* pass name= to change a name"):
        await UPDATES[service](client, text)
    assert not graphql_requests(sandbox)


@pytest.mark.parametrize("document", ['{"a": 1}', '"a text"', "7"])
async def test_update_accepts_a_json_document_as_a_string(client: AsyncMoveUgc, document: str) -> None:
    file = await client.files.create("mp4", metadata={"old": True})
    assert (await client.files.update(file.id, document)).metadata == json.loads(document)
