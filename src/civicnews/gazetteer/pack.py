"""Lay divisions out as the bytes that store.py reads in place."""

from __future__ import annotations

import json
import struct
import sys
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from zlib import crc32

from civicnews.errors import GazetteerError, WriteError
from civicnews.gazetteer.model import CODE_LENGTH, Division
from civicnews.gazetteer.normalise import Tables
from civicnews.gazetteer.store import MAGIC, RARE, SECTIONS, head_number

__all__ = ["MAX_KEY", "pack", "write"]

MAX_KEY = 255
"""Bytes of UTF-8 that a base or alias may have."""


def pack(rows: Sequence[Division], keys: Mapping[str, list[int]], tables: Tables, info: Mapping[str, Any]) -> tuple[bytes, int]:
    """Lay a gazetteer file out.

    Args:
        rows: divisions above communities in the order of `head_number`, then communities by code.
        keys: every base and alias → the rows that it finds, in rising order.
        tables: the word lists, which go into the file.
        info: what the file says about itself.

    Returns:
        The bytes of the file, and how many rows have a name out of the common run.
    """
    heads = [row for row in rows if row.level != "community"]
    communities = rows[len(heads) :]
    endings = [_ending(row) for row in rows]
    common = [ending for ending, _ in sorted(Counter(endings).items(), key=lambda item: (-item[1], item[0]))[:RARE]]
    number_of = {ending: number for number, ending in enumerate(common)}
    before = {row.code: 0 for row in heads}
    position = 0
    for row in heads:
        while position < len(communities) and communities[position].code < row.code:
            position += 1
        before[row.code] = position
    at, buckets, blob = _blob(keys)
    rare = {number: rows[number] for number, ending in enumerate(endings) if ending not in number_of}
    sections = {
        "heads": [head_number(row.code, row.level) for row in heads],
        "first": [*before.values(), len(communities)],
        "serials": [int(row.code[CODE_LENGTH["street"] :]) for row in communities],
        "texts": [at[row.base] for row in rows],
        "tails": [number_of.get(ending, RARE) for ending in endings],
        "buckets": buckets,
        "keys": blob,
        "names": _json({str(number): [row.name, row.kind] for number, row in rare.items()}),
    }
    packed = {name: part if isinstance(part, bytes) else _little(SECTIONS[name], part) for name, part in sections.items()}
    places: dict[str, tuple[int, int]] = {}
    offset = 0
    for name in SECTIONS:
        places[name] = (offset, len(packed[name]))
        offset += -(-len(packed[name]) // 8) * 8
    header = _json({"info": info, "tables": tables.rows, "tails": common, "sections": places})
    head = MAGIC + struct.pack("<I", len(header)) + header
    return b"".join(_pad(part) for part in (head, *(packed[name] for name in SECTIONS))), len(rare)


def _ending(row: Division) -> tuple[int, str, str]:
    """How many characters of the base to cut, what to add, and the kind: the base's way to the name."""
    pairs = enumerate(zip(row.base, row.name, strict=False))
    shared = next((position for position, (ours, theirs) in pairs if ours != theirs), min(len(row.base), len(row.name)))
    return len(row.base) - shared, row.name[shared:], row.kind


def _blob(keys: Mapping[str, list[int]]) -> tuple[dict[str, int], list[int], bytes]:
    """Where each key stands, where each bucket starts, and the records of all keys."""
    size = 1
    while size * 2 < len(keys):
        size *= 2
    order = sorted(keys, key=lambda key: (crc32(key.encode()) & (size - 1), key))
    at: dict[str, int] = {}
    buckets: list[int] = []
    blob = bytearray()
    for key in order:
        data = key.encode()
        buckets += [len(blob)] * ((crc32(data) & (size - 1)) + 1 - len(buckets))
        at[key] = len(blob)
        blob += struct.pack("<HB", len(keys[key]), len(data)) + data
        blob += bytes(-len(blob) % 4) + struct.pack(f"<{len(keys[key])}I", *keys[key])
    buckets += [len(blob)] * (size + 1 - len(buckets))
    return at, buckets, bytes(blob)


def _little(code: str, numbers: Sequence[int]) -> bytes:
    out = array(code, numbers)
    if sys.byteorder == "big":
        out.byteswap()
    return out.tobytes()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "replace")


def _pad(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % 8)


def write(path: str, data: bytes) -> None:
    """Put a file in place at once or not at all.

    Raises:
        GazetteerError: it cannot be written.
    """
    from civicnews.write import open_file

    try:
        with open_file(path) as put:
            put(data)
    except BrokenPipeError as error:
        raise GazetteerError(f"{path}: cannot be written: {error.strerror}") from error
    except WriteError as error:
        raise GazetteerError(str(error)) from error
