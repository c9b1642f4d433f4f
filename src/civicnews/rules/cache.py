"""Rules kept ready on disk, so that a start need not parse and check them again.

A file is named by the SHA-256 of all that went into it: the files of the packs and the version of
civicnews. It is lines of JSON and numbers, below a line that holds their SHA-256: nothing in it is ever executed, and a file
that is damaged, foreign or unreadable is as good as none. Nothing here raises; without a cache a
start takes longer, and that is all.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from array import array
from typing import Any

from civicnews import __version__
from civicnews.cache import cache_folder, keep_file

__all__ = ["fetch", "keep", "key"]

MAX_BYTES = 64 << 20
MAX_FILES = 8
"""How many rule sets are kept; those kept longest ago go first."""
_FORMAT = 13
_MAGIC = b"civicnews rules %d " % _FORMAT


def key(packs: str, count: int) -> str:
    """The key of rule packs, by their digest and how many there are."""
    return hashlib.sha256(f"{__version__}\0{count}\0{packs}".encode()).hexdigest()


def fetch(key: str) -> tuple[dict[str, Any], array[int]] | None:
    """The data and the numbers that were kept under a key; None where nothing sound is there."""
    folder = cache_folder()
    if folder is None:
        return None
    try:
        with open(folder / _name(key), "rb") as file:
            head = file.readline(256)
            data = file.read(min(os.fstat(file.fileno()).st_size, MAX_BYTES) + 1)
        if len(data) > MAX_BYTES or head != _head(key, data):
            return None
        text, _, packed = data.partition(b"\n\n")
        kept = {name: part for line in text.split(b"\n") for name, part in json.loads(line).items()}
        numbers = array("I", packed)
    except (AttributeError, OSError, ValueError, RecursionError):
        return None
    if sys.byteorder == "big":
        numbers.byteswap()
    return kept, numbers


def keep(key: str, ready: dict[str, Any], numbers: array[int]) -> None:
    """Keep JSON data and numbers of 32 bits under a key: whole or not at all."""
    text = b"\n".join(json.dumps({name: part}, ensure_ascii=False, separators=(",", ":")).encode() for name, part in ready.items())
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    data = text + b"\n\n" + numbers.tobytes()
    keep_file(_name(key), _head(key, data) + data, most=MAX_FILES)


def _name(key: str) -> str:
    return f"rules-{key}.bin"


def _head(key: str, data: bytes) -> bytes:
    return _MAGIC + hashlib.sha256(key.encode() + data).hexdigest().encode() + b"\n"
