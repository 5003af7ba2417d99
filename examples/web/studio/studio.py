"""From an uploaded clip to a finished job, in the background and across restarts."""

import logging

import anyio
from anyio.abc import TaskGroup
from itsdangerous import URLSafeTimedSerializer

from move_ugc_async import AsyncMoveUgc, JobFailedError, MoveError, SourceIn, errors
from studio.settings import Settings
from studio.store import UNFINISHED, Job, Store

logger = logging.getLogger("studio")
OUTPUTS = ("main_glb", "main_fbx", "main_usdz", "all_bvh", "motion_data", "render_video")
PAUSE = 15.0  # seconds

# The job may still succeed: its outcome is unknown, or a setting of this server is wrong.
REPEATED = (errors.AmbiguousCreateError, errors.WaitTimeoutError, errors.MoveAuthenticationError)


class Studio:
    """What all requests share. Creates the jobs of uploaded clips, waits for them, and records how they ended."""

    def __init__(self, settings: Settings, client: AsyncMoveUgc, store: Store, tasks: TaskGroup) -> None:
        self.settings = settings
        self.client = client
        self.store = store
        self.links = URLSafeTimedSerializer(settings.secret_key.get_secret_value(), salt="outputs")
        self.stopping = anyio.Event()
        self._tasks = tasks
        self._followed: set[str] = set()

    async def follow_all(self) -> None:
        """Follow all jobs of the database that have not ended: after a restart, and again after errors."""
        while True:
            try:
                for job in await self.store.select(Job.state.in_(UNFINISHED)):
                    self.follow(job)
            except Exception:
                logger.exception("cannot read the database; trying again in %g s", PAUSE)
            await anyio.sleep(PAUSE)

    def follow(self, job: Job) -> None:
        """Follow a job until it ends, unless this process follows it already."""
        if job.id not in self._followed and job.state in UNFINISHED:
            self._followed.add(job.id)
            self._tasks.start_soon(self._run, job)

    async def _run(self, job: Job) -> None:
        """Follow a job until it ends. After a transient error, `follow_all` calls this again."""
        try:
            await self.client.jobs.wait(job.job_id or await self._create(job), expand=["outputs"])
            await self.store.update(job.id, state="finished")
        except JobFailedError as error:
            reason = " ".join(error.suggestions) or "The Move API gave no reason."
            await self.store.update(job.id, state="failed", error=reason)
        except Exception as error:
            logger.exception("job %s", job.id)
            if isinstance(error, MoveError) and not error.transient and not isinstance(error, REPEATED):
                await self.store.update(job.id, state="failed", error=str(error))
        finally:
            self._followed.discard(job.id)

    async def _create(self, job: Job) -> str:
        """Create take and job, or find them if an earlier call has created them, and return the id of the job."""
        source = SourceIn(device_label="camera", file_id=job.file_id, format=job.file_type)
        take = await self.client.takes.create_singlecam(source, name=job.name, idempotency_key=f"{job.id}-take")
        created = await self.client.jobs.create_singlecam(
            take.id, name=job.name, outputs=OUTPUTS, idempotency_key=f"{job.id}-job"
        )
        await self.store.update(job.id, state="running", job_id=created.id)
        return created.id
