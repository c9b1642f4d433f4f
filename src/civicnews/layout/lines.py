"""The printed lines of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civicnews.bylines import byline_line
from civicnews.layout.pieces import HEADLINE, Piece, join, tag, width
from civicnews.rules.load import RuleSet
from civicnews.text import Text

__all__ = ["read_lines"]

TEXT = 20
"""A text on the line of its title has at least so many characters."""
SOURCE = "web.masthead-source"

_LINE = re.compile(r"[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+|\r\n|[\n\r\f\v\x1c-\x1e\x85\u2028\u2029]")
_BREAKS = frozenset("\n\r\f\v\x1c\x1d\x1e\x85\u2028\u2029")


def read_lines(page: str, rules: RuleSet) -> list[Piece]:
    """The lines of a page that are not blank, in order.

    Placeholders of pictures are cut out, and what is glued to the end of a paragraph is cut off, as pieces of their own.
    """
    out: list[Piece] = []
    gap = False
    ended = True
    for found in _LINE.finditer(page):
        words = found.group()
        if words[0] in _BREAKS:
            gap = gap or ended
            ended = True
            continue
        ended = False
        whole = Text.of(words, found.start())
        text = whole.strip()
        if not text:
            ended = True
            continue
        out.extend(_pieces(text, gap and bool(out), _indent(whole.folded), rules))
        gap = False
    return out


def _indent(folded: str) -> float:
    """How far a line is indented, in em. An ideographic blank folds to one blank, so two blanks are an indent anyhow."""
    return float(len(folded) - len(folded.lstrip()))


def _pieces(text: Text, gap: bool, indent: float, rules: RuleSet) -> Iterator[Piece]:
    tags = tag(text, rules)
    source = tags.get("source")
    if source is not None and source.start > 0 and width(text.folded[: source.start]) <= HEADLINE and len(text) - source.end >= TEXT:
        yield from _pieces(text[: source.start].strip(), gap, indent, rules)
        line = text[source.start : source.end].strip()
        yield Piece(line, False, 0.0, tag(line, rules), kind="furniture", rule=SOURCE)
        yield from _pieces(text[source.end :].strip(), False, 0.0, rules)
        return
    if "placeholder" not in tags:
        yield from _without_tail(Piece(text, gap, indent, tags), rules)
        return
    rule = tags["placeholder"].rule
    kept: list[Text] = []
    position = 0
    for hit in rule.finditer(text.folded):
        kept.append(text[position : hit.start])
        yield Piece(text[hit.start : hit.end], gap, indent, {}, kind="furniture", rule=rule.id)
        position = hit.end
    kept.append(text[position:])
    rest = join(kept).strip()
    if rest:
        yield from _without_tail(Piece(rest, gap, indent, tag(rest, rules)), rules)


def _without_tail(piece: Piece, rules: RuleSet) -> Iterator[Piece]:
    """Cut off the editors, sources and owners of pictures that stand on the last line of a paragraph."""
    hit = piece.tags.get("tail")
    head = piece.text[: hit.start].strip() if hit is not None else piece.text
    if hit is None or not head:
        yield piece
        return
    yield Piece(head, piece.gap, piece.indent, tag(head, rules))
    tail = piece.text[hit.start :].strip()
    tags = tag(tail, rules)
    found = byline_line(tail, rules)
    if found is not None:
        yield Piece(tail, False, 0.0, tags, kind="byline", rule=found.rule)
        return
    source = tags.get("masthead")
    yield Piece(tail, False, 0.0, tags, kind="furniture", rule=(source or hit).rule.id)
