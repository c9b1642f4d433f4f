"""Where in a text a pattern may begin: the first two characters of what it matches.

A pattern that begins with words is tried where one of their beginnings stands, and nowhere else. RE2 then builds
the states of its automaton for what follows those beginnings, not for all text that passes by, and none to find
the start of a match from its end: half the memory, and less time for new text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

__all__ = ["Heads", "joined", "of_words", "repeated", "united"]

_PAIRS = 1000
"""Where there are more, first characters alone are kept."""
_SINGLES = 100
"""Where there are more, a pattern may begin anywhere."""


class Heads(NamedTuple):
    """How the matches of a pattern begin.

    Attributes:
        pairs: the first two characters of matches.
        opens: first characters behind which anything may follow.
        wholes: matches of one character.
        empty: whether the empty text is a match.
    """

    pairs: frozenset[str]
    opens: frozenset[str]
    wholes: frozenset[str]
    empty: bool


_NOTHING: frozenset[str] = frozenset()


def of_words(texts: Iterable[str]) -> Heads | None:
    """The heads of a pattern that matches just these texts; None where they are too many."""
    words = frozenset(texts)
    pairs = frozenset(word[:2] for word in words if len(word) > 1)
    return _limited(Heads(pairs, _NOTHING, frozenset(word for word in words if len(word) == 1), "" in words))


def joined(parts: Sequence[Heads | None]) -> Heads | None:
    """The heads of patterns that match one directly behind the other; None stands for a pattern that may begin with anything."""
    rest: Heads | None = Heads(_NOTHING, _NOTHING, _NOTHING, True)
    for part in reversed(parts):
        if part is None or (rest is None and part.empty):
            rest = None
        elif rest is None:
            rest = Heads(part.pairs, part.opens | part.wholes, _NOTHING, False)
        else:
            firsts = {pair[0] for pair in rest.pairs} | rest.opens | rest.wholes
            behind = rest if part.empty else _NONE
            pairs = part.pairs | behind.pairs | {one + other for one in part.wholes for other in firsts}
            wholes = (part.wholes if rest.empty else _NOTHING) | behind.wholes
            rest = _limited(Heads(pairs, part.opens | behind.opens, wholes, part.empty and rest.empty))
    return rest


_NONE = Heads(_NOTHING, _NOTHING, _NOTHING, False)


def united(parts: Iterable[Heads | None]) -> Heads | None:
    """The heads of a pattern that matches what one of several matches."""
    out = _NONE
    for part in parts:
        if part is None:
            return None
        out = Heads(out.pairs | part.pairs, out.opens | part.opens, out.wholes | part.wholes, out.empty or part.empty)
    return _limited(out)


def repeated(part: Heads | None, low: int, high: int) -> Heads | None:
    """The heads of a pattern that stands `low` to `high` times, -1 for any number of times."""
    if part is None:
        return None
    if high == 1:
        return part._replace(empty=part.empty or low == 0)
    return Heads(part.pairs, part.opens | part.wholes, _NOTHING, part.empty or low == 0)


def _limited(heads: Heads) -> Heads | None:
    if len(heads.pairs) > _PAIRS:
        heads = heads._replace(pairs=_NOTHING, opens=heads.opens | {pair[0] for pair in heads.pairs})
    return heads if len(heads.opens) + len(heads.wholes) <= _SINGLES else None
