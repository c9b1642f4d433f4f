"""How near the name of a street is to another: a measure for near matches that never guesses.

Papers print 平盛街道 for 平盛路街道 and 浮山新区 for 浮山新区街道. Two names are near only if their bases are the
same, or differ by one whole word of `generic.tsv` (路, 街, 新区 …) at the end of one of them. The score
is the share of the longer base that the shorter covers: 1.0 for the same base, 0.67 for 平盛 and 平盛路.
So a substituted character (桃花渡, 桃花岛), a direction or a number (青年路, 青年路北; 一, 二) is never near.

Rules: rules/base/gazetteer/generic.tsv, and `kinds.tsv` for which kinds go together.
"""

from __future__ import annotations

from collections.abc import Iterable

from civicnews.gazetteer.model import Division
from civicnews.gazetteer.normalise import OTHER, Tables, clean

__all__ = ["near_bases", "nearest"]

_SHORTEST = 2


def nearest(name: str, candidates: Iterable[Division], tables: Tables) -> list[tuple[Division, float]]:
    """The streets of `candidates` whose name is near `name`.

    Args:
        name: the street as printed, with or without the word for its kind.
        candidates: divisions at township level.
        tables: the word lists.

    Returns:
        Pairs of a division and a score above 0 and at most 1, best first, then by code.
    """
    base, kind = tables.normalise(name, "street")
    whole = clean(name)
    kinds = tables.accepts(OTHER) | {kind} if base == whole else tables.accepts(kind)
    found: list[tuple[Division, float]] = []
    for division in candidates:
        if division.kind in kinds:
            score = _score(base, division.base, tables.generic)
            if score:
                found.append((division, score))
    return sorted(found, key=lambda pair: (-pair[1], pair[0].code))


def near_bases(name: str, tables: Tables) -> set[str]:
    """The bases of all streets that may be near a printed name."""
    base = tables.normalise(name, "street").base
    shorter = (base.removesuffix(word) for word in tables.generic)
    return {base, *shorter, *(base + word for word in tables.generic)}


def _score(one: str, other: str, generic: frozenset[str]) -> float:
    short, long = sorted((one, other), key=len)
    if len(short) < _SHORTEST:
        return 0.0
    if one == other:
        return 1.0
    return round(len(short) / len(long), 2) if long.startswith(short) and long[len(short) :] in generic else 0.0
