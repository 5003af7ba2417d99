"""Resolvers: how each field of the schema gets its value."""

from typing import cast

from graphql import GraphQLResolveInfo

from move_ugc_async.sandbox.backend import Context


def context_of(info: GraphQLResolveInfo) -> Context:
    """Return the context of the request that a field is resolved for."""
    return cast("Context", info.context)
