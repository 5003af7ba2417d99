"""Create the take and the work of a workflow at most once."""

from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, Literal, TypeAlias, TypeVar

from move_ugc_async._generated.fragments import HumanVolumeType, JobType, TakeType
from move_ugc_async._idempotency.fence import FenceError
from move_ugc_async._idempotency.store import KeyStore
from move_ugc_async._schema.keyed_metadata import WorkflowKey
from move_ugc_async._spending.amounts import WorkAmount
from move_ugc_async._spending.budget import Budget
from move_ugc_async._spending.reservation import creation_id
from move_ugc_async.capture.catalog_checks import catalog_findings
from move_ugc_async.capture.clip import KnownClip, digests_of
from move_ugc_async.capture.findings import report
from move_ugc_async.capture.keeper import StateKeeper
from move_ugc_async.capture.plan import WorkflowPlan, WorkT
from move_ugc_async.capture.progress import Reporter
from move_ugc_async.capture.steps import StageLimits, StepRetry
from move_ugc_async.capture.uploads import upload_clips
from move_ugc_async.errors import (
    AmbiguousCreateError,
    IdempotencyMismatchError,
    JobFailedError,
    MoveError,
    MoveNotFoundError,
)
from move_ugc_async.services.inputs import SourceIn

PreparedStage: TypeAlias = Literal["upload", "take"]
"""The last stage of a prepared workflow."""
FoundT = TypeVar("FoundT", bound=TakeType | JobType | HumanVolumeType)


