"""Files → sources: the bytes of one text each, in order. This is all that the main process does with inputs.

Archives and tables are opened here, because their members can only be reached one after the other; what the bytes mean is left
to the workers. A source that cannot be read is a `Failure` in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO

from civicnews.errors import ReadError
from civicnews.inputs.archives import Member, archive_errors, members
from civicnews.inputs.discover import File, Unreadable
from civicnews.inputs.kinds import Kind, kind_of
from civicnews.inputs.limits import FREE, MAX_DEPTH, MAX_RATIO, read_whole
from civicnews.inputs.rows import Fields, rows

__all__ = ["Failure", "Reading", "Source", "Stage", "sources"]

Stage = str
"""Where it failed: find, archive, table, read, extract."""
_ARCHIVES: tuple[Kind, ...] = ("zip", "tar", "gz", "zst")
_TABLES: tuple[Kind, ...] = ("json", "jsonl", "csv")


@dataclass(frozen=True, slots=True)
class Source:
    """One text to extract from; small enough to be sent to a worker.

    Attributes:
        name: the path, with `!/` before a member of an archive and `#` before a row.
        data: its bytes; for a row its text as UTF-8.
        published: ISO date that stands beside the text, or None.
        title: title that stands beside the text, or None.
    """

    name: str
    kind: Kind
    data: bytes
    published: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that gave nothing, and why."""

    name: str
    stage: Stage
    reason: str


@dataclass
class Reading:
    """How inputs are read, and how far it has come."""

    fields: Fields = field(default_factory=Fields)
    encoding: str | None = None
    _done: int = 0
    _current: IO[bytes] | None = None
    _room: int = 0
    """Bytes that the texts in archives in archives of the file in hand may still have."""

    def bytes_read(self) -> int:
        """Bytes of the files that have been read to their end, and of the one in hand."""
        current = self._current
        return self._done + (current.tell() if current is not None and not current.closed else 0)

    def begin(self, stream: IO[bytes], size: int) -> None:
        """This file of so many bytes comes next."""
        self._current = stream
        self._room = max(4 * FREE, MAX_RATIO * size)

    def take(self, size: int, name: str) -> None:
        """So many bytes came out of an archive in an archive.

        Raises:
            ReadError: with those before they are too many for the file.
        """
        self._room -= size
        if self._room < 0:
            raise ReadError(f"{name}: unpacks to more than {MAX_RATIO} times its size; this is no archive of texts")

    def end(self, size: int) -> None:
        """The file in hand, of so many bytes, is done."""
        self._current = None
        self._done += size


def sources(files: Iterable[File | Unreadable], reading: Reading) -> Iterator[Source | Failure]:
    """The texts in the files, in order."""
    for file in files:
        if isinstance(file, Unreadable):
            yield Failure(file.path, "find", file.reason)
            continue
        try:
            with open(file.path, "rb") as stream:
                reading.begin(stream, file.size)
                yield from _opened(file.path, kind_of(file.path) or "text", stream, reading, 0)
        except OSError as error:
            yield Failure(file.path, "read", f"cannot be read ({error.strerror}); check the file and its rights")
        reading.end(file.size)


def _opened(name: str, kind: Kind, stream: IO[bytes], reading: Reading, depth: int) -> Iterator[Source | Failure]:
    """What is in an input: never nothing, for an archive or a table with nothing in it is a failure."""
    stage = "archive" if kind in _ARCHIVES else "table" if kind in _TABLES else "read"
    found = False
    try:
        for one in _within(name, kind, stream, reading, depth):
            found = True
            yield one
    except ReadError as error:
        yield _failure(name, stage, error)
    else:
        if not found:
            yield Failure(name, stage, "has nothing in it that civicnews reads")


def _within(name: str, kind: Kind, stream: IO[bytes], reading: Reading, depth: int) -> Iterator[Source | Failure]:
    """The texts of an input.

    Raises:
        ReadError: it cannot be read, or not further.
    """
    if kind in _ARCHIVES:
        if depth >= MAX_DEPTH:
            raise ReadError(f"{name}: archives in archives more than {MAX_DEPTH} deep; unpack it")
        for member in members(kind, name, stream, nested=depth > 0):
            yield from [_failure(name, "archive", member)] if isinstance(member, ReadError) else _member(member, kind, reading, depth)
    elif kind in _TABLES:
        with archive_errors(name):  # the table may come out of one
            for row in rows(kind, name, stream, reading.fields, reading.encoding):
                if isinstance(row, ReadError):
                    yield _failure(name, "table", row)
                else:
                    yield Source(row.name, "row", row.text.encode("utf-8", "replace"), row.published, row.title)
    else:
        with archive_errors(name):
            if depth > 1:
                reading.take(0, name)
            data = read_whole(stream, name)
            if depth > 1:
                reading.take(len(data), name)
        yield Source(name, kind, data)


def _member(member: Member, kind: Kind, reading: Reading, depth: int) -> Iterator[Source | Failure]:
    inner = kind_of(member.inner)
    if inner is None and kind in ("gz", "zst"):
        inner = "text"
    if inner is None:
        return
    try:
        with archive_errors(member.name):
            stream = member.open()
    except ReadError as error:
        yield _failure(member.name, "archive", error)
        return
    with stream:
        yield from _opened(member.name, inner, stream, reading, depth + 1)


def _failure(name: str, stage: Stage, error: ReadError) -> Failure:
    """A failure with the name at the head of the message, which may be that of a member or a row of `name`."""
    message = str(error)
    head, separator, reason = message.partition(": ")
    return Failure(head, stage, reason) if separator and head.startswith(name) else Failure(name, stage, message)
