"""The user's cache folder: where it is, and how a file comes into it.

Nothing here raises for what the disk does: without a cache a start takes longer, and that is all.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

__all__ = ["FOLDER", "cache_folder", "keep_file"]

FOLDER = "CIVICNEWS_CACHE_DIR"
"""Set this environment variable to keep what is ready in another folder; set it to nothing to keep nothing."""


def cache_folder() -> Path | None:
    """Where things are kept ready; None where nowhere."""
    chosen = os.environ.get(FOLDER)
    if chosen is not None:
        return Path(chosen) if chosen else None
    home = os.path.expanduser("~")
    if not os.path.isabs(home):
        return None
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif sys.platform == "darwin":
        base = os.path.join(home, "Library", "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
    return Path(base) / "civicnews" if os.path.isabs(base) else None


def keep_file(name: str, data: bytes, *, most: int) -> bool:
    """Keep a file in the cache folder, whole or not at all.

    Args:
        name: its name, `KIND-KEY.ENDING`.
        data: what is in it.
        most: how many files of its kind are kept; those kept longest ago go first.

    Returns:
        Whether it is there now.
    """
    import tempfile

    folder = cache_folder()
    if folder is None:
        return False
    kind, _, key = name.partition("-")
    beside: str | None = None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        number, beside = tempfile.mkstemp(dir=folder, prefix=f".{kind}-")
        with open(number, "wb") as file:
            file.write(data)
        os.replace(beside, folder / name)
        beside = None
        files = sorted(folder.glob(f"{kind}-*{os.path.splitext(key)[1]}"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in files[most:]:
            path.unlink()
    except OSError:
        return False
    finally:
        if beside is not None:
            with suppress(OSError):
                os.unlink(beside)
    return True
