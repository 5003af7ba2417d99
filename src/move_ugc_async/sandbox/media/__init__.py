"""The output files of the sandbox."""

from move_ugc_async.sandbox.media.catalog import OUTPUT_KEYS
from move_ugc_async.sandbox.media.clip import video_duration
from move_ugc_async.sandbox.media.outputs import make_output

__all__ = ["OUTPUT_KEYS", "make_output", "video_duration"]
