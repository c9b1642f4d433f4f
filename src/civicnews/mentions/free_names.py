"""Find full names that no title and no verb of speech gives away, by what speaks for and against each candidate.

A candidate is a surname with one or two characters behind it. Its characters, the words that the segmenter cuts and what stands
on either side give points; enough of them make it a name. This is for redaction alone: a word too many that is taken
out does less harm than a name that stays.

Rules: vocab/surnames.tsv, surname_doubt.tsv, given_char.tsv, given_not.tsv, person_not.tsv, person_word.tsv, person_kin.tsv,
person_title.tsv, party_head.tsv, role_ending.tsv, name_stop.tsv, name_follow.tsv and all personal_*.tsv
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise

from civicnews.mentions.full_names import PARTICLE
from civicnews.rules.load import RuleSet
from civicnews.segment import Segmenter
from civicnews.text import Span, is_han

__all__ = ["FreeNames"]

_ENOUGH = {2: 7, 3: 5, 4: 5}
"""Length of a name → the points that make it one. Two characters are a word more often than three."""
_LONGEST_FRAME = 4
_LONGEST_FORM = 3
_LONGEST_TITLE = 8
_SEPARATORS = frozenset("、 和与及")
_DIGITS = frozenset("0123456789百千万亿")


class FreeNames:
    """The free-standing names of texts.

    Args:
        rules: the rule packs.
        segmenter: says which characters are a word.
    """

    def __init__(self, rules: RuleSet, segmenter: Segmenter) -> None:
        self.segmenter = segmenter
        self.surnames = rules.vocabulary("surnames")
        self.doubtful = rules.vocabulary("surname_doubt")
        self.given_chars = {**rules.vocabulary("given_char"), **rules.vocabulary("personal_given")}
        self.given_not = rules.vocabulary("given_not")
        self.never = [rules.vocabulary(name) for name in ("person_not", "person_word", "party_head", "personal_not")]
        self.no_start = {**rules.vocabulary("person_not"), **rules.vocabulary("personal_not")}
        self.no_surname = rules.vocabulary("personal_surname_not")
        self.masks = set("".join(rules.vocabulary("pseudonym")))
        self.kin = rules.vocabulary("person_kin")
        self.ends = [rules.vocabulary(name) for name in ("name_stop", "name_follow", "personal_after")]
        self.frames = rules.vocabulary("personal_before")
        self.titles = [rules.vocabulary(name) for name in ("party_head", "person_title", "person_kin")]
        self.role_endings = rules.vocabulary("role_ending")
        self.not_after = rules.vocabulary("personal_not_after")

    def find(self, folded: str, words: Collection[int], taken: Collection[int], known: Collection[Span]) -> Iterator[Span]:
        """The names in a sentence.

        Args:
            folded: the sentence.
            words: where the segmenter's words begin, with the length of the sentence at the end.
            taken: positions of divisions, bodies and names that are known already.
            known: the names that are known already. What stands in a list with one is likely another; where one ends in a character
                that rarely ends names, it may be longer or shorter.

        Yields:
            Half-open spans, in order, without overlaps.
        """
        edges = {edge for span in known for edge in span}
        unsure = {start: end for start, end in known if folded[end - 1] in self.given_not}
        alone = list(self._each(folded, words, taken, unsure, edges))
        yield from self._each(folded, words, taken, unsure, edges.union(*alone))

    def _each(
        self, folded: str, words: Collection[int], taken: Collection[int], unsure: Mapping[int, int], edges: Collection[int]
    ) -> Iterator[Span]:
        """The likeliest names from left to right, where names begin and end at `edges`."""
        position = 0
        while position < len(folded):
            end = None
            if position not in taken or position in unsure:
                blocked = next((at for at in range(unsure.get(position, position), len(folded)) if at in taken), len(folded))
                end = self._end(folded, position, blocked, words, edges)
            if end is not None:
                yield position, end
            position = position + 1 if end is None else end

    def _end(self, folded: str, start: int, limit: int, words: Collection[int], edges: Collection[int]) -> int | None:
        """One past the longest likely name at `start`, at the most `limit`; None where none is likely enough."""
        first = start + next((length for length in (2, 1) if folded[start : start + length] in self.surnames), 0)
        for end in (first + 2, first + 1):
            if first == start or end > limit or self._is_word(folded, start, first, end):
                continue
            points = self._points(folded, start, first, end, words)
            points += 2 * (self._listed(folded, start - 1, edges) or self._listed(folded, end, edges))
            if points >= _ENOUGH[end - start]:
                return end
        return None

    def _is_word(self, folded: str, start: int, first: int, end: int) -> bool:
        """Whether the characters are no name, whatever stands beside them."""
        name = folded[start:end]
        if (
            "某" in name
            or not all(map(is_han, name))
            or any(name in words for words in self.never)
            or (first - start == 1 and name[:2] in self.no_start)
        ):
            return True
        if start and folded[start - 1] in _DIGITS:
            return True  # 60余人
        if any(folded[first : first + length] in self.kin for length in range(1, _LONGEST_FORM + 1)):
            return True
        return any(folded[end : end + length] in self.not_after for length in (1, 2))

    def _points(self, folded: str, start: int, first: int, end: int, words: Collection[int]) -> int:
        """What speaks for a name less what speaks against it."""
        surname, given, behind = folded[start:first], folded[first:end], folded[end : end + 1]
        titled = self._titled(folded, start)
        opened = titled or self._opens(folded, start)
        closed = not is_han(behind) or any(folded[end : end + length] in words for words in self.ends for length in (1, 2))
        if surname in self.doubtful and not (closed and (titled or (opened and len(given) > 1))):
            return 0
        if surname in self.no_surname:
            return 0
        points = (0 if surname in self.doubtful else 2) + sum(self._given(character) for character in given)
        points -= not closed and given[-1] in self.given_not
        points += 3 * any(folded[end : end + length] in self.kin for length in (2, 3))
        points += 2 * titled + (1 if start in words else -2) + (1 if end in words else -1) + opened + closed + 2 * (opened and closed)
        inner = [at for at in range(start + 1, end) if at in words]
        if not inner and start in words and end in words:
            return points + (0 if len(given) < 2 else -2 if self.segmenter.knows(folded[start:end]) else 1)
        for left, right in pairwise(sorted({first if len(surname) > 1 else start, *inner, end})):
            if right - left > 1 and right in words and self.segmenter.knows(folded[left:right]):
                points -= 2
        return points

    def _given(self, character: str) -> int:
        if self.given_not.get(character) == "never":
            return -2
        return 1 if character in self.given_chars else -1

    def _opens(self, folded: str, start: int) -> bool:
        """Whether a name can begin here: behind a mark, 的, or words that names follow (名叫, 来到)."""
        before = folded[start - 1 : start]
        framed = any(folded[max(0, start - length) : start] in self.frames for length in range(1, _LONGEST_FRAME + 1))
        return not is_han(before) or before == PARTICLE or framed

    def _titled(self, folded: str, start: int) -> bool:
        """Whether a title stands before `start`, or a word that ends like one."""
        if any(folded[max(0, start - length) : start] in words for words in self.titles for length in range(2, _LONGEST_TITLE + 1)):
            return True
        return start > 1 and folded[start - 1] in self.role_endings and is_han(folded[start - 2])

    @staticmethod
    def _listed(folded: str, position: int, edges: Collection[int]) -> bool:
        """Whether only a separator parts a name from another at this position."""
        return 0 <= position < len(folded) and folded[position] in _SEPARATORS and (position in edges or position + 1 in edges)
