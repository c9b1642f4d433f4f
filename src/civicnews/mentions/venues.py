"""Find where an activity takes place: one place, finer than a community.

The sentence is made abstract, as for the frames (mentions/roles.py): each site, division and date and each
word for people becomes one private-use character. A rule's group `place` covers the site, or the words that it
takes for one. The table of characters stands at the head of rules/base/venues.yaml.

Rules: venues.yaml, vocab/venue_*.tsv
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from civicnews.document import Phrase, Sentence
from civicnews.match import settle
from civicnews.mentions import dates
from civicnews.mentions.parties import read_example
from civicnews.mentions.sites import Sites
from civicnews.rules.check import Finding
from civicnews.rules.load import RuleSet
from civicnews.structs import frozen
from civicnews.text import Span

__all__ = ["evaluate", "find"]

_SYMBOLS = {
    "people": "\ue000",
    "commune": "\ue004",
    "place": "\ue005",
    "date": "\ue006",
    "named": "\ue00b",
    "plain": "\ue00c",
    "weak": "\ue00d",
    "numbered": "\ue00e",
}
_NAME = re.compile(r"“[^“”，。！？]{1,14}”")
"""A name or title in quotation marks, which no site lies in."""
_SHORTEST = 2
"""A venue of one character is a scrap."""


@frozen
class _Line:
    """The abstract sentence: what the rules match, and for each character the span of the sentence that it stands for."""

    chars: str
    spans: tuple[Span, ...]

    def span(self, start: int, end: int) -> Span:
        return self.spans[start][0], self.spans[end - 1][1]


def find(sentence: Sentence, rules: RuleSet) -> list[Phrase]:
    """The places named as the scene of what a sentence tells.

    Args:
        sentence: with its dates, divisions and parties found.
        rules: the rule packs; kind `venue`.

    Returns:
        Candidates in reading order, without overlaps. What names no one place (`venue_vague`) is left out,
        and so is what stands in somebody's words.
    """
    line = _abstract(sentence, rules)
    hits = settle(rules.matcher("venue").find(line.chars))
    if not hits:
        return []
    folded = sentence.text.folded
    vague = rules.vocabulary("venue_vague")
    spoken = [(scope.start, scope.end) for scope in rules.matcher("scope").find(folded) if scope.decides == "remark"]
    found = []
    for hit in hits:
        first, last = line.span(hit.start, hit.end)
        if any(begin <= first and last <= end for begin, end in spoken):
            continue
        start, end = _with_owner(folded, *line.span(*hit.groups.get("place", (hit.start, hit.end))), sentence, rules)
        if end - start >= _SHORTEST and folded[start:end] not in vague:
            found.append(Phrase(start, end, sentence.text.chars[start:end], hit.rule.id))
    return found


def evaluate(rules: RuleSet, text: str) -> Iterator[Finding]:
    """The venues of a text for the checks of rules: the words that a rule matches, before any is left out."""
    sentence = read_example(rules, text)
    sentence.dates = dates.find(sentence.text, rules)
    line = _abstract(sentence, rules)
    for hit in settle(rules.matcher("venue").find(line.chars)):
        yield Finding(hit.rule.id, *line.span(hit.start, hit.end), hit.decides)


def _with_owner(folded: str, start: int, end: int, sentence: Sentence, rules: RuleSet) -> Span:
    """The span with what it belongs to.

    That is the seat of a division's body (村委会|的院子), the division of a mere edge (门前) and the one whose own body
    or hall it is (清溪镇|卫生院).
    """
    owned = start - 1 if folded[start - 1 : start] == "的" else start
    seat = next((seat for seat in rules.vocabulary("venue_seat") if folded.endswith(seat, 0, owned)), "")
    if seat and seat != folded[start:end]:
        return owned - len(seat), end
    if folded[start:end] in rules.vocabulary("venue_edge") or folded.startswith(tuple(rules.vocabulary("venue_body")), start, end):
        return next((place.start for place in sentence.places if place.end == start), start), end
    return start, end


def _abstract(sentence: Sentence, rules: RuleSet) -> _Line:
    folded = sentence.text.folded
    spans = [(place.start, place.end) for place in sentence.places]
    names = [found.span() for found in _NAME.finditer(folded)]
    sites = Sites(folded, spans, sentence.words, rules).all()
    pieces = [(one.start, one.end, _SYMBOLS[one.sort]) for one in sites if not any(a < one.start and one.end < b for a, b in names)]
    taken = {position for start, end, _ in pieces for position in range(start, end)}
    more = [
        (place.start, place.end, _SYMBOLS["commune" if place.level in ("community", "street") else "place"]) for place in sentence.places
    ]
    more.extend((date.start, date.end, _SYMBOLS["date"]) for date in sentence.dates)
    more.extend((party.start, party.end, _SYMBOLS["people"]) for party in sentence.parties if party.kind != "organisation")
    for start, end, symbol in more:
        if taken.isdisjoint(range(start, end)):
            pieces.append((start, end, symbol))
            taken.update(range(start, end))
    chars: list[str] = []
    at: list[Span] = []
    position = 0
    for start, end, symbol in sorted(pieces):
        chars.extend(folded[position:start])
        at.extend((one, one + 1) for one in range(position, start))
        chars.append(symbol)
        at.append((start, end))
        position = end
    chars.extend(folded[position:])
    at.extend((one, one + 1) for one in range(position, len(folded)))
    return _Line("".join(chars), tuple(at))
