"""Decide where a person's full name ends, and whether it is one.

A rule finds the surname behind a title or an age; how many characters of a given name follow, no pattern
can say (医生周敏|用方言, 救护师何文洁|讲解). The characters that names avoid, the words that follow names and
the segmenter's words decide.

Rules: vocab/surnames.tsv, surname_doubt.tsv, given_not.tsv, name_follow.tsv, name_stop.tsv, person_not.tsv,
person_word.tsv, given_char.tsv
"""

from __future__ import annotations

from civicnews.match import Hit
from civicnews.mentions import counts
from civicnews.rules.load import RuleSet
from civicnews.text import is_han

__all__ = ["PARTICLE", "FullNames"]

PARTICLE = "的"
"""Stands between a body and its people, between a division and the one below it, and behind names."""

FAMILY = "家庭"
"""Ends the names of families (马素兰家庭)."""

_AS_MATCHED = frozenset({"party/minority-name", "party/foreign-name", "party/dotted-name"})
_ONE_WORD = frozenset({"party/bare-name", "party/person-after-role"})
_BOUNDED = frozenset({"party/person-before-kin", "party/person-in-brackets"})
_LONGEST_MINORITY_WORD = 6
_LONGEST_FOLLOWER = 3
_SHORTEST_NAME = 2
_SHORTEST_LIST = 3


