"""The output files of the sandbox, and readers that validate them."""

from move_ugc_async.sandbox.media.catalog import OUTPUT_KEYS
from move_ugc_async.sandbox.media.outputs import make_output
from move_ugc_async.sandbox.media.readers import describe
from move_ugc_async.sandbox.media.readers.video import video_duration

__all__ = ["OUTPUT_KEYS", "describe", "make_output", "video_duration"]
