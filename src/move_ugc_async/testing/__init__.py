"""Support for tests of programs that use the SDK, and the pytest plugin with its fixtures.

    async def test_render(move_sandbox: MoveSandbox, move_client: AsyncMoveUgc) -> None:
        job_id = move_sandbox.add_job("FAILED", suggestions=["Use more light."])
        ...

The plugin is loaded with the package, and imports nothing until a test uses one of its fixtures. Requires the extra
`sandbox`: `pip install "move-ugc-async[sandbox]"`.
"""

from typing import TYPE_CHECKING

from move_ugc_async._lazy_names import import_on_first_use

if TYPE_CHECKING or not import_on_first_use(__name__):
    from move_ugc_async.testing.request_log import RequestLog as RequestLog
    from move_ugc_async.testing.sandbox import MoveSandbox as MoveSandbox
