"""Motion data as arrays: positions, rotations and torques of the joints of each actor.

```python
from move_ugc_async import motion

for actor in motion.read("outputs/motion_data.zip"):
    print(actor.actor, actor.fps, actor.positions.shape)
```

Requires the extra `motion`: `pip install "move-ugc-async[motion]"`. Tables need the extra `arrow` or `pandas`, plots
the extra `plot`. Nothing is imported before it is used.
"""

from typing import TYPE_CHECKING

from move_ugc_async._lazy_names import import_on_first_use

if TYPE_CHECKING or not import_on_first_use(__name__):
    from move_ugc_async.errors import MotionFormatError as MotionFormatError
    from move_ugc_async.motion.joints import JOINTS as JOINTS
    from move_ugc_async.motion.joints import Joint as Joint
    from move_ugc_async.motion.motion import Motion as Motion
    from move_ugc_async.motion.motions import Motions as Motions
    from move_ugc_async.motion.reader import read as read
