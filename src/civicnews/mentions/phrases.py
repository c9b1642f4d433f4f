"""What an activity is called: copied from the text.

A rule's named group `title` holds the name where the words around it are needed to see it.

Rules: names.yaml, vocab/event_*.tsv, name_*.tsv.
"""

from __future__ import annotations

from civicnews.document import Phrase
from civicnews.match import Hit, settle
from civicnews.rules.load import RuleSet
from civicnews.text import Span, Text

__all__ = ["names"]

_OPEN, _CLOSE = "“", "”"


def names(text: Text, rules: RuleSet) -> list[Phrase]:
    """The activity names of a sentence.

    Args:
        text: the sentence.
        rules: the packs; kind `name`.

    Returns:
        Candidates in reading order, without overlaps; `text` is the printed title with its head noun,
        without quotes that enclose all of it.
    """
    return [_phrase(text, hit) for hit in settle(rules.matcher("name").find(text.folded))]


def _phrase(text: Text, hit: Hit) -> Phrase:
    start, end = _unquoted(text.folded, *hit.groups.get("title", (hit.start, hit.end)))
    return Phrase(start, end, text.chars[start:end], hit.rule.id)


def _unquoted(folded: str, start: int, end: int) -> Span:
    """Without a pair of quotes that encloses the whole."""
    inner = folded[start + 1 : end - 1]
    if folded[start] == _OPEN and folded[end - 1] == _CLOSE and _OPEN not in inner and _CLOSE not in inner:
        return start + 1, end - 1
    return start, end
