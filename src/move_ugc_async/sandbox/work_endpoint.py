"""Control of jobs and volumes over HTTP; part of the admin API."""

from typing import Any, cast

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from move_ugc_async.sandbox.backend import Backend
from move_ugc_async.sandbox.console.snapshot import Snapshots
from move_ugc_async.sandbox.json_body import read_json
from move_ugc_async.sandbox.progress import SUGGESTIONS, Failure
from move_ugc_async.sandbox.state.records import WorkKind
from move_ugc_async.sandbox.work_control import end_work, find_work


class WorkEndpoint:
    """Handlers for single jobs and volumes, and for failures of the next ones."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._snapshots = Snapshots(backend)

    async def read(self, kind: WorkKind, request: Request) -> Response:
        """Return a job or volume with its outputs."""
        return JSONResponse(self._snapshots.work(find_work(self._backend, kind, request.path_params["id"])))

    async def finish(self, kind: WorkKind, request: Request) -> Response:
        """Finish a job or volume, and return it."""
        return JSONResponse(self._snapshots.work(end_work(self._backend, kind, request.path_params["id"])))

    async def fail(self, kind: WorkKind, request: Request) -> Response:
        """Let a job or volume fail, and return it; the body, with the suggestions, may be empty."""
        body = await request.body()
        document: object = read_json(body) if body else {}
        members = cast("dict[str, object]", document) if isinstance(document, dict) else {"body": document}
        _, failure = _failure({**members, "kind": kind})
        return JSONResponse(self._snapshots.work(end_work(self._backend, kind, request.path_params["id"], failure)))

    async def add_failure(self, request: Request) -> Response:
        """Let the next job or volume fail."""
        self._backend.failures.add(*_failure(read_json(await request.body())))
        return Response(status_code=204)


def _failure(document: object) -> tuple[WorkKind, Failure]:
    members = cast("dict[str, Any]", document) if isinstance(document, dict) else {}
    kind, suggestions, failed_as = members.get("kind"), members.get("suggestions", []), members.get("failed_as")
    is_known = members.keys() <= {"kind", "suggestions", "failed_as"} and kind in ("job", "volume")
    is_text = isinstance(suggestions, list) and all(isinstance(each, str) for each in cast("list[object]", suggestions))
    if not is_known or not is_text or failed_as not in (None, "data", "error"):
        msg = (
            'body must be an object with kind "job" or "volume", and optionally a list of suggestions and failed_as'
            ' "data" or "error", such as {"kind": "job", "suggestions": ["Use more light."], "failed_as": "error"}'
        )
        raise ValueError(msg)
    return cast("WorkKind", kind), Failure(tuple(cast("list[str]", suggestions)) or SUGGESTIONS, failed_as)
