"""Who wrote it: names in dateline brackets, byline lines and credits.

The patterns of `rules/base/bylines.yaml` find where reporters are named; `parse` takes the words apart
into names and roles and refuses what is no list of names.

Rules: rules/base/bylines.yaml, web.yaml, vocab/reporter_role.tsv, credit_word.tsv, editor_role.tsv, credit_office.tsv, web_key.tsv,
web_tool.tsv, no_author.tsv, surnames.tsv, minority_name.tsv, not_name.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Literal

from civicnews.document import Byline
from civicnews.match import Hit
from civicnews.rules.load import RuleSet
from civicnews.structs import frozen, struct
from civicnews.text import Text

__all__ = ["IN_BRACKETS", "Credit", "authors", "byline_line", "closing", "is_photo", "opening", "parse", "signature"]

HEAD = 160
"""Within how many characters of a paragraph's start its dateline bracket ends."""
TAIL = 110
"""Within how many characters of a paragraph's end its credit begins."""

IN_BRACKETS = "byline.closing-bracket"
"""The rule of a credit in brackets: no title ends with one."""
TWO_PAPERS = "byline.line-two-papers"
"""The rule of a line that names people before and behind a paper."""
LONGEST = 6
"""A name that 摄 in brackets vouches for has at most so many characters, whatever it begins with: （阿依努尔 摄）."""

GLUED = "|"
"""What parts a token from the one that it is printed together with."""
_HAN = re.compile(r"(?:[\u3400-\u9fff\uf900-\ufaff]|[〇·])+")
_DIGIT = re.compile(r"\d")
_LATIN = re.compile(r"[A-Za-z][A-Za-z.'’-]*")
_APART = re.compile(r"[ /、，|丨&：（）［］【】□■●◎◆○☆★▲▼△▽—+-]+")


@frozen
class Credit:
    """A byline or credit found in a text.

    Attributes:
        start: its first position in the text.
        end: one past its last position.
        bylines: the reporters, in the order printed; empty for a dateline without names.
        date: the date printed in the dateline, if any.
        photo: whether it is a picture's credit (摄, 供图).
        rule: id of the rule that found it.
    """

    start: int
    end: int
    bylines: list[Byline]
    date: Text | None
    photo: bool
    rule: str


@struct
class _Token:
    kind: Literal["role", "editor", "word", "name"]
    start: int
    end: int
    after: str
    """The separators between this token and the one before it."""


def opening(text: Text, rules: RuleSet) -> Credit | None:
    """The dateline that opens a paragraph (本报讯（记者 …）), or None."""
    head = text[:HEAD]
    best: Hit | None = None
    for hit in rules.matcher("byline").find(head.folded):
        if hit.decides == "dateline" and hit.start == 0 and (best is None or _beats(hit, best)):
            best = hit
    if best is None:
        return None
    names = _names(head, best)
    bylines = parse(names, rules) if names is not None else []
    if bylines is None:
        if best.rule.id != "byline.dateline-bracket" and best.rule.id != "byline.dateline-dated":
            return None
        bylines = []
    date = best.groups.get("date")
    return Credit(best.start, best.end, bylines, head[date[0] : date[1]] if date else None, False, best.rule.id)


def byline_line(text: Text, rules: RuleSet) -> Credit | None:
    """The reporters where the whole line names nothing else, or None."""
    if len(text) > TAIL:
        return None
    for hit in rules.matcher("byline").find(text.folded):
        if hit.decides == "reporters" and hit.start == 0 and hit.end == len(text):
            names = _names(text, hit)
            bylines = parse(names, rules) if names is not None else None
            if hit.rule.id == TWO_PAPERS and bylines:
                bylines += parse(text[slice(*hit.groups["names2"])], rules) or []
            if names is not None and bylines and _plausible(bylines, rules):
                return Credit(0, len(text), bylines, None, is_photo(names, rules), hit.rule.id)
    return None


def authors(text: Text, rules: RuleSet) -> list[Byline]:
    """The authors in the source line of a web copy (来源：… 作者：… 通讯员：…)."""
    out: list[Byline] = []
    keys, roles = rules.vocabulary("web_key"), rules.vocabulary("reporter_role")
    found = [hit.span() for hit in rules.compiled("{web_next}").finditer(text.folded)]
    for index, (start, end) in enumerate(found):
        following = found[index + 1][0] if index + 1 < len(found) else len(text)
        key = text.folded[start:end].strip("：|丨 ")
        if keys.get(key) == "author" or key in roles:
            value = _DIGIT.split(text.folded[end:following])[0].rstrip("（）［］【】，；| ")
            named = text[end : end + len(value)] if key not in roles else text[start : end + len(value)]
            bylines = parse(named, rules) or []
            out.extend(bylines if _plausible(bylines, rules) else [])
    for hit in rules.matcher("byline").find(text.folded):
        names = _names(text, hit) if hit.decides == "author" else None
        out.extend((parse(names, rules) or []) if names is not None else [])
    return out


