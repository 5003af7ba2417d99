"""The account, lenses, rigs, and behaviour that all calls share."""

import pytest

from move_ugc_async import AsyncMoveUgc, MoveAuthenticationError
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.loops import both_loops
from tests.integration.client.workflows import graphql_requests, last_variables

pytestmark = pytest.mark.anyio


@both_loops
async def test_retrieve_returns_the_account(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    account = await client.client.retrieve()
    assert account.id.startswith("client-")
    assert account.name
    assert account.created.utcoffset() is not None
    assert account.portal is not None
    assert account.portal.startswith("http")
    (request,) = graphql_requests(sandbox)
    assert (request.operation, request.fields, request.variables) == ("getClient", ("client",), {})


async def test_update_replaces_the_metadata(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    changed = await client.client.update({"plan": "b"})
    assert last_variables(sandbox, "updateClient") == {"metadata": '{"plan": "b"}'}
    assert changed.metadata == (await client.client.retrieve()).metadata == {"plan": "b"}


@pytest.mark.parametrize("nothing", [{}, None])
async def test_update_with_nothing_clears_the_metadata(
    client: AsyncMoveUgc, sandbox: Sandbox, nothing: dict[str, str] | None
) -> None:
    await client.client.update({"plan": "b"})
    cleared = await client.client.update(nothing)
    assert last_variables(sandbox, "updateClient") == {"metadata": "{}"}
    assert cleared.metadata == {}


async def test_camera_settings_list_returns_the_lenses(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    page = await client.camera_settings.list()
    lenses = [lens.lens for lens in page.items]
    assert "goprohero10-fhd" in lenses
    assert [lens.lens async for lens in client.camera_settings.list()] == lenses
    assert not page.has_next_page()
    assert [(request.operation, request.variables) for request in graphql_requests(sandbox)] == [
        ("listCameraSettings", {})
    ] * 2


async def test_rigs_list_returns_the_rigs(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    page = await client.rigs.list()
    assert [rig.name for rig in page.items] == ["move_mo", "move_ve"]
    assert [rig.name async for rig in client.rigs.list()] == ["move_mo", "move_ve"]
    assert not page.has_next_page()
    assert [(request.operation, request.variables) for request in graphql_requests(sandbox)] == [("listRigs", {})] * 2


@both_loops
async def test_an_invalid_api_key_raises_an_authentication_error(sandbox: Sandbox) -> None:
    async with AsyncMoveUgc("mv_key_of_somebody_else", endpoint_url=sandbox.endpoint_url) as client:
        with pytest.raises(MoveAuthenticationError) as caught:
            await client.client.retrieve()
    error = caught.value
    assert (error.operation, error.status, error.error_type) == ("getClient", 401, "UnauthorizedException")
    assert error.request_id
    assert error.message == "You are not authorized to make this call; check MOVE_API_KEY or api_key="
    assert "mv_key" not in str(error)
    assert len(graphql_requests(sandbox)) == 1


async def test_api_key_and_endpoint_url_are_read_from_the_environment(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOVE_API_KEY", sandbox.api_key)
    monkeypatch.setenv("MOVE_UGC_ENDPOINT_URL", sandbox.endpoint_url)
    async with AsyncMoveUgc() as client:
        assert (await client.client.retrieve()).id


async def test_each_call_sends_one_request_and_nothing_else_sends_any(sandbox: Sandbox) -> None:
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client:
        services = (
            client.jobs,
            client.takes,
            client.files,
            client.volumes,
            client.client,
            client.camera_settings,
            client.rigs,
            client.webhooks,
        )
        assert all(services)
        client.jobs.list()
        client.rigs.list()
        assert not graphql_requests(sandbox)
        await client.client.retrieve()
        await client.jobs.list()
        await client.rigs.list()
    assert [request.fields for request in graphql_requests(sandbox)] == [("client",), ("listJobs",), ("listRigs",)]
    assert len(sandbox.journal) == 3


async def test_no_request_is_an_introspection_query(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    file = await client.files.create("mp4")
    await client.files.retrieve(file.id, expand=["client"])
    async for _ in client.takes.list(expand=["sources"]):
        pass
    assert not [field for request in graphql_requests(sandbox) for field in request.fields if field.startswith("__")]
    assert len(graphql_requests(sandbox)) == 3
