"""Set apart what is no story text: page furniture, advertisements, labels, byline lines."""

from __future__ import annotations

from collections.abc import Container
from itertools import pairwise

from civicnews.bylines import byline_line, closing, opening, parse, signature
from civicnews.document import BlockKind
from civicnews.layout.pieces import Piece, is_closed, is_heading, join, tag
from civicnews.rules.load import RuleSet
from civicnews.text import Text

__all__ = ["set_apart"]

_WHOLE: tuple[tuple[str, BlockKind], ...] = (
    ("masthead", "furniture"),
    ("furniture", "furniture"),
    ("advertisement", "furniture"),
    ("jump", "furniture"),
    ("label", "label"),
)
ACCOUNT = "line.masthead-account"
BREADCRUMB = "web.breadcrumb"
OFFICE = "web.office"
AD_LINES = 6
"""How many lines may belong to one advertisement."""
REPEATED = 20
"""Within how many characters a paragraph is known again."""
TABLE = 3
"""So many keys on lines of their own are a table."""
LINKS = 60
"""How many titles a list of other pages has at most."""


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
        piece.dateline = None if _is_whole(piece, "masthead") else opening(piece.text, rules)
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
    _set_apart_table(out, rules)
    _set_apart_repeats(out)
    _set_apart_site(out)
    _set_apart_links(out)
    _set_apart_teasers(out)
    _set_apart_signatures(out, rules)
    _set_apart_names_below_title(out, rules)
    return out


def _set_apart_table(pieces: list[Piece], rules: RuleSet) -> None:
    """Set apart the table above the text of a government's page, whose keys (索引号, 发文机构) and values stand on lines of their own."""
    keys = rules.vocabulary("web_key")
    at = [index for index, piece in enumerate(pieces) if piece.text.folded.strip("-· ：") in keys]
    if len(at) < TABLE:
        return
    known = set(at)
    for index in at:
        pieces[index].kind, pieces[index].rule = "furniture", "web.table"
        value = pieces[index + 1] if index + 1 < len(pieces) else None
        if value is not None and index + 1 not in known and value.kind is None and value.short:
            value.kind, value.rule = "furniture", "web.table"


def _set_apart_repeats(pieces: list[Piece]) -> None:
    """Set apart the paragraphs that a web page prints twice, and the summary above a text that begins with it."""
    seen: dict[str, tuple[Piece, str]] = {}
    for piece in pieces:
        if piece.kind is not None or piece.short:
            continue
        words = piece.text.folded.replace(" ", "")
        head = piece.tags.get("summary")
        opening_words = (words if head is None else piece.text.folded[head.end :].replace(" ", ""))[:REPEATED]
        before, printed = seen.get(opening_words, (None, ""))
        if before is None:
            seen[opening_words] = piece, words
        elif "summary" in before.tags:
            before.kind, before.rule = "furniture", before.tags["summary"].rule.id
            seen[words[:REPEATED]] = piece, words
        elif printed == words:
            piece.kind, piece.rule = "furniture", "web.repeat"


def _set_apart_site(pieces: list[Piece]) -> None:
    """Set apart the names of site and channel above the line that says where the page is, if a title stands below it."""
    at = next((index for index, piece in enumerate(pieces) if piece.rule == BREADCRUMB), 0)
    above = [piece for piece in pieces[:at] if piece.kind is None]
    below = next((piece for piece in pieces[at + 1 :] if piece.kind is None), None)
    if below is not None and below.short and all(piece.short for piece in above):
        for piece in above:
            piece.kind, piece.rule = "furniture", BREADCRUMB


def _set_apart_links(pieces: list[Piece]) -> None:
    """Set apart the titles of other pages below 相关阅读 and the like; the one right above a text is that text's own."""
    taken: list[Piece] = []
    listing = begun = False
    for piece in pieces:
        if "links" in piece.tags and piece.kind in (None, "furniture"):
            piece.kind, piece.rule = "furniture", piece.tags["links"].rule.id
            taken, listing = [], True
        elif listing and piece.kind is None and piece.short and len(taken) < LINKS:
            piece.kind, piece.rule = "furniture", "web.links"
            taken.append(piece)
        elif listing and piece.kind is None and {"cut", "teaser"} & piece.tags.keys():
            piece.kind, piece.rule = "furniture", "web.links"
            taken = []
        elif listing and piece.rule == ACCOUNT:
            piece.rule = "web.links"
        elif listing and (piece.kind != "furniture" or taken):
            headed = not begun and piece.text.folded[:1].isdigit() and "masthead" in piece.tags
            if taken and (piece.kind in (None, "byline") or headed):
                taken[-1].kind, taken[-1].rule = None, None
            listing = False
        begun = begun or (piece.kind is None and not piece.short)


