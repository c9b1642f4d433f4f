"""Which short lines are titles, headings of divisions, crossheads, or text after all.

Short lines are looked at in runs, each with what stands below it. A run above a dateline, a byline or at
the start of the page is a title group. A lone short line inside a story may be a crosshead: then
there are several of a kind, and none has a byline below it.
"""

from __future__ import annotations

from collections.abc import Callable

from civicnews.bylines import Credit, opening
from civicnews.layout.crossheads import CROSSHEAD, Lone, StorySoFar, above_byline, is_list, settle_lone, without_listed
from civicnews.layout.pieces import HEADLINE, Piece, is_closed, is_heading, named, set_kind, tag, width
from civicnews.layout.webpage import above_source, count_sources, settle_titled, without_menus
from civicnews.rules.load import RuleSet
from civicnews.structs import frozen, replace
from civicnews.text import Text

__all__ = ["find_titles"]

GROUP = 5
"""How many lines a title group has at most."""
CLAUSE = 24.0
"""A line that opens as a paragraph does and has a comma is no title when it is wider than this, in em."""
TELLS = 48
"""Within how many characters a story says when or where."""
TITLE = 4
"""A title printed on the line of its text has at least so many characters."""
NUMBERED = "line.crosshead-numbered"
MARKED = ("line.heading-marked", "line.heading-dash")
WEATHER = "line.weather"
OPENS_DATE = "line.opens-date"
PAPER = ("line.masthead", "line.digest", "line.hotline", "line.jump")
STAFF = ("web.staff", "web.tail")
CAPTION = "line.opens-date"
DAY = 8
"""Characters of the longest day that a caption begins with."""
INLINE_GAP = "line.heading-inline-gap"


@frozen
class _Heads:
    """Which bare names of divisions are headings on this page.

    Attributes:
        ends: how names of township-level divisions end.
        others: whether several names of other levels do.
        single: whether it is the web page of one story.
        web: whether no masthead and no second byline shows a newspaper's page of several stories.
        tells: whether the head of a text names a day or a division.
    """

    ends: tuple[str, ...]
    others: bool
    single: bool
    web: bool
    tells: Callable[[str], bool]

    def allow(self, piece: Piece) -> bool:
        return _is_marked(piece) or self.others or named(piece).endswith(self.ends)


def find_titles(pieces: list[Piece], rules: RuleSet) -> list[Piece]:
    """Decide the kind of every piece that has none yet; split headings and titles off the text on their line."""
    gaps = sum("heading" in p.tags and p.tags["heading"].rule.id == INLINE_GAP for p in pieces if p.kind is None and not p.short)
    out = [part for piece in pieces for part in _split_inline(piece, gaps > 1, rules)]
    settle_titled(out)
    ends = rules.words("division_suffix_township")
    bare = [named(piece) for piece in out if piece.kind is None and is_heading(piece) and not _is_marked(piece)]
    several = sum(piece.dateline is not None for piece in out) > 1
    single = not several and count_sources(out) == 1
    told = rules.compiled("{line_tells}")
    bylines = sum(piece.kind == "byline" or piece.dateline is not None or piece.credit is not None for piece in out)
    web = bylines < 2 and not any((piece.rule or "").startswith(PAPER) for piece in out)
    heads = _Heads(
        ends, sum(not name.endswith(ends) for name in bare) > 1, single, web, lambda folded: told.search(folded[:TELLS]) is not None
    )
    story = StorySoFar(ended=True)
    signed_lead = _signed_lead(out) if bylines == 1 else None
    started = False
    index = 0
    while index < len(out):
        piece = out[index]
        if piece.kind is None and (piece.short or is_heading(piece)) and not (started and _is_text(piece, out, index, story)):
            run, end, byline = _run(out, index)
            byline = byline or (story.byline and story.bodies == 0 and story.headings == 0)
            run = without_menus(run, out[index:end])
            if single and not started:
                run = above_source(run, out[index:end], rules)
            if story.ended or story.bodies == 0:
                run = above_byline(run, out[index:end])
            index = end
            below = out[end] if end < len(out) else None
            if _decide(run, below, byline, story, heads):
                settle_lone(story, several=several, single=single)
                story = StorySoFar(byline=byline)
            continue
        _pass(piece, story, signed_lead=piece is signed_lead)
        started = started or piece.kind == "body"
        index += 1
    settle_lone(story, several=several, single=single)
    if not any(piece.kind in ("body", "caption", "notice") for piece in out):
        _rescue(out)
    return out


