"""Set apart what is no story text: page furniture, advertisements, labels, byline lines."""

from __future__ import annotations

from civicnews.bylines import byline_line, closing, opening, parse
from civicnews.document import BlockKind
from civicnews.layout.pieces import Piece, is_closed, join, tag
from civicnews.rules.load import RuleSet

__all__ = ["set_apart"]

_WHOLE: tuple[tuple[str, BlockKind], ...] = (
    ("masthead", "furniture"),
    ("furniture", "furniture"),
    ("advertisement", "furniture"),
    ("jump", "furniture"),
    ("label", "label"),
)
AD_LINES = 6
"""How many lines may belong to one advertisement."""


def set_apart(pieces: list[Piece], rules: RuleSet) -> list[Piece]:
    """Decide the kind of what is no story text and note the datelines and credits of the rest."""
    out: list[Piece] = []
    pieces = _join_split_bylines(pieces, rules)
    taking: str | None = None
    advertising = 0
    for index, piece in enumerate(pieces):
        if piece.kind is not None:
            out.append(piece)
            continue
        piece.dateline = opening(piece.text, rules)
        advertising = max(0, advertising - 1)
        if piece.dateline is None:
            out.extend(_classify(piece, rules))
            last = out[-1]
            if last is piece and piece.kind is None and taking is not None and not _opens_story(pieces, index, rules):
                piece.kind, piece.rule = ("furniture" if taking == "line.announcement" else "label"), taking
                taking = None
                continue
            if last is piece and piece.kind is None and advertising and not piece.gap and _is_phrases(piece):
                piece.kind, piece.rule = "furniture", "line.ad"
            if piece.kind == "furniture" and "advertisement" in piece.tags:
                advertising = AD_LINES
        else:
            out.append(piece)
        taking = piece.rule if piece.rule in ("line.announcement", "line.note") and _is_header(piece) else None
        if piece.kind is None:
            piece.credit = closing(piece.text, rules)
    return out


def _classify(piece: Piece, rules: RuleSet) -> list[Piece]:
    """Set the kind of a piece by its tags; a label or note printed before text on one line becomes a piece of its own."""
    size = len(piece.text)
    for name, kind in _WHOLE:
        hit = piece.tags.get(name)
        if hit is not None and hit.start == 0 and hit.end == size:
            piece.kind, piece.rule = kind, hit.rule.id
            return [piece]
    hit = piece.tags.get("announcement")
    if hit is not None:
        piece.kind, piece.rule = "furniture", hit.rule.id
        return [piece]
    found = byline_line(piece.text, rules)
    if found is not None:
        piece.kind, piece.rule = "byline", found.rule
        return [piece]
    hit = piece.tags.get("note")
    if hit is not None:
        piece.kind, piece.rule = "label", hit.rule.id
        return [piece]
    hit = piece.tags.get("label")
    if hit is not None and hit.start == 0:
        head = Piece(piece.text[: hit.end].strip(), piece.gap, piece.indent, {}, kind="label", rule=hit.rule.id)
        rest = piece.text[hit.end :].strip()
        piece.text, piece.tags, piece.gap = rest, tag(rest, rules), False
        return [head, piece]
    return [piece]


def _join_split_bylines(pieces: list[Piece], rules: RuleSet) -> list[Piece]:
    """Join a role and its names where they stand on two lines."""
    roles = rules.vocabulary("reporter_role")
    out: list[Piece] = []
    for piece in pieces:
        before = out[-1] if out else None
        if (
            before is not None
            and before.kind is None
            and piece.kind is None
            and before.text.folded.strip("□■ ：") in roles
            and len(piece.text) <= 24
            and not is_closed(piece.text.folded)
            and parse(piece.text, rules)
        ):
            text = join([before.text, piece.text])
            out[-1] = Piece(text, before.gap, before.indent, tag(text, rules), lines=[text])
            continue
        out.append(piece)
    return out


def _is_header(piece: Piece) -> bool:
    hit = piece.tags.get("announcement") or piece.tags.get("note")
    return hit is not None and hit.end >= len(piece.text) - 1


def _opens_story(pieces: list[Piece], index: int, rules: RuleSet) -> bool:
    """Whether a short line is the title of a story and not the text of an announcement."""
    following = pieces[index + 1] if index + 1 < len(pieces) else None
    return pieces[index].short and following is not None and opening(following.text, rules) is not None


def _is_phrases(piece: Piece) -> bool:
    return piece.short and (piece.text.folded.count(" ") >= 2 or sum(c.isdigit() for c in piece.text.folded) >= 7)
