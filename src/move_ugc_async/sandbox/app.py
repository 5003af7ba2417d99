"""The application: which endpoint answers which path."""

from starlette.applications import Starlette
from starlette.routing import Route

from move_ugc_async.sandbox.backend import Backend
from move_ugc_async.sandbox.graphql_endpoint import GraphQLEndpoint
from move_ugc_async.sandbox.share_endpoint import ShareEndpoint
from move_ugc_async.sandbox.storage.endpoint import StorageEndpoint
from move_ugc_async.sandbox.storage.links import BUCKET, GRAPHQL_PATH, SHARE_PATH


def make_app(backend: Backend) -> Starlette:
    """Return the ASGI application that serves a backend."""
    return Starlette(
        routes=[
            Route(GRAPHQL_PATH, GraphQLEndpoint(backend).answer, methods=["POST"]),
            Route(SHARE_PATH, ShareEndpoint(backend).answer, methods=["GET"]),
            Route(f"{BUCKET}/{{key:path}}", StorageEndpoint(backend)),
        ]
    )
