"""Durable batches: thousands of captures that outlive a crash, a deploy and a machine.

Requires the extra `batch`: `pip install "move-ugc-async[batch]"`.
"""

from move_ugc_async._extras import import_extra

# Only the top of the package: importing DBOS takes more than a second.
import_extra("watchfiles", "batch")