def _split_inline(piece: Piece, gaps: bool, rules: RuleSet) -> list[Piece]:
    """Split a heading or a title off the paragraph that stands on its line."""
    if piece.kind is not None or piece.short or piece.dateline is not None:
        return [piece]
    hit = piece.tags.get("heading")
    if hit is not None and hit.start == 0 and hit.end < len(piece.text) and (hit.rule.id != INLINE_GAP or gaps):
        head, rest = _cut(piece, hit.end, rules)
        head.kind, head.rule = "heading", hit.rule.id
        return [head, rest]
    folded = piece.text.folded
    limit = min(len(folded), int(HEADLINE))
    for at in range(TITLE, limit):
        if folded[at - 1] in "。；":
            break
        if folded[at] != " " or folded[at + 1 : at + 2] == " ":
            continue
        rest_text = piece.text[at:].strip()
        dateline = opening(rest_text, rules)
        if dateline is None and ("，" in folded[:at] or not _opens_with_date(rest_text, rules)):
            continue
        head, rest = _cut(piece, at, rules)
        rest.dateline = dateline
        head.kind = "title"
        return [head, rest]
    return [piece]


def _cut(piece: Piece, at: int, rules: RuleSet) -> tuple[Piece, Piece]:
    head, rest = piece.text[:at].strip(), piece.text[at:].strip()
    return (
        Piece(head, piece.gap, piece.indent, tag(head, rules)),
        Piece(rest, False, 0.0, tag(rest, rules), credit=piece.credit and _moved(piece.credit, len(rest) - len(piece.text))),
    )


def _moved(credit: Credit, by: int) -> Credit:
    return replace(credit, start=credit.start + by, end=credit.end + by)


def _opens_with_date(text: Text, rules: RuleSet) -> bool:
    hit = tag(text[:24], rules).get("opens")
    return hit is not None and hit.rule.id == OPENS_DATE


def _is_text(piece: Piece, pieces: list[Piece], index: int, story: StorySoFar) -> bool:
    """Whether a line that is no wider than a title is a paragraph without its stop.

    It has a comma, opens as a paragraph does or is long, and no byline stands below it.
    """
    if "，" not in piece.text.folded or is_heading(piece):
        return False
    below = pieces[index + 1] if index + 1 < len(pieces) else None
    if below is not None and (below.kind == "byline" or below.dateline is not None):
        return False
    opens = piece.tags.get("opens")
    wide = width(piece.text.folded) > CLAUSE
    if opens is None:
        return wide and not story.ended
    return wide or opens.rule.id == OPENS_DATE


def _run(pieces: list[Piece], start: int) -> tuple[list[Piece], int, bool]:
    """The short lines from `start` on, past furniture, bylines and notes; the end; whether a byline stands among them."""
    run: list[Piece] = []
    byline = False
    end = start
    for index in range(start, len(pieces)):
        piece = pieces[index]
        if piece.kind is None and (piece.short or is_heading(piece)):
            run.append(piece)
        elif piece.kind == "byline":
            byline = True
        elif piece.rule == WEATHER and is_closed(piece.text.folded) and "notice" in run[-1].tags:
            piece.kind = "notice"
            break
        elif piece.kind != "furniture" and not (piece.kind == "label" and "note" in piece.tags):
            break
        end += 1
    return run, end, byline


