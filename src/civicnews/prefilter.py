"""Which of many patterns may match in a text: one look at its characters and pairs of characters decides.

A pattern has up to `LANES` conditions (see `literals`). Each is one bit of a number; a gram of the text sets
the bits of the conditions that it fulfils, and a pattern may match where all its bits are set.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from itertools import accumulate, chain
from operator import or_
from typing import Any

from civicnews.literals import Conditions, grams_of

__all__ = ["Prefilter"]

LANES = 4
_REMEMBERED = 50_000
"""Of so many grams the bits are remembered; then it is begun anew."""


class Prefilter:
    """The conditions of numbered patterns.

    Args:
        size: how many patterns there are.
        free: the numbers of the conditions that always hold; condition c of pattern n has the number c * size + n.
        conditions: gram → the numbers of the conditions that it fulfils.
    """

    def __init__(self, size: int, free: Sequence[int], conditions: Mapping[str, Sequence[int]] | _Packed) -> None:
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
    def unpacked(cls, packed: Mapping[str, Any], numbers: Sequence[int]) -> Prefilter:
        """A prefilter from what `packed` gave.

        Raises:
            KeyError, TypeError, ValueError: it is something else.
        """
        return cls(packed["size"], packed["free"], _Packed(packed["sets"], packed["singles"], packed["letters"], packed["pairs"], numbers))

    def packed(self) -> tuple[dict[str, Any], Sequence[int]]:
        """The prefilter as JSON data and numbers."""
        conditions = self._conditions if isinstance(self._conditions, _Packed) else _Packed.of(self._conditions)
        described = {"sets": conditions.sets, "singles": conditions.singles, "letters": conditions.letters, "pairs": len(conditions.pairs)}
        return {"size": self.size, "free": self._free, **described}, conditions.numbers

    def passing(self, text: str) -> int:
        """The patterns that may match in a text: bit n is set for pattern n."""
        masks = self._masks
        if len(masks) > _REMEMBERED:
            masks.clear()
        bits = reduce(or_, filter(None, map(masks.__getitem__, grams_of(text))), self._always)
        size = self.size
        return bits & bits >> size & bits >> 2 * size & bits >> 3 * size & self._all


class _Packed:
    """The conditions of each gram as they are kept on disk, where a gram is looked up without taking all of them apart.

    Grams that fulfil the same conditions have the number of the same set.

    Args:
        sets: how many sets there are.
        singles: the grams of one character.
        letters: the characters of the pairs; the number of a pair is made of their places.
        pairs: how many pairs there are.
        numbers: how many conditions each set has; all conditions, by set; the set of each single; the numbers of the pairs, rising; the
            set of each pair.

    Raises:
        TypeError, ValueError: there are more numbers, or fewer.
    """

    def __init__(self, sets: int, singles: str, letters: str, pairs: int, numbers: Sequence[int]) -> None:
        self.sets, self.singles, self.letters, self.numbers = sets, singles, letters, numbers
        self._ends = list(accumulate(numbers[:sets], initial=sets))
        at = self._ends[-1]
        if len(self._ends) != sets + 1 or len(numbers) != at + len(singles) + 2 * pairs:
            raise ValueError(len(numbers))
        self._single = dict(zip(singles, numbers[at : at + len(singles)], strict=True))
        at += len(singles)
        self.pairs, self._pair = numbers[at : at + pairs], numbers[at + pairs :]
        self._places = {letter: place for place, letter in enumerate(letters)}

    @classmethod
    def of(cls, conditions: Mapping[str, Sequence[int]]) -> _Packed:
        """Pack the conditions of each gram."""
        sets = {fulfilled: number for number, fulfilled in enumerate(dict.fromkeys(map(tuple, conditions.values())))}
        singles = "".join(gram for gram in conditions if len(gram) == 1)
        letters = "".join(sorted({letter for gram in conditions if len(gram) > 1 for letter in gram}))
        places = {letter: place for place, letter in enumerate(letters)}
        pairs = sorted(
            (places[gram[0]] * len(letters) + places[gram[1]], sets[tuple(fulfilled)])
            for gram, fulfilled in conditions.items()
            if len(gram) > 1
        )
        numbers: array[int] = array("I", map(len, sets))
        numbers.extend(chain.from_iterable(sets))
        numbers.extend(sets[tuple(conditions[gram])] for gram in singles)
        numbers.extend(number for number, _ in pairs)
        numbers.extend(number for _, number in pairs)
        return cls(len(sets), singles, letters, len(pairs), numbers)

    def get(self, gram: str, default: Sequence[int]) -> Sequence[int]:
        """The conditions that a gram fulfils; `default` if none."""
        number = self._single.get(gram)
        if number is None and len(gram) > 1:
            first, second = self._places.get(gram[0]), self._places.get(gram[1])
            if first is not None and second is not None:
                wanted = first * len(self.letters) + second
                at = bisect_left(self.pairs, wanted)
                if at < len(self.pairs) and self.pairs[at] == wanted:
                    number = self._pair[at]
        return default if number is None else self.numbers[self._ends[number] : self._ends[number + 1]]


class _Masks(dict[str, int]):
    """The conditions of each gram as bits, for the grams met so far; 0 for a gram without any."""

    def __init__(self, conditions: Mapping[str, Sequence[int]] | _Packed) -> None:
        self._conditions = conditions

    def __missing__(self, gram: str) -> int:
        fulfilled = self._conditions.get(gram, ())
        mask = self[gram] = _bits(fulfilled) if fulfilled else 0
        return mask


def _bits(numbers: Iterable[int]) -> int:
    """A number with these bits set."""
    return sum(1 << number for number in set(numbers))
