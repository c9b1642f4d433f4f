"""Rules kept ready on disk, so that a start need not parse and check them again.

A file is named by the SHA-256 of all that went into it: the files of the packs and the version of
civicnews. It is JSON below a line that holds its own SHA-256: nothing in it is ever executed, and a file
that is damaged, foreign or unreadable is as good as none. Nothing here raises; without a cache a
start takes longer, and that is all.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from civicnews import __version__

__all__ = ["FOLDER", "cache_folder", "fetch", "keep", "key"]

FOLDER = "CIVICNEWS_CACHE_DIR"
"""Set this environment variable to keep ready rules in another folder; set it to nothing to keep none."""
MAX_BYTES = 64 << 20
MAX_FILES = 8
"""How many rule sets are kept; those kept longest ago go first."""
_FORMAT = 6
_MAGIC = b"civicnews rules %d " % _FORMAT


def cache_folder() -> Path | None:
    """Where ready rules are kept; None where nowhere."""
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


def key(packs: str, count: int) -> str:
    """The key of rule packs, by their digest and how many there are."""
    return hashlib.sha256(f"{__version__}\0{count}\0{packs}".encode()).hexdigest()


def fetch(key: str) -> dict[str, Any] | None:
    """What was kept under a key; None where nothing sound is there."""
    folder = cache_folder()
    if folder is None:
        return None
    try:
        with open(_path(folder, key), "rb") as file:
            head = file.readline(256)
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES or head != _head(key, data):
            return None
        kept = json.loads(data)
    except (OSError, ValueError, RecursionError):
        return None
    return kept if isinstance(kept, dict) else None


def keep(key: str, ready: dict[str, Any]) -> None:
    """Keep JSON data under a key: whole or not at all."""
    import tempfile

    folder = cache_folder()
    if folder is None:
        return
    data = json.dumps(ready, ensure_ascii=False, separators=(",", ":")).encode()
    beside: str | None = None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        number, beside = tempfile.mkstemp(dir=folder, prefix=".rules-")
        with open(number, "wb") as file:
            file.write(_head(key, data) + data)
        os.replace(beside, _path(folder, key))
        beside = None
        _thin_out(folder)
    except OSError:
        pass
    finally:
        if beside is not None:
            with suppress(OSError):
                os.unlink(beside)


def _path(folder: Path, key: str) -> str:
    return os.path.join(folder, f"rules-{key}.json")


def _head(key: str, data: bytes) -> bytes:
    return _MAGIC + hashlib.sha256(key.encode() + data).hexdigest().encode() + b"\n"


def _thin_out(folder: Path) -> None:
    files = sorted(folder.glob("rules-*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in files[MAX_FILES:]:
        path.unlink()
