"""What an activity is called, and where it takes place.

Both are copied from the text. A rule's named group (`title`, `place`) holds the value where the words
around it are needed to see it.

Rules: names.yaml, venues.yaml, vocab/event_*.tsv, name_*.tsv, venue_*.tsv.
"""

from __future__ import annotations

from collections.abc import Sequence

from civicnews.document import Phrase
from civicnews.match import Hit, settle
from civicnews.rules.load import RuleSet
from civicnews.text import Span, Text

__all__ = ["names", "venues"]

_OPEN, _CLOSE = "“", "”"
_SHORTEST = 2
"""A venue of one character is a scrap."""


def names(text: Text, rules: RuleSet) -> list[Phrase]:
    """The activity names of a sentence.

    Args:
        text: the sentence.
        rules: the packs; kind `name`.

    Returns:
        Candidates in reading order, without overlaps; `text` is the printed title with its head noun,
        without quotes that enclose all of it.
    """
    return [_phrase(text, *_unquoted(text.folded, *_span(hit, "title")), hit) for hit in settle(rules.matcher("name").find(text.folded))]


def venues(text: Text, rules: RuleSet, places: Sequence[Span] = ()) -> list[Phrase]:
    """The places named as the scene, finer than a community.

    Args:
        text: the sentence.
        rules: the packs; kind `venue`.
        places: half-open `(start, end)` positions of the divisions named in the sentence; they are cut off
            the front of a venue.

    Returns:
        Candidates in reading order, without overlaps. What names no one place (`venue_vague`) is left out,
        and so is what stands in somebody's words.
    """
    hits = settle(rules.matcher("venue").find(text.folded))
    if not hits:
        return []
    vague = rules.vocabulary("venue_vague")
    spoken = [(scope.start, scope.end) for scope in rules.matcher("scope").find(text.folded) if scope.decides == "remark"]
    found = []
    for hit in hits:
        if any(first <= hit.start and hit.end <= last for first, last in spoken):
            continue
        start, end = _span(hit, "place")
        start = _behind(text.folded, start, end, places, rules)
        if end - start >= _SHORTEST and text.folded[start:end] not in vague:
            found.append(_phrase(text, start, end, hit))
    return found


def _span(hit: Hit, group: str) -> Span:
    return hit.groups.get(group, (hit.start, hit.end))


def _phrase(text: Text, start: int, end: int, hit: Hit) -> Phrase:
    return Phrase(start, end, text.chars[start:end], hit.rule.id)


def _unquoted(folded: str, start: int, end: int) -> Span:
    """Without a pair of quotes that encloses the whole."""
    inner = folded[start + 1 : end - 1]
    if folded[start] == _OPEN and folded[end - 1] == _CLOSE and _OPEN not in inner and _CLOSE not in inner:
        return start + 1, end - 1
    return start, end


def _behind(folded: str, start: int, end: int, places: Sequence[Span], rules: RuleSet) -> int:
    """The start moved behind the divisions, and a 的 after them, that stand at the front.

    The seat of a division's body stays (村委会的院子), and where only an edge is left (门前) the division
    itself says of what.
    """
    whose = start
    for first, last in sorted(places):
        if first <= start < last < end:
            whose, start = first, last
    seat = next((seat for seat in rules.vocabulary("venue_seat") if folded.endswith(seat, whose, start)), "")
    if seat:
        return start - len(seat)
    if start > whose and folded[start] == "的":
        start += 1
    return whose if folded[start:end] in rules.vocabulary("venue_edge") else start