class FullNames:
    """The names of one sentence.

    Args:
        folded: the sentence.
        words: offsets at which the segmenter's words begin; None where no segmenter runs.
        rules: the rule packs.
    """

    def __init__(self, folded: str, words: frozenset[int] | None, rules: RuleSet) -> None:
        self.folded = folded
        self.words = words
        self.surnames = rules.vocabulary("surnames")
        self.prepositions = rules.vocabulary("name_preposition")
        self.doubtful = rules.vocabulary("surname_doubt")
        self.given_not = rules.vocabulary("given_not")
        self.follow = rules.vocabulary("name_follow")
        self.stop = rules.vocabulary("name_stop")
        self.heads = rules.vocabulary("party_head")
        self.no_names = rules.vocabulary("person_not")
        self.words_alike = rules.vocabulary("person_word")
        self.given_chars = rules.vocabulary("given_char")
        self.says = rules.vocabulary("person_says")
        self.kin = rules.vocabulary("person_kin")
        self.separators = rules.vocabulary("list_separator")
        self.minority = rules.vocabulary("minority_name")
        self.modifiers = rules.vocabulary("party_modifier")

    def end_of(self, hit: Hit, start: int, end: int, *, titled: bool) -> int | None:
        """One past the full name at `start`, or None where there is none.

        Args:
            hit: the match that found it.
            start: where the name begins.
            end: where the rule's match of the name ends.
            titled: whether a title or an age stands before it.
        """
        if hit.rule.id in _AS_MATCHED or (hit.rule.id == "party/person-before-kin" and self._is_minority(start, end)):
            return end
        if hit.rule.id in _ONE_WORD:
            return self._one_word(start)
        if hit.rule.id == "party/name-list":
            return self._first_of_list(start)
        first = start + (2 if self.folded[start : start + 2] in self.surnames else 1)
        if any(self.folded[first : first + length] in self.kin for length in (3, 2, 1)):
            return None
        if hit.rule.id in _BOUNDED:
            return end if self._bounded(start, first, end, titled=titled) else None
        own = self._minority_end(start)
        if own is not None:
            return own
        doubtful = self.folded[start:first] in self.doubtful
        if self.folded[start:first] in self.prepositions and any(self.folded[end : end + 1] == PARTICLE for end in (first + 1, first + 2)):
            return None  # 民警向进山的村民
        for finish in (first + 2, first + 1):
            if not self._given(first, finish) or self._is_word(start, finish) or self._closes_noun(finish):
                continue
            if not doubtful or (self._usual(first, finish) and self._clear(start, finish)):
                return finish
        return None

    def listed(self, start: int) -> int | None:
        """One past a name in a list of names, which ends at a mark, a separator, 等 or another clear stop."""
        first = start + (2 if self.folded[start : start + 2] in self.surnames else 1)
        if self.folded[start:first] not in self.surnames:
            return None
        for end in (first + 2, first + 1):
            if self._given(first, end) and self._usual(first, end) and not self._is_word(start, end) and self._stops(end):
                return end
        return None

    def _first_of_list(self, start: int) -> int | None:
        """One past the first name of a list of three names or more that begins at `start`, of which one has three characters."""
        ends: list[int] = []
        lengths: set[int] = set()
        while (end := self.listed(start)) is not None:
            ends.append(end)
            lengths.add(end - start)
            if self.folded[end : end + 1] not in self.separators:
                break
            start = end + 1
        return ends[0] if len(ends) >= _SHORTEST_LIST and max(lengths) > _SHORTEST_NAME else None

    def is_by_name(self, start: int, end: int, *, titled: bool) -> bool:
        """Whether surname and form of address (宋婆婆, 葛婶, 小邹) are a name.

        Without a title before it the form of address must have two characters or more.
        """
        if self.folded[start:end] in self.no_names or self.folded[start:end] in self.heads:
            return False
        if titled:
            return self.folded[start] not in self.separators and (self.words is None or end in self.words or self._stops(end))
        return end - start > 2 and self.folded[start] not in self.doubtful and (self.words is None or start in self.words)

    def is_family(self, start: int, end: int) -> bool:
        """Whether the characters before 家庭 are a full name: 和残疾家庭 and 为困难家庭 are none."""
        named = end - len(FAMILY)
        return self.folded[start] not in self.separators and self.folded[start + 1 : named] not in self.modifiers

    def is_anonymised(self, start: int, name_end: int) -> bool:
        """Whether surname and 某 are a name: an everyday word before 某 (在某, 从某) is no surname."""
        return self.folded[start:name_end].split("某")[0] not in self.doubtful and (self.words is None or start in self.words)

    def _bounded(self, start: int, first: int, end: int, *, titled: bool) -> bool:
        """Whether the characters before 老人, 同志 or an age in brackets are a name."""
        given = self.folded[first:end]
        if self.folded[start:first] in self.prepositions and given in self.surnames:
            return False  # 和方大哥
        if self.folded[end - 1] in self.separators and self.folded[start : end - 1] in self.heads:
            return False  # 楼长和律师
        if not given or given in self.modifiers or self._closes_noun(end) or any(self.given_not.get(c) == "never" for c in given):
            return False
        sure = titled or (self._usual(first, end) and (self.words is None or start in self.words))
        return sure and not self._is_word(start, end)

    def _closes_noun(self, end: int) -> bool:
        """Whether the form of address at `end` is the end of a noun for people that begins before it (和五保|老人)."""
        return any(self.folded[first:last] in self.heads for first in range(max(0, end - 3), end) for last in range(end + 2, end + 4))

    def _one_word(self, start: int) -> int | None:
        """The end of a name of three characters that the segmenter takes for one word, before a clear stop."""
        end = start + 3
        if self.words is not None and not (start in self.words and end in self.words and start + 2 not in self.words):
            return None
        if self.folded[start] in self.doubtful or not self._given(start + 1, end) or self._is_word(start, end):
            return None
        return end if self._usual(start + 1, end) and self.folded[end : end + 1] in self.stop else None

    def _is_minority(self, start: int, end: int) -> bool:
        name = self.folded[start:end]
        return name in self.minority or any(name[:n] in self.minority and name[n:] in self.minority for n in range(2, len(name) - 1))

    def _minority_end(self, start: int) -> int | None:
        """One past a name built of the words of minority names, where it clearly stops."""
        end = start
        while step := next((n for n in range(_LONGEST_MINORITY_WORD, 1, -1) if self.folded[end : end + n] in self.minority), 0):
            end = min(end + step, len(self.folded))
        return end if end > start and self._stops(end) else None

    def _is_word(self, start: int, end: int) -> bool:
        """Whether the characters are a word, or run into a noun for people (向居民, 和老人)."""
        name = self.folded[start:end]
        return (
            name in self.no_names
            or (name in self.words_alike and not self._ends(end))
            or name[:2] in self.no_names
            or name in self.heads
            or name[1:] in self.heads
            or name[1:] in self.follow
            or self.folded[start + 1 : end + 1] in self.heads
        )

    def _given(self, start: int, end: int) -> bool:
        """Whether `folded[start:end]` can be a given name that ends there."""
        given = self.folded[start:end]
        if len(given) < end - start or not all(map(is_han, given)):
            return False
        last = self.given_not.get(given[-1])
        if last is not None and self.folded[end : end + 1] in counts.CHARACTERS:
            return False  # 周敏为80余名学生
        if any(self.given_not.get(c) == "never" for c in given) or (last == "doubt" and not self._stops(end)):
            return False
        if last == "function" and not self._ends(end):
            return False
        if end - start < 2:
            return True
        if any(self.folded[end - 1 : end - 1 + length] in self.follow for length in range(2, _LONGEST_FOLLOWER + 1)):
            return False
        return self.words is None or end - 1 not in self.words or end in self.words or (self._usual(start, end) and self._stops(end))

    def _usual(self, start: int, end: int) -> bool:
        """Whether given names are made of these characters."""
        return all(c in self.given_chars for c in self.folded[start:end])

    def _clear(self, start: int, end: int) -> bool:
        """Whether a name with a doubtful surname clearly ends: a stop behind, or three characters that are one word."""
        if self._stops(end):
            return True
        inside = range(start + 1, end)
        return end - start == 3 and self.words is not None and {start, end} <= self.words and not any(at in self.words for at in inside)

    def _ends(self, position: int) -> bool:
        """Whether a mark that closes, 的 or a word of speech stands here."""
        following = self.folded[position : position + 1]
        if following and (following in "“《" or (following.isascii() and following.isalnum())):
            return False
        said = any(self.folded[position : position + length] in self.says for length in (1, 2))
        return not is_han(following) or following == PARTICLE or said

    def _stops(self, position: int) -> bool:
        following = self.folded[position : position + 1]
        return not is_han(following) or following in self.stop or self.folded[position : position + 2] in self.follow
