"""For any response of a server, a call returns a result or raises a `MoveError`."""

import inspect
import json
from random import Random
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import settings as budget
from hypothesis import strategies as st

from move_ugc_async import MoveError, MoveMalformedResponseError
from tests.robustness.hostile.fuzz_responses import ODD_VALUES, bodies, fuzz
from tests.robustness.hostile.operations import OPERATIONS, Canned, model_of, paths_in, replace_at, run, sample_of
from tests.support.servers import HttpServer, Received, Reply
from tests.support.stacks import Connect

SEED = 46
_PATHS = [path for name in OPERATIONS for path in paths_in(sample_of(model_of(name)))]
NAMES = sorted({str(part) for path in _PATHS for part in path if path})
ERROR_NAMES = ["data", "errors", "message", "errorType", "errorInfo", "path", "get_job", "list_jobs"]
KEYS = st.one_of(st.sampled_from(NAMES), st.sampled_from(ERROR_NAMES), st.text(max_size=3))
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.sampled_from(ODD_VALUES)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=6)),
    max_leaves=25,
)
HEADERS = st.dictionaries(st.sampled_from(["retry-after", "x-amzn-requestid", "content-type"]), st.text(max_size=20))


def outcome(name: str, canned: Canned) -> Any:
    try:
        return run(name, canned)
    except MoveError as error:
        str(error)
        return error


ENVELOPES = {
    "data": JSON,
    "errors": JSON,
    "status": st.sampled_from([200, 200, 307, 401, 429, 500]),
    "headers": HEADERS,
}


def check_any_json(name: str, data: Any, errors: Any, status: int, headers: dict[str, str]) -> None:
    root = next(iter(sample_of(model_of(name))))
    for envelope in (data, {"data": data, "errors": errors}, {"data": {root: data}, "errors": errors}):
        outcome(name, Canned(json.dumps(envelope).encode(), status, headers))


@pytest.mark.check(46)
@budget(max_examples=50)
@given(name=st.sampled_from(OPERATIONS), **ENVELOPES)
@example(name="get_job", data={}, errors=None, status=200, headers={})
def test_any_json_is_a_result_or_a_move_error(
    name: str, data: Any, errors: Any, status: int, headers: dict[str, str]
) -> None:
    check_any_json(name, data, errors, status, headers)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.check(46)
@pytest.mark.parametrize("name", OPERATIONS)
def test_any_json_is_a_result_or_a_move_error_for_each_operation(name: str) -> None:
    @budget(max_examples=500)
    @given(**ENVELOPES)
    def check(**envelope: Any) -> None:
        check_any_json(name, **envelope)

    check()


@pytest.mark.check(46)
@budget(max_examples=50)
@given(st.sampled_from(OPERATIONS), st.binary())
def test_any_bytes_are_a_move_error(name: str, body: bytes) -> None:
    assert isinstance(outcome(name, Canned(body)), MoveError)


# One operation for each model of a response.
ONE_OF_EACH = [
    "get_file",
    "get_job",
    "get_take",
    "get_volume",
    "generate_share_code",
    "upsert_webhook_endpoint",
    "get_client",
]
LISTS = [name for name in OPERATIONS if name.startswith("list_")]


@pytest.mark.check(46)
@pytest.mark.parametrize("name", ONE_OF_EACH + LISTS)
def test_a_wrong_type_in_any_field_is_a_result_or_a_malformed_response(name: str) -> None:
    data = sample_of(model_of(name), depth=3)
    wrong = [None, 7, True, 1.5, "text", [], [[]], {}, {"a": 1}, 10**30]

    for path in paths_in(data):
        # The second item of a list equals the first.
        for value in wrong if 1 not in path else ():
            result = outcome(name, Canned(json.dumps({"data": replace_at(data, path, value)}).encode()))
            assert type(result) is MoveMalformedResponseError or not isinstance(result, MoveError), (path, value)


@pytest.mark.parametrize("name", OPERATIONS)
def test_field_names_in_snake_case_beside_errors_are_ignored(name: str) -> None:
    model = model_of(name)
    root = next(iter(model.model_fields))
    data = {root: next(iter(sample_of(model).values()))}

    result = outcome(
        name, Canned(json.dumps({"data": data, "errors": [{"message": "m", "path": [root, "x", 0]}]}).encode())
    )

    assert not isinstance(result, MoveError)


@pytest.mark.parametrize("number", [1000, pytest.param(100_000, marks=[pytest.mark.slow, pytest.mark.timeout(600)])])
def test_damaged_responses_are_a_result_or_a_move_error(number: int) -> None:
    fuzz(number, SEED)


def test_every_operation_of_the_client_is_tested() -> None:
    assert len(OPERATIONS) >= 22


@pytest.mark.anyio
async def test_damaged_responses_over_a_socket_are_a_result_or_a_move_error(connect: Connect) -> None:
    rng = Random(SEED)
    sources = {name: bodies(name, rng) for name in OPERATIONS}
    sent: list[bytes] = []

    def reply(received: Received) -> Reply:
        named = received.json()["operationName"]
        name = next(each for each in OPERATIONS if each.replace("_", "").lower() == named.lower())
        sent.append(next(sources[name]))
        return Reply(sent[-1], rng.choice((200, 200, 200, 429, 502)))

    with HttpServer(reply) as server:
        async with connect(server.url) as client:
            for name in OPERATIONS * 2:
                method = getattr(client._context.api, name)
                required = [
                    each.name for each in inspect.signature(method).parameters.values() if each.default is each.empty
                ]
                try:
                    await method(**dict.fromkeys(required, "x"))
                except MoveError:
                    continue
                except Exception as error:  # noqa: BLE001 - the body shows why
                    pytest.fail(f"seed {SEED}: {error!r} from {name} for {sent[-1]!r}")

    assert len(sent) == 2 * len(OPERATIONS)