def _decide(run: list[Piece], below: Piece | None, byline: bool, story: StorySoFar, heads: _Heads) -> bool:
    """Decide a run of short lines; whether a new story begins with it."""
    if below is None or below.kind not in (None, "body", "notice", "caption", "heading"):
        return _decide_trailing(run, byline, story)
    strong = (byline or below.dateline is not None) and below.kind != "caption"
    fresh = story.ended or (story.bodies == 0 and story.headings == 0)
    while run and run[-1].text.folded[-1] == "：" and not is_heading(run[-1]):
        set_kind(run.pop(), "body")
    if not strong and not fresh:
        run = without_listed(run)
        if is_list(run):
            return _as_labels(run)
    for piece in run if strong or fresh else ():
        if _opens_caption(piece):
            set_kind(piece, "caption", CAPTION)
    run = [piece for piece in run if piece.kind is None]
    if not run:
        return False
    if not strong and not fresh and any(piece.text.folded[0] == "“" and is_closed(piece.text.folded) for piece in run):
        for piece in run:
            set_kind(piece, "body")
        return False
    if all(is_heading(piece) for piece in run):
        return _decide_headings(run, strong, fresh, story, heads)
    if is_heading(run[-1]) and not strong and heads.allow(run[-1]):
        _heading(run.pop(), story)
        strong = True
    elif is_heading(run[0]) and not strong and not fresh and story.headings == 0 and not _is_marked(run[0]):
        return _as_titles(run)
    elif is_heading(run[0]) and not strong and (story.headings > 0 or (_is_marked(run[0]) and not fresh)):
        _heading(run[0], story)
        for piece in run[1:]:
            set_kind(piece, "label")
        return False
    if strong or fresh or below.kind in ("caption", "heading"):
        return _as_titles(run)
    told = not heads.web or any(heads.tells(piece.text.folded) for piece in [*run, below])
    if (not told or heads.single) and below.credit is None:
        for piece in run:
            told_here = is_closed(piece.text.folded) or ("，" in piece.text.folded and not _is_balanced(piece.text.folded))
            set_kind(piece, "body" if told_here else "label")
        story.untold += len(run) == 1 and run[0].kind == "label"
        return False
    if len(run) == 1:
        _decide_lone(run[0], below, story, heads)
        return False
    if len(run) <= GROUP and not any(piece.text.folded[-1] in "：，、；" or "crosshead" in piece.tags for piece in run):
        return _as_titles(run)
    for piece in run:
        set_kind(piece, "body")
    return False


def _opens_caption(piece: Piece) -> bool:
    """Whether a line above a text is a picture's caption: it begins with a day and a comma, as no title does."""
    hit = piece.tags.get("opens")
    folded = piece.text.folded
    comma = folded.find("，")
    return hit is not None and hit.rule.id == OPENS_DATE and folded[0].isdigit() and 0 < comma < DAY and comma + DAY < len(folded)


def _is_balanced(folded: str) -> bool:
    """Whether a line is two halves of one length, as crossheads are: 青春护绿，洁净家园."""
    first, _, second = folded.partition("，")
    return len(first) == len(second)


def _decide_headings(run: list[Piece], strong: bool, fresh: bool, story: StorySoFar, heads: _Heads) -> bool:
    """Decide a run of lines that are names of divisions and nothing else."""
    headless = strong and story.headings == 0 and not any(_is_marked(piece) for piece in run)
    if not headless and all(heads.allow(piece) for piece in run):
        for piece in run:
            _heading(piece, story)
        return False
    if headless or fresh:
        return _as_titles(run)
    for piece in run:
        set_kind(piece, "label")
    return False


def _decide_trailing(run: list[Piece], byline: bool, story: StorySoFar) -> bool:
    """Decide short lines below which no text stands: a signature, a last paragraph without its stop, or a title without a story."""
    if story.bodies == 0 or story.ended:
        return _as_titles(run)
    if is_list(run):
        return _as_labels(run)
    for piece in run:
        folded = piece.text.folded
        set_kind(piece, "body" if "，" in folded or "opens" in piece.tags or is_closed(folded) else "label")
    return False


