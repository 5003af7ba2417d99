"""Leaks: requests to storage that carry what is for the API alone."""

import hmac

from starlette.datastructures import Headers
from starlette.types import Scope

from move_ugc_async.sandbox.backend import Backend
from move_ugc_async.sandbox.journal import Leak


def notice_leak(backend: Backend, scope: Scope) -> bool:
    """Enter a request that carries an `Authorization` header into the leaks, and tell whether it does."""
    value = Headers(scope=scope).get("authorization")
    if value is None:
        return False
    key = backend.options.api_key.encode()
    is_key = hmac.compare_digest(value.removeprefix("Bearer ").encode(), key)
    backend.leaks.record(Leak(scope["method"], scope["path"], is_key))
    return True
