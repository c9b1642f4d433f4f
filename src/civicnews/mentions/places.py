"""Find the divisions named in a sentence.

Names of provinces, cities and districts are looked up: the list is short and closed. A township or a
community is found by its ending (社区, 村, 街道, 镇 …), and where its name begins is decided by the
divisions of the page's region that the gazetteer knows, else by the words before it. Lists share an
ending (甲、乙和丙社区), a head (青岛路一、二社区), or have none at all (御锦源新时代文明实践站).

Rules: rules/base/places.yaml, vocab/place_*.tsv
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from civicnews.document import PlaceMention
from civicnews.region import Scope
from civicnews.rules.load import RuleSet
from civicnews.text import Span, Text

__all__ = ["find"]

Level = Literal["community", "street"]
_LONGEST = {"community": 12, "street": 9}
_LONGEST_UNKNOWN = {"community": 7, "street": 5}
_LONGEST_DISTRICT = 11
_LONGEST_LIST = 80
_LONGEST_SHORT = 4


@dataclass(frozen=True, slots=True)
class _Ending:
    level: Level
    start: int
    end: int
    normal: str
    rule: str
    bare: bool = False
    """Whether the words belong to a station and not to the name itself."""


def find(text: Text, words: Sequence[int], scope: Scope, rules: RuleSet, barriers: Sequence[Span] = ()) -> list[PlaceMention]:
    """Find the divisions named in a sentence.

    Args:
        text: the sentence.
        words: offsets at which the segmenter's words begin, with the length of the text at the end.
        scope: what the gazetteer knows of the page's region.
        rules: the rule packs.
        barriers: extents of dates in the sentence, over which no name reaches.

    Returns:
        Mentions in reading order, without overlaps; `parent` is the index of the division printed
        directly before a name, where there is one.
    """
    return _Finder(text, words, scope, rules, barriers).run()


class _Finder:
    def __init__(self, text: Text, words: Sequence[int], scope: Scope, rules: RuleSet, barriers: Sequence[Span]) -> None:
        self.folded = text.folded
        self.words = words
        self.scope = scope
        self.barriers = [end for _, end in barriers]
        self.suffixes = rules.vocabulary("place_suffix")
        self.generic = rules.vocabulary("place_generic")
        self.stops = rules.vocabulary("place_left_stop")
        self.compounds = tuple(rules.vocabulary("community_compound"))
        self.other_words = rules.vocabulary("place_not_in_name")
        self.common = rules.vocabulary("place_common")
        self.separators = rules.vocabulary("list_separator")
        self.numbers = rules.vocabulary("place_number")
        self.number_tails = rules.vocabulary("place_number_tail")
        self.matcher = rules.matcher("place")
        self.mentions: list[PlaceMention] = []

    def run(self) -> list[PlaceMention]:
        self._districts()
        taken = sorted((m.start, m.end) for m in self.mentions)
        edge = 0
        for ending in self._endings():
            if any(start < ending.end and ending.start < end for start, end in taken):
                continue
            edge = max([edge, *(end for _, end in taken if end <= ending.start), *(end for end in self.barriers if end <= ending.start)])
            found = self._named(ending, edge)
            if found:
                self.mentions.extend(found)
                edge = ending.end
        self.mentions.sort(key=lambda m: m.start)
        self._parents()
        return self.mentions

    # -- provinces, cities, districts -------------------------------------------------------------

    def _districts(self) -> None:
        folded = self.folded
        position = 0
        while position < len(folded):
            if folded[position] in self.scope.district_endings:
                for start in range(max(0, position - _LONGEST_DISTRICT), position):
                    level = self.scope.upper_level(folded[start : position + 1])
                    if level is not None and self._stands_alone(start, position + 1):
                        while self.mentions and self.mentions[-1].start >= start:
                            self.mentions.pop()
                        if not self.mentions or self.mentions[-1].end <= start:
                            self.mentions.append(PlaceMention(start, position + 1, folded[start : position + 1], level, "place/listed"))
                        break
            position += 1

    def _stands_alone(self, start: int, end: int) -> bool:
        """Whether a listed name is no part of another word: 城区 and 郊区 need their city before them."""
        name = self.folded[start:end]
        if name in self.common:
            return bool(self.mentions) and self.mentions[-1].end == start
        following = self.folded[end : end + 1]
        return not (following and name + following in self.generic)

    # -- townships and communities ----------------------------------------------------------------

    def _endings(self) -> list[_Ending]:
        best: dict[int, _Ending] = {}
        for hit in self.matcher.find(self.folded):
            normal = self.suffixes.get(self.folded[hit.start : hit.end], "").partition(":")[2]
            if not normal or hit.decides == "list-count":
                continue
            level: Level = "street" if hit.decides == "street" else "community"
            known = best.get(hit.start)
            if known is None or known.end < hit.end:
                best[hit.start] = _Ending(level, hit.start, hit.end, normal, hit.rule.id, hit.decides == "bare-community")
        endings = [best[start] for start in sorted(best)]
        covered = -1
        out: list[_Ending] = []
        for index, ending in enumerate(endings):
            if ending.start < covered:
                continue
            follower = endings[index + 1] if index + 1 < len(endings) else None
            if follower is not None and follower.start == ending.end and ending.level == "community" and not follower.bare:
                continue  # 范家庄村村委会, 南友村社区, 百家村街道: the last ending bears the name
            out.append(ending)
            covered = ending.end
        return out

    def _named(self, ending: _Ending, edge: int) -> list[PlaceMention]:
        if ending.bare:
            return self._station(ending, edge)
        start = self._begin(ending.level, ending.start, ending.normal, edge, known_only=True)
        if start is None:
            counted = self._counted(ending, edge)
            if counted is not None:
                return counted
            if ending.rule == "place/zone-ending":
                start = self._listed_anywhere(ending, edge)
                return [] if start is None else [PlaceMention(start, ending.end, self.folded[start : ending.end], "street", ending.rule)]
            start = self._number(ending.start, edge)
            if start is None:
                start = self._begin(ending.level, ending.start, ending.normal, edge)
        if start is None or start == ending.start:
            return []
        return [*self._short_upper(start, edge), *self._list(ending, start, ending.start, ending.normal, edge)]

    def _short_upper(self, start: int, edge: int) -> list[PlaceMention]:
        """A city or district printed by its short name directly before a name: the 苏州 of 苏州娄葑街道."""
        for length in range(_LONGEST_SHORT, 1, -1):
            short = self.folded[max(edge, start - length) : start]
            if len(short) == length and short in self.scope.upper_bases and short not in self.stops:
                return [PlaceMention(start - length, start, short, self.scope.upper_bases[short], "place/short-name")]
        return []

    def _station(self, ending: _Ending, edge: int) -> list[PlaceMention]:
        """A community that is named by its station alone: 御锦源新时代文明实践站."""
        start = self._begin("community", ending.start, ending.normal, edge, known_only=ending.rule != "place/practice-station")
        if start is not None and not self.scope.listed("community", self.folded[start : ending.start] + ending.normal):
            return []
        if start is None or ending.start - start < 2 or self.folded[start : ending.start] in self.generic:
            return []
        if self.folded[ending.start - 1] in self.scope.district_endings or self.folded[start : ending.start].endswith(tuple(self.suffixes)):
            return []
        return self._list(ending, start, ending.start, ending.normal, edge)

    def _begin(self, level: Level, end: int, normal: str, edge: int, *, known_only: bool = False) -> int | None:
        """Where the name before `end` begins; None where nothing can be a name."""
        limit = self._limit(level, end, edge)
        for start in range(limit, end - 1 if limit < end - 1 else end):
            if self.scope.knows(level, self.folded[start:end], normal) and self._boundary_ok(start, limit, end):
                return start
        if known_only:
            return None
        return self._begin_by_words(level, end, normal, limit)

    def _boundary_ok(self, start: int, limit: int, end: int) -> bool:
        """A short known name inside a longer word is chance: 民和 in 居民和 is no name."""
        if start == limit or end - start > 2 or start in self.stops:
            return True
        index = bisect_left(self.words, start)
        if index < len(self.words) and self.words[index] == start:
            return True
        begin = self.words[index - 1] if index else 0
        finish = self.words[index] if index < len(self.words) else len(self.folded)
        return finish >= end or self.folded[begin:start] in self.stops

    def _begin_by_words(self, level: Level, end: int, normal: str, limit: int) -> int | None:
        start = self._numbered(end, limit)
        if start <= limit:
            start = end
        index = bisect_left(self.words, start)
        while index > 0:
            index -= 1
            begin = max(self.words[index], limit)
            word = self.folded[begin:start]
            short = start < end and end - start == 1 and len(word) == 1 and begin > limit
            if (word in self.stops or word in self.other_words) and not short:
                break
            if end - begin > _LONGEST_UNKNOWN[level]:
                return None
            start = begin
            if begin <= limit:
                break
        base = self.folded[start:end]
        if not base or base in self.stops or not _plausible(base) or any(hit.decides == "not-a-name" for hit in self.matcher.find(base)):
            return None
        name = base + normal
        if name in self.generic:
            return None
        if self.scope.listed(level, name):
            return start
        if start > limit and self.folded.startswith(self.compounds, end + len(normal)):
            return None  # 响应社区居民: the ending begins a word of its own
        if base[0] in self.stops and self.scope.listed(level, name[1:]) and len(base) > 2:
            return start + 1
        if any(name[i:] in self.generic for i in range(1, len(base))):
            return None
        return start + self._upper_prefix(base, level)

    def _upper_prefix(self, base: str, level: Level) -> int:
        """How many characters at the head of an unlisted name are the short name of a city or district: 苏州娄葑街道."""
        for length in range(min(len(base) - 2, _LONGEST_SHORT), 1, -1):
            if base[:length] in self.scope.upper_bases:
                return length
        return 0

    # -- lists ------------------------------------------------------------------------------------

    def _listed_anywhere(self, ending: _Ending, edge: int) -> int | None:
        """Where a zone's name begins that the gazetteer lists, for a page whose region is not known yet."""
        if self.scope.regions:
            return None
        limit = self._limit(ending.level, ending.start, edge)
        names = (start for start in range(limit, ending.start - 1) if self.scope.listed(ending.level, self.folded[start : ending.end]))
        return next(names, None)

    def _counted(self, ending: _Ending, edge: int) -> list[PlaceMention] | None:
        """民健、梅园两个社区; 新旺、水泊寺、清远等街道: a count stands between the last name and the ending.

        None where no count stands there.
        """
        edge = max(edge, ending.start - _LONGEST_LIST)
        before = self.folded[edge : ending.start]
        counts = [
            hit
            for hit in self.matcher.find(before)
            if hit.decides == "list-count" and edge + hit.end == ending.start and before[hit.start - 1] not in self.separators
        ]
        ends = sorted({edge + hit.start for hit in counts} | {ending.start - 1 for hit in counts if hit.end - hit.start > 1})
        for end in ends:
            last = self._item(ending.level, end, ending.normal, edge)
            if last is None:
                continue
            found = self._list(ending, last, end, ending.normal, edge)
            if len(found) > 1 or self.scope.knows(ending.level, self.folded[last:end], ending.normal):
                return found
        return [] if counts else None

    def _list(self, ending: _Ending, start: int, stop: int, normal: str, edge: int) -> list[PlaceMention]:
        """The name `[start, stop)` and those before it that share its ending: 柳港园南院、文博苑和向阳东街社区."""
        spans = [(start, stop)]
        sure = self.scope.knows(ending.level, self.folded[start:stop], normal)
        kept = 1
        while spans[0][0] - 1 > edge and self.folded[spans[0][0] - 1] in self.separators:
            end = spans[0][0] - 1
            begin = self._item(ending.level, end, normal, edge)
            if begin is None:
                break
            known = self.scope.knows(ending.level, self.folded[begin:end], normal)
            if not known and begin == edge and self.mentions and self.mentions[-1].end == edge and self.mentions[-1].level == ending.level:
                break  # 红旗社区妇联、四牌楼社区妇联: 妇联 belongs to the name before it
            spans.insert(0, (begin, end))
            if known or not sure:
                kept = len(spans)
        spans = spans[len(spans) - kept :]
        bases = self._with_heads([self.folded[begin:end] for begin, end in spans], ending.level, normal)
        out = []
        for (begin, end), base in zip(spans, bases, strict=True):
            if len(base) < 2 and not base.isdigit() or self._number(end, edge) == begin and base == self.folded[begin:end]:
                continue
            last = end == stop == ending.start and not ending.bare
            out.append(
                PlaceMention(begin, ending.end if last else end, _name(base, normal), ending.level, ending.rule, elided=not last)
            )
        return out

    def _with_heads(self, bases: list[str], level: Level, normal: str) -> list[str]:
        """Put back a head that only the first name bears: 青岛路一、二 → 青岛路一, 青岛路二."""
        first, others = bases[0], bases[1:]
        for length in (1, 2, 3):
            head, own = first[:-length], first[-length:]
            if not others or len(head) < 2 or not all(self._alike(own, other) for other in others):
                continue
            known = all(self.scope.knows(level, head + other, normal) for other in others)
            if known or any(character in self.numbers for character in own):
                return [first, *(head + other for other in others)]
        return bases

    def _alike(self, one: str, other: str) -> bool:
        """Whether two tails differ in a number alone: A区 and B区, 一 and 二."""
        return len(one) == len(other) and all(
            a == b or (a in self.numbers and b in self.numbers) for a, b in zip(one, other, strict=True)
        )

    def _item(self, level: Level, end: int, normal: str, edge: int) -> int | None:
        """Where the list item before `end` begins, or None where it is no name of this level."""
        limit = self._limit(level, end, edge)
        begin = self._begin(level, end, normal, edge, known_only=True)
        if begin is None:
            begin = self._number(end, edge)
        if begin is None:
            begin = self._begin_by_words(level, end, normal, limit)
        if begin is None or begin == end:
            return None
        item = self.folded[begin:end]
        if item.endswith(tuple(self.suffixes)) or item in self.generic or item in self.common:
            return None
        return begin

    def _number(self, end: int, edge: int) -> int | None:
        """Where a bare number before `end` begins that continues a list: the 三 of 工人新村一、二、三社区."""
        begin = self._numbered(end, edge)
        return begin if edge < begin < end and self.folded[begin - 1] in self.separators else None

    def _numbered(self, end: int, edge: int) -> int:
        """Where a number with its tail (A区, 一期, 三) before `end` begins; `end` where there is none."""
        stop = end
        for tail in self.number_tails:
            if self.folded.endswith(tail, edge, end):
                stop = end - len(tail)
        begin = stop
        while begin > edge and self.folded[begin - 1] in self.numbers:
            begin -= 1
        return begin if begin < stop else end

    def _limit(self, level: Level, end: int, edge: int) -> int:
        """The first position from which an unbroken run of name characters reaches `end`."""
        limit = max(edge, end - _LONGEST[level])
        position = end
        while position > limit and _is_name_character(self.folded[position - 1]):
            position -= 1
        return position

    def _parents(self) -> None:
        rank = {"province": 0, "city": 1, "district": 2, "street": 3, "community": 4}
        open_parent: int | None = None
        for index, mention in enumerate(self.mentions):
            if index:
                before = self.mentions[index - 1]
                between = self.folded[before.end : mention.start]
                if between in ("", "的") and rank[before.level] < rank[mention.level]:
                    open_parent = index - 1
                elif rank[before.level] == rank[mention.level] and len(between) <= 6 and (between[:1] in self.separators or between in self.suffixes):
                    open_parent = before.parent
                else:
                    open_parent = None
            mention.parent = open_parent


def _name(base: str, normal: str) -> str:
    return base if normal == "村" and base.endswith("村") else base + normal


def _is_name_character(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf" or character == "·" or (character.isascii() and character.isalnum())


def _plausible(base: str) -> bool:
    return len(base) >= 2 or base.isdigit()
