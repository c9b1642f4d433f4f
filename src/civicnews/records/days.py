"""The days of one story: which date a sentence gives its record, and which one 当天 points to."""

from __future__ import annotations

from datetime import date, timedelta

from civicnews.document import DateMention, Sentence
from civicnews.mentions.date_values import DateContext, DateValue, resolve
from civicnews.records.drafts import FoundDate
from civicnews.structs import replace
from civicnews.text import Span

__all__ = ["StoryDays", "is_long_before", "looks_back", "within"]

SHORT = timedelta(days=31)
"""A range this short is one event with its days; a longer one (今年以来) has events of its own in it."""
RECENT = timedelta(days=60)
"""日前 and the like reach no farther back."""
COARSE = ("month", "season", "year", "range")
"""Precisions of a time that is longer than a day."""
OF_A_LIFE = frozenset({"career", "quotation", "birthday", "founding"})
"""Dates of a person's or a body's past, which 当天 never points to."""


class StoryDays:
    """The dates of one story, resolved in reading order."""

    def __init__(self, context: DateContext) -> None:
        self.context = context
        self.named: tuple[Span, ...] = ()
        self.named_now = False
        """Whether the sentence being read, or the one before it (`fresh`), names a day."""
        self.fresh = False

    def of(self, sentence: Sentence) -> FoundDate | None:
        """The first date of an activity in the sentence; every date read is remembered for 当天."""
        found: FoundDate | None = None
        self.fresh = self.named_now
        self.named_now = False
        for mention in sentence.dates:
            value = resolve(mention, self.context)
            pointer = mention.operator == "pointer"
            if pointer and "pointer" not in mention.fields and not self.fresh:
                continue  # 上午9时 of no day
            if pointer and mention.fields.get("pointer", "").endswith(" said") and not self.named:
                continue  # 这一天 of no day
            spans = self.named if pointer and self.named else sentence.text.spans(mention.start, mention.end)
            if value.edtf is not None and mention.fields.get("belongs") not in OF_A_LIFE:
                self.remember(value, spans)
            elif value.month is not None and self.context.named is None:
                self.context = replace(self.context, named=value)  # its month only
            if not mention.of_activity:
                continue
            weak = found is not None and (found.value.precision == "vague" or found.aside)
            if found is None or (weak and value.precision != "vague"):
                aside = mention.fields.get("belongs") is not None
                found = FoundDate(value, spans, mention.rule, value.inherited, _is_sequel(mention), aside, "years" in mention.fields)
        return found

    def is_past(self, found: FoundDate) -> bool:
        """Whether it is a month or year before the year of publication."""
        published, end = self.context.published, found.value.end
        return published is not None and end is not None and found.value.precision in COARSE and int(end[:4]) < published.year

    def remember(self, value: DateValue, spans: tuple[Span, ...]) -> None:
        """Make a value the one that 当天 and the like point to."""
        self.named = spans
        self.named_now = True
        self.context = replace(self.context, named=value)


def within(one: FoundDate | None, other: FoundDate | None) -> bool:
    """Whether a date lies in the short range that another is."""
    if one is None or other is None:
        return False
    a, b = one.value, other.value
    if not (a.start and b.start and a.end and b.end) or b.start == b.end:
        return False
    short = date.fromisoformat(b.end) - date.fromisoformat(b.start) <= SHORT
    return short and b.start <= a.start and a.end <= b.end


def is_long_before(one: FoundDate, other: FoundDate) -> bool:
    """Whether a date is a day that lies farther back than the vague words of another (日前) reach."""
    a, b = one.value, other.value
    if a.precision != "day" or b.precision != "vague" or b.edtf is not None or a.end is None or b.end is None:
        return False
    return date.fromisoformat(b.end) - date.fromisoformat(a.end) > RECENT


def looks_back(one: FoundDate, other: FoundDate, *, aside: bool) -> bool:
    """Whether a date goes back behind another: to a month or year of an earlier year, or, `aside`, to any earlier day."""
    a, b = one.value, other.value
    begin = b.start or b.end
    if a.end is None or begin is None or a.end >= begin:
        return False
    return (aside and b.start is not None) or (a.precision in COARSE and a.end[:4] < begin[:4])


def _is_sequel(mention: DateMention) -> bool:
    return mention.fields.get("pointer", "").endswith(" sequel")
