"""What a text must hold for each rule of a pack to match: the conditions of the prefilter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from civicnews.literals import ANYTHING, Conditions, Grams, Needs, UnknownSyntaxError, in_sequence, needs_of
from civicnews.match import CONTEXT
from civicnews.text import fold

if TYPE_CHECKING:
    from civicnews.rules.load import RuleRow

__all__ = ["RuleNeeds", "needs"]

_PLAIN_WORDS = 64


class RuleNeeds(NamedTuple):
    """What is known of a rule before it is compiled.

    Attributes:
        conditions: what a text must hold for it to match, what the fewest samples fulfil first; none if it may match anything.
        plain: name of a condition beside the match → the words that fulfil it, where they are few.
    """

    conditions: Conditions
    plain: dict[str, list[str]]


def needs(
    rows: Iterable[RuleRow], defines: Mapping[str, str], vocabularies: Mapping[str, Mapping[str, str]], samples: Iterable[str]
) -> list[RuleNeeds]:
    """What is known of each rule.

    Args:
        rows: the rules.
        defines: sub-patterns by name.
        vocabularies: words by name.
        samples: texts such as the rules will meet; the examples of the rules themselves.
    """
    reader = _Reader(defines, vocabularies, Grams(map(fold, samples)))
    return [RuleNeeds(reader.conditions(row), reader.plain(row)) for row in rows]


class _Reader:
    def __init__(self, defines: Mapping[str, str], vocabularies: Mapping[str, Mapping[str, str]], grams: Grams) -> None:
        self.defines = defines
        self.vocabularies = vocabularies
        self.grams = grams
        self.known: dict[tuple[str, bool], Needs] = {}

    def conditions(self, row: RuleRow) -> Conditions:
        before, after = (None if pattern is None else self._of(pattern, framed=False) for pattern in (row.before, row.after))
        parts = [part for part in (before, self._of(row.pattern, framed=True), after) if part is not None]
        return in_sequence(parts, self.grams).as_conditions(self.grams)

    def plain(self, row: RuleRow) -> dict[str, list[str]]:
        out: dict[str, list[str]] = {}
        for name in ("before", "after", "not_before", "not_after"):
            pattern = getattr(row, name)
            found = ANYTHING if pattern is None else self._of(pattern, framed=False)
            if found.exact is not None and not found.anchors and len(found.exact) <= _PLAIN_WORDS:
                longest = max(map(len, found.exact), default=0)
                if longest <= CONTEXT:
                    out[name] = sorted(found.exact)
        return out

    def _of(self, pattern: str, *, framed: bool) -> Needs:
        def named(name: str) -> Needs:
            found = self.known.get((name, framed))
            if found is None:
                self.known[name, framed] = ANYTHING  # a definition in a circle needs nothing; expanding it is what fails
                found = self.known[name, framed] = self._named(name, named, framed=framed)
            return found

        try:
            return needs_of(pattern, self.grams, named, framed=framed)
        except UnknownSyntaxError:
            return ANYTHING

    def _named(self, name: str, named: Callable[[str], Needs], *, framed: bool) -> Needs:
        if name in self.defines:
            return needs_of(self.defines[name], self.grams, named, framed=framed)
        if name in self.vocabularies:
            return Needs.words(self.vocabularies[name])
        raise UnknownSyntaxError(name)
