"""The client as a FastAPI dependency."""

from typing import Annotated, TypeAlias

from fastapi import Depends

from move_ugc_async import AsyncMoveUgc
from move_ugc_async.contrib.starlette._lifespan import current_client

ClientDep: TypeAlias = Annotated[AsyncMoveUgc, Depends(current_client)]
"""A parameter with this type receives the client of `lifespan_client`.

Tests replace the client with `app.dependency_overrides[current_client] = lambda: client`.
"""
