import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from move_ugc_async.sandbox import Sandbox, Status
from tests.integration.sandbox.api import CREATE_FILE, CREATE_SINGLE_CAM_JOB, GET_JOB, Api, FakeMedia
from tests.integration.sandbox.wire import connected
from tests.support.wait_until import wait_until

pytestmark = pytest.mark.anyio

_UNAUTHORIZED = {
    "errors": [
        {
            "errorType": "UnauthorizedException",
            "message": "You are not authorized to make this call.",
        }
    ]
}


async def test_invalid_api_key_returns_401_without_data(api: Api) -> None:
    for value in ["", "mv_key_wrong", "Bearer mv_key_sandbox_0000000000000000"]:
        response = await api.post(b'{"query": "{ client { id } }"}', authorization=value)
        assert response.status_code == 401, value
        assert response.json() == _UNAUTHORIZED, value


async def test_missing_api_key_returns_401_without_data(api: Api) -> None:
    response = await api.http.post(api.sandbox.endpoint_url, json={"query": "{ client { id } }"})
    assert response.status_code == 401
    assert response.json() == _UNAUTHORIZED


async def test_every_response_has_its_own_request_id(api: Api) -> None:
    responses = [await api.post(b""), await api.post(b"", authorization=""), await api.send("{ client { id } }")]
    assert len({response.headers["x-amzn-requestid"] for response in responses}) == 3


async def test_not_found_is_an_error_with_everything_at_its_top_level(api: Api) -> None:
    result = await api.result("query ($id: ID!) {\n  getJob(jobId: $id) { id }\n}", id="job-unknown")
    assert result == {
        "data": None,
        "errors": [
            {
                "path": ["getJob"],
                "data": None,
                "errorType": "MoveNotFoundError",
                "errorInfo": None,
                "locations": [{"line": 2, "column": 3, "sourceName": None}],
                "message": "Resource not found in move-ugc-api.",
            }
        ],
    }


async def test_every_unknown_id_is_not_found(api: Api) -> None:
    for query in [
        '{ getFile(fileId: "x") { id } }',
        '{ getTake(takeId: "x") { id } }',
        '{ getVolume(id: "x") { __typename } }',
        'mutation { updateFile(id: "x", name: "n") { id } }',
        'mutation { updateTake(id: "x", name: "n") { id } }',
        'mutation { updateJob(id: "x", name: "n") { id } }',
        'mutation { generateShareCode(fileId: "x") { code } }',
        'mutation { createSingleCamJob(takeId: "x") { id } }',
        'mutation { createMultiCamJob(takeId: "x") { id } }',
        'mutation { createMultiCamTake(volumeId: "x") { id } }',
        'mutation { createSingleCamTake(sources: {deviceLabel: "x", fileId: "x", format: MP4}) { id } }',
    ]:
        assert (await api.error(query))["errorType"] == "MoveNotFoundError", query


async def test_invalid_document_returns_200_with_null_data(api: Api) -> None:
    for query, start in [
        ("{ nope }", "FieldUndefined: Field 'nope' in type 'Query' is undefined @ 'nope'"),
        (
            "{ client { id nope } }",
            "FieldUndefined: Field 'nope' in type 'Client' is undefined @ 'client/nope'",
        ),
        (
            "fragment F on Client { nope } { client { ...F } }",
            "FieldUndefined: Field 'nope' in type 'Client' is undefined @ 'F/nope'",
        ),
        ("{ client }", "SubSelectionRequired: "),
        ("{ client { ...F } }", "UndefinedFragment: "),
        (
            "{ getVolume(id: 1) { ... on HumanVolume { take { id } } } }",
            "FieldUndefined: Field 'take' in type 'HumanVolume' is undefined @ 'getVolume/take'",
        ),
        ("{ getJob { id } }", "MissingFieldArgument: "),
        ("{ client(a: 1) { id } }", "UnknownArgument: "),
        ('{ listJobs(first: "1") { first } }', "WrongType: "),
        ("query ($id: String!) { getJob(jobId: $id) { id } }", "VariableTypeMismatch: "),
        ("query ($a: Int) { client { id } }", "UnusedVariable: "),
        ("mutation { updateClient(metadata: {a: 1}) { id } }", "WrongType: "),
        ("{ client { id @defer } }", "UnknownDirective: "),
    ]:
        response = await api.send(query)
        assert response.status_code == 200, query
        result = response.json()
        assert result["data"] is None, query
        error = result["errors"][0]
        assert set(error) == {"path", "locations", "message"}, query
        assert error["path"] is None, query
        assert error["locations"][0].keys() == {"line", "column", "sourceName"}, query
        assert error["message"].startswith(f"Validation error of type {start}"), query


