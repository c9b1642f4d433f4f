"""How large an input may be, and a stream that minds it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import IO, Any

from civicnews.bounded import MAX_BYTES
from civicnews.errors import ReadError

__all__ = ["MAX_DEPTH", "MAX_RATIO", "Metered", "check_marks", "read_whole"]

MAX_RATIO = 200
"""A stream that unpacks to more than this many times its size is refused; newspapers as text pack to a tenth at best."""
FREE = 16 << 20
"""So many bytes may come out before the ratio is looked at."""
MAX_MARKS = 500_000
"""So many marks (tags and attributes of HTML and XML; lines and emphasis of Markdown) may a text have: a thousand pages of a site. Each
takes up to a KB in the trees of the libraries."""
MAX_DEPTH = 4
"""How deep archives may stand in archives."""


class Metered(io.RawIOBase):
    """A stream of unpacked bytes that stops when they are too many for the packed ones.

    Args:
        stream: gives the unpacked bytes; has `read1`.
        packed: how many packed bytes have been read so far.
        name: for the message.
    """

    def __init__(self, stream: Any, packed: Callable[[], int], name: str) -> None:
        self._stream, self._packed, self._name = stream, packed, name
        self._out = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data: bytes = self._stream.read1(len(buffer))  # what is there before some damage
        self._out += len(data)
        if self._out > FREE and self._out > MAX_RATIO * max(1, self._packed()):
            raise ReadError(f"{self._name}: unpacks to more than {MAX_RATIO} times its size; this is no archive of texts")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()


def check_marks(text: str | bytes, marks: str, name: str) -> None:
    """Refuse a text of which a library would make a tree that has no room.

    Args:
        marks: characters of ASCII that begin something in its language.

    Raises:
        ReadError: they are more than `MAX_MARKS`.
    """
    count = sum(text.count(mark) if isinstance(text, str) else text.count(mark.encode("ascii")) for mark in marks)
    if count > MAX_MARKS:
        raise ReadError(f"{name}: too large: {count:,} marks of its language, more than {MAX_MARKS:,}; split it into pages")


def read_whole(stream: IO[bytes], name: str) -> bytes:
    """All bytes of one text.

    Raises:
        ReadError: they are more than `MAX_BYTES`.
    """
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ReadError(f"{name}: larger than {MAX_BYTES >> 20} MiB; split it into pages")
    return data
