"""The printed lines of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civicnews.layout.pieces import Piece, join, tag
from civicnews.rules.load import RuleSet
from civicnews.text import Text

__all__ = ["read_lines"]

_LINE = re.compile(r"[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+|\r\n|[\n\r\f\v\x1c-\x1e\x85\u2028\u2029]")
_BREAKS = frozenset("\n\r\f\v\x1c\x1d\x1e\x85\u2028\u2029")


def read_lines(page: str, rules: RuleSet) -> list[Piece]:
    """The lines of a page that are not blank, in order, placeholders of pictures cut out as furniture."""
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
    if "placeholder" not in tags:
        yield Piece(text, gap, indent, tags, lines=[text])
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
        yield Piece(rest, gap, indent, tag(rest, rules), lines=[rest])