def signature(text: Text, rules: RuleSet) -> Credit | None:
    """The reporters where a line names them without any role (a story's last line), or None."""
    for hit in rules.matcher("byline").find(text.folded):
        if hit.decides == "signature" and hit.start == 0 and hit.end == len(text):
            bylines = parse(text, rules)
            if bylines and _plausible(bylines, rules):
                return Credit(0, len(text), bylines, None, False, hit.rule.id)
    return None


def closing(text: Text, rules: RuleSet) -> Credit | None:
    """The credit at the end of a paragraph, or None. `start` may be 0 where there is nothing else."""
    offset = max(0, len(text) - TAIL)
    tail = text[offset:]
    hits = (hit for hit in rules.matcher("byline").find(tail.folded) if hit.decides == "credit" and hit.end == len(tail))
    for hit in sorted(hits, key=lambda hit: hit.start):
        if offset and hit.start == 0:
            continue
        names = _names(tail, hit)
        bylines = parse(names, rules) if names is not None else None
        if names is None or bylines is None:
            continue
        signed = hit.rule.id == IN_BRACKETS and is_photo(names, rules)
        if bylines and (_plausible(bylines, rules) or (signed and all(len(byline.name) <= LONGEST for byline in bylines))):
            return Credit(offset + hit.start, len(text), bylines, None, is_photo(names, rules), hit.rule.id)
        if not bylines and is_photo(names, rules):
            return Credit(offset + hit.start, len(text), [], None, True, hit.rule.id)  # 石岗街道供图
    return None


def parse(text: Text, rules: RuleSet) -> list[Byline] | None:
    """Take a list of reporters apart.

    Args:
        text: roles, names, credit words and separators, nothing else: 记者 尚丽 郑林 通讯员 卫小满 文/图.

    Returns:
        One byline for each name, each with the role before it ("" where none is printed); None where
        something in the text is no name. Editors are read over.
    """
    tokens = _tokens(text.folded, rules)
    out: list[Byline] = []
    role, skip = "", False
    roles = rules.vocabulary("reporter_role")
    words = rules.vocabulary("credit_word")
    tools, nobody = rules.vocabulary("web_tool"), rules.vocabulary("no_author")
    index = 0
    while index < len(tokens):
        token = tokens[index]
        surface = text.folded[token.start : token.end]
        index += 1
        if token.kind == "editor":
            skip = True
        elif token.kind == "role":
            glued = index > 1 and token.after == GLUED and tokens[index - 2].kind == "name"
            if glued and out and (not role or role in words) and index < len(tokens) and tokens[index].kind == "name":
                out.pop()  # the short name of the paper: 海都记者 某某
            role, skip = roles.get(surface, surface), False
        elif token.kind == "word":
            if not role and not out and words.get(surface) != "":
                role = surface
            skip = False
        else:
            run = [token]
            while index < len(tokens) and tokens[index].kind == "name" and tokens[index].after.strip() == "":
                run.append(tokens[index])
                index += 1
            named = _join_spaced(text, run, rules)
            if named is None:
                return None
            named = [one for one in named if one.folded not in tools and one.folded not in nobody]
            if not skip:
                out.extend(Byline(str(name.compact() if not _LATIN.match(name.folded) else name), role, name) for name in named)
    return out


def _beats(hit: Hit, best: Hit) -> bool:
    """Whether a dateline hit says more than the best so far: names first, then length."""
    rank = ("names" in hit.groups, hit.end)
    return rank > ("names" in best.groups, best.end)


def _names(text: Text, hit: Hit) -> Text | None:
    for group in ("names", "names2"):
        if group in hit.groups:
            start, end = hit.groups[group]
            return text[start:end].strip()
    return None


def is_photo(names: Text, rules: RuleSet) -> bool:
    """Whether the words of a credit are those of a picture's credit (某某 摄) and not of a story's (某某 摄影报道)."""
    photo, text = rules.compiled("{photo_credit}"), rules.compiled("{by_text}")
    return photo.search(names.folded) is not None and text.search(names.folded) is None


def _plausible(bylines: list[Byline], rules: RuleSet) -> bool:
    """Whether names without any role are names at all."""
    if any(byline.role for byline in bylines):
        return True
    blocked = rules.vocabulary("not_name")
    if any(byline.name in blocked for byline in bylines):
        return False
    return all(_is_name(byline.name, rules) for byline in bylines)


