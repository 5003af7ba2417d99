"""The lenses, rigs, file types and outputs of the platform."""

LENSES = (
    "blackmagic-ea-4k-24mm",
    "goprohero10-2-7k",
    "goprohero10-fhd",
    "iphone15promax-4k",
    "optitrackprimecolor12mm-fhd",
    "panasonic-lumix-dc-bgh1-4k-12mm",
    "sony-synced-fhd",
)

DEFAULT_RIG = "move_mo"
RIGS = (DEFAULT_RIG, "move_ve")

VIDEO_TYPES = frozenset({"mp4", "mov", "avi"})
FILE_TYPES = VIDEO_TYPES | {"move"}

MULTI_CAM_OUTPUTS = (
    "RENDER_VIDEO",
    "MAIN_FBX",
    "MAIN_USDC",
    "MAIN_USDZ",
    "MAIN_BLEND",
    "MOTION_DATA",
)
OVERLAY = "RENDER_OVERLAY_VIDEO"
SINGLE_CAM_OUTPUTS = (*MULTI_CAM_OUTPUTS, OVERLAY)
VOLUME_OUTPUTS = ("VOLUME_PKL", "VOLUME_DEFINITION", "VOLUME_REPORT")

MAX_ACTORS = 5
MIN_CAMERAS = 2
