"""One run at a time on an output."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from civicnews.errors import BatchError

__all__ = ["exclusive"]


@contextmanager
def exclusive(path: Path, output: str) -> Iterator[None]:
    """Hold the lock file while the block runs. The system gives it free when the process ends, however it ends.

    Args:
        path: the lock file, which stays.
        output: what it stands for, for the message.

    Raises:
        BatchError: another process holds it.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise BatchError(f"{path}: cannot be written ({error.strerror}); check the folder, its rights and the room left") from error
    try:
        try:
            _lock(descriptor)
        except OSError as error:
            with suppress(OSError):
                os.lseek(descriptor, 0, os.SEEK_SET)
            holder = os.read(descriptor, 200).decode("utf-8", "replace").strip() if sys.platform != "win32" else ""
            raise BatchError(
                f"{output}: another run{f' ({holder})' if holder else ''} is writing it; wait for it, or name another output"
            ) from error
        if sys.platform != "win32":  # where a locked file cannot be read by others
            with suppress(OSError):
                os.truncate(descriptor, 0)
                os.write(descriptor, f"process {os.getpid()} on {socket.gethostname()}\n".encode())
        yield
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        """By lockf, which a forked worker does not inherit: it may outlive the run by a moment."""
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