_LIST_JOBS = """query ($by: SortDirection, $first: Int, $after: AWSJSON) {
  listJobs(sortDirection: $by, first: $first, after: $after) { first }
}"""
_TAKE = """mutation ($sources: [SourceInput!]) { createSingleCamTake(sources: $sources) { id } }"""
_SOURCE = {"deviceLabel": "a", "fileId": "b", "format": "MP4"}


@pytest.mark.parametrize(
    ("query", "variables", "message"),
    [
        (GET_JOB, {}, "Variable 'id' has coerced Null value for NonNull type 'ID!'"),
        (GET_JOB, {"id": None}, "Variable 'id' has coerced Null value for NonNull type 'ID!'"),
        (GET_JOB, {"id": {"a": 1}}, "Variable 'id' has an invalid value. Expected type 'ID' but was 'LinkedHashMap'."),
        (_TAKE, {"sources": [None]}, "Variable 'sources' has coerced Null value for NonNull type 'SourceInput!'"),
        (
            _TAKE,
            {"sources": [{**_SOURCE, "fileId": None}]},
            "Variable 'sources' has coerced Null value for NonNull type 'String!'",
        ),
        (
            _TAKE,
            {"sources": [{"deviceLabel": "a", "fileId": "b"}]},
            "Variable 'sources' has coerced Null value for NonNull type 'SourceFormat!'",
        ),
        (
            _TAKE,
            {"sources": [{**_SOURCE, "cameraSettings": 3}]},
            "Variable 'sources' has an invalid value. Expected type 'Map' but was 'Integer'."
            " Variables for input objects must be an instance of type 'Map'.",
        ),
        (
            _LIST_JOBS,
            {"by": "UP"},
            "Variable 'by' has an invalid value. Invalid input for Enum 'SortDirection'. No value found for name 'UP'",
        ),
        (
            _LIST_JOBS,
            {"by": [True, None]},
            "Variable 'by' has an invalid value."
            " Invalid input for Enum 'SortDirection'. No value found for name '[true, null]'",
        ),
        (
            _LIST_JOBS,
            {"by": [1e16, -1e-7, 1.5, -12345678.25, 9999999.0, 0.001, 0.0, 5e-324]},
            "Variable 'by' has an invalid value. Invalid input for Enum 'SortDirection'. No value found for name"
            " '[1.0E16, -1.0E-7, 1.5, -1.234567825E7, 9999999.0, 0.001, 0.0, 5.0E-324]'",
        ),
        (_LIST_JOBS, {"first": "1"}, "Variable 'first' has an invalid value. Expected type 'Int' but was 'String'."),
        (_LIST_JOBS, {"first": True}, "Variable 'first' has an invalid value. Expected type 'Int' but was 'Boolean'."),
        (_LIST_JOBS, {"first": 1.5}, "Variable 'first' has an invalid value. Expected type 'Int' but was 'Double'."),
        (
            _LIST_JOBS,
            {"after": {"id": "take-1", "deep": [True, None, {"n": 1}]}},
            "Variable 'after' has an invalid value."
            " Unable to parse {id=take-1, deep=[true, null, {n=1}]} as valid JSON.",
        ),
    ],
)
async def test_invalid_variable_returns_200_with_null_data(
    api: Api, query: str, variables: dict[str, Any], message: str
) -> None:
    result = await api.result(query, **variables)
    assert result["data"] is None
    (error,) = result["errors"]
    assert set(error) == {"path", "locations", "message"}
    assert error["message"] == message
    assert error["locations"][0].keys() == {"line", "column", "sourceName"}


async def test_unknown_field_of_an_input_object_has_no_location(api: Api) -> None:
    for sources, kind in [
        ([{**_SOURCE, "color": 1}], "SourceInput"),
        ({**_SOURCE, "cameraSettings": {"lens": "a", "zoom": None}}, "CameraSettingsInput"),
    ]:
        assert await api.result(_TAKE, sources=sources) == {
            "data": None,
            "errors": [
                {
                    "path": None,
                    "locations": None,
                    "message": "The variables input contains a field that is not defined for input object type"
                    f" '{kind}' ",
                }
            ],
        }


async def test_variable_of_another_type_is_reported_where_it_is_used(api: Api) -> None:
    error = await api.error("query Get($id: String!) {\n  getJob(jobId: $id) { id }\n}", id="a")
    assert error == {
        "path": None,
        "locations": [{"line": 2, "column": 17, "sourceName": None}],
        "message": "Validation error of type VariableTypeMismatch:"
        " Variable type 'String!' doesn't match expected type 'ID!' @ 'getJob'",
    }


