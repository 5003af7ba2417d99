"""The share endpoint: redeems share codes without authentication."""

from starlette.requests import Request
from starlette.responses import JSONResponse

from move_ugc_async.sandbox.backend import Backend
from move_ugc_async.sandbox.journal import FAULT_KEY, JournalEntry
from move_ugc_async.sandbox.storage.links import SHARE_PATH


class ShareEndpoint:
    """Serve requests for shared files.

    It is documented that a code works once; the statuses of the errors are assumptions.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def handle(self, request: Request) -> JSONResponse:
        """Serve one request and record it in the journal."""
        status, body = self._redeem(request.query_params.get("code", ""))
        response = JSONResponse(body, status)
        request_id = next(self._backend.request_ids)
        response.headers["x-amzn-requestid"] = request_id
        self._backend.journal.record(
            JournalEntry(
                kind="share",
                method=request.method,
                path=SHARE_PATH,
                status=status,
                request_id=request_id,
                errors=(body["message"],) if "message" in body else (),
            ),
            request.get(FAULT_KEY),
        )
        return response

    def _redeem(self, code: str) -> tuple[int, dict[str, str]]:
        state, now = self._backend.state, self._backend.clock.now()
        share_code = state.share_codes.find(code)
        if share_code is None:
            return 404, {"message": "Unknown share code."}
        if not state.share_codes.redeem(code, now=now):
            return 410, {"message": "The share code was used or has expired."}
        file = state.files.get(share_code.file_id)
        return 200, {"url": self._backend.links.download(file, now)}
