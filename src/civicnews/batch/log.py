"""The log: one line of JSON for each extracted text, appended, and never changed.

The first line says what all others depend on; the name of the file is a hash of it.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from civicnews.errors import WriteError

__all__ = ["Log"]

SYNC_SECONDS = 5.0
"""A power cut loses the lines of so many seconds at most; a kill loses none."""
_PATTERN = "documents-*.jsonl"


class Log:
    """The log of one run identity in a state folder. Use `Log.open`.

    Attributes:
        path: the file.
        size: bytes that are whole lines.
    """

    def __init__(self, path: Path, descriptor: int, size: int) -> None:
        self.path, self.size = path, size
        self._descriptor = descriptor
        self._synced = time.monotonic()
        self._reader: BinaryIO | None = None

    @classmethod
    def open(cls, folder: Path, identity: Mapping[str, str]) -> Log:
        """Open the log for an identity, or begin it.

        Raises:
            WriteError: the file cannot be opened or written.
        """
        head = json.dumps({"log": 1, **identity}, ensure_ascii=False, sort_keys=True).encode("utf-8") + b"\n"
        path = folder / _PATTERN.replace("*", hashlib.sha256(head).hexdigest()[:16])
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
            if os.read(descriptor, len(head)) == head:
                return cls(path, descriptor, len(head))
            os.ftruncate(descriptor, 0)
            _sync_folder(folder)
            log = cls(path, descriptor, 0)
        except OSError as error:
            raise _failed(path, error) from error
        log.append(head[:-1])
        return log

    @staticmethod
    def all_in(folder: Path) -> list[Path]:
        """The logs of all identities."""
        return sorted(folder.glob(_PATTERN))

    def recover(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Read all lines from the start as (offset, value), and cut the file at the first that is not whole.

        Raises:
            WriteError: it cannot be cut.
        """
        with self.path.open("rb") as stream:
            stream.seek(self.size)
            for line in stream:
                value = _whole(line)
                if value is None:
                    break
                yield self.size, value
                self.size += len(line)
        try:
            os.ftruncate(self._descriptor, self.size)
        except OSError as error:
            raise _failed(self.path, error) from error

    def append(self, line: bytes) -> int:
        """Write one line, without its line break, and return its offset.

        Raises:
            WriteError: it cannot be written; what was written of it is cut off again.
        """
        offset = self.size
        left = memoryview(line + b"\n")
        try:
            os.lseek(self._descriptor, offset, os.SEEK_SET)
            while left:
                left = left[os.write(self._descriptor, left) :]
            if time.monotonic() - self._synced >= SYNC_SECONDS:
                self.sync()
        except OSError as error:
            with suppress(OSError):  # then the next run does it
                os.ftruncate(self._descriptor, offset)
            raise _failed(self.path, error) from error
        self.size = offset + len(line) + 1
        return offset

    def sync(self) -> None:
        """Make sure that all lines are on the disk.

        Raises:
            WriteError: the disk says no.
        """
        try:
            os.fsync(self._descriptor)
        except OSError as error:
            raise _failed(self.path, error) from error
        self._synced = time.monotonic()

    def read(self, offset: int) -> dict[str, Any]:
        """The line at an offset."""
        if self._reader is None:
            self._reader = self.path.open("rb")
        self._reader.seek(offset)
        value: dict[str, Any] = json.loads(self._reader.readline())
        return value

    def close(self) -> None:
        """Bring everything to the disk and close the file.

        Raises:
            WriteError: it cannot be brought to the disk.
        """
        try:
            self.sync()
        finally:
            os.close(self._descriptor)
            if self._reader is not None:
                self._reader.close()


def _whole(line: bytes) -> dict[str, Any] | None:
    if not line.endswith(b"\n"):
        return None
    try:
        value = json.loads(line)
    except ValueError:
        return None
    return value if isinstance(value, dict) and "key" in value else None


def _sync_folder(folder: Path) -> None:
    """Make sure that a new file's name is on the disk; Windows does so by itself."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _failed(path: Path, error: OSError) -> WriteError:
    return WriteError(f"{path}: cannot be written ({error.strerror}); make room or check the rights, then give the same command again")