async def test_default_of_a_variable_is_used_unless_it_is_null(api: Api) -> None:
    query = "query ($first: Int! = 7) { listTakes(first: $first) { first } }"
    assert await api.call(query) == {"first": 7}
    error = await api.error(query, first=None)
    assert error["message"] == "Variable 'first' has coerced Null value for NonNull type 'Int!'"


async def test_variable_can_be_an_enum_member(api: Api) -> None:
    query = "query ($by: SortDirection) { listTakes(sortDirection: $by) { first } }"
    assert await api.call(query, by="ASC") == {"first": 50}


def with_variable(value: bytes) -> bytes:
    return b'{"query": "{ client { id } }", "variables": {"a": %b}}' % value


async def test_malformed_body_is_400(api: Api) -> None:
    for body, message in [
        (b"", "Request body is empty."),
        (b"meow", "Unable to parse GraphQL query."),
        (b"{}", "Unable to parse GraphQL query."),
        (b"[]", "Unable to parse GraphQL query."),
        (b'[{"query": "{ client { id } }"}]', "Unable to parse GraphQL query."),
        (b'{"query": 1}', "Unable to parse GraphQL query."),
        (b'{"query": "{ client {"}', "Unable to parse GraphQL query."),
        (b'{"query": "{ client { id } }", "variables": [1]}', "Unable to parse GraphQL query."),
        (b'{"query": "{ client { id } }", "operationName": 1}', "Unable to parse GraphQL query."),
        (b"\xff\xfe", "Unable to parse GraphQL query."),
        (b'{"query": "{ client { id } }", "variables": {"a": "\\uD800"}}', "Unable to parse GraphQL query."),
        (b"[" * 100_000, "Unable to parse GraphQL query."),
        (with_variable(b"[" * 600 + b"]" * 600), "Unable to parse GraphQL query."),
        (with_variable(b'{"a":' * 200 + b"1" + b"}" * 200), "Unable to parse GraphQL query."),
        (with_variable(b"NaN"), "Unable to parse GraphQL query."),
        (with_variable(b"-Infinity"), "Unable to parse GraphQL query."),
        (with_variable(b"-1e999"), "Unable to parse GraphQL query."),
        (with_variable(b"9" * 5_000), "Unable to parse GraphQL query."),
        (json.dumps({"query": "{a" * 50_000}).encode(), "Unable to parse GraphQL query."),
    ]:
        response = await api.post(body)
        assert response.status_code == 400, body
        assert response.json() == {"errors": [{"errorType": "MalformedHttpRequestException", "message": message}]}, body


async def test_variables_that_the_document_does_not_declare_are_ignored(api: Api) -> None:
    assert (await api.call("{ client { name } }", unknown={"deep": [1]})) == {"name": "Sandbox"}


async def test_operation_is_chosen_by_its_name(api: Api) -> None:
    query = "query A { client { name } } query B { listRigs { first } }"
    result = (await api.send(query, operationName="A")).json()
    assert result == {"data": {"client": {"name": "Sandbox"}}}
    for name in (None, "C"):
        result = (await api.send(query, operationName=name)).json()
        assert result["data"] is None
        assert result["errors"][0]["path"] is None


async def test_error_nulls_only_its_own_field(api: Api) -> None:
    result = await api.result("{ a: listRigs { items { name } } b: listJobs(first: 0) { first } }")
    assert result["data"]["a"]["items"]
    assert result["data"]["b"] is None
    assert [error["path"] for error in result["errors"]] == [["b"]]


async def test_metadata_is_returned_byte_for_byte(api: Api) -> None:
    for metadata in ['{"b": 1,  "a":\t[1.0, "\\u00e4"]}', '"text"', "null", "{}", '{"ä": "𝄞"}', '{"a":1,"a":2}']:
        query = "mutation ($m: AWSJSON!) { updateClient(metadata: $m) { metadata } }"
        assert await api.call(query, m=metadata) == {"metadata": metadata}, metadata
        literal = f"mutation {{ updateClient(metadata: {json.dumps(metadata)}) {{ metadata }} }}"
        assert await api.call(literal) == {"metadata": metadata}, metadata
        assert await api.call("{ client { metadata } }") == {"metadata": metadata}, metadata


