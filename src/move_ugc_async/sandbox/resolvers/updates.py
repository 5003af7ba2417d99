"""The mutations that change objects, and those for share codes and webhook endpoints."""

from collections.abc import Sequence

from ariadne import MutationType
from graphql import GraphQLResolveInfo

from move_ugc_async.sandbox.errors import reject
from move_ugc_async.sandbox.outputs import schedule_of
from move_ugc_async.sandbox.progress import outputs_exist
from move_ugc_async.sandbox.resolvers import checks, context_of
from move_ugc_async.sandbox.state.records import (
    ClientRecord,
    FileRecord,
    JobRecord,
    ShareCodeRecord,
    TakeRecord,
    WebhookRecord,
)

mutation = MutationType()


@mutation.field("generateShareCode")
def generate_share_code(_: object, info: GraphQLResolveInfo, *, file_id: str) -> ShareCodeRecord:
    """Create a share code for a file with content; that an empty file is an error is an assumption."""
    context = context_of(info)
    backend = context.backend
    file = backend.state.files.get(file_id)
    has_content = (
        file.content is not None
        if file.origin is None
        else outputs_exist(schedule_of(backend, file.origin), context.now)
    )
    if not has_content:
        reject("file must have content")
    return backend.state.share_codes.create(file_id, lifetime=backend.options.share_code_lifetime, now=context.now)


@mutation.field("updateClient")
def update_client(_: object, info: GraphQLResolveInfo, *, metadata: str) -> ClientRecord:
    """Replace the metadata of the client."""
    return context_of(info).backend.state.update_client(metadata)


@mutation.field("updateFile")
def update_file(
    _: object,
    info: GraphQLResolveInfo,
    *,
    id: str,
    metadata: str | None = None,
    name: str | None = None,
) -> FileRecord:
    """Change name or metadata of a file."""
    return context_of(info).backend.state.files.update(id, name=name, metadata=metadata)


@mutation.field("updateJob")
def update_job(
    _: object,
    info: GraphQLResolveInfo,
    *,
    id: str,
    metadata: str | None = None,
    name: str | None = None,
) -> JobRecord:
    """Change name or metadata of a job."""
    return context_of(info).backend.state.jobs.update(id, name=name, metadata=metadata)


@mutation.field("updateTake")
def update_take(
    _: object,
    info: GraphQLResolveInfo,
    *,
    id: str,
    metadata: str | None = None,
    name: str | None = None,
) -> TakeRecord:
    """Change name or metadata of a take."""
    return context_of(info).backend.state.takes.update(id, name=name, metadata=metadata)


@mutation.field("upsertWebhookEndpoint")
def upsert_webhook_endpoint(
    _: object,
    info: GraphQLResolveInfo,
    *,
    uid: str,
    url: str,
    description: str | None = None,
    events: Sequence[str] | None = None,
    metadata: str | None = None,
    secret: str | None = None,
) -> WebhookRecord:
    """Create or change a webhook endpoint."""
    checks.check_webhook(url, secret)
    backend = context_of(info).backend
    # The endpoint receives no events of the past.
    backend.dispatcher.publish()
    endpoint = backend.state.webhooks.upsert(
        uid,
        url=url,
        description=description,
        events=events,
        metadata=metadata,
        secret=secret,
    )
    backend.dispatcher.wake()
    return endpoint
