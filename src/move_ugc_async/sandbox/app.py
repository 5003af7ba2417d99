"""The ASGI application: the routes to the endpoints."""

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp

from move_ugc_async.sandbox.admin_endpoint import AdminEndpoint
from move_ugc_async.sandbox.backend import Backend
from move_ugc_async.sandbox.console.page import ConsolePage
from move_ugc_async.sandbox.cors import Cors
from move_ugc_async.sandbox.documents import shared_documents
from move_ugc_async.sandbox.fault_middleware import FaultMiddleware
from move_ugc_async.sandbox.graphql_endpoint import GraphQLEndpoint
from move_ugc_async.sandbox.request_filter import RequestFilter
from move_ugc_async.sandbox.request_log_middleware import RequestLogMiddleware
from move_ugc_async.sandbox.schema import executable_schema
from move_ugc_async.sandbox.share_endpoint import ShareEndpoint
from move_ugc_async.sandbox.storage.links import BUCKET, GRAPHQL_PATH, SHARE_PATH
from move_ugc_async.sandbox.storage_endpoint import StorageEndpoint


def make_app(backend: Backend, hosts: frozenset[str]) -> ASGIApp:
    """Return the ASGI application that serves a backend.

    Args:
        backend: Shared by all endpoints.
        hosts: Accepted host names and addresses, besides loopback names.
    """
    schema = executable_schema()
    documents = shared_documents()
    app = Starlette(
        routes=[
            Route(GRAPHQL_PATH, GraphQLEndpoint(backend, schema, documents).handle, methods=["GET", "POST"]),
            Route(SHARE_PATH, ShareEndpoint(backend).handle, methods=["GET"]),
            Route(f"{BUCKET}/{{key:path}}", StorageEndpoint(backend)),
            *AdminEndpoint(backend).routes(),
            *ConsolePage(backend).routes(),
        ]
    )
    return RequestFilter(Cors(RequestLogMiddleware(FaultMiddleware(app, backend, documents), backend)), hosts)
