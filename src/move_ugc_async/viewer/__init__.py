"""A local page that plays results: GLB, BVH and motion data beside the rendered video.

```python
from move_ugc_async.viewer import ViewerServer

with ViewerServer("outputs") as server:
    print(server.url)
    input("Enter stops the server")
```

`move-ugc view outputs` does the same. Nothing is loaded from the network. Motion data requires the extra `motion`;
the other formats need no extra.
"""

from typing import TYPE_CHECKING

from move_ugc_async._lazy_names import import_on_first_use

if TYPE_CHECKING or not import_on_first_use(__name__):
    from move_ugc_async.viewer.server import ViewerServer as ViewerServer