@dataclass(slots=True, eq=False)
class WorkflowCreation(Generic[WorkT]):
    """Uploads the clips of a workflow, and creates its take and work, unless an earlier call did."""

    plan: WorkflowPlan[WorkT]
    clips: Sequence[KnownClip]
    keeper: StateKeeper
    reporter: Reporter
    retry: StepRetry
    limits: StageLimits
    key_store: KeyStore
    amount: WorkAmount
    account: str
    budgets: tuple[Budget, ...]
    """Those of the client and of the limits."""

    async def create_or_find(self, job_slot: AsyncExitStack) -> tuple[TakeType | None, WorkT | None]:
        """Create the take and the work, or find their ids; return those that this call created.

        `job_slot` keeps the slot of the job until the caller closes it.
        """
        take = work = None
        # Concurrent workflows with one key would both upload, and could use the take of another clip.
        async with self.keeper.key_held(self.key_store):
            with self._planned():
                sources = await self._upload_unless_found()
                await job_slot.enter_async_context(self.limits.jobs)
                if self.keeper.state.job_id is None:
                    take = await self._create_take(sources)
            if self.keeper.state.job_id is None:
                work = await self._create_work(sources)
        return take, work

    async def prepare(self, until: PreparedStage) -> None:
        """Upload the clips, and create the take unless they are all that is wanted; or find them."""
        async with self.keeper.key_held(self.key_store):
            with self._planned():
                sources = await self._upload_unless_found()
            if until == "take" and self.keeper.state.job_id is None:
                await self._create_take(sources)

    @contextmanager
    def _planned(self) -> Generator[None, None, None]:
        """Count the planned work, if it is added, until it is about to be reserved."""
        try:
            yield
        finally:
            self.limits.planned.discard(self.budgets, self.billed_id())

    def billed_id(self, take_id: str | None = None) -> str:
        """Return the id of the work in budgets: before its take exists, one that no job has."""
        operation = self.plan.job_operation or self.plan.operation
        return creation_id(self.key_store.scope, self.account, operation, self._work_key(), take_id)

    async def find(self) -> TakeType | HumanVolumeType | None:
        """Return the take or volume that an earlier call with this key created, if its state was lost."""
        if self.keeper.is_new or self.keeper.state.take_id is not None:
            return None
        key = self._take_key() if self.plan.creates_take else self._work_key()
        found = await self._read_recorded(key, self.plan.read) or await self.retry(partial(self.plan.find, key))
        if found is not None:
            self.plan.check_found(found, key)
        return found

    async def find_take_id(self) -> str | None:
        """Return the id of the take that an earlier call created, or None. Nothing is locked."""
        state = self.keeper.state
        if state.take_id is not None or state.job_id is not None or not self.plan.creates_take:
            return state.take_id
        found = await self.find()
        return None if found is None else found.id

    async def find_work_id(self, take_id: str | None) -> str | None:
        """Return the id of the job or volume that an earlier call created, or None. Nothing is locked.

        Args:
            take_id: That of `find_take_id`.
        """
        state = self.keeper.state
        if state.job_id is not None:
            return state.job_id
        if not self.plan.creates_take:
            found = await self.find()
            return None if found is None else found.id
        if take_id is None:
            return None
        key = self._work_key()
        find = partial(self.plan.find_job, take_id, key)
        job = await self._read_recorded(key, self.plan.services.jobs.retrieve) or await self.retry(find)
        if job is not None:
            self.plan.check_found(job, key)
        return None if job is None else job.id

    def is_unconfirmed(self) -> bool:
        """Return whether an earlier attempt may have created the work, although no search finds it yet."""
        record = self.key_store.peek(self._work_key())
        return record is not None and record.id is None

    async def _add_found(self) -> None:
        """Add the id of what an earlier call created to the state."""
        found = await self.find()
        if found is None:
            return
        if self.plan.creates_take:
            await self.keeper.add(take_id=found.id)
        else:
            await self.keeper.add(job_id=found.id)

    async def _read_recorded(self, key: WorkflowKey, read: Callable[[str], Awaitable[FoundT]]) -> FoundT | None:
        """Read the object that this host has recorded for a key, which lists may not show yet."""
        record = self.key_store.peek(key)
        if record is None or record.id is None:
            return None
        try:
            found = await self.retry(partial(read, record.id))
        except MoveNotFoundError:
            # It belongs to another account, or to a restarted sandbox.
            return None
        return found if found.idempotency_key == key else None

    async def _upload_unless_found(self) -> list[SourceIn]:
        await self._add_found()
        if self.plan.needs_upload(self.keeper.state):
            # An upload for a job that is refused is useless.
            await self.limits.planned.add(self.budgets, self.billed_id(), self.amount)
        report(await catalog_findings(self.plan, self.keeper.state))
        return await self._upload()

    async def _upload(self) -> list[SourceIn]:
        if not self.plan.needs_upload(self.keeper.state):
            return []
        async with self.limits.uploads:
            await self.reporter.enter("upload")
            files = self.plan.services.files
            return await upload_clips(self.clips, files, self.keeper, self.reporter, self.retry)

    async def _create_take(self, sources: list[SourceIn]) -> TakeType | None:
        if not self.plan.creates_take or self.keeper.state.take_id is not None:
            return None
        await self.reporter.enter("take")
        create = partial(self.plan.create_take, sources, self.clips[0].name, self._take_key())
        take = await self.retry(create)
        await self.keeper.add(take_id=take.id)
        await self.reporter.report(1)
        return take

    async def _create_work(self, sources: list[SourceIn]) -> WorkT:
        await self.reporter.enter("job")
        key = self._work_key()
        create = partial(self.plan.create_work, self.keeper.state.take_id or "", sources, self.clips[0].name, key)
        was_attempted_before = self.keeper.state.work_attempted
        # Written before the attempt, since the process may be killed during it.
        if not was_attempted_before:
            await self.keeper.add(work_attempted=True)
        try:
            work = await self.retry(create)
        except (MoveError, FenceError) as error:
            if not was_attempted_before and await self._is_refused(key, error):
                await self.keeper.add(work_attempted=False)
            raise
        await self.keeper.add(job_id=work.id)
        await self.reporter.report(1)
        return work

    async def _is_refused(self, key: WorkflowKey, error: Exception) -> bool:
        """Return whether provably no attempt of this workflow has created its work."""
        if isinstance(error, AmbiguousCreateError | IdempotencyMismatchError | JobFailedError):
            return False
        async with self.key_store.hold(key) as held:
            return held.record is None

    def _take_key(self) -> WorkflowKey:
        return self._key("take", self.plan.take_identity)

    def _work_key(self) -> WorkflowKey:
        if not self.plan.creates_take:
            return self._key("volume", self.plan.work_identity)
        return self._key("job", self.plan.work_identity, take_key=f"{self.keeper.state.key}-take")

    def _key(
        self, step: str, identity_of: Callable[[Sequence[str]], Mapping[str, Any]], take_key: str | None = None
    ) -> WorkflowKey:
        key, digests = self.keeper.state.key, digests_of(self.clips)
        identity = None if digests is None else identity_of(digests)
        return WorkflowKey(
            f"{key}-{step}",
            workflow=key,
            is_new=self.keeper.is_new,
            identity=identity,
            take_key=take_key,
            amount=self.amount,
            budgets=self.limits.budgets,
        )
