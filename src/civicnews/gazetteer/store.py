"""The one file that holds all divisions, read in place.

The file is mapped, never loaded: opening it reads the header, a look-up touches a page or two. It can
be shared by threads and survives a fork. Nothing in it depends on the machine, the clock or a library
version, so the same input gives the same bytes. docs/decisions/0003-gazetteer-store.md says why.

Layout, all numbers little-endian, every section padded to 8 bytes:

    magic       one line of text, with the format version
    length      u32: bytes of the header
    header      JSON: info, tables (the word lists), tails, sections (name → start and bytes)
    heads       u64 for each division above communities: code padded to 9 digits, times 8, plus level 0-3
    first       u32 for each head and one more: how many communities come before it
    serials     u16 for each community: the last 3 digits of its code
    texts       u32 for each row (heads, then communities): where its base stands in `keys`
    tails       u8 for each row: which (cut, tail, kind) turns the base into the official name
    buckets     u32, a power of two and one more: where the keys of each CRC-32 bucket start
    keys        records of u16 count, u8 length, UTF-8 key, up to 3 zero bytes, u32 rows in rising order;
                each begins at a multiple of 4
    names       JSON: row → [name, kind] for the few rows whose tail is not in the table

Codes of a fixed width sort like a walk through the tree, parents first, so every subtree is one run of
heads and one run of communities.
"""

from __future__ import annotations

import json
import mmap
import struct
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple, cast
from zlib import crc32

from civicnews.bounded import open_input
from civicnews.errors import GazetteerError
from civicnews.gazetteer.model import CODE_LENGTH, LEVELS, Division, GazetteerInfo, Level, level_of
from civicnews.gazetteer.normalise import Tables
from civicnews.text import fold

__all__ = ["FORMAT", "MAGIC", "RARE", "SECTIONS", "Run", "Store", "head_number"]

FORMAT = 1
MAGIC = b"civicnews divisions %d\n" % FORMAT
SECTIONS = {"heads": "Q", "first": "I", "serials": "H", "texts": "I", "tails": "B", "buckets": "I", "keys": "I", "names": ""}
"""Section → type code of its numbers, "" for bytes, in the order of the file."""
RARE = 255
"""Tail number of a row whose name stands in `names`."""

_HEAD_DIGITS = CODE_LENGTH["street"]
_STREET = LEVELS.index("street")
_NEAR = 32
"""Most districts have fewer townships, so that the next one is found by few looks."""
_WIDTHS = tuple(CODE_LENGTH[level] for level in LEVELS)


class Run(NamedTuple):
    """The rows below a code prefix: half-open runs of heads and of communities."""

    heads: tuple[int, int]
    communities: tuple[int, int]


