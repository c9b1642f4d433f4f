"""What a text must hold for an RE2 pattern to match in it: the literals that no match can do without.

A pattern is read into `Needs`: all the texts that it matches, where they are few, else conditions, each a
set of which a match holds at least one. Conditions are kept as grams, which are single characters and
pairs of characters: one gram of each literal, the one that is rarest in the samples, or the pairs that stand where
two parts meet. The borders of a text count as characters. What the reader does not know raises `UnknownSyntaxError`;
then the pattern has no conditions and always runs. A condition may let a text pass that does not match,
never the reverse.

Source: the trigram queries of Cox, "Regular Expression Matching with a Trigram Index", 2012, and RE2's Prefilter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from math import fsum
from operator import add
from typing import NoReturn

from civicnews.structs import frozen

__all__ = ["ANYTHING", "NO_SAMPLES", "Conditions", "Grams", "Needs", "UnknownSyntaxError", "grams_of", "in_sequence", "needs_of"]

Conditions = tuple[frozenset[str], ...]
"""A match holds at least one gram of each set."""

_CLASS_LIMIT = 40
"""A class of more characters can be anything."""
_EXACT_LIMIT = 4000
_PRODUCT_LIMIT = 256
_PAIR_LIMIT = 2000
"""So many pairs where two parts meet are kept."""
_CONDITIONS = 4
"""Conditions kept of one pattern, the rarest."""
_COMMON = 0.9
"""A condition that so large a share of the samples fulfils is none."""
_DEPTH = 50
"""Groups in groups that are read; a pattern with more is one that is not known."""
_REFERENCE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_REPEAT = re.compile(r"\{([0-9]+)(,?)([0-9]*)\}")
_GROUP = re.compile(r"\?(?::|P?<\w+>)")
_HEX = re.compile(r"\\x(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{2}))")
_PROPERTY = re.compile(r"\\[pP](?:\{\^?\w+\}|\w)")
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "a": "\a"}


class UnknownSyntaxError(ValueError):
    """The pattern holds what is not read here; it may be good RE2 all the same."""


@frozen
class Needs:
    """What a pattern needs.

    Attributes:
        exact: all texts that it matches, if they are few; None if they are many.
        conditions: what a match holds, where `exact` is None.
        anchors: which of ^ and $ it holds, and "b" for a word border or where ^ and $ are no characters; if any, `exact`
            says not all.
        first: the characters that a match may begin with, where it is not empty; None if any.
        last: the characters that a match may end with, where it is not empty; None if any.
        empty: whether it may match the empty text.
    """

    exact: frozenset[str] | None
    conditions: Conditions = ()
    anchors: frozenset[str] = frozenset()
    first: frozenset[str] | None = None
    last: frozenset[str] | None = None
    empty: bool = True

    @classmethod
    def words(cls, texts: Iterable[str], anchors: frozenset[str] = frozenset()) -> Needs:
        """The needs of a pattern that matches just these texts."""
        exact = frozenset(texts)
        filled = exact - {""}
        return cls(exact, (), anchors, frozenset(t[0] for t in filled), frozenset(t[-1] for t in filled), "" in exact)

    def as_conditions(self, grams: Grams) -> Conditions:
        """The conditions, where `exact` holds all texts too."""
        return self.conditions if self.exact is None else _conditions(self, grams)


ANYTHING = Needs(None)
_ANY_CHARACTER = Needs(None, empty=False)
_EMPTY = Needs.words([""])
_ANCHOR = Needs.words([""], frozenset("b"))
_START, _END = "\x02", "\x03"
"""Stand for the borders of a text, as if they were characters."""


def grams_of(text: str) -> set[str]:
    """The single characters and the pairs of adjacent characters of a text, its borders among them."""
    framed = f"{_START}{text}{_END}"
    return {*framed, *map(add, framed, framed[1:])}


class Grams:
    """How common grams are, by the samples.

    Args:
        samples: texts of the kind that will be searched.
    """

    def __init__(self, samples: Iterable[str]) -> None:
        texts = list(samples)
        self._size = max(100, len(texts))
        self._counts = Counter(gram for text in texts for gram in grams_of(text))

    def share(self, gram: str) -> float:
        """The share of texts that hold a gram; a little for one never seen, a half for a private-use character."""
        if "\ue000" <= gram <= "\uf8ff":
            return 0.5
        return (self._counts[gram] + (0.5 if len(gram) == 1 else 0.1)) / self._size

    def rarest(self, literal: str) -> str:
        """The gram to look for in the place of a literal."""
        if len(literal) < 2:
            return literal
        pairs = [literal[at : at + 2] for at in range(len(literal) - 1)]
        return min(pairs, key=lambda pair: (self._counts[pair], pair))

    def condition(self, literals: Iterable[str]) -> frozenset[str] | None:
        """One gram for each literal; None where the condition says nothing."""
        found = frozenset(map(self.rarest, literals))
        return None if "" in found or self.cost(found) > _COMMON else found

    def cost(self, condition: frozenset[str]) -> float:
        """The share of texts that fulfil a condition, at most."""
        return fsum(map(self.share, condition))

    def best(self, conditions: Iterable[frozenset[str]]) -> Conditions:
        """The conditions that let the fewest texts pass."""
        ordered = sorted(set(conditions), key=lambda one: (self.cost(one), sorted(one)))
        return tuple([one for one in ordered if self.cost(one) <= _COMMON][:_CONDITIONS])


NO_SAMPLES = Grams(())
"""Where nothing is known of the texts."""


def needs_of(pattern: str, grams: Grams, named: Callable[[str], Needs] | None = None, *, framed: bool = False) -> Needs:
    """Read a pattern.

    Args:
        pattern: RE2; `{name}` stands for another pattern where `named` is given.
        grams: how common grams are.
        named: the needs of a named pattern.
        framed: whether ^ and $ are the borders of the text; else they may be those of a piece of it.

    Raises:
        UnknownSyntaxError: something in it is not known here.
    """
    reader = _Reader(pattern, grams, named, framed=framed)
    found = reader.alternatives()
    if reader.at < len(pattern):
        reader.unknown()
    return found


def in_sequence(parts: Sequence[Needs], grams: Grams) -> Needs:
    """The needs of patterns that match one directly behind the other."""
    return _sequence(parts, grams)


class _Reader:
    def __init__(self, pattern: str, grams: Grams, named: Callable[[str], Needs] | None, *, framed: bool) -> None:
        self.pattern = pattern
        self.framed = framed
        self.grams = grams
        self.named = named
        self.at = 0
        self.depth = 0

    def unknown(self) -> NoReturn:
        raise UnknownSyntaxError(f"{self.pattern[self.at : self.at + 8]!r} at {self.at}")

    def alternatives(self) -> Needs:
        branches = [self._branch()]
        while self.pattern.startswith("|", self.at):
            self.at += 1
            branches.append(self._branch())
        return _alternatives(branches, self.grams)

    def _branch(self) -> Needs:
        parts: list[Needs] = []
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            parts.append(self._repeated(self._atom()))
        return _sequence(parts, self.grams)

    def _atom(self) -> Needs:
        pattern, at = self.pattern, self.at
        character = pattern[at]
        if character == "(":
            return self._group()
        if character == "[":
            return self._class()
        if character == "\\":
            return self._escape()
        if character == "{":
            found = _REFERENCE.match(pattern, at)
            if found is None or self.named is None:
                self.unknown()
            self.at = found.end()
            return self.named(found.group(1))
        if character in "*+?":
            self.unknown()
        self.at += 1
        if character == ".":
            return _ANY_CHARACTER
        if character in "^$":
            border = _START if character == "^" else _END
            return Needs.words(border, frozenset(character)) if self.framed else _ANCHOR
        return Needs.words(character)

    def _group(self) -> Needs:
        if self.depth == _DEPTH:
            self.unknown()
        self.depth += 1
        self.at += 1
        if self.pattern.startswith("?", self.at):
            found = _GROUP.match(self.pattern, self.at)
            if found is None:
                self.unknown()
            self.at = found.end()
        inner = self.alternatives()
        if not self.pattern.startswith(")", self.at):
            self.unknown()
        self.at += 1
        self.depth -= 1
        return inner

    def _escape(self) -> Needs:
        pattern, at = self.pattern, self.at
        following = pattern[at + 1 : at + 2]
        found = _HEX.match(pattern, at)
        if found is not None:
            self.at = found.end()
            return Needs.words(chr(int(found.group(1) or found.group(2), 16)))
        found = _PROPERTY.match(pattern, at)
        if found is not None:
            self.at = found.end()
            return _ANY_CHARACTER
        self.at += 2
        if following == "d":
            return Needs.words("0123456789")
        if following in ("D", "s", "S", "w", "W"):
            return _ANY_CHARACTER
        if following in ("A", "z", "b", "B"):
            return _ANCHOR
        if following in _CONTROLS:
            return Needs.words(_CONTROLS[following])
        if not following or (following.isascii() and following.isalnum()):
            self.at = at
            self.unknown()
        return Needs.words(following)

    def _class(self) -> Needs:
        pattern = self.pattern
        self.at += 1
        negated = pattern.startswith("^", self.at)
        self.at += negated
        chars: set[str] = set()
        many = negated
        first = True
        while first or not pattern.startswith("]", self.at):
            first = False
            if self.at >= len(pattern) or _REFERENCE.match(pattern, self.at) or pattern.startswith("[:", self.at):
                self.unknown()
            low = self._member()
            if pattern.startswith("-", self.at) and not pattern.startswith("-]", self.at):
                self.at += 1
                high = self._member() if self.at < len(pattern) else None
                if low is None or high is None or len(low) != 1 or len(high) != 1:
                    self.unknown()
                many = many or ord(high) - ord(low) > _CLASS_LIMIT
                chars.update(map(chr, range(ord(low), min(ord(high), ord(low) + _CLASS_LIMIT) + 1)))
            elif low is None:
                many = True
            else:
                chars.update(low)
        self.at += 1
        return _ANY_CHARACTER if many or len(chars) > _CLASS_LIMIT else Needs.words(chars)

    def _member(self) -> str | None:
        """The characters of one member of a class; None where they are many."""
        if self.pattern[self.at] != "\\":
            self.at += 1
            return self.pattern[self.at - 1]
        found = self._escape()
        if found.anchors:
            self.unknown()
        return None if found.exact is None else "".join(sorted(found.exact))

    def _repeated(self, atom: Needs) -> Needs:
        """Take the repetition behind an atom, if any, into account."""
        while self.at < len(self.pattern):
            found = _REPEAT.match(self.pattern, self.at)
            character = self.pattern[self.at]
            if found is not None:
                low = int(found.group(1))
                high = low if not found.group(2) else int(found.group(3)) if found.group(3) else -1
                self.at = found.end()
            elif character in "*+?":
                low, high = (1, -1) if character == "+" else (0, 1 if character == "?" else -1)
                self.at += 1
            else:
                break
            if self.pattern.startswith("?", self.at):
                self.at += 1
            atom = _repeat(atom, low, high, self.grams)
        return atom


def _repeat(atom: Needs, low: int, high: int, grams: Grams) -> Needs:
    if atom.anchors:
        return ANYTHING
    if high == 0:
        return _EMPTY
    if (low, high) == (0, 1) and atom.exact is not None:
        return Needs.words(atom.exact | {""})
    if low == high and low <= 4:
        return _sequence([atom] * low, grams)
    return Needs(None, _conditions(atom, grams) if low else (), frozenset(), atom.first, atom.last, atom.empty or low == 0)


def _conditions(part: Needs, grams: Grams) -> Conditions:
    if part.exact is None:
        return part.conditions
    condition = grams.condition(part.exact) if part.exact else None
    return () if condition is None else (condition,)


def _sequence(parts: Sequence[Needs], grams: Grams) -> Needs:
    run = frozenset({""})
    conditions: list[frozenset[str]] = []
    whole = True
    anchors: frozenset[str] = frozenset()
    for part in parts:
        if (anchors & part.anchors) - {"b"} or ("$" in anchors and "^" in part.anchors):
            raise UnknownSyntaxError("borders of the text in one sequence that may be one and the same")
        anchors |= part.anchors
    for part in parts:
        size = 0 if part.exact is None else len(part.exact)
        if part.exact is not None and len(run) * size <= max(_PRODUCT_LIMIT, len(run), size):
            run = frozenset(left + right for left in run for right in part.exact)
            continue
        whole = False
        conditions.extend(_conditions(Needs(run), grams))
        if part.exact is None:
            conditions.extend(part.conditions)
            run = frozenset({""})
        else:
            run = part.exact
    if whole:
        return Needs.words(run, anchors)
    conditions.extend(_conditions(Needs(run), grams))
    heads = _heads(parts)
    tail, empty = _met_at_borders(parts, heads, conditions)
    return Needs(None, grams.best(conditions), anchors, heads[0], tail, empty)


def _heads(parts: Sequence[Needs]) -> list[frozenset[str] | None]:
    """For each part the characters that what begins with it may begin with; None if any."""
    heads: list[frozenset[str] | None] = [frozenset()]
    for part in reversed(parts):
        behind = heads[-1] if part.empty else frozenset()
        heads.append(None if part.first is None or behind is None else part.first | behind)
    return heads[:0:-1]


def _met_at_borders(
    parts: Sequence[Needs], heads: Sequence[frozenset[str] | None], conditions: list[frozenset[str]]
) -> tuple[frozenset[str] | None, bool]:
    """Add the pairs where parts meet; the characters that all of them may end with, and whether all may be empty."""
    tail: frozenset[str] | None = frozenset()
    empty = True
    filled = max((index for index, part in enumerate(parts) if not part.empty), default=-1)
    for index, part in enumerate(parts):
        head = heads[index]
        if not empty and index <= filled and tail is not None and head is not None and len(tail) * len(head) <= _PAIR_LIMIT:
            conditions.append(frozenset(left + right for left in tail for right in head))
        before = tail if part.empty else frozenset()
        tail = None if part.last is None or before is None else part.last | before
        empty = empty and part.empty
    return tail, empty


def _alternatives(branches: Sequence[Needs], grams: Grams) -> Needs:
    if len(branches) == 1:
        return branches[0]
    anchors = frozenset[str]().union(*(branch.anchors for branch in branches))
    if all(branch.exact is not None for branch in branches):
        union = frozenset(text for branch in branches for text in branch.exact or ())
        if len(union) <= _EXACT_LIMIT:
            return Needs.words(union, anchors)
    first, last = (_union([getattr(branch, side) for branch in branches]) for side in ("first", "last"))
    empty = any(branch.empty for branch in branches)
    lists = [grams.best(_conditions(branch, grams)) for branch in branches]
    if not all(lists):
        return Needs(None, (), anchors, first, last, empty)
    unions = [frozenset().union(*(one[min(index, len(one) - 1)] for one in lists)) for index in range(max(map(len, lists)))]
    return Needs(None, grams.best(unions), anchors, first, last, empty)


def _union(sets: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """All members; None where one of the sets is."""
    out: set[str] = set()
    for one in sets:
        if one is None:
            return None
        out |= one
    return frozenset(out)
