"""Words with their frequencies, in a file that is mapped into memory: to open it reads next to nothing of it.

The file holds what a dictionary of 350,000 words and the tables of a hidden Markov model hold. It is little-endian:

    16 bytes   `civicnews words` and a line feed
    header     number of buckets, sum of all frequencies, probabilities to begin in a state (4) and to go from one
               to another (16), CRC-32 of all this
    offsets    one more than there are buckets: where each begins, counted from the first
    buckets    CRC-32 of the rest of the bucket and of its number; UTF-8 text

A line of a bucket is `c⇥frequency⇥B⇥E⇥M⇥S` for a character, with the probabilities that the model's states bring
it forth, or `cd⇥rest⇥frequency⇥rest⇥frequency …` for the words that begin with two characters; what is unknown is empty.
The CRC-32 of the one or two characters says in which bucket they are. Each bucket is checked when it is first read.

The states are numbered B(egin) 0, E(nd) 1, M(iddle) 2, S(ingle) 3.
"""

from __future__ import annotations

import struct
from binascii import crc32
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mmap import mmap

__all__ = ["IMPOSSIBLE", "STATES", "DamagedTableError", "Word", "WordTable", "packed"]

STATES = "BEMS"
IMPOSSIBLE = -3.14e100
"""The logarithm of the probability of what never is, as jieba writes it."""
Word = tuple[str, int, float]
"""A word, how many characters it has, the logarithm of its frequency."""
_MAGIC = b"civicnews words\n"
_HEADER = struct.Struct("<IQ4d16dI")
_OFFSET = struct.Struct("<I")
_BUCKETS = 1 << 15


class DamagedTableError(Exception):
    """The file is not what was written."""


class WordTable:
    """A table of words.

    Args:
        data: the file.

    Attributes:
        log_total: logarithm of the sum of all frequencies.
        start: logarithm of the probability to begin in each state.
        change: the same to go from a state to another.
        characters: character → logarithm of its frequency as a word, if it is one, and of the probability that each state brings it forth.
        pairs: two characters → the words that begin with them, shortest first.

    Raises:
        DamagedTableError: `data` is something else. To look something up may raise it too.
    """

    def __init__(self, data: bytes | mmap) -> None:
        self._data = data
        head = len(_MAGIC) + _HEADER.size
        if data[: len(_MAGIC)] != _MAGIC or len(data) < head:
            raise DamagedTableError
        count, total, *rest, check = _HEADER.unpack(data[len(_MAGIC) : head])
        if check != crc32(data[: head - 4]) or count < 1 or total < 1:
            raise DamagedTableError
        self._count = count
        self._first = head + (count + 1) * _OFFSET.size
        self.log_total = log(total)
        self.start: Sequence[float] = rest[:4]
        self.change: Sequence[Sequence[float]] = [rest[at : at + 4] for at in range(4, 20, 4)]
        self.characters: Mapping[str, tuple[float | None, Sequence[float]]] = _Characters(self._bucket)
        self.pairs: Mapping[str, Sequence[Word]] = _Pairs(self._bucket)

    def _bucket(self, key: str) -> list[str]:
        """The fields behind a key; none where no word begins so."""
        number = crc32(key.encode()) % self._count
        at = self._first - (self._count + 1 - number) * _OFFSET.size
        data = self._data
        try:
            first, last = struct.unpack("<II", data[at : at + 8])
            bucket = data[self._first + first : self._first + last]
            if _OFFSET.unpack(bucket[:4])[0] != crc32(bucket[4:], number):
                raise DamagedTableError
        except struct.error as error:
            raise DamagedTableError from error
        head = f"{key}\t"
        return next((line.split("\t")[1:] for line in bucket[4:].decode().split("\n") if line.startswith(head)), [])


class _Characters(dict[str, tuple[float | None, Sequence[float]]]):
    """What is known of characters, for those looked up so far."""

    def __init__(self, bucket: Callable[[str], list[str]]) -> None:
        self._bucket = bucket

    def __missing__(self, character: str) -> tuple[float | None, Sequence[float]]:
        fields = self._bucket(character) or [""] * 5
        known = log(int(fields[0])) if fields[0] else None, [float(field) if field else IMPOSSIBLE for field in fields[1:]]
        self[character] = known
        return known


class _Pairs(dict[str, Sequence[Word]]):
    """The words that begin with two characters, for those looked up so far."""

    def __init__(self, bucket: Callable[[str], list[str]]) -> None:
        self._bucket = bucket

    def __missing__(self, pair: str) -> Sequence[Word]:
        fields = self._bucket(pair)
        words = [(pair + rest, 2 + len(rest), log(int(count))) for rest, count in zip(fields[::2], fields[1::2], strict=True)]
        self[pair] = words
        return words


def packed(
    words: Mapping[str, int], start: Sequence[float], change: Sequence[Sequence[float]], emit: Mapping[str, Sequence[float]]
) -> bytes:
    """The file of a table.

    Args:
        words: word → frequency, at least 1.
        start: logarithm of the probability to begin in each state.
        change: the same to go from a state to another.
        emit: character → the same for each state to bring it forth.
    """
    lines = {
        character: f"{words.get(character, '')}\t"
        + "\t".join("" if one == IMPOSSIBLE else repr(one) for one in emit.get(character, [IMPOSSIBLE] * 4))
        for character in sorted(emit.keys() | {word for word in words if len(word) == 1})
    }
    pairs: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted((word for word in words if len(word) > 1), key=lambda word: (len(word), word)):
        pairs[word[:2]].append(f"{word[2:]}\t{words[word]}")
    lines.update((pair, "\t".join(some)) for pair, some in pairs.items())
    return _file(lines, _HEADER.pack(_BUCKETS, sum(words.values()), *start, *(one for row in change for one in row), 0)[:-4])


def _file(lines: Mapping[str, str], header: bytes) -> bytes:
    buckets: list[list[str]] = [[] for _ in range(_BUCKETS)]
    for key, fields in lines.items():
        buckets[crc32(key.encode()) % _BUCKETS].append(f"{key}\t{fields}")
    head = _MAGIC + header
    parts: list[bytes] = []
    offsets = [0]
    for number, some in enumerate(buckets):
        text = "\n".join(some).encode()
        parts.append(_OFFSET.pack(crc32(text, number)) + text)
        offsets.append(offsets[-1] + len(parts[-1]))
    return head + _OFFSET.pack(crc32(head)) + struct.pack(f"<{len(offsets)}I", *offsets) + b"".join(parts)
