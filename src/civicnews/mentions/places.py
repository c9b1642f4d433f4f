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

from civicnews.document import PlaceMention
from civicnews.mentions.place_names import Level, NameReader, full_name
from civicnews.region import Scope
from civicnews.rules.load import RuleSet
from civicnews.structs import frozen
from civicnews.text import Span, Text

__all__ = ["find"]

_LONGEST_DISTRICT = 11
_LONGEST_LIST = 80
COMMUNITY, VILLAGE = "社区", "村"
ZONE = "place/zone-ending"
"""The rule of farms and zones, whose community bears their name: 红旗农场社区."""


@frozen
class _Ending:
    level: Level
    start: int
    end: int
    normal: str
    rule: str
    bare: bool = False
    """Whether the words belong to a station and not to the name itself."""

    def ending(self, folded: str) -> str:
        """The words of the ending in the sentence `folded`."""
        return folded[self.start : self.end]


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


def _bears_name(ending: _Ending, follower: _Ending) -> bool:
    """Whether an ending directly behind a community's takes the name: 村委会 in 范家庄村村委会, but not 村 in 柳林社区村史馆."""
    return ending.level == "community" and not follower.bare and (ending.normal, follower.normal) != (COMMUNITY, VILLAGE)


class _Finder:
    def __init__(self, text: Text, words: Sequence[int], scope: Scope, rules: RuleSet, barriers: Sequence[Span]) -> None:
        self.folded = text.folded
        self.scope = scope
        self.barriers = [end for _, end in barriers]
        self.suffixes = rules.vocabulary("place_suffix")
        self.short_suffixes = rules.vocabulary("place_suffix_short")
        self.generic = rules.vocabulary("place_generic")
        self.common = rules.vocabulary("place_common")
        self.separators = rules.vocabulary("list_separator")
        self.matcher = rules.matcher("place")
        self.names = NameReader(text, words, scope, rules)
        self.mentions: list[PlaceMention] = []

    def run(self) -> list[PlaceMention]:
        self._districts()
        starts = [mention.start for mention in self.mentions]
        walls = sorted([*self.barriers, *(mention.end for mention in self.mentions)])
        more: list[PlaceMention] = []
        edge = 0
        for ending in self._endings():
            before = bisect_left(starts, ending.end)
            if before and self.mentions[before - 1].end > ending.start:
                continue
            wall = bisect_right(walls, ending.start)
            edge = max(edge, walls[wall - 1] if wall else 0)
            found = self._named(ending, edge, more[-1] if more else None)
            if found:
                more.extend(found)
                edge = ending.end
        self.mentions = sorted([*self.mentions, *more], key=lambda mention: mention.start)
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
            printed = self.folded[hit.start : hit.end]
            normal = self.suffixes.get(printed, self.short_suffixes.get(printed, "")).partition(":")[2]
            if not normal or hit.decides == "list-count":
                continue
            level: Level = "street" if hit.decides == "street" else "community"
            known = best.get(hit.start)
            if known is None or known.end < hit.end:
                best[hit.start] = _Ending(level, hit.start, hit.end, normal, hit.rule.id, hit.decides == "bare-community")
        endings = [best[start] for start in sorted(best) if not self._is_list_item(best[start], best)]
        covered = -1
        out: list[_Ending] = []
        for index, ending in enumerate(endings):
            if ending.start < covered:
                continue
            follower = endings[index + 1] if index + 1 < len(endings) else None
            if follower is not None and follower.start == ending.end and _bears_name(ending, follower):
                continue  # 范家庄村村委会, 南友村社区, 百家村街道: the last ending bears the name
            out.append(ending)
            covered = ending.end
        return out

    def _is_list_item(self, ending: _Ending, others: dict[int, _Ending]) -> bool:
        """Whether a 村 stands in a list of communities and is the end of a base: 南友村 of 南友村、北苑社区."""
        if ending.end - ending.start != 1 or self.folded[ending.end : ending.end + 1] not in self.separators or not self.scope.regions:
            return False
        follower = next((others[start] for start in sorted(others) if start > ending.end), None)
        if follower is None or follower.level != "community" or follower.normal == ending.normal:
            return False
        start = self.names.begin("community", ending.end, follower.normal, max(0, ending.start - _LONGEST_LIST), known_only=True)
        return start is not None and self.scope.bears("community", self.folded[start : ending.end], follower.normal)

    def _named(self, ending: _Ending, edge: int, before: PlaceMention | None) -> list[PlaceMention]:
        if ending.bare:
            return self._station(ending, edge, before)
        if ending.ending(self.folded) in self.short_suffixes:
            return self._short(ending, edge)
        if before is not None and before.end == ending.start and before.rule == ZONE and ending.level == "community":
            return [PlaceMention(ending.start, ending.end, before.name + ending.normal, "community", ending.rule)]
        start = self.names.begin(ending.level, ending.start, ending.normal, edge, known_only=True)
        if start is None:
            counted = self._counted(ending, edge, before)
            if counted is not None:
                return counted
            if ending.rule == ZONE:
                start = self.names.listed_anywhere(ending.level, ending.start, ending.end, edge)
                return [] if start is None else [PlaceMention(start, ending.end, self.folded[start : ending.end], "street", ending.rule)]
            start = self.names.number(ending.start, edge)
            if start is None:
                start = self.names.begin(ending.level, ending.start, ending.normal, edge)
        if start is None or start == ending.start:
            return []
        return [*self.names.short_upper(start, edge), *self._list(ending, start, ending.start, ending.normal, edge, before)]

    def _short(self, ending: _Ending, edge: int) -> list[PlaceMention]:
        """A township by a short ending: 六榕街 where 六榕街道 is listed, 72团 by its number. Its name stays as printed."""
        start: int | None = self.names.numbered(ending.start, edge)
        if ending.normal != ending.ending(self.folded):
            start = self.names.begin("street", ending.start, ending.normal, edge, known_only=True)
            if start is None:  # 唐家墩街, listed as 唐家墩街街道
                start = self.names.begin("street", ending.end, ending.normal, edge, known_only=True)
        if start is None or start == ending.start:
            return []
        return [PlaceMention(start, ending.end, self.folded[start : ending.end], "street", ending.rule)]

    def _station(self, ending: _Ending, edge: int, before: PlaceMention | None) -> list[PlaceMention]:
        """A community that is named by its station alone: 御锦源新时代文明实践站."""
        start = self.names.begin("community", ending.start, ending.normal, edge, known_only=ending.rule != "place/practice-station")
        if start is not None and not self.scope.listed("community", self.folded[start : ending.start] + ending.normal):
            return []
        if start is None or ending.start - start < 2 or self.folded[start : ending.start] in self.generic:
            return []
        if self.folded[ending.start - 1] in self.scope.district_endings or self.folded[start : ending.start].endswith(tuple(self.suffixes)):
            return []
        return self._list(ending, start, ending.start, ending.normal, edge, before)

    def _counted(self, ending: _Ending, edge: int, mention: PlaceMention | None) -> list[PlaceMention] | None:
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
        ends = sorted({edge + at for hit in counts for at in range(hit.start, hit.end)})
        items = [(self.names.item(ending.level, end, ending.normal, edge), end) for end in ends]
        named = [(last, end) for last, end in items if last is not None]
        known = [(last, end) for last, end in named if self.scope.knows(ending.level, self.folded[last:end], ending.normal)]
        for last, end in known or named:
            found = self._list(ending, last, end, ending.normal, edge, mention)
            if len(found) > 1 or self.scope.knows(ending.level, self.folded[last:end], ending.normal):
                return found
        return [] if counts else None

    def _list(self, ending: _Ending, start: int, stop: int, normal: str, edge: int, before: PlaceMention | None) -> list[PlaceMention]:
        """The name `[start, stop)` and those before it that share its ending: 柳港园南院、文博苑和向阳东街社区."""
        spans = [(start, stop)]
        sure = self.scope.knows(ending.level, self.folded[start:stop], normal)
        kept = 1
        while spans[0][0] - 1 > edge and self.folded[spans[0][0] - 1] in self.separators:
            end = spans[0][0] - 1
            begin = self.names.item(ending.level, end, normal, edge)
            if begin is None:
                break
            known = self.scope.knows(ending.level, self.folded[begin:end], normal)
            if not known and before is not None and begin == edge == before.end and before.level == ending.level:
                break  # 红旗社区妇联、四牌楼社区妇联: 妇联 belongs to the name before it
            spans.insert(0, (begin, end))
            if known or not sure:
                kept = len(spans)
        spans = spans[len(spans) - kept :]
        bases = self.names.with_heads([self.folded[begin:end] for begin, end in spans], ending.level, normal)
        out = []
        for (begin, end), base in zip(spans, bases, strict=True):
            if not self.scope.knows(ending.level, base, normal) and self._is_bare_number(base, begin, end, edge):
                continue
            after_like = before is not None and before.end == begin and before.level == ending.level
            if after_like and self.names.numbered(end, begin) == begin:
                continue  # 小庙村、石皮村两村: a count of those named
            last = end == stop == ending.start and not ending.bare
            out.append(
                PlaceMention(begin, ending.end if last else end, full_name(base, normal), ending.level, ending.rule, elided=not last)
            )
        return out

    def _is_bare_number(self, base: str, begin: int, end: int, edge: int) -> bool:
        """Whether a list item stayed a number (二) because no head was found for it."""
        if len(base) < 2:
            return not base.isdigit()
        return base == self.folded[begin:end] and self.names.number(end, edge) == begin

    def _parents(self) -> None:
        rank = {"province": 0, "city": 1, "district": 2, "street": 3, "community": 4}
        open_parent: int | None = None
        for index, mention in enumerate(self.mentions):
            if index:
                before = self.mentions[index - 1]
                between = self.folded[before.end : mention.start]
                if between in ("", "的") and rank[before.level] < rank[mention.level]:
                    open_parent = index - 1
                elif (
                    rank[before.level] == rank[mention.level]
                    and len(between) <= 6
                    and (between[:1] in self.separators or between in self.suffixes)
                ):
                    open_parent = before.parent
                else:
                    open_parent = None
            mention.parent = open_parent