def _decide_lone(piece: Piece, below: Piece, story: StorySoFar, heads: _Heads) -> None:
    """Decide one short line inside a story: text, a numbered crosshead, or (for now) a title."""
    folded = piece.text.folded
    opens = piece.tags.get("opens")
    dated = _is_dated(below)
    exclaims = folded[-1] in "！？" and (dated or below.credit is not None)
    if (is_closed(folded) and not exclaims) or (opens is not None and opens.rule.id == OPENS_DATE and "，" in folded):
        set_kind(piece, "body")
    elif "crosshead" in piece.tags:
        set_kind(piece, "label", piece.tags["crosshead"].rule.id)
    else:
        piece.kind = "title"
        story.lone.append(Lone(piece, story.bodies, dated, heads.tells(folded) or heads.tells(below.text.folded)))


def _is_dated(piece: Piece) -> bool:
    return "opens" in piece.tags and piece.tags["opens"].rule.id == OPENS_DATE


def _is_marked(piece: Piece) -> bool:
    return piece.tags["heading"].rule.id in MARKED


def _heading(piece: Piece, story: StorySoFar) -> None:
    set_kind(piece, "heading", piece.tags["heading"].rule.id)
    story.headings += 1


def _as_labels(run: list[Piece]) -> bool:
    for piece in run:
        set_kind(piece, "label")
    return False


def _as_titles(run: list[Piece]) -> bool:
    run = _without_repeats(run)
    while len(run) > 1 and "crosshead" in run[-1].tags and run[-1].tags["crosshead"].rule.id == NUMBERED:
        set_kind(run.pop(), "label", NUMBERED)
    for piece in run[:-GROUP]:
        set_kind(piece, "label")
    for piece in run[-GROUP:]:
        set_kind(piece, "title", piece.tags["notice"].rule.id if "notice" in piece.tags else None)
    return True


def _without_repeats(run: list[Piece]) -> list[Piece]:
    """Set apart the lines that only repeat the title below or above them, as a web page does with its place or its site's name."""
    names = [piece.text.folded.replace(" ", "") for piece in run]
    known = set(names)
    seen: set[str] = set()
    kept: list[Piece] = []
    for own, piece in zip(names, run, strict=True):
        longer = any(own[:at] in known for at, mark in enumerate(own) if mark in "_|-—丨｜")
        trail = ">" in own and any(own[at:] in known for at in range(own.index(">") + 1, len(own)))
        if longer or trail or own in seen:
            set_kind(piece, "furniture")
        else:
            kept.append(piece)
        seen.add(own)
    return kept


def _signed_lead(pieces: list[Piece]) -> Piece | None:
    """The first paragraph of a page where it bears the page's only credit and crossheads stand below it, else None."""
    at = next((index for index, piece in enumerate(pieces) if piece.kind is None and not piece.short), len(pieces))
    credit = pieces[at].credit if at < len(pieces) else None
    if credit is None or credit.photo:
        return None
    lone = 0
    for before, piece, below in zip(pieces[at:], pieces[at + 1 :], pieces[at + 2 :], strict=False):
        text = before.kind is None and not before.short and below.kind is None and not below.short
        lone += text and piece.short and width(piece.text.folded) <= CROSSHEAD
    return pieces[at] if lone > 1 else None


def _pass(piece: Piece, story: StorySoFar, *, signed_lead: bool) -> None:
    """Take note of a piece that is no short line."""
    if piece.kind is None:
        hit = piece.tags.get("notice")
        set_kind(piece, "body" if hit is None else "notice", hit.rule.id if hit is not None else None)
    if piece.kind in ("body", "notice"):
        story.bodies += 1
        story.byline = story.byline or piece.dateline is not None or signed_lead
        story.ended = piece.credit is not None and not signed_lead
        story.credits += story.ended
    elif piece.kind == "byline":
        story.byline = True
        story.ended = story.bodies > 0
    elif piece.kind == "heading":
        story.headings += 1
    elif piece.kind == "label":
        story.ended = story.ended or "label" in (piece.rule or "")
    elif (piece.rule or "").startswith(STAFF):
        story.ended = story.ended or story.bodies > 0
    elif piece.kind == "caption" or (piece.kind == "furniture" and ("jump" in piece.tags or "advertisement" in piece.tags)):
        story.ended = True


def _rescue(pieces: list[Piece]) -> None:
    """A page of short lines only: the last of them is text."""
    for piece in reversed(pieces):
        if piece.kind == "title":
            piece.kind = "body"
            return
