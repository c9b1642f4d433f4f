"""Join sentences that were broken, and take the captions out that broke them.

A paragraph that does not end as a sentence ends is open. Its second half is looked for below it, past
captions and furniture, not farther than `FAR` pieces. Where one is found the halves are joined, and
what stood between them follows.
"""

from __future__ import annotations

from civicnews.bylines import IN_BRACKETS, closing, is_photo
from civicnews.layout.pieces import Piece, is_closed, join, tag, width
from civicnews.models import Warning
from civicnews.rules.load import RuleSet
from civicnews.structs import replace

__all__ = ["rejoin"]

FAR = 14
"""How many pieces may stand between the halves of a sentence."""
LONG = 46.0
"""An open line that is wider than this, in em, is no title."""
CLAUSE = 24.0
"""A line that opens as a paragraph does and has a comma is no title when it is wider than this, in em."""
POINTER = 36
"""A caption that only points at the picture (上图：…) is no story up to this many characters."""

INTERRUPTS = "a photo caption stands inside a sentence; the halves of the sentence were joined"

PLACEHOLDER = "line.placeholder"

_PAIRS = {"“": "”", "（": "）", "《": "》", "‘": "’", "【": "】"}


def rejoin(pieces: list[Piece], rules: RuleSet) -> tuple[list[Piece], list[Warning]]:
    """Join broken sentences and make captions pieces of their own.

    Returns:
        The pieces in reading order, what interrupted a sentence after the paragraph; and a warning for each
        caption that did.
    """
    pieces = _captions(pieces, rules)
    out: list[Piece] = []
    warnings: list[Warning] = []
    used = [False] * len(pieces)
    for index, piece in enumerate(pieces):
        if used[index]:
            continue
        between: list[Piece] = []
        parts = [piece]
        at = index
        end = piece
        while end.kind is None and (_is_open(end) or (end is piece and _is_cut(piece, out, pieces, index))):
            found = _second_half(pieces, at, end, used)
            if found is None:
                break
            for skipped in range(at + 1, found):
                if not used[skipped]:
                    used[skipped] = True
                    between.append(pieces[skipped])
            used[found] = True
            second = pieces[found]
            parts.append(second)
            end = replace(second, indent=piece.indent, full=True)
            at = found
        out.append(_joined(parts, rules))
        for caption in _as_captions(between):
            out.append(caption)
            if caption.kind == "caption":
                warnings.append(Warning("caption-interrupts-sentence", INTERRUPTS, caption.text.spans()))
    return out, warnings


def _joined(parts: list[Piece], rules: RuleSet) -> Piece:
    if len(parts) == 1:
        return parts[0]
    first, last = parts[0], parts[-1]
    text = join([part.text for part in parts])
    credit = closing(text, rules)
    return Piece(text, first.gap, first.indent, tag(text, rules), settled=last.settled, dateline=first.dateline, credit=credit)


def _captions(pieces: list[Piece], rules: RuleSet) -> list[Piece]:
    """Find the captions that show by themselves; a credit on the line below becomes part of its caption."""
    out: list[Piece] = []
    lone = sum(piece.kind == "byline" for piece in pieces) == 1 and all(piece.dateline is None for piece in pieces)
    for piece in pieces:
        before = out[-1] if out else None
        if piece.kind == "byline" and before is not None and _takes_credit(before, piece, rules) and not (lone and _goes_on(before)):
            text = join([before.text, piece.text])
            out[-1] = Piece(text, before.gap, before.indent, before.tags, before.kind, before.rule)
            out[-1].credit = closing(text, rules)
            if out[-1].kind is None and (is_photo(piece.text, rules) or "caption" in before.tags):
                out[-1].kind, out[-1].rule = "caption", piece.rule
            continue
        if piece.kind is None and piece.dateline is None:
            marked = piece.tags.get("caption")
            pointer = piece.tags.get("pointer")
            if marked is not None and (is_closed(piece.text.folded) or piece.credit is not None or len(piece.text) > 20):
                piece.kind, piece.rule = "caption", marked.rule.id
            elif pointer is not None:
                whole = piece.credit is not None and len(piece.text) > POINTER
                piece.kind = "caption" if whole or "opens" in tag(piece.text[pointer.end :], rules) else "label"
                piece.rule = pointer.rule.id
            elif piece.credit is not None and piece.credit.photo and (not piece.short or piece.credit.rule == IN_BRACKETS):
                piece.kind, piece.rule = "caption", piece.credit.rule
        out.append(piece)
    return out


def _goes_on(piece: Piece) -> bool:
    """Whether a paragraph opens as the second or a later one of a story does."""
    hit = piece.tags.get("opens")
    return piece.kind is None and hit is not None and hit.rule.id == "line.opens-connective"


def _takes_credit(before: Piece, line: Piece, rules: RuleSet) -> bool:
    """Whether a byline line is the credit of the caption above it."""
    if before.credit is not None or before.dateline is not None:
        return False
    if before.kind == "caption":
        return True
    if before.kind is not None or not is_closed(before.text.folded) or before.short:
        return False
    return is_photo(line.text, rules)


def _is_open(piece: Piece) -> bool:
    """Whether the piece stops in mid-sentence, as far as it shows."""
    folded = piece.text.folded
    if is_closed(folded) or piece.credit is not None or _is_line_of_its_own(piece):
        return False
    if "broken" in piece.tags or _unclosed(folded) is not None:
        return True
    if piece.settled:
        return False
    return width(folded) > LONG or piece.full or piece.dateline is not None or _opens_text(piece)


