"""Open and read a file that may be anything: a pipe that nobody writes into, a device without an end, a file as large as the disk."""

from __future__ import annotations

import errno
import io
import os
import select
import stat
import time
from collections.abc import Iterator
from typing import IO, AnyStr

__all__ = ["MAX_BYTES", "bounded_lines", "open_input", "read_bounded"]

MAX_BYTES = 64 << 20
"""The largest input that is read: some 20 million characters, a year of a newspaper."""
_FIRST_READ = 1 << 16
"""Most files are read at once with so much room; room for the largest would take longer to get than they take to read."""
WRITER_SECONDS = 3.0
"""So long a named pipe is waited for until somebody writes into it."""


def open_input(path: str | os.PathLike[str]) -> io.BufferedReader:
    """Open a file for reading. A named pipe is waited for as long as it has a writer, and `WRITER_SECONDS` until one comes.

    Raises:
        OSError: it cannot be opened, or is a pipe that nobody writes into.
        ValueError: this is no path.
    """
    opened = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0))
    try:
        mode = os.fstat(opened).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        head = _first_of_pipe(opened) if stat.S_ISFIFO(mode) else b""
        if os.name == "posix" and not stat.S_ISREG(mode):
            os.set_blocking(opened, True)
    except BaseException:
        os.close(opened)
        raise
    file = io.FileIO(opened, "rb")
    return io.BufferedReader(_Resumed(head, file)) if head else io.BufferedReader(file)


def read_bounded(path: str | os.PathLike[str], most: int = MAX_BYTES) -> bytes:
    """All bytes of a file.

    Raises:
        OSError: it cannot be read, or has more than `most` bytes.
        ValueError: this is no path.
    """
    with open_input(path) as file:
        data = file.read(min(_FIRST_READ, most + 1))
        if len(data) == _FIRST_READ:
            data += file.read(most + 1 - _FIRST_READ)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"larger than {most >> 20} MiB")
    return data


def bounded_lines(stream: IO[AnyStr], most: int = MAX_BYTES) -> Iterator[AnyStr]:
    """The lines of a stream, each with its end; a device without an end has one line without an end.

    Args:
        most: so many bytes, or characters where it is a stream of text, may a line have.

    Raises:
        ValueError: a line has more.
    """
    while line := stream.readline(most + 1):
        if len(line) > most:
            raise ValueError(f"has a line of more than {most >> 20} MiB")
        yield line


def _first_of_pipe(opened: int) -> bytes:
    """The first bytes of a pipe; none where its writer is there but has not written yet."""
    until = time.monotonic() + WRITER_SECONDS
    while True:
        try:
            data = os.read(opened, 1 << 16)
        except BlockingIOError:  # a writer is there
            return b""
        if data:
            return data
        left = until - time.monotonic()
        if left <= 0:
            raise OSError(errno.EPIPE, "nothing writes into this pipe")
        poll = select.poll()
        poll.register(opened, select.POLLIN)
        if any(event & select.POLLHUP for _, event in poll.poll(min(left, 0.1) * 1000)):  # a writer came and went
            time.sleep(0.01)


class _Resumed(io.RawIOBase):
    """A stream after its first bytes were read."""

    def __init__(self, head: bytes, rest: io.FileIO) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._head:
            return self._rest.readinto(buffer)
        data, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._rest.close()
        super().close()
