"""Find the personal names in a text, for those who must take them out.

All persons that the party rules see count, with a role or without. What they leave alone rules of the kind `personal` find: their
group `name` is a full name, `called` a surname with a form of address. What is left is weighed by mentions/free_names.py.

Rules: parties.yaml, personal.yaml, vocab/pseudonym.tsv, surnames.tsv, person_not.tsv, personal_not.tsv.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from civicnews.gazetteer import Gazetteer
from civicnews.match import Hit
from civicnews.mentions import parties, places
from civicnews.mentions.free_names import FreeNames
from civicnews.region import Scope
from civicnews.rules.check import Finding
from civicnews.rules.load import RuleSet
from civicnews.segment import Segmenter, word_starts
from civicnews.sentences import split_sentences
from civicnews.text import Span, Text, fold

__all__ = ["PersonalNames", "SurnameOf", "evaluate", "surname_of"]

SurnameOf = Callable[[str], str]
"""Folded name → the pseudonym that keeps its surname."""


class PersonalNames:
    """Finds names; loaded once for many texts.

    Args:
        rules: the rule packs.
        segmenter: cuts words.
        gazetteer: knows the divisions, which are no persons.
    """

    def __init__(self, rules: RuleSet, segmenter: Segmenter, gazetteer: Gazetteer) -> None:
        self.rules = rules
        self.segmenter = segmenter
        self.nowhere = Scope(gazetteer)
        self.free = FreeNames(rules, segmenter)

    def find(self, text: str) -> Iterator[str]:
        """The names in a text, as printed, sentence by sentence, the same one perhaps twice."""
        for line in text.splitlines():
            for sentence in split_sentences(Text.of(line)):
                for start, end in self._spans(sentence):
                    yield sentence.chars[start:end]

    def _spans(self, sentence: Text) -> Iterator[Span]:
        words = word_starts(self.segmenter.cut(sentence.folded))
        printed = places.find(sentence, words, self.nowhere, self.rules)
        found = parties.find(sentence, printed, words, self.rules)
        never = self.rules.vocabulary("personal_not")
        names = [(one.start, one.end) for one in found if one.kind == "person" and fold(one.name) not in never]
        taken = {position for one in (*names, *((place.start, place.end) for place in printed)) for position in range(*one)}
        for group, span in self._ruled(sentence.folded):
            within = any(span[0] <= start and end <= span[1] for start, end in names)
            if taken.isdisjoint(range(*span)) or (within and group == "called"):
                names.append(span)
                taken.update(range(*span))
        taken.update(position for one in found if one.kind == "organisation" for position in range(one.start, one.end))
        yield from names
        yield from self.free.find(sentence.folded, frozenset(words), taken, names)

    def _ruled(self, folded: str) -> Iterator[tuple[str, Span]]:
        """What the rules of the kind `personal` find, with the group that it is, without words of the language."""
        no_names, heads, never = (self.rules.vocabulary(name) for name in ("person_not", "party_head", "personal_not"))
        doubtful, alike = self.rules.vocabulary("surname_doubt"), self.rules.vocabulary("person_word")
        others = (heads, no_names, self.rules.vocabulary("name_follow"))
        for hit in self.rules.matcher("personal").find(folded):
            group, (start, end) = _found(hit)
            name = "".join(folded[start:end].split())
            if any(name in vocabulary for vocabulary in (no_names, heads, never)) or name[:2] in no_names:
                continue
            sure = name[0] not in doubtful and name not in alike and not any(name[1:] in vocabulary for vocabulary in others)
            if sure or group == "called":
                yield group, (start, end)


def _found(hit: Hit) -> tuple[str, Span]:
    return next((group, hit.groups[group]) for group in ("name", "called") if group in hit.groups)


def surname_of(rules: RuleSet) -> SurnameOf:
    """How a name becomes one that only keeps the surname (林悦忠 → 林某某, 老秦 → 秦某某, Anna → 某某)."""
    surnames = rules.vocabulary("surnames")
    instead = next(iter(rules.vocabulary("pseudonym")))

    def shortened(name: str) -> str:
        found = (name[start : start + length] for start in (0, 1) for length in (2, 1))
        return next((one for one in found if one in surnames), "") + instead

    return shortened


def evaluate(rules: RuleSet, text: str) -> Iterator[Finding]:
    """The names that the rules of the kind `personal` find, for the checks of rules."""
    for hit in rules.matcher("personal").find(fold(text)):
        yield Finding(hit.rule.id, *_found(hit)[1], hit.decides)
