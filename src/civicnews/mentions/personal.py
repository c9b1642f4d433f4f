"""Find the personal names in a text, for those who must take them out.

All persons that the party rules see count, with a role or without. What they leave alone rules of the kind `personal`
find: their group `name` is a full name, `called` a surname with a form of address.

Rules: parties.yaml, personal.yaml, vocab/pseudonym.tsv, surnames.tsv, person_not.tsv.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from civicnews.gazetteer import Gazetteer
from civicnews.match import Hit
from civicnews.mentions import parties, places
from civicnews.region import Scope
from civicnews.rules.check import Finding
from civicnews.rules.load import RuleSet
from civicnews.segment import Segmenter, word_starts
from civicnews.sentences import split_sentences
from civicnews.text import Span, Text, fold

__all__ = ["SurnameOf", "evaluate", "names", "surname_of"]

SurnameOf = Callable[[str], str]
"""Folded name → the pseudonym that keeps its surname."""


def names(text: str, rules: RuleSet, segmenter: Segmenter, gazetteer: Gazetteer) -> Iterator[str]:
    """The personal names in a text, as printed, sentence by sentence, the same one perhaps twice."""
    nowhere = Scope(gazetteer)
    for sentence in split_sentences(Text.of(text)):
        words = word_starts(segmenter.cut(sentence.folded))
        printed = places.find(sentence, words, nowhere, rules)
        persons = [(one.start, one.end) for one in parties.find(sentence, printed, words, rules) if one.kind == "person"]
        taken = {position for start, end in (*persons, *((place.start, place.end) for place in printed)) for position in range(start, end)}
        others = (span for span in _named(sentence.folded, frozenset(words), rules) if taken.isdisjoint(range(*span)))
        for start, end in (*persons, *others):
            yield sentence.chars[start:end]


def _named(folded: str, words: frozenset[int], rules: RuleSet) -> Iterator[Span]:
    """What the rules of the kind `personal` find, without words of the language."""
    no_names, heads = rules.vocabulary("person_not"), rules.vocabulary("party_head")
    doubtful, alike = rules.vocabulary("surname_doubt"), rules.vocabulary("person_word")
    others = (heads, no_names, rules.vocabulary("name_follow"))
    for hit in rules.matcher("personal").find(folded):
        start, end = span = _span(hit)
        name = folded[start:end]
        if name in no_names or name[:2] in no_names or name in heads or name in rules.vocabulary("personal_not"):
            continue
        whole = start in words and end in words and words.isdisjoint(range(start + 1, end))
        sure = name[0] not in doubtful and name not in alike and not any(name[1:] in vocabulary for vocabulary in others)
        if "called" in hit.groups or (sure and ("name" in hit.groups or whole)):
            yield span


def _span(hit: Hit) -> Span:
    return next(hit.groups[group] for group in ("name", "called", "word") if group in hit.groups)


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
        yield Finding(hit.rule.id, *_span(hit), hit.decides)
