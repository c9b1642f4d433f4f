"""Archives and compressed files → their members, as streams. Nothing is ever unpacked to the disk.

A member is a name and a function that opens it; the stream is valid until the next member is asked for.
"""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import IO, Any

from civicnews.errors import CivicNewsError, ReadError
from civicnews.inputs.kinds import ZSTD, Kind, inner_name, require
from civicnews.inputs.limits import FREE, MAX_RATIO, Metered, read_whole

__all__ = ["INSIDE", "Member", "archive_errors", "members"]

INSIDE = "!/"
"""Stands between the name of an archive and that of a member."""
_ENCRYPTED = 0x1
_UTF8 = 0x800
_READS_AT_END = 100
_SKIPPED = ("__MACOSX", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive.

    Attributes:
        name: that of the archive, `!/`, its own; for a compressed file that of the file itself.
        inner: the name that says of what kind it is; for a compressed file its name without the last suffix.
        open: gives its bytes; raises ReadError where it is encrypted, and while reading where it is damaged or a bomb.
    """

    name: str
    inner: str
    open: Callable[[], IO[bytes]]


@contextmanager
def archive_errors(name: str) -> Iterator[None]:
    """Turn what the libraries raise for a damaged archive into a ReadError."""
    try:
        yield
    except CivicNewsError:
        raise
    except NotImplementedError as error:
        raise ReadError(f"{name}: is packed in a way that is not supported ({_first_line(error)}); pack it again as zip or tar") from error
    except Exception as error:  # for a damaged file the libraries raise nearly anything
        if isinstance(error, OSError) and error.errno is not None:
            raise ReadError(f"{name}: cannot be read ({error.strerror}); check the file and its rights") from error
        raise ReadError(f"{name}: is damaged ({_first_line(error)}); get it again") from error


def members(kind: Kind, name: str, stream: IO[bytes], *, nested: bool = False) -> Iterator[Member | ReadError]:
    """The files in an archive, in its order. A member that must not be read is a ReadError in its place.

    Args:
        kind: zip, tar, gz or zst.
        name: how the archive is shown.
        stream: its bytes.
        nested: it stands in another archive, where one cannot go back and forth; a zip is then read into memory.

    Raises:
        ReadError: the archive is damaged, so that no further members can be read, or an extra is missing.
    """
    with archive_errors(name):
        if kind == "zip":
            yield from _zip(name, io.BytesIO(read_whole(stream, name)) if nested else stream)
        elif kind == "tar":
            yield from _tar(name, stream)
        else:
            yield _compressed(kind, name, stream)


def _zip(name: str, stream: IO[bytes]) -> Iterator[Member | ReadError]:
    with zipfile.ZipFile(stream) as archive:
        most = max(FREE, MAX_RATIO * stream.seek(0, io.SEEK_END))
        for info in archive.infolist():
            inner = _zip_name(info)
            if info.is_dir() or _is_hidden(inner):
                continue
            shown = f"{name}{INSIDE}{inner}"
            if _leads_out(inner):
                yield _outside(shown)
            elif info.flag_bits & _ENCRYPTED:
                yield ReadError(f"{shown}: is encrypted; unpack it with its password and give the files")
            elif info.file_size > FREE and info.file_size > MAX_RATIO * max(1, info.compress_size):
                yield ReadError(f"{shown}: unpacks to more than {MAX_RATIO} times its size; this is no archive of texts")
            elif (most := most - info.file_size) < 0:  # members may lie upon each other
                raise ReadError(f"{name}: unpacks to more than {MAX_RATIO} times its size; this is no archive of texts")
            else:
                yield Member(shown, inner, lambda info=info: archive.open(info))  # type: ignore[misc]


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name of a member. Old programs wrote it in the encoding of the system, and zipfile reads that as code page 437."""
    if info.flag_bits & _UTF8 or info.filename.isascii():
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return info.filename


def _tar(name: str, stream: IO[bytes]) -> Iterator[Member | ReadError]:
    with tarfile.open(fileobj=_Ending(stream), mode="r|", encoding="utf-8", errors="surrogateescape") as archive:
        while (info := archive.next()) is not None:
            archive.members = []  # type: ignore[attr-defined]  # else it keeps them all
            inner = _printable(info.name)
            if not info.isfile() or _is_hidden(inner):
                continue
            shown = f"{name}{INSIDE}{inner}"
            if _leads_out(inner):
                yield _outside(shown)
            else:
                yield Member(shown, inner, lambda info=info: _tar_member(archive, info))  # type: ignore[misc]


def _tar_member(archive: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    stream = archive.extractfile(info)
    assert stream is not None  # it is a file
    return stream


def _printable(name: str) -> str:
    """A tar's name as text: UTF-8, else GB18030."""
    raw = name.encode("utf-8", "surrogateescape")
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def _compressed(kind: Kind, name: str, stream: IO[bytes]) -> Member:
    require(kind, name)

    def unpacked() -> IO[bytes]:
        packed = _Counted(stream)
        made: Any
        if kind == "gz":
            import gzip

            made = gzip.GzipFile(fileobj=packed, mode="rb")
        else:
            made = import_module(ZSTD).ZstdFile(packed)
        return io.BufferedReader(Metered(made, lambda: packed.count, name), 1 << 16)

    return Member(name, inner_name(name), unpacked)


class _Counted(io.RawIOBase):
    """Counts the bytes that are read from a stream."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.count = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.count += len(data)
        return data


class _Ending(io.RawIOBase):
    """A stream that is not read for ever at its end, as tarfile does to come behind a member that is larger than the file."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._left = _READS_AT_END

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        if not data:
            self._left -= 1
            if self._left < 0:
                raise tarfile.ReadError("unexpected end of data")
        return data


def _is_hidden(name: str) -> bool:
    return any((part.startswith(".") and part not in (".", "..")) or part in _SKIPPED for part in name.replace("\\", "/").split("/"))


def _leads_out(name: str) -> bool:
    parts = name.replace("\\", "/")
    return parts.startswith("/") or ".." in parts.split("/") or parts[1:2] == ":"


def _outside(shown: str) -> ReadError:
    return ReadError(f"{shown}: the name leads out of the archive; refused")


def _first_line(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]
