"""Files of a store are written beside their targets and take their places at the end, whole and on disk."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from civicnews.errors import WriteError

__all__ = ["replaced"]


@contextmanager
def replaced(targets: Sequence[Path], trouble: type[Exception] = OSError) -> Iterator[list[Path]]:
    """Names to write to, each beside its target; `with replaced([target]) as [path]: …`.

    If the body raises, the targets stay as they were and what was written is removed. An existing file keeps its
    mode, a link stays a link.

    Args:
        targets: what is to be written; they are replaced in this order.
        trouble: what the library that writes raises where the disk does not take it.

    Raises:
        WriteError: a target is a folder or read-only, or the disk does not take it.
    """
    real = [Path(os.path.realpath(target)) for target in targets]
    modes = [_mode(path) for path in real]
    beside = [path.with_name(f".civicnews-{os.getpid()}-{path.name}") for path in real]
    try:
        with _as_write_error(targets[0], trouble):
            for path in beside:
                _remove(path)  # left by a process of the same number that was killed
            yield beside
            for path, mode in zip(beside, modes, strict=True):
                if mode is not None:
                    path.chmod(stat.S_IMODE(mode))
                with path.open("rb") as file:
                    os.fsync(file.fileno())
            for path, target in zip(beside, real, strict=True):
                path.replace(target)
    finally:
        for path in beside:
            _remove(path)


def _mode(path: Path) -> int | None:
    """The mode of what is there already, if anything is."""
    if not path.exists():
        return None
    if not path.is_file():
        raise WriteError(f"{path}: is no regular file; name one")
    if not os.access(path, os.W_OK):
        raise WriteError(f"{path}: is read-only; choose another name")
    return path.stat().st_mode


def _remove(path: Path) -> None:
    """Remove a file, and what SQLite or DuckDB may have put beside it."""
    for name in (path.name, f"{path.name}.wal", f"{path.name}-journal"):
        with suppress(OSError):
            path.with_name(name).unlink()


@contextmanager
def _as_write_error(target: Path, trouble: type[Exception]) -> Iterator[None]:
    try:
        yield
    except (OSError, trouble) as error:
        why = getattr(error, "strerror", None) or error
        raise WriteError(f"{target}: cannot be written ({why}); check the folder, its rights and the room left") from error
