"""Which of many patterns may match in a text: one look at its characters and pairs of characters decides.

A pattern has up to `LANES` conditions (see `literals`). Each is one bit of a number; a gram of the text sets
the bits of the conditions that it fulfils, and a pattern may match where all its bits are set.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from civicnews.literals import Conditions, grams_of

__all__ = ["Prefilter"]

LANES = 4


class Prefilter:
    """The conditions of numbered patterns.

    Args:
        size: how many patterns there are.
        free: the bits of the conditions that always hold.
        masks: gram → the bits of the conditions that it fulfils.
    """

    def __init__(self, size: int, free: int, masks: Mapping[str, int]) -> None:
        self.size = size
        self.free = free
        self.masks = dict(masks)
        self._all = (1 << size) - 1

    @classmethod
    def of(cls, patterns: Sequence[Conditions]) -> Prefilter:
        """A prefilter of patterns, each with its conditions, of which the first `LANES` count."""
        size = len(patterns)
        masks: dict[str, int] = defaultdict(int)
        free = 0
        for number, conditions in enumerate(patterns):
            for lane in range(LANES):
                bit = 1 << (lane * size + number)
                if lane >= len(conditions):
                    free |= bit
                    continue
                for gram in conditions[lane]:
                    masks[gram] |= bit
        return cls(size, free, masks)

    @classmethod
    def unpacked(cls, packed: Mapping[str, Any]) -> Prefilter:
        """A prefilter from what `packed` gave.

        Raises:
            KeyError, TypeError, ValueError: it is something else.
        """
        masks: dict[str, int] = {}
        for numbers, singles, pairs in packed["grams"]:
            mask = sum(1 << number for number in numbers)
            masks.update(dict.fromkeys(singles, mask))
            masks.update(dict.fromkeys(map("".join, zip(pairs[::2], pairs[1::2], strict=True)), mask))
        return cls(packed["size"], sum(1 << number for number in packed["free"]), masks)

    def packed(self) -> dict[str, Any]:
        """The prefilter as JSON data: grams with the same conditions stand together."""
        together: dict[int, list[str]] = defaultdict(list)
        for gram, mask in self.masks.items():
            together[mask].append(gram)
        grams = [
            (_numbers(mask), "".join(gram for gram in some if len(gram) == 1), "".join(gram for gram in some if len(gram) == 2))
            for mask, some in together.items()
        ]
        return {"size": self.size, "free": _numbers(self.free), "grams": grams}

    def passing(self, text: str) -> int:
        """The patterns that may match in a text: bit n is set for pattern n."""
        bits = self.free
        masks = self.masks
        for gram in masks.keys() & grams_of(text):
            bits |= masks[gram]
        size = self.size
        return bits & bits >> size & bits >> 2 * size & bits >> 3 * size & self._all


def _numbers(bits: int) -> list[int]:
    """Which bits are set."""
    return [number for number, bit in enumerate(reversed(f"{bits:b}")) if bit == "1"]
