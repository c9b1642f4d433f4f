"""Where a division's name begins, and how names in a list share what is printed once.

The gazetteer of the page's region decides where it can; else the words before the ending do, stopped by
words that no division bears (vocab/place_left_stop.tsv, vocab/place_not_in_name.tsv).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal

from civicnews.document import PlaceMention
from civicnews.region import Scope
from civicnews.rules.load import RuleSet
from civicnews.text import Text, is_han

__all__ = ["Level", "NameReader", "full_name"]

Level = Literal["community", "street"]
_LONGEST = {"community": 12, "street": 9}
"""Characters of the longest base that is looked up."""
_LONGEST_UNKNOWN = {"community": 7, "street": 5}
"""Characters of the longest base that is believed though no gazetteer has it."""
_LONGEST_SHORT = 4
_LONGEST_WORD = 4
ORDINAL, VILLAGE = "第", "村"
_SPEECH = "，。！？；：…"
"""Marks that a quotation of somebody's words ends with, and a slogan or a title does not."""
_LONGEST_ASKED = 24
"""Within how many characters behind a name it says that somebody was asked: 应柳林社区居委会邀请."""
_LONGEST_SLOGAN = 36
"""Characters of the longest slogan or title between quotation marks."""


class NameReader:
    """Reads names leftwards from their endings in one sentence.

    All positions are offsets in the sentence, in code points; `edge` is one that no name may cross.
    """

    def __init__(self, text: Text, words: Sequence[int], scope: Scope, rules: RuleSet) -> None:
        self.folded = text.folded
        self.words = words
        self.scope = scope
        self.suffixes = rules.words("place_suffix")
        self.generic = rules.vocabulary("place_generic")
        self.virtues = rules.words("place_virtue")
        self.generic_after = rules.words("place_generic_after")
        self.common = rules.vocabulary("place_common")
        self.separators = rules.vocabulary("list_separator")
        self.stops = rules.vocabulary("place_left_stop")
        self.other_words = rules.vocabulary("place_not_in_name")
        self.compounds = rules.words("community_compound")
        self.titles = rules.words("person_title")
        self.numbers = rules.vocabulary("place_number")
        self.first_parts = rules.vocabulary("place_first_part")
        self.village_follows = rules.words("place_village_follow")
        self.bodies = rules.words("place_list_not")
        self.district_ends = rules.vocabulary("place_district_end")
        self.street_parts = rules.vocabulary("place_street_part")
        self.number_tails = rules.vocabulary("place_number_tail")
        self.coverbs = rules.vocabulary("place_coverb")
        self.asked = rules.compiled("{place_asked}")
        self.matcher = rules.matcher("place")

    def begin(self, level: Level, end: int, normal: str, edge: int, *, known_only: bool = False) -> int | None:
        """Where the name before `end` begins; None where nothing can be a name."""
        limit = self._limit(level, end, edge)
        if normal == VILLAGE and self.folded[end - 1 : end].isdigit():
            return None  # 5村1居
        for start in range(limit, end - 1 if limit < end - 1 else end):
            if self.scope.knows(level, self.folded[start:end], normal) and self._boundary_ok(start, limit, end):
                if self.folded[start:end] + normal in self.generic and self.folded.startswith(self.generic_after, end + len(normal)):
                    continue  # 和谐社区建设示范单位
                if self._is_quoted(start, end + len(normal)):
                    continue  # “幸福社区 邻里如亲”
                if self._is_verb(start, end, edge):
                    continue  # the verb in 社工联合村委会, not 联合村
                if 0 < edge == start - 1 and self._is_of_name(edge):
                    continue  # 大兰家庄村 behind its town, not 兰家庄村
                return start
        if known_only:
            return None
        return self._by_words(level, end, normal, limit)

    def _is_verb(self, start: int, end: int, edge: int) -> bool:
        """Whether a known name of a village is a verb with a body of the village behind it."""
        if self.folded[start:end] not in self.stops or start == edge or self._is_marked_off(start):
            return False
        return self.folded.startswith(self.village_follows, end)

    def _is_of_name(self, at: int) -> bool:
        """Whether the one character between a division and a known name is the first of a longer name."""
        return self.folded[at] in self.first_parts

    def _is_marked_off(self, start: int) -> bool:
        """Whether no Chinese character stands before `start`, or one that parts a list."""
        before = self.folded[start - 1 : start]
        return not is_han(before) or before in self.separators

    def _boundary_ok(self, start: int, limit: int, end: int) -> bool:
        """A short known name inside a longer word is chance: 民和 in 居民和 is no name."""
        if start == limit or end - start > 2:
            return True
        index = bisect_left(self.words, start)
        if index < len(self.words) and self.words[index] == start:
            return True
        begin = self.words[index - 1] if index else 0
        finish = self.words[index] if index < len(self.words) else len(self.folded)
        return finish >= end or self.folded[begin:start] in self.stops

    def _by_words(self, level: Level, end: int, normal: str, limit: int) -> int | None:
        start = self.numbered(end, limit)
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
        name = base + normal
        if not base or base in self.stops or not _plausible(base) or name in self.generic:
            return None
        if self._is_quoted(start, end + len(normal)):
            return None
        if self.scope.listed(level, name):
            return start
        if self._ends_in_word(base):
            return None
        whole = start == limit and not self._is_marked_off(start)
        if base[0] in self.stops and self.scope.listed(level, name[1:]) and len(base) > 2 and not whole:
            return start + 1
        if any(hit.decides == "not-a-name" for hit in self.matcher.find(base)):
            return None
        firm = start == limit and (start == 0 or len(base) > 2)
        if not firm and self.folded.startswith(self.compounds, end + len(normal)):
            return None  # 响应社区居民: the ending begins a word of its own
        if any(name[i:] in self.generic for i in range(1, len(base))):
            return None
        if base[0] in self.coverbs and len(base) > 2 and self.asked.search(self.folded[end : end + _LONGEST_ASKED]) is not None:
            start, base = start + 1, base[1:]
        return start + self._upper_prefix(base, level)

    def _ends_in_word(self, base: str) -> bool:
        """Whether an unlisted name is no name by its end: 们表示感谢社区, however the words are cut, and 就找社区."""
        if any(base[-length:] in self.other_words for length in range(2, min(len(base), _LONGEST_WORD) + 1)):
            return True
        return len(base) == 2 and base[0] in self.stops

    def _is_quoted(self, start: int, end: int) -> bool:
        """Whether the words belong to a slogan or a title between quotation marks: “红色物业社区”, “情满元宵 爱在社区”.

        A name that opens the quotation and has a word behind it is one: “柳林社区夜校”. Speech ends with a stop.
        """
        opened = self.folded.rfind("“", 0, start)
        closed = self.folded.find("”", end)
        if opened < 0 or closed < 0 or self.folded.rfind("”", opened, start) >= 0 or self.folded.find("“", end, closed) >= 0:
            return False
        if self.folded[closed - 1] in _SPEECH or closed - opened > _LONGEST_SLOGAN:
            return False
        behind = self.folded[end : end + 1]
        if self.folded.startswith(self.virtues, start):
            return True
        return start != opened + 1 or not is_han(behind) or behind in self.separators

    def _upper_prefix(self, base: str, level: Level) -> int:
        """How many characters at the head of an unlisted name are a city or district: 苏州娄葑街道, 新浦区浦东街道."""
        for length in range(2, min(len(base) - 1, _LONGEST_SHORT + 1)):
            rest = base[length:]
            if base[length - 1] in self.district_ends and rest[0] != ORDINAL and rest[0] not in self.numbers:
                return length
        for length in range(min(len(base) - 2, _LONGEST_SHORT), 1, -1):
            if base[:length] in self.scope.upper_bases and base[length] not in self.street_parts:
                return length
        return 0

    def listed_anywhere(self, level: Level, start: int, end: int, edge: int) -> int | None:
        """Where a name with its ending in `[start, end)` begins that is listed anywhere, for a page of no known region."""
        if self.scope.regions:
            return None
        limit = self._limit(level, start, edge)
        return next((begin for begin in range(limit, start - 1) if self.scope.listed(level, self.folded[begin:end])), None)

    def item(self, level: Level, end: int, normal: str, edge: int) -> int | None:
        """Where the list item before `end` begins, or None where it is no name of this level."""
        limit = self._limit(level, end, edge)
        begin = self.begin(level, end, normal, edge, known_only=True)
        if begin is not None and end - begin <= 2 and begin > edge and not self._is_marked_off(begin):
            begin = None  # 中心 at the end of 柳林社区党群服务中心
        if begin is None:
            begin = self.number(end, edge)
        if begin is None:
            begin = self._by_words(level, end, normal, limit)
        if begin is None or begin == end:
            return None
        item = self.folded[begin:end]
        if self.folded.endswith(self.titles, 0, begin) and not self.scope.knows(level, item, normal):
            return None  # 党支部书记王林、柳林社区主任李芳
        if item in self.generic or item in self.common or (item.endswith(self.bodies) and not self.scope.knows(level, item, normal)):
            return None
        if item.endswith(self.suffixes) and not self.scope.bears(level, item, normal):
            return None
        return begin

    def number(self, end: int, edge: int) -> int | None:
        """Where a bare number before `end` begins that continues a list: the 三 of 工人新村一、二、三社区."""
        begin = self.numbered(end, edge)
        if self.folded[begin:end].isdigit() and self.folded[end : end + 1] == VILLAGE:
            return None  # 5村1居
        if edge < begin < end and self.folded[begin - 1] == ORDINAL:
            begin -= 1
        return begin if edge < begin < end and self.folded[begin - 1] in self.separators else None

    def numbered(self, end: int, edge: int) -> int:
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

    def short_upper(self, start: int, edge: int) -> list[PlaceMention]:
        """A city or district printed by its short name directly before a name: the 苏州 of 苏州娄葑街道."""
        for length in range(_LONGEST_SHORT, 1, -1):
            short = self.folded[max(edge, start - length) : start]
            if len(short) == length and short in self.scope.upper_bases and short not in self.stops:
                return [PlaceMention(start - length, start, short, self.scope.upper_bases[short], "place/short-name")]
        return []

    def with_heads(self, bases: list[str], level: Level, normal: str) -> list[str]:
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
        return len(one) == len(other) and all(a == b or (a in self.numbers and b in self.numbers) for a, b in zip(one, other, strict=True))


def full_name(base: str, normal: str) -> str:
    """A base with its ending; 范家庄村 does not become 范家庄村村."""
    return base if len(normal) == 1 and base.endswith(normal) else base + normal


def _is_name_character(character: str) -> bool:
    return is_han(character) or "\u3400" <= character <= "\u4dbf" or character == "·" or (character.isascii() and character.isalnum())


def _plausible(base: str) -> bool:
    return (len(base) >= 2 or base.isdigit()) and base[-1] != "·"
