"""Create the clip of the demo: a stick figure that dances for four seconds.

Usage: python scripts/make_clip.py [OUTPUT]        (needs PyAV; writes examples/assets/dance.mp4)
"""

# PyAV's annotations leave keyword arguments untyped.
# pyright: reportUnknownMemberType=false

import math
import sys
from pathlib import Path
from typing import NamedTuple

import av

WIDTH, HEIGHT = 320, 240  # pixels
FRAME_RATE = 25
SECONDS = 4
OUTPUT = Path(__file__).parents[1] / "examples" / "assets" / "dance.mp4"

Point = tuple[float, float]


class Colour(NamedTuple):
    """A colour as YUV, in BT.601 limited range."""

    y: int
    u: int
    v: int


WALL = Colour(176, 124, 124)
FLOOR = Colour(112, 120, 134)
BODY = Colour(48, 150, 110)
LEFT = Colour(90, 90, 200)
RIGHT = Colour(80, 190, 100)
HORIZON = 185


class Canvas:
    """A YUV 4:2:0 picture: full-size luma and half-size chroma planes, row by row."""

    def __init__(self) -> None:
        self.y = bytearray(_backdrop(WIDTH, HEIGHT, WALL.y, FLOOR.y))
        self.u = bytearray(_backdrop(WIDTH // 2, HEIGHT // 2, WALL.u, FLOOR.u))
        self.v = bytearray(_backdrop(WIDTH // 2, HEIGHT // 2, WALL.v, FLOOR.v))

    def disc(self, centre: Point, radius: float, colour: Colour) -> None:
        """Fill a disc."""
        _disc(self.y, WIDTH, centre, radius, colour.y)
        half = (centre[0] / 2, centre[1] / 2)
        _disc(self.u, WIDTH // 2, half, radius / 2, colour.u)
        _disc(self.v, WIDTH // 2, half, radius / 2, colour.v)

    def limb(self, start: Point, end: Point, radius: float, colour: Colour) -> None:
        """Draw a thick line with round ends."""
        steps = max(1, math.ceil(math.dist(start, end)))
        for step in range(steps + 1):
            share = step / steps
            x = start[0] + share * (end[0] - start[0])
            y = start[1] + share * (end[1] - start[1])
            self.disc((x, y), radius, colour)

    def frame(self, number: int) -> av.VideoFrame:
        """Copy the picture into a video frame."""
        frame = av.VideoFrame(WIDTH, HEIGHT, "yuv420p")
        for plane, content in zip(frame.planes, (self.y, self.u, self.v), strict=True):
            gap = bytes(plane.line_size - plane.width)
            rows = range(0, len(content), plane.width)
            plane.update(b"".join(bytes(content[row : row + plane.width]) + gap for row in rows))
        frame.pts = number
        return frame


def _backdrop(width: int, height: int, wall: int, floor: int) -> bytes:
    above = height * HORIZON // HEIGHT
    return bytes((wall,)) * (width * above) + bytes((floor,)) * (width * (height - above))


def _disc(plane: bytearray, width: int, centre: Point, radius: float, value: int) -> None:
    height = len(plane) // width
    top, bottom = math.ceil(centre[1] - radius), math.floor(centre[1] + radius)
    for row in range(max(0, top), min(height - 1, bottom) + 1):
        reach = math.sqrt(radius * radius - (row - centre[1]) ** 2)
        first = max(0, math.ceil(centre[0] - reach))
        last = min(width - 1, math.floor(centre[0] + reach))
        if first <= last:
            plane[row * width + first : row * width + last + 1] = bytes((value,)) * (last - first + 1)


def _from(start: Point, degrees: float, length: float) -> Point:
    """Return the point at a distance in pixels and a direction: 0 is down, 90 is right."""
    angle = math.radians(degrees)
    return start[0] + length * math.sin(angle), start[1] + length * math.cos(angle)


def draw(seconds: float) -> Canvas:
    """Draw the figure at a time."""
    canvas = Canvas()
    beat = math.sin(math.tau * seconds)
    off_beat = math.sin(2 * math.tau * seconds)
    hips = (WIDTH / 2 + 18 * math.sin(math.pi * seconds), 132 + 4 * off_beat)
    neck = _from(hips, 180 - 8 * beat, 58)
    # The person faces the camera: their left is on the right of the picture.
    for side, colour, swing in ((1, LEFT, beat), (-1, RIGHT, -beat)):
        knee = _from(hips, side * (16 + 12 * swing), 38)
        ankle = _from(knee, side * (4 - 10 * swing), 38)
        canvas.limb(hips, knee, 6, colour)
        canvas.limb(knee, ankle, 5, colour)
        canvas.limb(ankle, _from(ankle, side * 80, 9), 4, colour)
        elbow = _from(neck, side * (75 + 45 * swing), 32)
        wrist = _from(elbow, side * (115 + 55 * swing), 30)
        canvas.limb(neck, elbow, 5, colour)
        canvas.limb(elbow, wrist, 4, colour)
    canvas.limb(hips, neck, 8, BODY)
    canvas.disc(_from(neck, 180 - 5 * beat, 22), 14, BODY)
    return canvas


def write(path: Path) -> None:
    """Encode the dance as H.264 in an MP4 file with its header first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Bit-exact and single-threaded, so that the same encoder writes the same bytes.
    container_options = {"movflags": "faststart", "fflags": "+bitexact"}
    codec_options = {"crf": "26", "preset": "veryslow", "threads": "1", "flags": "+bitexact"}
    with av.open(path, "w", options=container_options) as container:
        stream = container.add_stream("libx264", rate=FRAME_RATE, options=codec_options)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for number in range(FRAME_RATE * SECONDS):
            container.mux(stream.encode(draw(number / FRAME_RATE).frame(number)))
        container.mux(stream.encode())


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else OUTPUT)
