"""Base class of the client's workflow methods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from move_ugc_async.capture.stage_limits import UNLIMITED, StageLimits
from move_ugc_async.services.client_services import ClientServices

if TYPE_CHECKING:
    from move_ugc_async.capture.steps import WorkflowContext


class WorkflowMixin(ClientServices):
    """Base class of the workflow mixins of the client."""

    _limits: StageLimits = UNLIMITED

    @property
    def _workflow_context(self) -> WorkflowContext:
        from move_ugc_async.capture.step_retry import StepRetry
        from move_ugc_async.capture.steps import WorkflowContext

        context = self._context
        return WorkflowContext(
            files=self.files,
            limits=self._limits,
            step_retry=StepRetry(context.clock, context.settings.on_ambiguous),
            hold_key=context.key_store.hold,
            endpoint=str(context.settings.endpoint_url),
        )
