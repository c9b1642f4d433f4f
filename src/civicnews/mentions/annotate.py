"""Find everything that a sentence mentions."""

from __future__ import annotations

from civicnews.document import Sentence
from civicnews.mentions import dates, deeds, parties, phrases, places, roles, venues
from civicnews.region import Scope
from civicnews.rules.load import RuleSet
from civicnews.segment import Segmenter, word_starts
from civicnews.text import Text

__all__ = ["annotate"]


def annotate(text: Text, *, paragraph: int, first: bool, scope: Scope, segmenter: Segmenter, rules: RuleSet) -> Sentence:
    """Find the dates, divisions, parties with their roles, deeds, names and venues of a sentence.

    Args:
        text: the sentence, compact.
        paragraph: number of its paragraph in the passage, from 0.
        first: whether it opens the paragraph.
        scope: what the gazetteer knows of the page's region.
        segmenter: cuts the words.
        rules: the rule packs.
    """
    words = word_starts(segmenter.cut(text.folded))
    sentence = Sentence(text, paragraph, first, frozenset(words))
    sentence.dates = dates.find(text, rules)
    sentence.places = places.find(text, words, scope, rules, [(date.start, date.end) for date in sentence.dates])
    spans = [(place.start, place.end) for place in sentence.places]
    sentence.parties = parties.find(text, sentence.places, words, rules)
    sentence.roles = roles.assign(sentence, rules)
    sentence.unsure = roles.unsure(sentence, rules)
    sentence.looks_back = roles.looks_back(sentence, rules)
    sentence.deeds = deeds.find(text, rules, spans)
    sentence.names = phrases.names(text, rules)
    sentence.venues = venues.find(sentence, rules)
    return sentence
