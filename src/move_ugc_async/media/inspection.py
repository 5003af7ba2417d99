"""Inspect a clip."""

import os
from contextlib import ExitStack
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import BinaryIO

from move_ugc_async._findings import Finding
from move_ugc_async._transfers.file_objects import (
    UploadedFile,
    buffer_file,
    file_of,
    map_read_errors,
    name_of,
    plain_name,
    size_of,
)
from move_ugc_async.media.clip_checks import check_clip_info, defect_finding
from move_ugc_async.media.clip_info import ClipInfo
from move_ugc_async.media.containers import read_container
from move_ugc_async.media.defects import empty_finding, open_clip
from move_ugc_async.media.frame_times import FrameRates
from move_ugc_async.media.section import Section
from move_ugc_async.media.streams import UnreadableClipError, read_streams

_MAX_DIFFERENCE = 0.1
"""Fraction by which the average frame rate may differ from the stated one, such as after dropped frames."""


def inspect(
    clip: str | PathLike[str] | bytes | bytearray | memoryview | BinaryIO | UploadedFile, *, name: str | None = None
) -> ClipInfo:
    """Inspect a clip: read its headers and its index, decode one frame, and check them.

    A clip of ten minutes takes some tenths of a second at most, or about two seconds if it has a fragment for each
    frame. If it has no complete index, such as a fragmented MP4 or a Matroska file, up to 3,000 packets are read. In
    async code, call it in a thread, such as `await anyio.to_thread.run_sync(media.inspect, path)`.

    Args:
        clip: The clip: a path, bytes, or a binary file object that can seek, also one of a web framework. A file object
            is read from its position, which is restored.
        name: Name of the clip in findings. Default: the path, or the name of the file object.

    Returns:
        What is known about the clip. If its content cannot be used, it has findings with the severity `error`, and
        nothing is raised.

    Raises:
        OSError: The path does not exist or cannot be read.
        MoveError: The file object cannot be read, the path is no file, or the clip is of another type.
        ImportError: The extra `media` is not installed.
    """
    with ExitStack() as stack:
        if isinstance(clip, str | PathLike):
            label = plain_name(os.fsdecode(clip))
            file = stack.enter_context(open_clip(Path(os.fsdecode(clip)), label))
        elif isinstance(clip, bytes | bytearray | memoryview):
            label, file = "the clip", buffer_file(clip)
        else:
            label, file = name_of(clip) or "the clip", file_of(clip, instead="pass a path or bytes instead")
            stack.callback(file.seek, file.tell())
        label = name or label
        with map_read_errors(label) if not isinstance(clip, str | PathLike) else ExitStack():
            return _inspect(file, label)


def _inspect(file: BinaryIO, label: str) -> ClipInfo:
    start, size = file.tell(), size_of(file)
    if not size:
        return ClipInfo(file=label, size=0, findings=(empty_finding(label),))
    found_container = read_container(file)
    container, defect, length = found_container.kind, found_container.defect, found_container.length
    known = ClipInfo(file=label, size=size, container=container, duration=length)
    found = () if defect is None else (defect_finding(label, defect),)
    try:
        streams = read_streams(Section(file, start), container)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    except UnreadableClipError as error:
        # FFmpeg cannot open most truncated files, and its own message says less.
        message, advice = f"cannot be read as a video: {error}", "check that it plays; export it again as MP4"
        return replace(known, findings=found or (Finding("unreadable", "error", label, message, advice),))
    if defect is None and streams.missing_bytes:
        # Media data may extend to the end of the file, wherever that is.
        defect = f"is truncated: its frames end {streams.missing_bytes} bytes after the end of the file"
        found = (defect_finding(label, defect),)
    rates = streams.rates
    is_variable = None if rates is None else rates.is_variable
    info = replace(
        known,
        container=streams.container,
        codec=streams.codec,
        audio=streams.audio,
        duration=(length or streams.duration) if streams.has_video else streams.duration,
        frames=streams.frames,
        fps=rates.average if rates else streams.stated_fps,
        nominal_fps=_nominal_rate(rates, streams.stated_fps),
        variable_frame_rate=is_variable,
        width=streams.width,
        height=streams.height,
        rotation=streams.rotation,
        timecode=streams.timecode,
    )
    checked = [*check_clip_info(info, has_video=streams.has_video, is_decodable=streams.is_decodable)]
    errors = [each for each in checked if each.severity == "error"]
    # A defect of the container explains other errors, except that `audio_only` says more than a missing video track.
    reported = errors if errors and (not found or found[0].code == "no_video") else found
    return replace(info, findings=(*reported, *(each for each in checked if each.severity == "warning")))


def _nominal_rate(rates: FrameRates | None, stated: float | None) -> float | None:
    if rates is None:
        return stated
    if rates.is_variable:
        return rates.median
    # FFmpeg guesses a multiple of the frame rate if times are rounded.
    return stated if stated and abs(stated - rates.average) <= _MAX_DIFFERENCE * stated else rates.average
