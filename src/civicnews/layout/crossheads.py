"""Which short lines inside a story are crossheads or the items of a list, and no titles of new stories."""

from __future__ import annotations

from itertools import groupby

from civicnews.layout.pieces import Piece, is_heading, set_kind, width
from civicnews.structs import field, frozen, struct

__all__ = ["CROSSHEAD", "Lone", "StorySoFar", "above_byline", "is_list", "settle_lone", "without_listed"]

CROSSHEAD = 22.0
"""A crosshead is not wider, in em."""
LIST = 8
"""More short lines on end inside a story are a list: of those honoured, of prizes."""
LISTED = 3
"""So many names of divisions on end are a list too: a heading has at most a county and a township."""


@frozen
class Lone:
    """A lone short line inside a story.

    Attributes:
        bodies: how many paragraphs of the story stand before it.
        dated: whether the text below it opens with a date.
        told: whether it or the text below it names a day or a division, as a story of its own does.
    """

    piece: Piece
    bodies: int
    dated: bool
    told: bool


@struct
class StorySoFar:
    """What is known of the story that the scan is in."""

    byline: bool = False
    bodies: int = 0
    headings: int = 0
    credits: int = 0
    ended: bool = False
    lone: list[Lone] = field(default_factory=list)
    untold: int = 0
    """How many lone short lines it has that no story of its own can stand below."""


def above_byline(run: list[Piece], passed: list[Piece]) -> list[Piece]:
    """The title lines of a story: those above its only byline. One line below that byline is a crosshead.

    Args:
        run: short lines on end, at the head of a story.
        passed: the same with the bylines and furniture that stand among them.
    """
    bylines = [index for index, piece in enumerate(passed) if piece.kind == "byline"]
    if len(bylines) != 1:
        return run
    lines = {id(piece) for piece in run}
    below = [piece for piece in passed[bylines[0] :] if id(piece) in lines]
    if len(below) != 1 or len(run) == 1 or "subhead" in below[0].tags or is_heading(below[0]):
        return run
    set_kind(below[0], "label")
    return run[:-1]


def is_list(run: list[Piece]) -> bool:
    """Whether short lines on end inside a story are a list."""
    return len(run) > LIST


def without_listed(run: list[Piece]) -> list[Piece]:
    """The lines of a run without the names of divisions listed in it, which become labels with what stands around them."""
    kept: list[Piece] = []
    for listed, group in groupby(run, is_heading):
        pieces = list(group)
        if not listed or len(pieces) < LISTED:
            kept.extend(pieces)
            continue
        for piece in pieces:
            set_kind(piece, "label")
    if len(kept) == len(run):
        return run
    for piece in kept:
        if not is_heading(piece):
            set_kind(piece, "label")
    return [piece for piece in kept if is_heading(piece)]


def settle_lone(story: StorySoFar, *, several: bool, single: bool) -> None:
    """Several lone short lines in one story that has its own byline or lead, or of which none opens a story, are crossheads.

    So are those of the web page of a `single` story. On a page of several stories they are not where the text
    below them opens with a date, as stories do.
    """
    if not story.lone or len(story.lone) + story.untold < 2 or story.credits:
        return
    if any(width(line.piece.text.folded) > CROSSHEAD for line in story.lone):
        return
    dated = sum(line.dated for line in story.lone)
    if several and dated * 2 > len(story.lone):
        return
    if single or story.byline or story.lone[0].bodies > 1 or not any(line.told for line in story.lone):
        for line in story.lone:
            line.piece.kind = "label"
