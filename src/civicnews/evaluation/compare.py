"""When a predicted value counts as the gold value.

Width, blanks, quotation marks and punctuation never matter. A party may be named with or without its
ornament (该社区, 居民们) or its affiliation (万福社区志愿者); a name or a venue may be a little longer or
shorter. A role must be the role.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

__all__ = ["Equal", "Value", "hits", "plain", "same", "same_party", "same_phrase"]

_OVERLOOKED = re.compile(r"""[\s“”"'‘’《》「」『』,，。、:：;；!！?？·•()（）—\-]""")
_SHORTEST_PARTY = 2
"""A party of one character says too little to be found inside another."""
_SHORTEST_PHRASE = 3


class Value(NamedTuple):
    """One value of a field; `role` is there for participants only."""

    text: str
    role: str = ""

    def __str__(self) -> str:
        return f"{self.text}/{self.role}" if self.role else self.text


Equal = Callable[[Value, Value], bool]


@lru_cache(maxsize=16384)
def plain(text: str) -> str:
    """The text in compatibility form, without blanks, quotation marks and punctuation."""
    return _OVERLOOKED.sub("", unicodedata.normalize("NFKC", text))


def same(gold: Value, predicted: Value) -> bool:
    """The same words."""
    return plain(gold.text) == plain(predicted.text)


def same_party(gold: Value, predicted: Value) -> bool:
    """The same role, and names of which one is the other or ends in it."""
    one, other = _unadorned(gold.text), _unadorned(predicted.text)
    if gold.role != predicted.role or not one or not other:
        return False
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= _SHORTEST_PARTY and long.endswith(short))


def same_phrase(gold: Value, predicted: Value) -> bool:
    """The same words, or one inside the other and at least half as long."""
    short, long = sorted((plain(gold.text), plain(predicted.text)), key=len)
    if not short:
        return False
    return short == long or (len(short) >= _SHORTEST_PHRASE and short in long and 2 * len(short) >= len(long))


def hits(gold: Sequence[Value], predicted: Sequence[Value], equal: Equal) -> int:
    """How many gold values are met, each predicted value used once, in the order of the gold."""
    left = list(predicted)
    count = 0
    for value in gold:
        met = next((index for index, candidate in enumerate(left) if equal(value, candidate)), None)
        if met is not None:
            del left[met]
            count += 1
    return count


@lru_cache(maxsize=16384)
def _unadorned(name: str) -> str:
    before, anywhere = _ornaments()
    return anywhere.sub("", before.sub("", plain(name)))


@lru_cache(maxsize=1)
def _ornaments() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of the ornament before a name and of the characters anywhere in it."""
    file = Path(__file__).resolve().parent.parent / "data" / "scoring.tsv"
    lines = [line.split("\t") for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]
    words = {how: "|".join(re.escape(word) for kind, word in lines if kind == how) for how in ("before", "anywhere")}
    return re.compile(f"^(?:{words['before']})"), re.compile(words["anywhere"])
