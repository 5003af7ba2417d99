"""The animation that notebooks show: an SVG image, which needs no script and no other file."""

from collections.abc import Sequence
from html import escape

from move_ugc_async.motion.arrays import MotionArrays
from move_ugc_async.motion.extras import Flags, Floats, np
from move_ugc_async.motion.joints import bones

FPS = 15
SECONDS = 10
"""Length of the animation, from the first timestamp on."""

_HEIGHT = 240
_MAX_WIDTH = 640
_MARGIN = 8
_OUTSIDE = -99
"""Both coordinates of bones that are not shown."""

_TURN = np.deg2rad(30)
"""Turn about the vertical axis, so that neither arms nor legs hide each other."""

_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00")
"""Colours that colour-blind people can tell apart (Okabe and Ito, 2008), one per actor."""


def preview(motions: Sequence[MotionArrays]) -> str:
    """Return HTML with an animation of the skeletons, and with actors, lengths and frame rates.

    Args:
        motions: The motions, which share a clock.
    """
    if not motions:
        return "<p>no motion</p>"
    start = min(each.timestamps[0] for each in motions)
    duration = min(max(each.timestamps[-1] for each in motions) - start, SECONDS)
    times = start + np.arange(int(duration * FPS) + 1) / FPS
    frames = [_project(each, times) for each in motions]
    points = np.concatenate([each.reshape(-1, 2) for each in frames])
    lines = [_visible(bones(each.joints), places) for each, places in zip(motions, frames, strict=True)]
    if not any(lines):
        return _caption(motions)
    low, high = np.nanmin(points, axis=0), np.nanmax(points, axis=0)
    scale = min(_HEIGHT / max(high[1] - low[1], 0.1), _MAX_WIDTH / max(high[0] - low[0], 0.1))
    width, height = np.ceil((high - low) * scale).astype(int) + 2 * _MARGIN
    paths = "".join(
        _animate(each, (places - low) * scale + _MARGIN, _COLOURS[number % len(_COLOURS)], len(times) / FPS)
        for number, (each, places) in enumerate(zip(lines, frames, strict=True))
        if each
    )
    title = escape(", ".join(each.actor or "motion" for each in motions))
    return (
        f'<figure style="margin:0"><svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img"><title>{title}</title>{paths}</svg>{_caption(motions)}</figure>'
    )


def _project(motion: MotionArrays, times: Floats) -> Floats:
    """Return (times, joints, 2): places in the image in metres, from the nearest frame before each time."""
    nearest = np.clip(np.searchsorted(motion.timestamps, times + 1e-6, side="right") - 1, 0, None)
    x, y, z = np.moveaxis(motion.positions[nearest], -1, 0)
    right, depth, up = (x, y, z) if motion.up == "z" else (x, -z, y)
    places = np.stack([right * np.cos(_TURN) + depth * np.sin(_TURN), -up], axis=-1)
    places[np.isnan(places).any(axis=-1)] = np.nan
    return places


def _visible(lines: Sequence[tuple[int, int]], places: Floats) -> list[tuple[int, int]]:
    """Return the bones that are known in any frame."""
    is_known: Flags = ~np.isnan(places[..., 0])
    return [(first, second) for first, second in lines if (is_known[:, first] & is_known[:, second]).any()]


def _animate(lines: Sequence[tuple[int, int]], places: Floats, colour: str, seconds: float) -> str:
    ends = places[:, np.array(lines)]
    # A path animates only while it has the same commands, so a bone with a missing joint moves out of the image.
    ends[np.isnan(ends).any(axis=(-1, -2))] = _OUTSIDE
    shapes = [
        "".join(f"M{a:.1f} {b:.1f}L{c:.1f} {d:.1f}" for a, b, c, d in frame) for frame in ends.reshape(len(ends), -1, 4)
    ]
    return (
        f'<path d="{shapes[0]}" fill="none" stroke="{colour}" stroke-width="3" stroke-linecap="round">'
        f'<animate attributeName="d" dur="{seconds:.3f}s" repeatCount="indefinite" calcMode="discrete" '
        f'values="{";".join(shapes)}"/></path>'
    )


def _caption(motions: Sequence[MotionArrays]) -> str:
    lines = (
        f'<span style="color:{_COLOURS[number % len(_COLOURS)]}">●</span> {escape(each.actor or "motion")}: '
        f"{each.duration:.2f} s, {len(each):,} frames at {each.fps:g} fps, {len(each.joints)} joints"
        for number, each in enumerate(motions)
    )
    return f"<figcaption>{'<br/>'.join(lines)}</figcaption>"
