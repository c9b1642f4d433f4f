"""What the steps of layout repair hand on: a piece of the page with what is known of it."""

from __future__ import annotations

from civicnews.bylines import Credit
from civicnews.document import BlockKind
from civicnews.match import Hit
from civicnews.rules.load import RuleSet
from civicnews.structs import struct
from civicnews.text import Text, fold

__all__ = ["HEADLINE", "Piece", "Tags", "is_closed", "is_heading", "join", "named", "set_kind", "tag", "width"]

HEADLINE = 46.0
"""No printed line of a title is wider, in em."""

Tags = dict[str, Hit]
"""What a `line` rule says of a text → its match."""

_NO_TAGS: Tags = {}
"""Of most lines: they share it."""
_STOPS = frozenset("。！？…；—")
_CLOSERS = frozenset("”’）》】］'\"")
_REFOLD = frozenset("\"'.＂")


@struct
class Piece:
    """A line or a run of joined lines.

    Attributes:
        text: the characters, without blanks at the ends.
        gap: whether a blank line stands before it.
        indent: how far it is indented, in em.
        tags: what the line rules say of it.
        kind: the kind of its block, once decided.
        rule: the rule that decided the kind.
        settled: it is known to end where it ends (the short last line of a wrapped column).
        full: its last line is as wide as its column, so the paragraph may go on.
        dateline: the dateline bracket that opens it.
        credit: the credit at its end.
    """

    text: Text
    gap: bool
    indent: float
    tags: Tags
    kind: BlockKind | None = None
    rule: str | None = None
    settled: bool = False
    full: bool = False
    dateline: Credit | None = None
    credit: Credit | None = None

    @property
    def short(self) -> bool:
        """Whether it could be a printed line of a title, by its looks."""
        folded = self.text.folded
        return (
            self.kind is None
            and self.dateline is None
            and len(folded) <= 2 * HEADLINE
            and folded[-1:] not in ("。", "；", "，", "、")
            and width(folded) <= HEADLINE
            and "。" not in folded[:-1].rstrip("”’")
            and not (folded[-1:] in _CLOSERS and folded[-2:-1] == "。")
        )


def width(folded: str) -> float:
    """The width of a line in em: a Chinese character is one, a Latin letter, digit or blank a half."""
    return len(folded) - 0.5 * len(folded.encode("ascii", "ignore"))


def is_closed(folded: str) -> bool:
    """Whether a text ends as a sentence ends: with a stop, quotation marks and brackets after it read over."""
    end = len(folded)
    while end and (folded[end - 1] in _CLOSERS or folded[end - 1] == " "):
        end -= 1
    return end > 0 and (folded[end - 1] in _STOPS or folded[end - 1] == "：")


def tag(text: Text, rules: RuleSet) -> Tags:
    """What the line rules say of a text: for each the longest match."""
    tags: Tags = {}
    for hit in rules.matcher("line").find(text.folded):
        known = tags.get(hit.decides)
        if known is None or hit.end - hit.start > known.end - known.start:
            tags[hit.decides] = hit
    return tags or _NO_TAGS


def join(parts: list[Text]) -> Text:
    """Join pieces of a paragraph. Marks whose folding depends on what stands beside them are folded anew."""
    whole = Text.join(parts)
    if len(parts) > 1 and not _REFOLD.isdisjoint(whole.chars):
        return Text(whole.chars, fold(whole.chars), whole.origin)
    return whole


def is_heading(piece: Piece) -> bool:
    """Whether a piece is the name of a division and nothing else."""
    hit = piece.tags.get("heading")
    return hit is not None and hit.start == 0 and hit.end == len(piece.text)


def named(piece: Piece) -> str:
    """The division that a heading names."""
    return piece.tags["heading"].group("name", piece.text.folded) or ""


def set_kind(piece: Piece, kind: BlockKind, rule: str | None = None) -> None:
    """Decide the kind of a piece."""
    piece.kind, piece.rule = kind, rule
