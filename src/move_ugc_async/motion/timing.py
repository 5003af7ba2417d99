"""Frame rates, and values between frames."""

from move_ugc_async.motion.extras import Flags, Floats, Indices, np

_NEARLY = 1e-6
"""Share of a frame's duration by which times may differ from those of frames and still count as equal."""

_SAME_TIME = 1e-9
"""Seconds up to which two timestamps are the same time. A shorter step would have no finite rate."""

_DECIMALS = 3
"""Decimals of frame rates: the standard ones, such as 23.976 and 59.94, have up to three."""


def frame_rate(timestamps: Floats) -> float:
    """Return the frames per second; NaN if all frames have one time.

    It is 1 / the median step. Of an even number of steps, the median is the shorter one of the two in the middle, so
    that it is a step that occurs. Steps from half to one and a half times as long are averaged, so that rounded
    timestamps do not change the rate.

    Args:
        timestamps: (frames,), seconds, ascending.
    """
    steps = np.diff(timestamps)
    steps = steps[steps > _SAME_TIME]
    if not steps.size:
        return float("nan")
    median = np.sort(steps)[(len(steps) - 1) // 2]
    regular = steps[np.abs(steps - median) <= median / 2]
    rate = float(1 / regular.mean())
    return round(rate, _DECIMALS) or rate


def between_frames(timestamps: Floats, times: Floats) -> tuple[Indices, Floats]:
    """Return the number of the frame before each time, and the position between that frame and the next, 0 to 1.

    Args:
        timestamps: (frames,), seconds, ascending.
        times: Times within the motion, in seconds.
    """
    last = max(len(timestamps) - 2, 0)
    before = np.clip(np.searchsorted(timestamps, times, side="right") - 1, 0, last)
    after = np.minimum(before + 1, len(timestamps) - 1)
    duration = timestamps[after] - timestamps[before]
    share = np.divide(times - timestamps[before], duration, out=np.zeros_like(times), where=duration > 0)
    # A time that is that of a frame but for rounding has the exact values of the frame.
    share[share < _NEARLY] = 0
    share[share > 1 - _NEARLY] = 1
    return before, share


def interpolate(values: Floats, before: Indices, share: Floats) -> Floats:
    """Return values between frames, linearly interpolated; NaN next to NaN.

    Args:
        values: (frames, …).
        before: Number of the frame before each time, from `between_frames`.
        share: Position of each time between two frames, from `between_frames`.
    """
    first, second = values[before], values[np.minimum(before + 1, len(values) - 1)]
    weight = share.reshape(-1, *[1] * (values.ndim - 1))
    mixed = first * (1 - weight) + second * weight
    # Even multiplied by 0, a value that is NaN would make the other one NaN.
    mixed[share == 0], mixed[share == 1] = first[share == 0], second[share == 1]
    return mixed


def continuous_angles(angles: Floats, axes: str) -> Floats:
    """Return the same rotations with angles that do not jump between frames.

    Args:
        angles: (frames, 1 or 3), radians.
        axes: Their axes. Without axes, the values may be no angles, and are returned unchanged.
    """
    if not axes:
        return angles
    angles = np.where(_is_other_form(angles, axes)[:, None], _other_form(angles), angles)
    steps = np.diff(angles, axis=0)
    turns = np.nan_to_num(np.round(steps / (2 * np.pi)))
    return np.concatenate([angles[:1], angles[1:] - 2 * np.pi * np.cumsum(turns, axis=0)])


def continuous_torques(torques: Floats, angles: Floats, axes: str) -> Floats:
    """Return torques that belong to the angles of `continuous_angles`.

    A torque acts about the axis of its angle. In the other form of a rotation, (a + π, π - b, c + π), the axis of the
    middle angle points the other way, and the other two axes are the same. So the torque of the middle angle is
    negated, and the power, the sum of each torque times the speed of its angle, stays the same.

    Args:
        torques: (frames, 1 or 3), newton metres, one for each angle.
        angles: (frames, 1 or 3), the angles before they were made continuous.
        axes: Their axes.
    """
    return np.where(_is_other_form(angles, axes)[:, None], torques * _signs_in_other_form(torques), torques)


def _other_form(angles: Floats) -> Floats:
    """Return the other angles of the same rotations.

    Three angles (a, b, c) about different axes, in any order, are the same rotation as (a + π, π - b, c + π).
    """
    return angles * _signs_in_other_form(angles) + np.pi


def _signs_in_other_form(values: Floats) -> Floats:
    signs = np.ones(values.shape[1])
    signs[len(signs) // 2] = -1
    return signs


def _is_other_form(angles: Floats, axes: str) -> Flags:
    """Return which frames have their angles in another form than the first frame."""
    if len(set(axes)) != 3:  # noqa: PLR2004 - axes
        return np.zeros(len(angles), np.bool_)
    kept, flipped = (_distance(each, angles[:-1]) for each in (angles[1:], _other_form(angles)[1:]))
    # Both forms are as far apart in the other form, so each frame changes its form if the one before did.
    is_other: Flags = np.logical_xor.accumulate(np.concatenate([[False], flipped < kept]))
    return is_other


def _distance(angles: Floats, others: Floats) -> Floats:
    difference = angles - others
    distance: Floats = np.abs(difference - 2 * np.pi * np.round(difference / (2 * np.pi))).sum(axis=1)
    return distance