def _is_name(name: str, rules: RuleSet) -> bool:
    """Whether a name without a role is as long as names are; four characters need a double surname or a name of a minority."""
    if 2 <= len(name) <= 3 or "·" in name or _LATIN.match(name):
        return True
    return name[:2] in rules.vocabulary("surnames") or name.startswith(rules.words("minority_name"))


def _tokens(folded: str, rules: RuleSet) -> list[_Token]:
    patterns = rules.compiled("{reporter_role}"), rules.compiled("{by_media}")
    editors = rules.vocabulary("editor_role")
    words = rules.vocabulary("credit_word")
    surnames = rules.vocabulary("surnames")
    out: list[_Token] = []
    previous = 0
    for start, end in _pieces(folded):
        gap = folded[previous:start]
        previous = end
        for kind, first, last in _cut(folded, start, end, patterns, editors, words):
            lone = out and out[-1].kind == "name" and folded[out[-1].start : out[-1].end] in surnames and out[-1].end - out[-1].start == 1
            if lone and kind == "word" and last - first == 1 and gap.strip() == "":
                kind = "name"
            out.append(_Token(kind, first, last, gap if first == start else GLUED))
    return out


def _pieces(folded: str) -> Iterator[tuple[int, int]]:
    position = 0
    for found in _APART.finditer(folded):
        if found.start() > position:
            yield position, found.start()
        position = found.end()
    if position < len(folded):
        yield position, len(folded)


_Kind = Literal["role", "editor", "word", "name"]


def _cut(folded: str, start: int, end: int, patterns: tuple[Any, Any], editors: Any, words: Any) -> Iterator[tuple[_Kind, int, int]]:
    """Take one piece without separators apart: roles inside it, credit words at its ends, names between."""
    piece = folded[start:end]
    if piece in words:
        yield "word", start, end
        return
    if piece in editors:
        yield "editor", start, end
        return
    roles, media = patterns
    found = roles.search(piece)
    if found is not None:
        left, right = found.span()
        if left and media.fullmatch(piece[:left]) is None:
            yield from _cut(folded, start, start + left, patterns, editors, words)
        yield "role", start + left, start + right
        if start + right < end:
            yield from _cut(folded, start + right, end, patterns, editors, words)
        return
    for word in sorted((w for w, where in words.items() if where == "glued"), key=len, reverse=True):
        if piece.endswith(word) and len(piece) - len(word) >= 2:
            yield "name", start, end - len(word)
            yield "word", end - len(word), end
            return
    yield "name", start, end


def _join_spaced(text: Text, run: list[_Token], rules: RuleSet) -> list[Text] | None:
    """Names of a run parted by blanks only; None where one of the words is no name.

    Offices (安乐街道 云杉) and newspapers are read over.
    A two-character name may be printed with a blank inside (佟 欣), a Western one has blanks always.
    """
    surnames = rules.vocabulary("surnames")
    office, outlet = rules.compiled("{by_office}"), rules.compiled("{by_outlet}")
    nobody = rules.vocabulary("no_author")
    out: list[Text] = []
    index = 0
    while index < len(run):
        token = run[index]
        index += 1
        piece = text[token.start : token.end]
        if _LATIN.fullmatch(piece.folded):
            last = token.end
            while index < len(run) and _LATIN.fullmatch(text.folded[run[index].start : run[index].end]):
                last = run[index].end
                index += 1
            out.append(text[token.start : last])
            continue
        if not _HAN.fullmatch(piece.folded):
            return None
        if piece.folded in nobody or office.fullmatch(piece.folded) is not None or outlet.fullmatch(piece.folded) is not None:
            continue
        following = text[run[index].start : run[index].end] if index < len(run) else None
        lone = len(piece) == 1 or (len(piece) == 2 and piece.folded in surnames and following is not None and len(following) == 1)
        if lone and following is not None and len(following) <= 2 and _HAN.fullmatch(following.folded):
            out.append(Text.join([piece, following]))
            index += 1
            continue
        if len(piece) == 1:
            return None
        if len(piece) > 4 and "·" not in piece.folded:
            split = _split_glued(piece, surnames)
            if split is None:
                return None
            out.extend(split)
            continue
        out.append(piece)
    return out


def _split_glued(piece: Text, surnames: Any) -> list[Text] | None:
    """Names of two or three characters set without blanks (尚丽郑小林), cut where surnames stand; None if they do not fit."""
    best: dict[int, list[int]] = {0: []}
    size = len(piece)
    for position in range(size):
        if position not in best or piece.folded[position] not in surnames:
            continue
        for length in (3, 2):
            end = position + length
            if end <= size and end not in best:
                best[end] = [*best[position], end]
    if size not in best:
        return None
    cuts = [0, *best[size]]
    return [piece[a:b] for a, b in pairwise(cuts)]
