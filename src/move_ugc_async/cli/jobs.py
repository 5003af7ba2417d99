"""`move-ugc jobs`."""

from typing import Annotated, Any

import typer

from move_ugc_async.cli._common import WORK_TITLES, list_objects, page_size, register_update, register_work, work_cells
from move_ugc_async.cli.command import command, group
from move_ugc_async.cli.job_options import Actors, JobSettings, Rig
from move_ugc_async.cli.session import Session
from move_ugc_async.cli.shared_options import DEFAULT_LIMIT, Everything, Key, Limit, Metadata, Name, read_metadata

commands = group("Create, list, show, update, wait for and download jobs.")


@command(commands, "list")
async def list_(
    session: Session,
    *,
    take: Annotated[str | None, typer.Option("--take", metavar="ID", help="List only jobs of this take.")] = None,
    limit: Limit = DEFAULT_LIMIT,
    everything: Everything = False,
) -> None:
    """List jobs, newest first."""
    max_items = None if everything else limit
    jobs = session.client.jobs.list(page_size(max_items), take_id=take)
    await list_objects(session, "jobs", jobs, WORK_TITLES, work_cells, max_items)


@command(commands, "create")
async def create(
    session: Session,
    *,
    take: Annotated[str, typer.Argument(metavar="TAKE-ID", help="Id of a single-camera or multi-camera take.")],
    actors: Actors = None,
    rig: Rig = None,
    settings: JobSettings,
    name: Name = None,
    metadata: Metadata = None,
    key: Key = None,
) -> None:
    """Create a job for a take and print it, without waiting until it ends. It costs credits.

    Without --key, each run of this command pays for another job. With the same --key, it prints the existing job
    instead.
    """
    from move_ugc_async import MoveInvalidRequestError, TakeKind

    arguments: dict[str, Any] = {
        "name": name,
        "metadata": read_metadata(metadata),
        **settings.arguments(),
        "idempotency_key": key,
    }
    take_object = await session.client.takes.retrieve(take)
    session.begin_creation("job", key)
    if take_object.take_type == TakeKind.MULTI_CAM:
        job = await session.client.jobs.create_multicam(take, number_of_actors=actors, rig=rig, **arguments)
    elif actors is None and rig is None:
        job = await session.client.jobs.create_singlecam(take, **arguments)
    else:
        msg = f"cannot use --actors and --rig: they require a multi-camera take; {take} is single-camera"
        raise MoveInvalidRequestError(msg)
    session.output.write_record(job)


register_update(commands, "job", lambda client: client.jobs.update)
register_work(commands, "job", lambda client: client.jobs)
