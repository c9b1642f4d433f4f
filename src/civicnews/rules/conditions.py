"""What a text must hold for each rule of a pack to match: the conditions of the prefilter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from civicnews.literals import Conditions, Grams, Needs, UnknownSyntax, in_sequence, needs_of
from civicnews.text import fold

if TYPE_CHECKING:
    from civicnews.rules.load import RuleRow

__all__ = ["conditions"]


def conditions(
    rows: Iterable[RuleRow], defines: Mapping[str, str], vocabularies: Mapping[str, Mapping[str, str]], samples: Iterable[str]
) -> list[Conditions]:
    """The conditions of each rule.

    Args:
        rows: the rules.
        defines: sub-patterns by name.
        vocabularies: words by name.
        samples: texts such as the rules will meet; the examples of the rules themselves.

    Returns:
        For each rule its conditions, those that the fewest samples fulfil first; none for a rule that may match anything.
    """
    grams = Grams(map(fold, samples))
    known: dict[str, Needs] = {}

    def named(name: str) -> Needs:
        found = known.get(name)
        if found is None:
            if name in defines:
                known[name] = Needs(None)  # a definition in a circle needs nothing; expanding it is what fails
                found = needs_of(defines[name], grams, named)
            elif name in vocabularies:
                found = Needs(frozenset(vocabularies[name]))
            else:
                raise UnknownSyntax(name)
            known[name] = found
        return found

    def of(row: RuleRow) -> Conditions:
        try:
            parts = [needs_of(pattern, grams, named) for pattern in (row.before, row.pattern, row.after) if pattern is not None]
        except UnknownSyntax:
            return ()
        return in_sequence(parts, grams).as_conditions(grams)

    return [of(row) for row in rows]
