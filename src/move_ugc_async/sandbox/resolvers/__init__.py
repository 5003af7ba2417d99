"""The resolvers of the fields in the schema."""

from typing import cast

from graphql import GraphQLResolveInfo

from move_ugc_async.sandbox.backend import Context


def context_of(info: GraphQLResolveInfo) -> Context:
    """Return the context of the request."""
    return cast("Context", info.context)
