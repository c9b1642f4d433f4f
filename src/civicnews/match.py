"""The rule engine: run all rules of a kind over a text and settle what overlaps.

It knows no kind of mention. Patterns are RE2, which matches in time linear in the text whatever the
pattern; one RE2 set says in a single pass which rules of a kind match at all, and only those run.

Source: RE2 (Cox, "Regular Expression Matching in the Wild", 2010), through google-re2.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import re2

from civicnews.text import Span

__all__ = ["CompiledRule", "Hit", "Matcher", "compile_pattern", "plain_han", "settle"]

CONTEXT = 24
"""How many characters beside a match its `before` and `after` conditions see."""
_SET_MEMORY = 256 << 20
_RULE_MEMORY = 64 << 20
"""What RE2 may keep of one pattern: with its default of 8 MiB a pattern that holds a large vocabulary is 30 times slower."""


_HAN = "\u3400-\u9fff"
_HAN_CLASS = "\\p{Han}"
_PIECE = re.compile(r"\\p\{Han\}|\\.|[\[\]]", re.DOTALL)


def plain_han(pattern: str) -> str:
    r"""Write the class `\p{Han}` as the range U+3400 to U+9FFF, in a bracket or by itself.

    The class has dozens of ranges, most of them outside the text that newspapers print; with the one
    range, patterns that count Han characters compile seven times as fast.
    """
    if _HAN_CLASS not in pattern:
        return pattern
    bracket = False

    def one(found: re.Match[str]) -> str:
        nonlocal bracket
        piece = found.group()
        if piece == _HAN_CLASS:
            return _HAN if bracket else f"[{_HAN}]"
        if len(piece) == 1:
            bracket = piece == "["
        return piece

    return _PIECE.sub(one, pattern)


def compile_pattern(pattern: str) -> Any:
    """Compile an RE2 pattern.

    Raises:
        re2.error: the pattern is not RE2, or is too large.
    """
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _RULE_MEMORY
    return re2.compile(plain_han(pattern), options)


@dataclass(slots=True)
class CompiledRule:
    """A rule ready to run. Patterns are compiled when they are first needed."""

    id: str
    kind: str
    decides: str
    pattern: str
    before: str | None = None
    after: str | None = None
    not_before: str | None = None
    not_after: str | None = None
    over: tuple[str, ...] = ()
    about: str = ""
    weak: bool = False
    """For deeds: counts only where a record has no strong evidence. For frames: a default that later sentences correct."""
    rank: int = 0
    """Position in the pack: the last resort when two matches tie."""
    _compiled: dict[str, Any] = field(default_factory=dict, repr=False)

    def compiled(self, part: str, pattern: str) -> Any:
        found = self._compiled.get(part)
        if found is None:
            found = self._compiled[part] = compile_pattern(pattern)
            if part == "match":
                self._compiled["groups"] = tuple(found.groupindex.items())
        return found

    def finditer(self, folded: str) -> Iterable[Hit]:
        """The matches of this rule alone, in reading order, without overlaps among themselves."""
        pattern = self.compiled("match", self.pattern)
        names = self._compiled["groups"]
        for found in pattern.finditer(folded):
            start, end = found.span()
            if start < end and self._fits(folded, start, end):
                groups = {name: found.span(index) for name, index in names if found.span(index)[0] >= 0}
                yield Hit(self, start, end, groups)

    def _fits(self, folded: str, start: int, end: int) -> bool:
        left = folded[max(0, start - CONTEXT) : start]
        right = folded[end : end + CONTEXT]
        if self.before is not None and not self.compiled("before", f"(?:{self.before})$").search(left):
            return False
        if self.not_before is not None and self.compiled("not_before", f"(?:{self.not_before})$").search(left):
            return False
        if self.after is not None and not self.compiled("after", self.after).match(right):
            return False
        return self.not_after is None or not self.compiled("not_after", self.not_after).match(right)


@dataclass(slots=True, frozen=True)
class Hit:
    """One match of one rule.

    Attributes:
        rule: the rule that matched.
        start: first position in the text, in code points.
        end: one past the last position.
        groups: named group → its `(start, end)`; groups that took no part are left out.
    """

    rule: CompiledRule
    start: int
    end: int
    groups: dict[str, Span]

    @property
    def decides(self) -> str:
        return self.rule.decides

    def group(self, name: str, folded: str) -> str | None:
        """The folded words of a named group, or None where it took no part."""
        span = self.groups.get(name)
        return folded[span[0] : span[1]] if span else None


class Matcher:
    """All rules of one kind."""

    def __init__(self, rules: Sequence[CompiledRule]) -> None:
        self.rules = tuple(rules)
        self._set: Any = None

    def candidates(self, folded: str) -> list[CompiledRule]:
        """The rules whose pattern matches somewhere in the text, in the order of the pack."""
        if not self.rules:
            return []
        if self._set is None:
            options = re2.Options()
            options.log_errors = False
            options.max_mem = _SET_MEMORY
            self._set = re2.Set.SearchSet(options)
            for rule in self.rules:
                self._set.Add(plain_han(rule.pattern))
            self._set.Compile()
        return [self.rules[index] for index in sorted(self._set.Match(folded) or ())]

    def find(self, folded: str) -> list[Hit]:
        """All matches of all rules, overlapping ones too, by start, then longest first."""
        hits = [hit for rule in self.candidates(folded) for hit in rule.finditer(folded)]
        hits.sort(key=lambda hit: (hit.start, -hit.end, hit.rule.rank))
        return hits


def settle(hits: Iterable[Hit]) -> list[Hit]:
    """Keep the matches that win where several overlap.

    A rule that is `over` another beats it; else the longer match wins, then the one that begins
    first, then the one whose rule stands first in the pack.

    Returns:
        Matches without overlaps, in reading order.
    """
    pool = sorted(hits, key=lambda hit: (hit.start, hit.end, hit.rule.rank))
    beaten = _beaten(pool)
    starts: list[int] = []
    kept: list[Hit] = []
    order = sorted((hit for index, hit in enumerate(pool) if index not in beaten), key=lambda h: (h.start - h.end, h.start, h.rule.rank))
    for hit in order:
        at = bisect_right(starts, hit.start)
        if (at == 0 or kept[at - 1].end <= hit.start) and (at == len(kept) or hit.end <= starts[at]):
            starts.insert(at, hit.start)
            kept.insert(at, hit)
    return kept


def _beaten(pool: Sequence[Hit]) -> set[int]:
    """The positions in `pool`, which is sorted by start, of the hits that another rule is `over`."""
    starts = [hit.start for hit in pool]
    longest = max((hit.end - hit.start for hit in pool), default=0)
    out: set[int] = set()
    for winner in pool:
        if winner.rule.over:
            for index in range(bisect_left(starts, winner.start - longest), bisect_left(starts, winner.end)):
                if pool[index].rule.id in winner.rule.over and winner.start < pool[index].end:
                    out.add(index)
    return out
