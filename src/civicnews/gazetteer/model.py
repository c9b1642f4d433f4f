"""What a gazetteer hands out: divisions, and what is known about the data."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

__all__ = ["CODE_LENGTH", "LEVELS", "Division", "GazetteerInfo", "Level", "level_of"]

Level = Literal["province", "city", "district", "street", "community"]
"""The five levels of the statistical division codes, from the top."""

LEVELS: tuple[Level, ...] = get_args(Level)

CODE_LENGTH: dict[Level, int] = {"province": 2, "city": 4, "district": 6, "street": 9, "community": 12}
"""How many digits a code of each level has."""

_LEVEL_OF_LENGTH: dict[int, Level] = {length: level for level, length in CODE_LENGTH.items()}


class Division(NamedTuple):
    """One division of the list.

    Attributes:
        code: statistical division code of 2, 4, 6, 9 or 12 digits, or a code of the user's own.
        name: the official name, as the source has it: 永和社区居民委员会.
        base: the name without the words for its kind, folded as `civicnews.text.fold` folds: 永和. Two
            characters or more, unless the name itself has one.
        kind: what it is, in Chinese: 社区, 居委会, 村, 街道, 镇, 市 …; 占位 for a level that the codes need
            and nobody writes (市辖区); 虚拟 for a unit that only statistics knows; 其他 where no tail is known.
        level: its place in the hierarchy.
    """

    code: str
    name: str
    base: str
    kind: str
    level: Level


class GazetteerInfo(NamedTuple):
    """What a built gazetteer says about itself.

    Attributes:
        source: the package that the data was taken from, with its release.
        released: the day that the data describes, as the publisher states it.
        licence: the licence of the data.
        url: where the source lives.
        format: version of the file format.
        counts: divisions per level.
        inputs: input file → SHA-256 of its bytes.
        tables: SHA-256 of the word lists that the names were normalised by.
        size: bytes of the built file.
    """

    source: str
    released: str
    licence: str
    url: str
    format: int
    counts: dict[str, int]
    inputs: dict[str, str]
    tables: str
    size: int


def level_of(code: str) -> Level | None:
    """The level that a statistical code belongs to by its length; None for a code of another kind."""
    return _LEVEL_OF_LENGTH.get(len(code)) if code.isascii() and code.isdigit() else None
