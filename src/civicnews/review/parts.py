"""Cut a long text into parts that are shown one at a time, so that a page of any length stays quick.

A part ends at a place that no record reaches across: before an article where one is near, else before a record.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from civicnews.text import Span

__all__ = ["MANY", "RECORDS", "hull", "parts"]

RECORDS = 40
"""So many records make a part full: it ends at the next article."""
MANY = 80
"""So many records make it overfull: it ends at the next record."""
_CHARACTERS = 24_000
_MANY_CHARACTERS = 48_000


def parts(length: int, articles: Iterable[Span], records: Sequence[Span]) -> list[Span]:
    """Where each part of a text begins and ends.

    Args:
        length: of the text, in code points.
        articles: from the first to the last character of each article.
        records: the same of each record.

    Returns:
        Half-open spans, end to start without a gap, which together are `[0, length)`; at least one.
    """
    heads = {start for start, _ in articles}
    starts = sorted(start for start, _ in records)
    closed = _closed(records)
    cuts = [0]
    counted = 0
    for place in sorted({*heads, *starts}):
        while counted < len(starts) and starts[counted] < place:
            counted += 1
        held, size = counted - bisect_left(starts, cuts[-1]), place - cuts[-1]
        full = held >= RECORDS or size >= _CHARACTERS
        overfull = held >= MANY or size >= _MANY_CHARACTERS
        if place < length and (overfull or (full and place in heads)) and not _inside(closed, place):
            cuts.append(place)
    return list(zip(cuts, [*cuts[1:], length], strict=True))


def hull(spans: Iterable[Span]) -> Span:
    """From the first to the last character; `(0, 0)` of nothing."""
    held = list(spans)
    return (min(start for start, _ in held), max(end for _, end in held)) if held else (0, 0)


def _closed(records: Iterable[Span]) -> list[Span]:
    """The stretches that records cover, overlapping ones joined, in order."""
    out: list[Span] = []
    for start, end in sorted(records):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def _inside(closed: Sequence[Span], place: int) -> bool:
    at = bisect_left(closed, (place, 0)) - 1
    return at >= 0 and closed[at][0] < place < closed[at][1]