async def test_metadata_that_is_not_a_json_string_is_rejected(api: Api) -> None:
    for metadata in [{"a": 1}, [1], 1, True, "{a: 1}", "", "NaN", "1e999", '[{"a": -1e400}]', "[" * 100_000]:
        result = await api.result(CREATE_FILE, type="mp4", metadata=metadata)
        assert result["data"] is None, metadata
        assert result["errors"][0]["message"].startswith("Variable 'metadata' has an invalid value. "), metadata
        assert not api.sandbox.ledger, metadata


async def test_dates_are_utc_with_microseconds_and_z(api: Api) -> None:
    assert (await api.call("{ client { created } }"))["created"] == "2026-01-01T00:00:00.001000Z"


async def test_introspection_matches_appsync(api: Api) -> None:
    schema = await api.call("{ __schema { directives { name } queryType { fields { name } } types { name } } }")
    assert {directive["name"] for directive in schema["directives"]} == {"include", "skip"}
    assert len(schema["queryType"]["fields"]) == 10
    assert "AWSJSON" in {kind["name"] for kind in schema["types"]}


async def test_include_and_skip_work(api: Api) -> None:
    query = "query ($yes: Boolean!) { client { id @skip(if: $yes) name @include(if: $yes) } }"
    assert await api.call(query, yes=True) == {"name": "Sandbox"}


async def test_union_can_be_selected_by_its_own_name(api: Api) -> None:
    volume_id = await api.volume()
    query = """query ($id: ID!) { getVolume(id: $id) { ... on Volume { ...F } } }
    fragment F on HumanVolume { id }"""
    assert await api.call(query, id=volume_id) == {"id": volume_id}


async def test_client_that_disconnects_is_recorded_and_the_next_request_is_served(api: Api) -> None:
    with connected(api.sandbox) as connection:
        connection.sendall(b"POST /ugc/graphql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{")
    await wait_until(lambda: None in {entry.status for entry in api.sandbox.journal})
    assert await api.call("{ client { id } }")


async def test_internal_error_of_the_sandbox_is_logged_and_returned(
    http: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    class BrokenMedia(FakeMedia):
        def video_duration(self, path: Path) -> float | None:
            msg = f"cannot read {path.name}"
            raise OSError(msg)

    async with Sandbox(media=BrokenMedia()) as sandbox:
        api = Api(sandbox, http)
        error = await api.error(CREATE_SINGLE_CAM_JOB, takeId=await api.single_cam_take())
        assert error["errorType"] == "InternalFailure"
        assert "cannot read" in caplog.text
        assert sandbox.ledger == ()


async def test_query_is_served_over_get(api: Api) -> None:
    file = await api.call('mutation { createFile(type: "mp4") { id } }')
    query = {"query": "query Get($id: ID!) { getFile(fileId: $id) { id } }", "operationName": "Get"}
    response = await api.http.get(
        api.sandbox.endpoint_url,
        params={**query, "variables": json.dumps({"id": file["id"]})},
        headers={"authorization": api.sandbox.api_key},
    )
    assert response.json() == {"data": {"getFile": {"id": file["id"]}}}
    (entry,) = api.sandbox.journal.filter(operation="Get")
    assert (entry.method, entry.fields, entry.variables) == ("GET", ("getFile",), {"id": file["id"]})


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({}, 400),
        ({"query": "{"}, 400),
        ({"query": "{ client { id } }", "variables": "{"}, 400),
        ({"query": "{ client { id } }", "variables": "[1]"}, 400),
        ({"query": "{ client { id } }", "variables": '{}, "more": 1'}, 400),
        ({"query": "{ client { id } }", "variables": "{}", "operationName": ""}, 200),
        ({"query": 'mutation { createFile(type: "mp4") { id } }'}, 400),
        ({"query": "{ client { id } }"}, 200),
    ],
)
async def test_get_has_the_errors_of_post_and_no_side_effects(api: Api, params: dict[str, str], status: int) -> None:
    headers = {"authorization": api.sandbox.api_key}
    response = await api.http.get(api.sandbox.endpoint_url, params=params, headers=headers)
    assert response.status_code == status
    assert (await api.http.get(api.sandbox.endpoint_url, params=params)).status_code == 401
    assert not api.sandbox._running().state.files._database.rows("SELECT id FROM files")


async def test_fault_acts_on_a_query_over_get(api: Api) -> None:
    api.sandbox.faults.add(Status(503), operation="Get")
    params = {"query": "query Get { client { id } }"}
    headers = {"authorization": api.sandbox.api_key}
    assert (await api.http.get(api.sandbox.endpoint_url, params=params, headers=headers)).status_code == 503
