"""The single-camera workflow up to the start of its job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from move_ugc_async.services.client_services import ClientServices

if TYPE_CHECKING:
    from move_ugc_async._capture_state import CaptureState, State
    from move_ugc_async._generated.fragments import JobType
    from move_ugc_async._transfers.sources import UploadSource
    from move_ugc_async.capture.creation import PreparedStage
    from move_ugc_async.capture.progress import OnCapture
    from move_ugc_async.services.inputs import Options, Outputs, Window


class SubmissionMixin(ClientServices):
    """`prepare` and `submit`."""

    async def prepare(
        self,
        video: UploadSource,
        *,
        key: str | None = None,
        resume_from: State | None = None,
        until: PreparedStage = "take",
        device_label: str = "camera",
        move_file: UploadSource | None = None,
        options: Options | None = None,
        outputs: Outputs | None = None,
        allow_unknown: bool = False,
        clip_window: Window | None = None,
        name: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        timeout: float | None = None,
        on_progress: OnCapture | None = None,
    ) -> CaptureState:
        """Validate and upload a clip, and create its take, without starting a job. Nothing is billed.

        `submit` starts the job of the returned state, in another process if need be: `to_json` returns the state as
        plain data.

            state = await client.prepare("dance.mp4", key="order-7", outputs=["main_glb"])
            job = await client.submit("dance.mp4", resume_from=state, outputs=["main_glb"])

        Arguments are those of `capture`, with these differences:

        - `key`: your own name for the job, such as an order id; 1 to 249 characters. None derives the keys from a
          random one, which is in the state.
        - `resume_from`: the state of an earlier call. Nothing in it is created again.
        - `until`: `take` to upload the clip and create the take, `upload` to upload the clip only.
        - `timeout`: maximum seconds for the whole call. None sets no limit.

        Returns:
            The state, with the ids of the files, and that of the take with `until="take"` or if the key has one.

        Raises:
            IdempotencyMismatchError: The key was used before, with other content or options; nothing was created.
            MoveInvalidRequestError: An argument is invalid, or both `key` and `resume_from` are given.
            AmbiguousCreateError: Whether the take exists is unknown; call again with the same key.
            MoveTimeoutError: `timeout` has expired; call again with the same key.
            MoveError: Any other error of the API or the connection.
        """
        from move_ugc_async.capture import keeper, plans, workflow

        state_keeper = keeper.keeper_of(key, None, resume_from)
        plan = plans.SingleCameraPlan(
            services=self,
            video=video,
            device_label=device_label,
            move_file=move_file,
            options=options,
            outputs=outputs,
            allow_unknown=allow_unknown,
            clip_window=clip_window,
            name=name,
            metadata=metadata,
        )
        run = workflow.CaptureWorkflow(self._context, plan, state_keeper, on_progress, "prepare")
        return await run.prepare(until, timeout)

    async def submit(
        self,
        source: UploadSource,
        *,
        key: str | None = None,
        resume_from: State | None = None,
        device_label: str = "camera",
        move_file: UploadSource | None = None,
        options: Options | None = None,
        outputs: Outputs | None = None,
        allow_unknown: bool = False,
        clip_window: Window | None = None,
        name: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        timeout: float | None = None,
        on_progress: OnCapture | None = None,
    ) -> JobType:
        """Upload a clip, create a take and start a job, without waiting for it. The job costs credits.

        The call is idempotent: calling it again with the same key, content and options returns the same job, even
        concurrently or from another process on this host. Content is compared by SHA-256, so the clip may have been
        moved or renamed.

            job = await client.submit("dance.mp4", key="order-7", outputs=["main_glb"])

        Arguments are those of `capture`, with these differences:

        - `source`: the clip, like `video`.
        - `key`: your own name for this job, such as an order id; 1 to 249 characters. Exactly one of `key` and
          `resume_from` is required.
        - `resume_from`: the state that `prepare` returned for the same content and options. Once it has a take, the
          clip may be missing.
        - `timeout`: maximum seconds for the whole call. None sets no limit.

        Returns:
            The job, usually not started yet. Wait for it with `jobs.wait`.

        Raises:
            IdempotencyMismatchError: The key was used before, with other content or options; nothing was created.
            MoveInvalidRequestError: An argument is invalid; nothing was sent.
            AmbiguousCreateError: The outcome of a creation is unknown; call again with the same key.
            MoveTimeoutError: `timeout` has expired; call again with the same key.
            MoveError: Any other error of the API or the connection.
        """
        from move_ugc_async.capture import keeper, plans, workflow

        state_keeper = keeper.keeper_to_submit(key, resume_from)
        plan = plans.SingleCameraPlan(
            services=self,
            video=source,
            device_label=device_label,
            move_file=move_file,
            options=options,
            outputs=outputs,
            allow_unknown=allow_unknown,
            clip_window=clip_window,
            name=name,
            metadata=metadata,
        )
        run = workflow.CaptureWorkflow(self._context, plan, state_keeper, on_progress, "submit")
        return await run.submit(timeout)
