"""Inspection of clips before they are uploaded: length, frame rate, size, codec, and problems.

```python
from move_ugc_async import media

clip = media.inspect("dance.mp4")
print(clip.duration, clip.fps, clip.width, clip.height)
for finding in clip.findings:
    print(finding.severity, finding)
```

Requires the extra `media`: `pip install "move-ugc-async[media]"`; only `find_defect` does not. Nothing is
imported before it is used. If the extra is installed, workflows make the same checks before the upload.
"""

from typing import TYPE_CHECKING

from move_ugc_async._lazy_names import import_on_first_use

if TYPE_CHECKING or not import_on_first_use(__name__):
    from move_ugc_async._findings import Finding as Finding
    from move_ugc_async._findings import FindingCode as FindingCode
    from move_ugc_async._findings import Severity as Severity
    from move_ugc_async.media.cameras import compare as compare
    from move_ugc_async.media.clip_info import ClipInfo as ClipInfo
    from move_ugc_async.media.defects import find_defect as find_defect
    from move_ugc_async.media.inspection import inspect as inspect
    from move_ugc_async.media.windows import check_window as check_window
