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
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from civicnews import __version__
from civicnews.cache import cache_folder, keep_file

__all__ = ["Kept", "Rows", "fetch", "keep", "key"]

MAX_BYTES = 64 << 20
MAX_FILES = 8
"""How many rule sets are kept; those kept longest ago go first."""
_FORMAT = 14
_MAGIC = b"civicnews rules %d " % _FORMAT


def key(packs: str, count: int) -> str:
    """The key of rule packs, by their digest and how many there are."""
    return hashlib.sha256(f"{__version__}\0{count}\0{packs}".encode()).hexdigest()


class Rows(Mapping[str, Any]):
    """JSON data by name, of which each is parsed when it is asked for: a page asks for few.

    Args:
        data: the JSON of one after another.
        sizes: name → the bytes of its JSON, in the order of the data.

    Raises:
        ValueError: there are more bytes, or fewer.
    """

    def __init__(self, data: memoryview, sizes: Mapping[str, int]) -> None:
        self._data = data
        self._ends = dict(zip(sizes, accumulate(sizes.values()), strict=True))
        self._sizes = sizes
        if sum(sizes.values()) != len(data):
            raise ValueError(len(data))

    def __getitem__(self, name: str) -> Any:
        end = self._ends[name]
        return json.loads(bytes(self._data[end - self._sizes[name] : end]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._sizes)

    def __len__(self) -> int:
        return len(self._sizes)


class Kept(NamedTuple):
    """What is kept of rules: JSON data, JSON data that is parsed row by row, and numbers of 32 bits."""

    ready: dict[str, Any]
    rows: Mapping[str, Any]
    numbers: Sequence[int]


def fetch(key: str) -> Kept | None:
    """What was kept under a key; None where nothing sound is there."""
    folder = cache_folder()
    if folder is None:
        return None
    try:
        with open(folder / _name(key), "rb") as file:
            data = file.read(min(os.fstat(file.fileno()).st_size, MAX_BYTES) + 1)
        start = data.find(b"\n") + 1
        body = memoryview(data)[start:]
        if len(data) > MAX_BYTES or data[:start] != _head(key, body):
            return None
        end = data.index(b"\n", start) + 1
        sizes, row_sizes = json.loads(data[start:end])
        ready = dict(Rows(body[end - start :][: sum(sizes.values())], sizes))
        middle = end - start + sum(sizes.values())
        numbers_at = middle + sum(row_sizes.values())
        rows = Rows(body[middle:numbers_at], row_sizes)
        numbers: Sequence[int] = body[numbers_at:].cast("I")
    except (AttributeError, OSError, TypeError, ValueError, RecursionError):
        return None
    if sys.byteorder == "big":
        numbers = array("I", numbers)
        numbers.byteswap()
    return Kept(ready, rows, numbers)


def keep(key: str, kept: Kept) -> None:
    """Keep data under a key: whole or not at all."""
    ready, rows = ({name: _json(part) for name, part in parts.items()} for parts in (kept.ready, kept.rows))
    sizes = _json([{name: len(part) for name, part in parts.items()} for parts in (ready, rows)])
    numbers = array("I", kept.numbers)
    if sys.byteorder == "big":
        numbers.byteswap()
    data = b"".join([sizes, b"\n", *ready.values(), *rows.values(), numbers.tobytes()])
    keep_file(_name(key), _head(key, data) + data, most=MAX_FILES)


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _name(key: str) -> str:
    return f"rules-{key}.bin"


def _head(key: str, data: bytes | memoryview) -> bytes:
    found = hashlib.sha256(key.encode())
    found.update(data)
    return _MAGIC + found.hexdigest().encode() + b"\n"
