"""The web page of one story: where it says where it is from, and what of its short lines is no title."""

from __future__ import annotations

from civicnews.layout.pieces import Piece, is_heading, named, set_kind
from civicnews.rules.load import RuleSet

__all__ = ["above_source", "count_sources", "settle_titled", "without_menus"]

SOURCES = ("web.masthead-source", "web.masthead-original")
DATED = ("line.masthead", "line.masthead-head", "line.masthead-date", "line.masthead-account", "web.clock")
CLOCK = "："
TITLED = "line.heading-titled"
ITEM, MENU = 5, 3
"""So many lines on end of at most so many characters each are a menu."""
SITE = 7
"""A line above the source of a web page that has fewer characters may be the site's name."""


def without_menus(run: list[Piece], passed: list[Piece]) -> list[Piece]:
    """The lines of a run without the items of menus: many very short lines on end, those among them that are furniture counted."""
    items: list[Piece] = []
    for index, piece in enumerate([*passed, None]):
        if piece is not None and len(piece.text) <= ITEM and piece.kind in (None, "furniture") and not is_heading(piece):
            items.append(piece)
            continue
        if len(items) >= MENU and index < len(passed):
            for item in items:
                if item.kind is None:
                    set_kind(item, "furniture", "web.menu")
        items = []
    return [piece for piece in run if piece.kind is None] or run


def _is_source(piece: Piece) -> bool:
    return piece.rule in SOURCES or (piece.rule in DATED and CLOCK in piece.text.folded)


def count_sources(pieces: list[Piece]) -> int:
    """How many times the page says where a text below is from; lines of one head count once."""
    count = 0
    fresh = True
    before: Piece | None = None
    for piece in pieces:
        if _is_source(piece) and not _is_text(before):
            count += fresh
            fresh = False
        elif piece.kind is None and not piece.short:
            fresh = True
        if piece.kind != "furniture":
            before = piece
    return count


def above_source(run: list[Piece], passed: list[Piece], rules: RuleSet) -> list[Piece]:
    """The title lines of a web page: those above the line of its source, where a title stands there. What stands below is no title."""
    at = max((index for index, piece in enumerate(passed) if _is_source(piece)), default=len(passed))
    lines = {id(piece) for piece in run}
    above = [piece for piece in passed[:at] if id(piece) in lines]
    sites = rules.words("web_site_end")
    if not any(len(piece.text) >= SITE and not piece.text.folded.endswith(sites) for piece in above):
        return run
    titles = {line.text.folded.replace(" ", "") for line in above}
    for piece in run[len(above) :]:
        if piece.text.folded.replace(" ", "") not in titles:
            set_kind(piece, "label")
    return [piece for piece in run if piece.kind is None]


def settle_titled(pieces: list[Piece]) -> None:
    """Take lines like 清溪镇：灯火闹元宵 for headings below a lead that names one of them, for titles of stories otherwise."""
    begun = next((index for index, piece in enumerate(pieces) if piece.kind is None and not piece.short), len(pieces))
    titled = [(index, piece) for index, piece in enumerate(pieces) if "heading" in piece.tags and piece.tags["heading"].rule.id == TITLED]
    at = [index for index, piece in titled if index > begun and piece.kind is None]
    inside = [pieces[index] for index in at]
    lead = "".join(piece.text.folded for piece in pieces[begun : min(at, default=begun)] if piece.kind is None)
    signed = any(piece.kind == "byline" or piece.dateline is not None for piece in pieces[begun + 1 : max(at, default=begun) + 2])
    names = {named(piece) for piece in inside}
    headed = len(titled) == len(inside) + 1 and _below_title(pieces, titled[0][0])
    if headed:
        names.add(named(titled[0][1]))
    one_story = headed or (len(inside) == len(titled) and _names_one(lead, names))
    several = len(names) > 1 and one_story and not signed
    for _, piece in titled:
        if not several:  # else all titled lines stand in one story
            del piece.tags["heading"]


def _below_title(pieces: list[Piece], at: int) -> bool:
    """Whether a line stands right below a title and above a text."""
    before = next((piece for piece in reversed(pieces[:at]) if piece.kind is None), None)
    below = pieces[at + 1] if at + 1 < len(pieces) else None
    titled = before is not None and before.short and not is_heading(before)
    return titled and below is not None and below.kind is None and not below.short


def _names_one(lead: str, names: set[str]) -> bool:
    """Whether a text holds one of the names, in time that does not grow with how many there are."""
    lengths = {len(name) for name in names}
    return any(lead[start : start + length] in names for length in lengths for start in range(len(lead) - length + 1))


def _is_text(before: Piece | None) -> bool:
    """Whether the last piece that is no furniture is a paragraph or a byline."""
    return before is not None and (before.kind == "byline" or (before.kind is None and not before.short))
