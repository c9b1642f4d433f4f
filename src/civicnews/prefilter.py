"""Which of many patterns may match in a text: one look at its characters and pairs of characters decides.

A pattern has up to `LANES` conditions (see `literals`). Each is one bit of a number; a gram of the text sets
the bits of the conditions that it fulfils, and a pattern may match where all its bits are set.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from itertools import accumulate, chain, pairwise, repeat
from operator import add, or_
from typing import Any

from civicnews.literals import Conditions, grams_of

__all__ = ["Prefilter"]

LANES = 4


class Prefilter:
    """The conditions of numbered patterns.

    Args:
        size: how many patterns there are.
        free: the numbers of the conditions that always hold; condition c of pattern n has the number c * size + n.
        conditions: gram → the numbers of the conditions that it fulfils.
    """

    def __init__(self, size: int, free: Sequence[int], conditions: Mapping[str, Sequence[int]]) -> None:
        self.size = size
        self._free = tuple(free)
        self._conditions = conditions
        self._masks = _Masks(conditions)
        self._always = _bits(free)
        self._all = (1 << size) - 1

    @classmethod
    def of(cls, patterns: Sequence[Conditions]) -> Prefilter:
        """A prefilter of patterns, each with its conditions, of which the first `LANES` count."""
        size = len(patterns)
        fulfils: dict[str, list[int]] = defaultdict(list)
        free: list[int] = []
        for number, conditions in enumerate(patterns):
            for lane in range(LANES):
                if lane >= len(conditions):
                    free.append(lane * size + number)
                    continue
                for gram in conditions[lane]:
                    fulfils[gram].append(lane * size + number)
        return cls(size, free, dict(fulfils))

    @classmethod
    def unpacked(cls, packed: Mapping[str, Any], numbers: array[int]) -> Prefilter:
        """A prefilter from what `packed` gave.

        Raises:
            KeyError, TypeError, ValueError: it is something else.
        """
        sets, singles, pairs = packed["sets"], packed["singles"], packed["pairs"]
        sizes, of_singles, of_pairs = (numbers[at * sets : (at + 1) * sets] for at in range(3))
        fulfilled = [numbers[start:end] for start, end in pairwise(accumulate(sizes, initial=3 * sets))]
        conditions: dict[str, Sequence[int]] = dict(zip(singles, chain.from_iterable(map(repeat, fulfilled, of_singles)), strict=True))
        conditions.update(zip(map(add, pairs[::2], pairs[1::2]), chain.from_iterable(map(repeat, fulfilled, of_pairs)), strict=True))
        return cls(packed["size"], packed["free"], conditions)

    def packed(self) -> tuple[dict[str, Any], array[int]]:
        """The prefilter as JSON data and numbers. Grams that fulfil the same conditions stand together, as one of `sets`. The
        numbers are, for each set: how many conditions, how many grams of one character, of two; and then all conditions."""
        together: defaultdict[tuple[int, ...], tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
        for gram, conditions in self._conditions.items():
            together[tuple(conditions)][len(gram) - 1].append(gram)
        singles, pairs = ([some[lane] for some in together.values()] for lane in (0, 1))
        packed = {
            "size": self.size,
            "free": self._free,
            "sets": len(together),
            "singles": "".join(chain.from_iterable(singles)),
            "pairs": "".join(chain.from_iterable(pairs)),
        }
        numbers = (map(len, together), map(len, singles), map(len, pairs), chain.from_iterable(together))
        return packed, array("I", chain.from_iterable(numbers))

    def passing(self, text: str) -> int:
        """The patterns that may match in a text: bit n is set for pattern n."""
        bits = reduce(or_, map(self._masks.__getitem__, self._conditions.keys() & grams_of(text)), self._always)
        size = self.size
        return bits & bits >> size & bits >> 2 * size & bits >> 3 * size & self._all


class _Masks(dict[str, int]):
    """The conditions of each gram as bits, for the grams met so far."""

    def __init__(self, conditions: Mapping[str, Sequence[int]]) -> None:
        self._conditions = conditions

    def __missing__(self, gram: str) -> int:
        mask = self[gram] = _bits(self._conditions[gram])
        return mask


def _bits(numbers: Iterable[int]) -> int:
    """A number with these bits set."""
    return sum(1 << number for number in set(numbers))
