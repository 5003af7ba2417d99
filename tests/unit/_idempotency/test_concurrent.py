"""With the scope "concurrent", another host may have sent an attempt just before the call."""

import anyio
import pytest

from move_ugc_async._schema.keyed_metadata import WorkflowKey
from move_ugc_async.errors import AmbiguousCreateError
from tests.support.clocks import FakeClock, until_idle
from tests.unit._idempotency.fake_api import SETTLE, FakeApi

pytestmark = pytest.mark.anyio
SERVER_TIMEOUT = 30.0


@pytest.fixture
def api() -> FakeApi:
    return FakeApi(FakeClock(now=1000, is_independent=True), server_timeout=SERVER_TIMEOUT)


async def create_elsewhere(api: FakeApi) -> None:
    """Create the object from another host, which shares no records."""
    other = FakeApi(api.clock)
    await other.create()
    api.things, other.things = other.things, []


async def test_unknown_key_is_created_after_a_conclusive_search(api: FakeApi) -> None:
    assert (await api.create(scope="concurrent")).id == "thing-1"
    assert sum(api.clock.waits) == SERVER_TIMEOUT + SETTLE
    assert api.sent == 1


async def test_object_that_lists_show_is_found_at_once(api: FakeApi) -> None:
    await create_elsewhere(api)
    assert (await api.create(scope="concurrent")).id == "thing-1"
    assert (api.sent, api.clock.waits) == (0, [])


async def test_object_of_an_attempt_that_is_executed_late_is_found(api: FakeApi) -> None:
    await create_elsewhere(api)
    ((_, thing),) = api.things
    api.things = [(api.clock.time() + SERVER_TIMEOUT + SETTLE - 0.1, thing)]
    assert (await api.create(scope="concurrent")).id == "thing-1"
    assert api.sent == 0


async def test_object_that_this_host_has_recorded_is_read_at_once(api: FakeApi) -> None:
    await api.create()
    api.clock.waits.clear()
    assert (await api.create(scope="concurrent")).id == "thing-1"
    assert (api.sent, api.clock.waits) == (1, [])


async def test_time_since_the_call_began_counts(api: FakeApi) -> None:
    async def create() -> None:
        await api.create(scope="concurrent")

    async with anyio.create_task_group() as tasks, api.store.hold("k"):
        tasks.start_soon(create)
        await until_idle()
        api.clock.advance(20)
    assert sum(api.clock.waits) == SERVER_TIMEOUT + SETTLE - 20
    assert api.sent == 1


async def test_random_key_is_created_at_once(api: FakeApi) -> None:
    key = WorkflowKey("k", workflow="k", is_new=True)
    assert (await api.create(key, scope="concurrent")).id == "thing-1"
    assert (api.searches, api.clock.waits) == (0, [])


async def test_timeout_that_ends_before_the_proof_raises_an_ambiguous_error(api: FakeApi) -> None:
    api.timeout = 20.0
    with pytest.raises(AmbiguousCreateError, match="the server may still execute an earlier attempt with this key"):
        await api.create(scope="concurrent")
    assert api.sent == 0
