"""Any option and any setting is sent unchanged, or rejected with a typed error before anything is sent."""

import contextlib
import math
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from hypothesis import HealthCheck, example, given
from hypothesis import settings as budget
from hypothesis import strategies as st
from pydantic.alias_generators import to_camel

from move_ugc_async import (
    AsyncMoveUgc,
    ClipWindow,
    JobOptions,
    MoveConfigurationError,
    MoveError,
    MoveInvalidRequestError,
)
from move_ugc_async._settings import ClientOptions, Settings
from move_ugc_async.services.job_options import _in_camel_case
from tests.support.servers import API_KEY, HttpServer, Received, Reply, graphql_reply

FEW = budget(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
ODD = st.sampled_from(
    [object(), 1j, b"\xff", b"x", {1: 2}, {None: 1}, {1}, datetime(2026, 1, 31, tzinfo=UTC), math, int, "\ud83d", ...]
)
ANYTHING = JSON | ODD
NUMBERS = st.integers() | st.floats() | st.sampled_from([True, 10**400, -0.0, 5e-324])
NAMES = st.text(max_size=8).filter(lambda name: not name.startswith("_")) | st.sampled_from(
    [*JobOptions.model_fields, "trackBall", "newOne", "model_config"]
)


def reply(received: Received) -> Reply:
    if received.json()["operationName"] == "createSingleCamJob":
        return graphql_reply(None, errors=[{"message": "no such take", "errorType": "MoveNotFoundError"}])
    return graphql_reply()


@pytest.fixture
def server() -> Iterator[HttpServer]:
    with HttpServer(reply) as server:
        yield server


@pytest.fixture
def portal() -> Iterator[BlockingPortal]:
    with start_blocking_portal() as portal:
        yield portal


class Calls:
    """Creates jobs of a missing take, so that the server receives everything and creates nothing."""

    def __init__(self, client: AsyncMoveUgc, server: HttpServer, portal: BlockingPortal) -> None:
        self._client, self._server, self._portal = client, server, portal

    def create(self, **given: Any) -> dict[str, Any] | None:
        """Return the variables that the server received, or None if the call was rejected before sending."""
        self._server.requests.clear()
        with pytest.raises(MoveError) as caught:
            self._portal.call(lambda: self._client.jobs.create_singlecam("take-unknown", **given))
        sent: list[dict[str, Any]] = [request.json()["variables"] for request in self._server.requests]
        assert sent or type(caught.value) is MoveInvalidRequestError
        return sent[0] if sent else None


@pytest.fixture
def calls(server: HttpServer, portal: BlockingPortal) -> Iterator[Calls]:
    client = AsyncMoveUgc(API_KEY, endpoint_url=server.url, max_retries=0)
    yield Calls(client, server, portal)
    portal.call(client.aclose)


def same(given: object, sent: object) -> bool:
    """Return whether the sent value is the JSON form of the argument."""
    if isinstance(given, float) and isinstance(sent, int | float):
        return given == sent
    if isinstance(given, list) and isinstance(sent, list):
        return len(given) == len(sent) and all(map(same, given, sent))
    if isinstance(given, dict) and isinstance(sent, dict):
        return given.keys() == sent.keys() and all(same(given[key], sent[key]) for key in given)
    return given == sent and isinstance(given, bool) is isinstance(sent, bool)


def in_camel_case(given: dict[str, Any]) -> dict[str, Any]:
    return {_in_camel_case(name): value for name, value in given.items()}


@given(st.dictionaries(NAMES, JSON, max_size=4))
@example({"newOne": float("nan")})
@example({"newOne": [{"deep": float("-inf")}]})
@example({"newOne": "NaN", "other": "Infinity"})
@example({"newOne": {"deep": None}, "trackBall": None})
@FEW
def test_any_option_arrives_or_is_rejected(calls: Calls, given: dict[str, Any]) -> None:
    try:
        options = JobOptions(**given)
    except MoveInvalidRequestError:
        return
    sent = calls.create(options=options)
    if sent is not None:
        read = {to_camel(name): value for name, value in options if name in JobOptions.model_fields}
        meant = {name: read.get(name, value) for name, value in in_camel_case(given).items()}
        assert same({name: value for name, value in meant.items() if value is not None}, sent["options"])


def test_known_and_unknown_options_arrive_under_their_camel_case_names(calls: Calls) -> None:
    given = {"track_fingers": True, "trackBall": False, "new_one": 1, "newTwo": {"deep_one": "NaN"}}
    sent = calls.create(options=JobOptions(**given))
    assert sent is not None
    assert sent["options"] == {"trackFingers": True, "trackBall": False, "newOne": 1, "newTwo": {"deep_one": "NaN"}}


@given(st.dictionaries(NAMES, ODD, min_size=1, max_size=2))
@FEW
def test_an_option_of_any_type_is_sent_or_rejected(calls: Calls, given: dict[str, Any]) -> None:
    try:
        options = JobOptions(**given)
    except MoveInvalidRequestError:
        return
    calls.create(options=options)


@given(NUMBERS | ODD, NUMBERS | ODD)
@FEW
def test_any_window_arrives_or_is_rejected(calls: Calls, start: Any, end: Any) -> None:
    try:
        window = ClipWindow(start_time=start, end_time=end)
    except MoveInvalidRequestError:
        return
    sent = calls.create(clip_window=window)
    assert sent is not None
    assert sent["clipWindow"] == {"startTime": window.start_time, "endTime": window.end_time}


@given(JSON | ODD | st.lists(st.text() | ODD, max_size=3))
@FEW
def test_any_outputs_arrive_or_are_rejected(calls: Calls, outputs: Any) -> None:
    sent = calls.create(outputs=outputs)
    if sent is not None and outputs:
        names = [outputs] if isinstance(outputs, str) else list(outputs)
        assert [str(name).upper() for name in sent["outputs"]] == [str(name).upper() for name in names]


SETTINGS = [
    *sorted(Settings.__annotations__.keys() - {"endpoint_url", "api_key"}),
    "http_client",
    "http_transport",
    "clock",
]


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_of_any_value_works_or_is_rejected(name: str, server: HttpServer, portal: BlockingPortal) -> None:
    async def use(client: AsyncMoveUgc) -> None:
        async with client:
            with contextlib.suppress(MoveError):
                await client.client.retrieve()

    @budget(max_examples=8)
    @given(NUMBERS | ODD | JSON)
    def check(value: Any) -> None:
        try:
            client = AsyncMoveUgc(API_KEY, **{"endpoint_url": server.url, "max_retries": 0, name: value})
        except MoveConfigurationError as error:
            assert name in str(error)  # noqa: PT017 - most values are refused, some are valid
            return
        if not callable(value) and name != "timeout":
            portal.call(use, client)

    check()


@budget(max_examples=30)
@given(st.text() | ANYTHING, st.text() | ANYTHING)
def test_a_client_accepts_or_rejects_any_key_and_endpoint(key: Any, url: Any) -> None:
    for arguments in ({"api_key": key}, {"api_key": API_KEY, "endpoint_url": url}):
        with contextlib.suppress(MoveConfigurationError):
            AsyncMoveUgc(**arguments)


@budget(max_examples=30)
@given(st.sampled_from(sorted(ClientOptions.__annotations__)) | st.text(), ANYTHING)
def test_with_options_accepts_or_rejects_any_option(name: str, value: Any) -> None:
    try:
        AsyncMoveUgc(API_KEY).with_options(**{name: value})
    except MoveConfigurationError as error:
        assert name in str(error) or repr(name) in str(error)  # noqa: PT017 - some are valid
