"""Durable batches: thousands of captures that outlive a crash, a deploy and a machine.

```python
async with Batch("sqlite:///batch.db") as batch:
    await batch.submit(CaptureSpec(path, f"out/{path.stem}") for path in Path("clips").glob("*.mp4"))
    async for outcome in batch.results():
        print(outcome.path, outcome.state, outcome.message)
```

Requires the extra `batch`: `pip install "move-ugc-async[batch]"`.
"""

from typing import TYPE_CHECKING

from move_ugc_async._extras import import_extra
from move_ugc_async._lazy_names import import_on_first_use

# Only the top of the package: importing DBOS takes more than a second.
import_extra("watchfiles", "batch")

if TYPE_CHECKING or not import_on_first_use(__name__):
    from move_ugc_async.batch._folders import find_clips as find_clips
    from move_ugc_async.batch._outcomes import BatchOutcome as BatchOutcome
    from move_ugc_async.batch._outcomes import BatchState as BatchState
    from move_ugc_async.batch._reports import BatchPlan as BatchPlan
    from move_ugc_async.batch._reports import BatchStatus as BatchStatus
    from move_ugc_async.batch._reports import CaptureStatus as CaptureStatus
    from move_ugc_async.batch._reports import OpenState as OpenState
    from move_ugc_async.batch._reports import PlannedCapture as PlannedCapture
    from move_ugc_async.batch._reports import RunningCapture as RunningCapture
    from move_ugc_async.batch._reports import SubmitReport as SubmitReport
    from move_ugc_async.batch._reports import WorkerStatus as WorkerStatus
    from move_ugc_async.batch._watch import OnIncomplete as OnIncomplete
    from move_ugc_async.batch._watch import watch_clips as watch_clips
    from move_ugc_async.batch.batch import Batch as Batch
    from move_ugc_async.batch.errors import BatchDatabaseError as BatchDatabaseError
    from move_ugc_async.batch.errors import BatchInUseError as BatchInUseError
    from move_ugc_async.batch.errors import DatabaseUnavailableError as DatabaseUnavailableError
    from move_ugc_async.batch.errors import DatabaseVersionError as DatabaseVersionError
    from move_ugc_async.batch.errors import LeaseLostError as LeaseLostError
