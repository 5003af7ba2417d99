"""Compare the motions in several files: equal frames, joints and seconds, and each joint at the same places."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from scripts.outputs.table import Row
from scripts.outputs.track import Content, Track

_POSITION = 1e-5  # metres by which rounding may move a joint: formats have at least six digits
_SECONDS = 0.005  # half of the last digit in the table
_LONG = 1e-4  # the share of a length that a rounded frame time may change


def agreement(row: Row, rows: Sequence[Row]) -> str:
    """Compare the content of a row with the motion data, or without it with the first motion.

    Returns:
        `yes` if the numbers of frames and the lengths are equal, and each joint of an actor is at the same place in
        each frame. Otherwise what differs, what cannot be compared, or why there is nothing to compare.
    """
    if row.content is None:
        return f"not read: {row.problem}"
    try:
        return _compare(row.content, [each.content for each in rows if each.content and each.content.tracks])
    # The job is paid for: an unexpected error in one file must not hide the others.
    except Exception as error:  # noqa: BLE001
        return f"not compared: {type(error).__name__}: {error}"


def _compare(content: Content, motions: Sequence[Content]) -> str:
    reference = next((each for each in motions if each.kind == "motion data"), motions[0] if motions else None)
    if reference is None or not content.seconds:
        return "nothing to compare"
    actors = [track for each in motions if each.kind == reference.kind for track in each.tracks]
    if not content.tracks:
        longest = max(actors, key=lambda actor: actor.frames)
        return _lengths(content.frames, content.seconds, longest) or ("yes" if content.frames else "length only")
    if len(content.tracks) > len(actors):
        return f"no: {len(content.tracks)} actors instead of {len(actors)}"
    results: list[str] = []
    for track in content.tracks:
        # Each actor counts once: two tracks with one motion do not agree.
        best, nearest = min((_comparison(track, actor), number) for number, actor in enumerate(actors))
        results.append(best.text)
        actors.pop(nearest)
    return "; ".join(dict.fromkeys(each for each in results if each != "yes")) or "yes"


class _Comparison(NamedTuple):
    """How well a track fits an actor; the smallest value is the best.

    Args:
        rank: 0 if they agree.
        gap: The largest distance between two joints with one name, in metres.
        text: The cell of the table.
    """

    rank: int
    gap: float
    text: str


def _comparison(track: Track, actor: Track) -> _Comparison:
    lengths = _lengths(track.frames, track.seconds, actor)
    if lengths:
        return _Comparison(4, 0.0, lengths)
    common = [joint for joint in actor.joints if joint in track.joints]
    if not common:
        return _Comparison(3, 0.0, "length only: its joints have other names")
    gap, frame, joint = _gap(track, actor)
    if not gap <= _POSITION:
        return _Comparison(2, gap, f"no: {joint} is {gap:.3g} m off in frame {frame}")
    if len(common) < len(actor.joints):
        missing = [joint for joint in actor.joints if joint not in common]
        return _Comparison(1, gap, f"no: {', '.join(missing)} missing")
    if len(common) < len(track.joints):
        return _Comparison(0, gap, f"yes, {len(common)} of its {len(track.joints)} joints")
    return _Comparison(0, gap, "yes")


def _lengths(frames: int | None, seconds: float, actor: Track) -> str:
    """Return how the length differs from that of an actor; empty if it is the same."""
    parts = [] if frames in {None, actor.frames} else [f"{frames} frames instead of {actor.frames}"]
    gap = seconds - actor.seconds
    if not abs(gap) <= max(_SECONDS, _LONG * actor.seconds):
        parts.append(f"{gap:+.2f} s")
    return f"no: {', '.join(parts)}" if parts else ""


def _gap(track: Track, actor: Track) -> tuple[float, int, str]:
    """Return the largest distance between two joints with the same name, with its frame and joint."""
    worst = (-1.0, 0, "")
    for frame in range(track.frames):
        places = dict(zip(track.joints, track.positions(frame), strict=True))
        others = dict(zip(actor.joints, actor.positions(frame), strict=True))
        for name in places.keys() & others.keys():
            gap = math.dist(places[name], others[name])
            # The distance to a position that is not a number is infinite.
            worst = max(worst, (math.inf if math.isnan(gap) else gap, frame, name))
    return worst