def _is_cut(piece: Piece, before: list[Piece], pieces: list[Piece], index: int) -> bool:
    """Whether a short line inside a story, with a comma and a caption right below it, is the first half of a sentence."""
    if not piece.short or not before or before[-1].kind is not None or before[-1].credit is not None or _is_line_of_its_own(piece):
        return False
    below = pieces[index + 1] if index + 1 < len(pieces) else None
    comma = "，" in piece.text.folded or "、" in piece.text.folded
    if not comma or is_closed(piece.text.folded) or below is None:
        return False
    return below.kind == "caption" or below.rule == PLACEHOLDER or _is_caption_between(pieces, index + 1)


def _opens_text(piece: Piece) -> bool:
    """Whether a line that is no wider than a title has the stops and commas of a paragraph."""
    folded = piece.text.folded
    commas = folded.count("，")
    opens = piece.tags.get("opens")
    if "。" in folded or commas > 2:
        return True
    return opens is not None and commas > 0 and (opens.rule.id == "line.opens-date" or width(folded) > CLAUSE)


def _is_line_of_its_own(piece: Piece) -> bool:
    hits = (piece.tags.get(name) for name in ("heading", "crosshead"))
    return "subhead" in piece.tags or any(hit is not None and hit.end == len(piece.text) for hit in hits)


def _unclosed(folded: str) -> str | None:
    """The mark that would close the last quotation or bracket left open, or None."""
    for opening, closer in _PAIRS.items():
        if folded.rfind(opening) > folded.rfind(closer):
            return closer
    return None


def _second_half(pieces: list[Piece], at: int, first: Piece, used: list[bool]) -> int | None:
    """Where the second half of an open piece stands, or None."""
    for index in range(at + 1, min(len(pieces), at + 1 + FAR)):
        piece = pieces[index]
        if used[index] or piece.kind in ("furniture", "caption"):
            continue
        if piece.kind == "byline":
            if index == at + 1 or pieces[index - 1].kind is not None:
                return None
            continue
        if piece.kind is not None:
            if piece.kind == "label" and "pointer" in piece.tags:
                continue
            return None
        if piece.dateline is not None or _is_line_of_its_own(piece) or _has_inline_heading(piece):
            return None
        if _is_caption_between(pieces, index):
            continue
        if _continues(first, piece, pieces, index):
            return index
        if not _is_plain_caption(first, pieces, index):
            return None
    return None


def _has_inline_heading(piece: Piece) -> bool:
    hit = piece.tags.get("heading")
    return hit is not None and hit.start == 0


def _following(pieces: list[Piece], index: int) -> Piece | None:
    """The next piece after `index` that is no furniture, caption or byline."""
    for piece in pieces[index + 1 : index + 1 + FAR]:
        if piece.kind not in ("furniture", "caption", "byline"):
            return piece
    return None


def _is_text(piece: Piece | None) -> bool:
    return piece is not None and piece.kind is None and piece.dateline is None and not piece.short and not _has_inline_heading(piece)


def _is_caption_between(pieces: list[Piece], index: int) -> bool:
    """Whether a paragraph between two halves is a caption by its credit."""
    piece = pieces[index]
    credited = piece.credit is not None or (index + 1 < len(pieces) and pieces[index + 1].kind == "byline")
    if not credited or not _is_text(piece):
        return False
    following = _following(pieces, index)
    if following is None or not _is_text(following):
        return False
    return "opens" in piece.tags or ("continues" not in piece.tags and "opens" not in following.tags)


def _is_plain_caption(first: Piece, pieces: list[Piece], index: int) -> bool:
    """Whether a paragraph without credit stands as a caption between two halves that certainly belong together."""
    piece = pieces[index]
    following = _following(pieces, index)
    if following is None or not _is_text(following) or not is_closed(piece.text.folded) or "opens" not in piece.tags:
        return False
    sure = "continues" in following.tags or (("unfinished" in first.tags or "broken" in first.tags) and "opens" not in following.tags)
    return sure and "opens" not in following.tags


def _continues(first: Piece, second: Piece, pieces: list[Piece], index: int) -> bool:
    """Whether `second` may be the second half of `first`."""
    folded = second.text.folded
    closer = _unclosed(first.text.folded)
    closes = closer is not None and closer in folded and not _opens_before(folded, closer)
    if "continues" in second.tags or closes:
        return True
    sure = "broken" in first.tags or ("unfinished" in first.tags and (first.full or width(first.text.folded) > LONG))
    if second.short:
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        ends_here = following is None or (following.kind != "byline" and following.dateline is None)
        return ("broken" in first.tags or (sure and "opens" not in second.tags)) and ends_here
    hanging = first.indent > 0 and second.indent == 0 and not first.short
    if first.settled or "opens" in second.tags:
        return sure or hanging
    return True


def _opens_before(folded: str, closer: str) -> bool:
    opener = next(opening for opening, closing_mark in _PAIRS.items() if closing_mark == closer)
    at = folded.find(opener)
    return 0 <= at < folded.find(closer)


def _as_captions(pieces: list[Piece]) -> list[Piece]:
    """What stood between two halves: text becomes captions, a credit line part of the caption above it."""
    out: list[Piece] = []
    for piece in pieces:
        if piece.kind is None:
            piece.kind = "caption"
            piece.rule = piece.credit.rule if piece.credit is not None else None
        elif piece.kind == "byline" and out and out[-1].kind == "caption" and out[-1].credit is None:
            before = out[-1]
            text = join([before.text, piece.text])
            out[-1] = Piece(text, before.gap, before.indent, before.tags, "caption", piece.rule)
            continue
        out.append(piece)
    return out
