"""Samples of a track, of which an MP4 or QuickTime file has one for each frame (ISO/IEC 14496-12, 8.6.1)."""

import struct

from move_ugc_async.media.boxes import MAX_TABLE_SIZE, Box, known_duration

_ENTRY = struct.Struct(">II")


def samples_duration(track: Box) -> int:
    """Return the sum of the durations of the samples in the header, in ticks of the track; 0 if it is unknown.

    Players show each sample for its duration, whatever the lengths in other headers are.
    """
    table = track.find(b"mdia", b"minf", b"stbl", b"stts")
    if table is None:
        return 0
    entries = table.read(MAX_TABLE_SIZE)[8:]
    return sum(count * ticks for count, ticks in _ENTRY.iter_unpack(entries[: len(entries) // 8 * 8]))


def media_seconds(track: Box) -> float:
    """Return the length of the media of a track in seconds, by its samples, or else its header; 0 if it is unknown."""
    header = track.find(b"mdia", b"mdhd")
    if header is None:
        return 0.0
    scale, duration = header.unpack(">8xII", ">16xIQ")
    return (samples_duration(track) or known_duration(duration)) / scale if scale else 0.0