class Store:
    """A built gazetteer file, opened read only.

    Args:
        path: the file.

    Raises:
        GazetteerError: the file is missing, cut short, or of another format.
    """

    def __init__(self, path: Path) -> None:
        try:
            with open_input(path) as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise GazetteerError(f"{path}: cannot be opened ({error}); build it with `civicnews gazetteer build`") from error
        try:
            self._load()
        except (ValueError, KeyError, TypeError, struct.error, IndexError) as error:
            raise GazetteerError(f"{path}: not a gazetteer of format {FORMAT}; build it again with `civicnews gazetteer build`") from error

    def _load(self) -> None:
        if self._map[: len(MAGIC)] != MAGIC:
            raise ValueError("magic")
        (length,) = struct.unpack_from("<I", self._map, len(MAGIC))
        start = len(MAGIC) + 4
        header = json.loads(self._map[start : start + length])
        body = -(-(start + length) // 8) * 8
        self._sections = {name: (body + at, size) for name, (at, size) in header["sections"].items()}
        if any(at + size > len(self._map) for at, size in self._sections.values()):
            raise ValueError("cut short")
        self._views: list[memoryview] = []
        self._heads = self._numbers("heads", copy=True)
        self._first = self._numbers("first", copy=True)
        self._serials = self._numbers("serials")
        self._texts = self._numbers("texts")
        self._tail_of = self._numbers("tails")
        self._buckets = self._numbers("buckets")
        self._keys = self._sections["keys"][0]
        self._postings = self._numbers("keys")
        self._mask = len(self._buckets) - 2
        self._tails: list[tuple[int, str, str]] = [(cut, tail, kind) for cut, tail, kind in header["tails"]]
        self.tables_rows: dict[str, Any] = header["tables"]
        info: dict[str, Any] = header["info"]
        counts = {level: info["counts"][level] for level in LEVELS}
        self.info = GazetteerInfo(**info | {"counts": counts}, format=FORMAT, size=len(self._map))
        self.heads = len(self._heads)
        self.rows = len(self._texts)

    def _numbers(self, name: str, *, copy: bool = False) -> Sequence[int]:
        """A section as numbers: in place, or copied where it is searched so often that half a MB pays."""
        start, size = self._sections[name]
        code = SECTIONS[name]
        if copy or sys.byteorder == "big":
            numbers = array(code, self._map[start : start + size])
            if sys.byteorder == "big":
                numbers.byteswap()
            return numbers
        view = memoryview(self._map)[start : start + size].cast(cast("Any", code))
        self._views.append(view)
        return cast("Sequence[int]", view)

    @cached_property
    def tables(self) -> Tables:
        """The word lists that the names were normalised by."""
        return Tables(self.tables_rows)

    @cached_property
    def _names(self) -> dict[str, tuple[str, str]]:
        start, size = self._sections["names"]
        return {row: (name, kind) for row, (name, kind) in json.loads(self._map[start : start + size]).items()}

    def close(self) -> None:
        """Unmap the file. Rows can no longer be read."""
        for view in self._views:
            view.release()
        self._map.close()

    def find(self, key: str) -> Sequence[int]:
        """The rows that have `key` as base or alias, in rising order."""
        wanted = key.encode("utf-8", "surrogatepass")
        size = len(wanted)
        bucket = crc32(wanted) & self._mask
        at, end = self._buckets[bucket], self._buckets[bucket + 1]
        data, keys = self._map, self._keys
        while at < end:
            record = keys + at
            length = data[record + 2]
            first = (at + length + 6) >> 2
            last = first + (data[record] | data[record + 1] << 8)
            if length == size and data[record + 3 : record + 3 + size] == wanted:
                return self._postings[first:last]
            at = last << 2
        return ()

    def division(self, row: int) -> Division:
        """The division in a row."""
        code, level = self.code(row)
        return Division(code, *self.names(row), level)

    def names_of(self, rows: Iterable[int]) -> Iterator[tuple[str, str, str]]:
        """What `names` gives for each of many rows, in half the time."""
        data, keys, texts, tail_of, tails = self._map, self._keys + 3, self._texts, self._tail_of, self._tails
        for row in rows:
            number = tail_of[row]
            if number == RARE:
                yield self.names(row)
                continue
            at = keys + texts[row]
            base = data[at : at + data[at - 1]].decode()
            cut, tail, kind = tails[number]
            yield (base[:-cut] if cut else base) + tail, base, kind

    def names(self, row: int) -> tuple[str, str, str]:
        """Name, base and kind of the division in a row."""
        at = self._keys + self._texts[row] + 3
        base = self._map[at : at + self._map[at - 1]].decode()
        number = self._tail_of[row]
        if number == RARE:
            name, kind = self._names[str(row)]
        else:
            cut, tail, kind = self._tails[number]
            name = (base[:-cut] if cut else base) + tail
        return name, base, kind

    def code(self, row: int) -> tuple[str, Level]:
        """The code and the level of a row."""
        if row < self.heads:
            number = self._heads[row]
            level = number & 7
            return str(number >> 3)[: _WIDTHS[level]], LEVELS[level]
        serial = row - self.heads
        street = bisect_right(self._first, serial) - 1
        return f"{self._heads[street] >> 3}{self._serials[serial]:03d}", "community"

    def row(self, code: str) -> int | None:
        """The row of a code; None if there is no such division."""
        level = level_of(code)
        if level is None:
            return None
        number = head_number(code[:_HEAD_DIGITS], "street" if level == "community" else level)
        head = bisect_left(self._heads, number)
        if head == self.heads or self._heads[head] != number:
            return None
        if level != "community":
            return head
        low, high = self._first[head], self._first[head + 1]
        serial = bisect_left(self._serials, int(code[_HEAD_DIGITS:]), low, high)
        return self.heads + serial if serial < high and self._serials[serial] == int(code[_HEAD_DIGITS:]) else None

    def run(self, prefix: str) -> Run:
        """The rows whose codes begin with `prefix`; empty runs if it is no run of ASCII digits."""
        if not prefix:
            return Run((0, self.heads), (self.heads, self.rows))
        if not (prefix.isascii() and prefix.isdigit()) or len(prefix) > CODE_LENGTH["community"]:
            return Run((0, 0), (0, 0))
        if len(prefix) > _HEAD_DIGITS:
            street = self.row(prefix[:_HEAD_DIGITS])
            if street is None:
                return Run((0, 0), (0, 0))
            rest, missing = prefix[_HEAD_DIGITS:], CODE_LENGTH["community"] - len(prefix)
            low, high = self._first[street], self._first[street + 1]
            start = bisect_left(self._serials, int(rest) * 10**missing, low, high)
            end = bisect_left(self._serials, (int(rest) + 1) * 10**missing, low, high)
            return Run((0, 0), (self.heads + start, self.heads + end))
        scale = 8 * 10 ** (_HEAD_DIGITS - len(prefix))
        low, high = bisect_left(self._heads, int(prefix) * scale), bisect_left(self._heads, (int(prefix) + 1) * scale)
        while low < high and _WIDTHS[self._heads[low] & 7] < len(prefix):
            low += 1
        return Run((low, high), (self.heads + self._first[low], self.heads + self._first[high]))

    def level(self, run: Run, level: Level) -> Sequence[int]:
        """The rows of one level in a run. It skips what is below that level, so few rows cost little."""
        if level == "community":
            return range(*run.communities)
        number = LEVELS.index(level)
        step = 8 * 10 ** (_HEAD_DIGITS - CODE_LENGTH[level])
        heads = self._heads
        row, end = run.heads
        out: list[int] = []
        while row < end:
            if heads[row] & 7 == number:
                out.append(row)
                if number < _STREET:
                    above, near = (heads[row] // step + 1) * step, min(row + _NEAR, end)
                    row = bisect_left(heads, above, row, near)
                    if row == near:
                        row = bisect_left(heads, above, near, end)
                    continue
            row += 1
        return out

    def near_level(self, rows: Sequence[int], level: Level) -> Sequence[int]:
        """Those of `rows`, which must rise, that may be of a level: communities, or all that is above."""
        middle = bisect_left(rows, self.heads)
        return rows[middle:] if level == "community" else rows[:middle]

    def within(self, rows: Sequence[int], run: Run) -> Sequence[int]:
        """Those of `rows`, which must rise, that are in a run."""
        (low, high), (first, end) = run
        start = bisect_left(rows, first)
        communities = rows[start : bisect_left(rows, end, start)]
        if low == high or rows[0] >= high:
            return communities
        start = bisect_left(rows, low)
        return [*rows[start : bisect_left(rows, high, start)], *communities]

    def check(self) -> None:
        """Read the whole index once; for tests of a built file.

        Raises:
            GazetteerError: an offset leads out of its section, codes do not rise, or a key is not as
                `civicnews.text.fold` would leave it today, so that it could not be found.
        """
        size = self._sections["keys"][1]
        if any(a >= b for a, b in pairwise(self._heads)) or any(at >= size for at in self._texts) or self._buckets[-1] != size:
            raise GazetteerError("the gazetteer file contradicts itself; build it again with `civicnews gazetteer build`")
        at = 0
        while at < size:
            record = self._keys + at
            count, length = struct.unpack_from("<HB", self._map, record)
            key = self._map[record + 3 : record + 3 + length].decode()
            if fold(key) != key:
                raise GazetteerError(f"the gazetteer file has {key}, which is folded otherwise now; build it again")
            at += -(-(3 + length) // 4) * 4 + 4 * count


def head_number(code: str, level: Level) -> int:
    """A code above communities as the number by which heads are sorted."""
    return int(code.ljust(_HEAD_DIGITS, "0")) * 8 + LEVELS.index(level)
