"""Encodings of JSON."""

import codecs
import json

from move_ugc_async.errors import MotionFormatError
from move_ugc_async.motion.archive import Stream

_DETECTABLE = 4
"""Bytes that show the encoding of JSON."""


class Utf8Stream:
    """A stream of JSON as UTF-8, from one in UTF-8, UTF-16 or UTF-32, as `json.loads` reads them.

    Args:
        stream: The stream.
        file: Name of the file, for errors.
    """

    def __init__(self, stream: Stream, file: str | None) -> None:
        self._stream = stream
        self._file = file
        self._encoding: str | None = None
        self._decoder: codecs.IncrementalDecoder | None = None

    def read(self, size: int, /) -> bytes:
        """Return about `size` bytes; none at the end.

        Raises:
            MotionFormatError: The bytes are invalid in the encoding that the start of the file shows.
        """
        data = self._stream.read(size)
        if self._encoding is None:
            while len(data) < _DETECTABLE and (more := self._stream.read(_DETECTABLE)):
                data += more
            self._encoding = json.detect_encoding(data)
            if not self._encoding.startswith("utf-8"):
                self._decoder = codecs.getincrementaldecoder(self._encoding)()
        if self._decoder is None:
            return data
        while True:
            try:
                text = self._decoder.decode(data, final=not data)
            except UnicodeDecodeError as error:
                msg = f"the file must be JSON: it is not valid {self._encoding.upper()}; pass the output MOTION_DATA"
                raise MotionFormatError(msg, file=self._file) from error
            if text or not data:
                return text.encode()
            # The bytes end within a character.
            data = self._stream.read(size)
