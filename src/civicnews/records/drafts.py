"""Records before linking: what the stage gathers and what it found in it."""

from __future__ import annotations

from collections.abc import Sequence

from civicnews.document import PlaceMention, Sentence
from civicnews.mentions.date_values import DateValue
from civicnews.structs import field, struct
from civicnews.text import Span

__all__ = ["Draft", "DraftSection", "FoundDate"]


@struct
class FoundDate:
    """A date with its value, its place in the input and the rule that found it."""

    value: DateValue
    spans: tuple[Span, ...]
    rule: str
    inherited: bool = False
    sequel: bool = False
    """Whether the words (随后) only say that it goes on; the day is that of the record."""
    aside: bool = False
    """Whether it is the day of something beside the activity, such as the weather, and so the last choice."""
    habit: bool = False
    """Whether the words (近年来) tell of a habit: they date a record only where it opens with them."""


@struct
class Draft:
    """A record before linking.

    Attributes:
        sentences: its sentences, in order.
        communities: the communities that act or where it happens, each with its sentence.
        streets: townships printed in its opening sentence.
        uppers: provinces, cities and districts printed in its sentences.
        date: its own date, or the one that it inherits.
    """

    sentences: list[Sentence]
    communities: list[tuple[Sentence, PlaceMention]] = field(default_factory=list)
    streets: list[tuple[Sentence, PlaceMention]] = field(default_factory=list)
    uppers: list[tuple[Sentence, PlaceMention]] = field(default_factory=list)
    date: FoundDate | None = None
    borrowed: bool = False
    """Whether the communities are those of the record before."""
    labelled: bool = False
    """Whether it opens at the label of a paragraph (组建一支巡逻队。), as the records beside it do."""

    @property
    def names(self) -> set[str]:
        return {mention.name for _, mention in self.communities}


@struct
class DraftSection:
    """The records under one heading, or of a story without headings."""

    heading: list[tuple[Sentence, PlaceMention]]
    printed: bool
    drafts: list[Draft] = field(default_factory=list)
    spans: tuple[Span, ...] = ()
    sentences: Sequence[Sentence] = ()
    """All its sentences, those of no record too."""