def _set_apart_teasers(pieces: list[Piece]) -> None:
    """Set apart the beginnings of other pages' texts below a story, each with its title."""
    begun = False
    for before, piece in pairwise(pieces):
        begun = begun or (before.kind is None and not before.short)
        hit = piece.tags.get("teaser")
        if not begun or hit is None or hit.end < len(piece.text):
            continue
        for each in (before, piece):
            if each.kind is None and (each is piece or each.short):
                each.kind, each.rule, each.credit = "furniture", hit.rule.id, None


def _set_apart_signatures(pieces: list[Piece], rules: RuleSet) -> None:
    """Set apart the names without a role on the last line of a story."""
    told = [piece for piece in pieces if piece.kind not in ("furniture", "label")]
    for before, piece, below in zip(told, told[1:], [*told[2:], None], strict=False):
        if piece.kind is not None or before.kind is not None or before.short or not is_closed(before.text.folded) or is_heading(piece):
            continue
        if below is not None and not below.short:
            continue
        found = signature(piece.text, rules)
        if found is not None:
            piece.kind, piece.rule = "byline", found.rule


def _set_apart_names_below_title(pieces: list[Piece], rules: RuleSet) -> None:
    """Set apart the line of several names without a role that stands between a title and its text."""
    told = [piece for piece in pieces if piece.kind not in ("furniture", "label")]
    for before, piece, below in zip(told, told[1:], told[2:], strict=False):
        if not (before.kind is None and before.short and piece.kind is None and piece.short and below.kind is None and not below.short):
            continue
        found = signature(piece.text, rules)
        if found is not None and len(found.bylines) > 1:
            piece.kind, piece.rule = "byline", found.rule


def _classify(piece: Piece, rules: RuleSet) -> list[Piece]:
    """Set the kind of a piece by its tags; a label or note printed before text on one line becomes a piece of its own."""
    size = len(piece.text)
    for name, kind in _WHOLE:
        hit = piece.tags.get(name)
        if hit is not None and hit.start == 0 and hit.end == size and not (hit.rule.id == OFFICE and "heading" in piece.tags):
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
    """Join a role, an office or 来源 and the names that belong to it where they stand on two lines."""
    roles = rules.vocabulary("reporter_role")
    keys = rules.vocabulary("editor_role").keys() | rules.vocabulary("web_key").keys()
    out: list[Piece] = []
    for piece in pieces:
        before = out[-1] if out else None
        if (
            before is not None
            and before.kind is None
            and piece.kind is None
            and len(piece.text) <= 24
            and not is_closed(piece.text.folded)
            and _asks_for(before.text.folded.strip("□■· ："), piece.text, roles, keys, rules)
        ):
            text = join([before.text, piece.text])
            out[-1] = Piece(text, before.gap, before.indent, tag(text, rules))
            continue
        out.append(piece)
    return out


def _asks_for(words: str, text: Text, roles: Container[str], keys: Container[str], rules: RuleSet) -> bool:
    """Whether a line names an office and the text below it is who holds it."""
    if words in roles:
        return bool(parse(text, rules))
    return words in keys and signature(text, rules) is not None


def _is_whole(piece: Piece, name: str) -> bool:
    hit = piece.tags.get(name)
    return hit is not None and hit.start == 0 and hit.end == len(piece.text)


def _is_header(piece: Piece) -> bool:
    hit = piece.tags.get("announcement") or piece.tags.get("note")
    return hit is not None and hit.end >= len(piece.text) - 1


def _opens_story(pieces: list[Piece], index: int, rules: RuleSet) -> bool:
    """Whether a short line is the title of a story and not the text of an announcement."""
    following = pieces[index + 1] if index + 1 < len(pieces) else None
    return pieces[index].short and following is not None and opening(following.text, rules) is not None


def _is_phrases(piece: Piece) -> bool:
    return piece.short and (piece.text.folded.count(" ") >= 2 or sum(c.isdigit() for c in piece.text.folded) >= 7)
