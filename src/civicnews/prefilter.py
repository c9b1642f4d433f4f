"""Which of many patterns may match in a text: one look at its characters and pairs of characters decides.

A pattern has up to `LANES` conditions (see `literals`). Each is one bit of a number; a gram of the text sets
the bits of the conditions that it fulfils, and a pattern may match where all its bits are set.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
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
    def unpacked(cls, packed: Mapping[str, Any]) -> Prefilter:
        """A prefilter from what `packed` gave.

        Raises:
            KeyError, TypeError, ValueError: it is something else.
        """
        conditions: dict[str, Sequence[int]] = {}
        for numbers, singles, pairs in packed["grams"]:
            conditions.update(dict.fromkeys(singles, numbers))
            conditions.update(dict.fromkeys(map(add, pairs[::2], pairs[1::2]), numbers))
        return cls(packed["size"], packed["free"], conditions)

    def packed(self) -> dict[str, Any]:
        """The prefilter as JSON data: grams with the same conditions stand together."""
        together: dict[tuple[int, ...], list[str]] = defaultdict(list)
        for gram, numbers in self._conditions.items():
            together[tuple(numbers)].append(gram)
        grams = [
            (numbers, "".join(gram for gram in some if len(gram) == 1), "".join(gram for gram in some if len(gram) == 2))
            for numbers, some in together.items()
        ]
        return {"size": self.size, "free": self._free, "grams": grams}

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
