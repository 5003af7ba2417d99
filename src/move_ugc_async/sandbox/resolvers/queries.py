"""The ten queries."""

from ariadne import QueryType
from graphql import GraphQLError, GraphQLResolveInfo

from move_ugc_async.sandbox.catalog import LENSES, RIGS
from move_ugc_async.sandbox.error_items import error_item
from move_ugc_async.sandbox.errors import work_failed
from move_ugc_async.sandbox.progress import progress_at
from move_ugc_async.sandbox.resolvers import context_of
from move_ugc_async.sandbox.state.pages import Page, PageRequest, SortDirection
from move_ugc_async.sandbox.state.records import (
    ClientRecord,
    FileRecord,
    JobRecord,
    TakeRecord,
    VolumeRecord,
)

query = QueryType()


@query.field("client")
def resolve_client(_: object, info: GraphQLResolveInfo) -> ClientRecord:
    """Return the one client."""
    return context_of(info).backend.state.client()


@query.field("getFile")
def resolve_file(_: object, info: GraphQLResolveInfo, *, file_id: str) -> FileRecord:
    """Return a file."""
    return context_of(info).backend.state.files.get(file_id)


@query.field("getJob")
def resolve_job(_: object, info: GraphQLResolveInfo, *, job_id: str) -> JobRecord:
    """Return a job."""
    job = context_of(info).backend.state.jobs.get(job_id)
    _report_failure("Job", job, info)
    return job


@query.field("getTake")
def resolve_take(_: object, info: GraphQLResolveInfo, *, take_id: str) -> TakeRecord:
    """Return a take."""
    return context_of(info).backend.state.takes.get(take_id)


@query.field("getVolume")
def resolve_volume(_: object, info: GraphQLResolveInfo, *, id: str) -> VolumeRecord:
    """Return a volume."""
    volume = context_of(info).backend.state.volumes.get(id)
    _report_failure("Volume", volume, info)
    return volume


@query.field("listCameraSettings")
def resolve_camera_settings(*_: object) -> Page[dict[str, str]]:
    """Return all lenses."""
    return Page([{"lens": lens} for lens in LENSES])


@query.field("listRigs")
def resolve_rigs(*_: object) -> Page[dict[str, str]]:
    """Return all rigs."""
    return Page([{"name": rig} for rig in RIGS])


@query.field("listJobs")
def resolve_jobs(
    _: object,
    info: GraphQLResolveInfo,
    *,
    first: int | None = None,
    after: str | None = None,
    sort_direction: SortDirection | None = None,
    take_id: str | None = None,
) -> Page[JobRecord]:
    """Return one page of jobs, of one take or of all takes."""
    request = _page_request(info, first, after, sort_direction)
    return context_of(info).backend.state.jobs.page(request, take_id=take_id)


@query.field("listTakes")
def resolve_takes(
    _: object,
    info: GraphQLResolveInfo,
    *,
    first: int | None = None,
    after: str | None = None,
    sort_direction: SortDirection | None = None,
) -> Page[TakeRecord]:
    """Return one page of takes."""
    request = _page_request(info, first, after, sort_direction)
    return context_of(info).backend.state.takes.page(request)


@query.field("listVolumes")
def resolve_volumes(
    _: object,
    info: GraphQLResolveInfo,
    *,
    first: int | None = None,
    after: str | None = None,
    sort_direction: SortDirection | None = None,
) -> Page[VolumeRecord]:
    """Return one page of volumes."""
    request = _page_request(info, first, after, sort_direction)
    return context_of(info).backend.state.volumes.page(request)


def _page_request(
    info: GraphQLResolveInfo,
    first: int | None,
    after: str | None,
    direction: SortDirection | None,
) -> PageRequest:
    """Return a page request with defaults; that the newest items come first is an assumption."""
    size = context_of(info).backend.options.page_size if first is None else first
    return PageRequest(size, after, direction or "DESC")


def _report_failure(kind: str, work: JobRecord | VolumeRecord, info: GraphQLResolveInfo) -> None:
    """Raise the error of failed work, or add it beside the data.

    The schema has no field for suggestions. That they come as an error beside the data is an assumption, as is that
    lists always return failed work as data.
    """
    context = context_of(info)
    progress, failure = progress_at(work.schedule, context.now), work.schedule.failure
    if failure is None or progress.state != "FAILED":
        return
    fields = {"state": progress.state, "percentageComplete": progress.percentage_complete}
    error = work_failed(kind, failure.suggestions, fields)
    if (failure.failed_as or context.backend.options.failed_as) == "error":
        raise error
    located = GraphQLError(str(error), info.field_nodes, path=info.path.as_list(), original_error=error)
    context.extra_errors.append(error_item(located))
