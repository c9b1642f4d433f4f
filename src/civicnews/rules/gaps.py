"""What no rule and no list knows in a corpus: where to write the next rule.

name       a division without a code because the list lacks it
ambiguous  a division without a code because the list has it more than once
party      a party in a record to which no frame gives a role
deed       a sentence with a division in which no deed was found
date       a date that could not be resolved
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from civicnews.models import Place, Record, Result
    from civicnews.pipeline import Reading

__all__ = ["KINDS", "Gap", "Gaps"]

GapKind = Literal["name", "ambiguous", "party", "deed", "date"]
KINDS: tuple[GapKind, ...] = ("name", "ambiguous", "party", "deed", "date")
_POINTER = "pointer"
"""Operator of 当天 and the like, which is resolved when records are made."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is not known.

    Attributes:
        what: the name, the party, the sentence or the date as printed.
        count: how often it came.
        document: where the example is from.
        example: a sentence that has it.
    """

    kind: GapKind
    what: str
    count: int
    document: str
    example: str


class Gaps:
    """Gaps over documents, one `add` a document."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[GapKind, str]] = Counter()
        self._examples: dict[tuple[GapKind, str], tuple[str, str]] = {}

    def add(self, name: str, reading: Reading, result: Result) -> None:
        """Note the gaps of one document.

        Args:
            name: what to call the document.
            reading: what was found in it.
            result: what became of that.
        """
        for kind, what, example in (*_places(result), *_mentions(reading)):
            self._counts[kind, what] += 1
            self._examples.setdefault((kind, what), (name, example))

    def found(self) -> list[Gap]:
        """All gaps, the most frequent first."""
        order = sorted(self._counts.items(), key=lambda item: (-item[1], KINDS.index(item[0][0]), item[0][1]))
        return [Gap(kind, what, count, *self._examples[kind, what]) for (kind, what), count in order]


def _places(result: Result) -> Iterator[tuple[GapKind, str, str]]:
    for article in result.articles:
        for section in article.sections:
            for record in section.records:
                for place in (*record.communities, *([record.street] if record.street is not None else [])):
                    if place.code is None:
                        yield "ambiguous" if _is_ambiguous(place, record) else "name", place.name, record.text


def _is_ambiguous(place: Place, record: Record) -> bool:
    return any(warning.code == "ambiguous-place" and warning.spans == place.spans for warning in record.warnings)


def _mentions(reading: Reading) -> Iterator[tuple[GapKind, str, str]]:
    from civicnews.mentions.date_values import DateContext, resolve

    published: date | None = reading.about.published
    context = DateContext(published=published)
    for story in reading.stories:
        for section in story.sections:
            told = {id(sentence) for draft in section.drafts for sentence in draft.sentences}
            for sentence in section.sentences:
                chars = sentence.text.chars
                if id(sentence) in told:
                    for index, party in enumerate(sentence.parties):
                        if index not in sentence.roles:
                            yield "party", party.name, chars
                if sentence.places and not sentence.deeds:
                    yield "deed", chars, chars
                for mention in sentence.dates:
                    value = resolve(mention, context)
                    if mention.of_activity and mention.operator != _POINTER and value.edtf is None and value.precision != "vague":
                        yield "date", chars[mention.start : mention.end], chars
