"""Stage 2: repair the page (Page → Layout).

The order in which a page is repaired, one module each:

    lines      the printed lines, each with its tags, indent and width; placeholders of pictures cut out
    wrap       hard-wrapped columns → whole paragraphs
    furniture  page furniture, advertisements, labels, bylines set apart
    rejoin     sentences that a blank line, a caption or a page foot broke → joined again; captions
    titles     which short lines are titles, headings, crossheads

Repair is a map: every block is made of slices of the page, joined; nothing is edited, and every
character of the page that is no blank stands in exactly one block.

Rules: rules/base/lines*.yaml, web*.yaml, bylines.yaml.
"""

from __future__ import annotations

from civicnews.document import Block, Layout, Page
from civicnews.layout.furniture import set_apart
from civicnews.layout.lines import read_lines
from civicnews.layout.pieces import Piece
from civicnews.layout.rejoin import rejoin
from civicnews.layout.titles import find_titles
from civicnews.layout.wrap import unwrap
from civicnews.rules.load import RuleSet

__all__ = ["repair"]


def repair(page: Page, rules: RuleSet) -> Layout:
    """Repair one page.

    Args:
        page: the decoded input.
        rules: the rule packs.

    Returns:
        The blocks in reading order; a caption that interrupted a sentence stands after the whole
        paragraph. Never raises on any text.
    """
    pieces = set_apart(unwrap(read_lines(page.text, rules), rules), rules)
    pieces, warnings = rejoin(pieces, rules)
    return Layout([_block(piece) for piece in find_titles(pieces, rules)], warnings)


def _block(piece: Piece) -> Block:
    return Block(piece.kind or "body", piece.text, piece.rule, piece.indent > 0, piece.gap)
