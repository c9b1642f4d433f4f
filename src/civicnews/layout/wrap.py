"""Hard-wrapped columns: lines of one width are joined to paragraphs.

A column shows by its lines: several near one another have nearly the same width, few are wider, and most of
them stop in mid-sentence. A line that is shorter than its column ends the paragraph, with or without
a full stop.
"""

from __future__ import annotations

from collections.abc import Iterator

from civicnews.bylines import byline_line, closing, opening
from civicnews.layout.pieces import Piece, is_closed, join, tag, width
from civicnews.rules.load import RuleSet

__all__ = ["unwrap"]

NARROW, WIDE = 10.0, 50.0
"""Columns are between these widths, in em."""
REACH = 6
"""How many lines before and after a line show its column."""
CAPTION_LINES = 8
"""How many wrapped lines a caption may have."""
SLACK = 2.0
"""How much narrower than the column a full line may be: marks that must not begin a line are carried over."""


def unwrap(lines: list[Piece], rules: RuleSet) -> list[Piece]:
    """Join the lines of hard-wrapped paragraphs; all others stay as they are."""
    widths = [width(line.text.folded) for line in lines]
    breakable = [_may_be_wrapped(line) for line in lines]
    closed = [is_closed(line.text.folded) for line in lines]
    full = [_is_full(index, widths, breakable, closed) for index in range(len(lines))]
    out: list[Piece] = []
    index = 0
    while index < len(lines):
        first = last = index
        while (
            full[last]
            and last + 1 < len(lines)
            and _goes_on(lines[last], lines[last + 1], breakable[last + 1], rules)
            and (not closed[last] or (lines[last + 1].indent == 0 and _indents(lines, last)))
        ):
            last += 1
        index = last + 1
        for start, end in _cut_captions(lines, first, index, rules):
            out.append(_piece(lines[start:end], full[end - 1], rules))
    return out


def _piece(run: list[Piece], full: bool, rules: RuleSet) -> Piece:
    head = run[0]
    if len(run) == 1:
        head.full = full
        return head
    text = join([line.text for line in run])
    return Piece(text, head.gap, head.indent, tag(text, rules), settled=not full, full=full)


def _cut_captions(lines: list[Piece], first: int, last: int, rules: RuleSet) -> Iterator[tuple[int, int]]:
    """Cut a run of wrapped lines where a caption with its credit stands in it."""
    begin = first
    for index in range(first, last - 1):
        if closing(lines[index].text, rules) is None:
            continue
        for start in range(index, max(begin, index - CAPTION_LINES), -1):
            hit = lines[start].tags.get("opens")
            if hit is not None and hit.rule.id == "line.opens-date":
                yield begin, start
                yield start, index + 1
                begin = index + 1
                break
    yield begin, last


def _may_be_wrapped(line: Piece) -> bool:
    whole = len(line.text)
    return line.kind is None and not any(
        name in line.tags and line.tags[name].end == whole
        for name in ("masthead", "furniture", "advertisement", "announcement", "label", "jump", "heading")
    )


def _is_full(index: int, widths: list[float], breakable: list[bool], closed: list[bool]) -> bool:
    """Whether the line is as wide as the column that it stands in."""
    own = widths[index]
    if not breakable[index] or not NARROW <= own <= WIDE:
        return False
    near = [i for i in range(max(0, index - REACH), min(len(widths), index + REACH + 1)) if breakable[i]]
    like = [i for i in near if abs(widths[i] - own) <= SLACK]
    unfinished = sum(1 for i in like if not closed[i])
    if len(like) < 3 or unfinished * 2 < len(like):
        return False
    column = max(widths[i] for i in like)
    wider = sum(1 for i in near if widths[i] > column + SLACK)
    return wider * 3 < len(like)


def _goes_on(line: Piece, following: Piece, breakable: bool, rules: RuleSet) -> bool:
    if not breakable or following.gap or following.indent > line.indent:
        return False
    if {"caption", "pointer", "note", "subhead"} & following.tags.keys():
        return False
    return opening(following.text, rules) is None and byline_line(following.text, rules) is None and byline_line(line.text, rules) is None


def _indents(lines: list[Piece], index: int) -> bool:
    """Whether paragraphs near this line are indented, so that a line that is not goes on."""
    near = lines[max(0, index - 3 * REACH) : index + 3 * REACH]
    return any(line.indent >= 1 for line in near)
