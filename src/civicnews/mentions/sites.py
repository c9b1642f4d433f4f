"""Find the phrases of a sentence that may name a scene: 盛和小区广场, 村委会的院子, 青年街与文化路交叉口.

A phrase has a head (广场, 活动室, 小区) or an ending that many places share (馆, 堤, 坊). Its left edge comes
from divisions, punctuation, function words and the segmenter's words; behind the head an edge of the place may
follow (门前, 入口处, 旁). Whether anything happens there, the rules of kind `venue` decide.

Rules: vocab/venue_head.tsv, venue_named_head.tsv, venue_ending.tsv, venue_tail.tsv, venue_left_stop.tsv,
venue_edge.tsv, venue_seat.tsv, venue_street.tsv; venues.yaml (v_several, v_house)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from civicnews.mentions.full_names import PARTICLE
from civicnews.rules.load import RuleSet
from civicnews.structs import frozen
from civicnews.text import Span, is_han

__all__ = ["Site", "Sites"]

Sort = Literal["named", "plain", "weak", "numbered"]
"""`named`: has a name of its own; `plain`: a head that stands alone too; `weak`: an ending, which needs a
strong context; `numbered`: a building with a number."""

LONGEST_OWN_NAME = 12
"""How many characters a place may have before its head, in code points."""
_LONGEST_HEAD = 10
_LONGEST_TAIL = 4
_LONGEST_HOUSE = 12
_LONGEST_STOP = 6
_OPEN, _CLOSE = "“", "”"
_SIDES = frozenset("里上内中下外")


@frozen
class Site:
    """A phrase that may name a scene; offsets in code points of the sentence.

    Attributes:
        start: where it begins, behind divisions.
        end: one past its last character.
        sort: how sure it is.
        head: its head, without what follows.
    """

    start: int
    end: int
    sort: Sort
    head: str


class Sites:
    """Makes the sites of one sentence.

    Args:
        folded: the sentence.
        places: half-open spans of the divisions found in it.
        words: offsets at which the segmenter's words begin; None where no segmenter runs.
        rules: the rule packs.
    """

    def __init__(self, folded: str, places: Sequence[Span], words: frozenset[int] | None, rules: RuleSet) -> None:
        self.folded = folded
        self.words = words
        self.place_at_end = {end: start for start, end in places}
        self.inside_place = {position for start, end in places for position in range(start, end)}
        self.heads = rules.vocabulary("venue_head")
        self.named = rules.vocabulary("venue_named_head")
        self.endings = rules.vocabulary("venue_ending")
        self.tails = rules.vocabulary("venue_tail")
        self.stops = rules.vocabulary("venue_left_stop")
        self.head_ends = rules.last_characters("venue_head", "venue_named_head", "venue_ending")
        self.stop_ends = rules.last_characters("venue_left_stop")
        self.several = rules.compiled("^{v_several}")
        self.house = rules.compiled("^{v_house}")
        self.streets = rules.vocabulary("venue_street")
        self.edges = rules.vocabulary("venue_edge")
        self.seats = rules.vocabulary("venue_seat")

    def all(self) -> list[Site]:
        """The sites in reading order, without overlaps: the surer one stays, then the longer."""
        kept: list[Site] = []
        for site in sorted(self._candidates(), key=lambda one: (one.sort == "weak", one.start - one.end, one.start)):
            if all(site.end <= other.start or other.end <= site.start for other in kept):
                kept.append(site)
        return self._joined(sorted(kept, key=lambda one: one.start))

    def _candidates(self) -> Iterator[Site]:
        position = len(self.folded)
        while position > 1:
            head = self._head(position)
            site = self._site(position - len(head), position) if head else None
            if site is not None:
                yield site
            edge = self._tail(position - 1) if position - 1 in self.place_at_end else 0
            if edge and self.folded[position - 1 : edge] in self.edges:
                yield Site(position - 1, edge, "plain", self.folded[position - 1 : edge])
            position -= 1

    def _head(self, end: int) -> str:
        """The longest head that ends at `end`, at a word's end."""
        if self.folded[end - 1] not in self.head_ends:
            return ""
        for length in range(min(_LONGEST_HEAD, end), 0, -1):
            word = self.folded[end - length : end]
            if (word in self.heads or word in self.named or word in self.endings) and end - length not in self.inside_place:
                return word if self._ends(end) else ""
        return ""

    def _is_head(self, end: int) -> bool:
        """Whether a head that stands alone ends here, so that what follows is its side (祠堂|里, 广场|上)."""
        return any(self.folded[end - length : end] in self.heads for length in range(2, min(_LONGEST_HEAD, end) + 1))

    def _ends(self, end: int) -> bool:
        """Whether no word runs on behind a head (广场|舞), unless it is an edge or a side (院子|里, 小区|门口)."""
        return self.words is None or end in self.words or bool(self._tail(end)) or self.folded[end : end + 1] in _SIDES

    def _tail(self, end: int) -> int:
        """One past the edge of the place that stands behind its head (门前, 入口处), else 0."""
        for length in range(_LONGEST_TAIL, 0, -1):
            word = self.folded[end : end + length]
            if len(word) == length and word in self.tails and (length > 1 or self.words is None or end + 1 in self.words):
                return end + length
        return 0

    def _site(self, start: int, end: int) -> Site | None:
        """The site with the head between `start` and `end`; None where it names no one place."""
        head = self.folded[start:end]
        first = self._left_edge(start)
        if self.several.match(self.folded[first:end]):
            return None
        edged = False
        house = self.house.match(self.folded[end : end + _LONGEST_HOUSE]) if head in self.streets else None
        end += house.end() if house is not None else 0
        while tail := self._tail(end):
            edged = edged or self.tails[self.folded[end:tail]] != "loose"
            end = tail
        quoted = self.folded[first] == _OPEN and self.folded[end : end + 1] == _CLOSE and _CLOSE not in self.folded[first:end]
        sort = self._sort(head, first, start, surely=edged or quoted)
        return Site(first, end + quoted, sort, head) if sort is not None else None

    def _sort(self, head: str, first: int, start: int, *, surely: bool) -> Sort | None:
        """Which sort of site begins at `first` and has its head at `start`; None where the head needs more before it."""
        own = start - first
        if self.named.get(head) == "number":
            return "numbered" if self.folded[start - 1 : start].isdigit() else None
        if head in self.heads:
            return "named" if own > 1 else "plain"
        if head in self.named:
            seat = any(self.folded.endswith(seat, 0, first) for seat in self.seats)
            return "named" if own > 1 else "plain" if seat or self.folded[first:start].isdigit() else "weak"
        return ("plain" if surely else "weak") if own else None

    def _left_edge(self, start: int) -> int:
        edge, limit = start, max(0, start - LONGEST_OWN_NAME)
        while edge > limit and edge not in self.place_at_end:
            character = self.folded[edge - 1]
            if character == _CLOSE:
                opened = self.folded.rfind(_OPEN, limit, edge)
                return opened if opened >= 0 else edge
            if character == _OPEN:
                return edge - 1 if _CLOSE in self.folded[start : start + LONGEST_OWN_NAME] else edge
            if not (character in "·・•-" or is_han(character) or (character.isascii() and character.isalnum())):
                break
            if character in _SIDES and self._is_head(edge - 1):
                break
            stop = self._stop_before(edge, start)
            if stop:
                return edge - 1 if stop == 1 and start - edge == 1 and self._joins(edge - 1) else edge
            edge -= 1
        while self.words is not None and edge < start and edge not in self.words and edge not in self.place_at_end:
            edge += 1
        return edge

    def _stop_before(self, position: int, head: int) -> int:
        """The length of the word that is no part of a name and ends here, else 0.

        A single character must be a word of the segmenter's. One that joins two nouns does not where a
        single character stands before it (在|盛和小区).
        """
        if self.folded[position - 1 : position] not in self.stop_ends:
            return 0
        for length in range(min(_LONGEST_STOP, position), 0, -1):
            word = self.folded[position - length : position]
            if word not in self.stops:
                continue
            if length > 1:
                if self.words is None or position in self.words or position == head:
                    return length
            elif self._stands(position, self.stops[word]):
                if self.stops[word] == "joins" and position > 1 and self._begins(position - 2):
                    return 0
                return length
        return 0

    def _stands(self, position: int, how: str) -> bool:
        """Whether the character before `position` is a word: one of the segmenter's, or as the vocabulary says."""
        if self.words is None or how == "always":
            return True
        if how != "sure":
            return {position - 1, position} <= self.words
        return position in self.words or position < 2 or not is_han(self.folded[position - 2])

    def _joins(self, position: int) -> bool:
        """Whether a word that joins two nouns stands here."""
        return self.stops.get(self.folded[position]) == "joins" and position in self.place_at_end

    def _begins(self, position: int) -> bool:
        """Whether a name may begin at this character: a mark, a division or a function word ends before it."""
        if not is_han(self.folded[position]) or self.folded[position] in self.stops:
            return False
        if position == 0 or position in self.place_at_end or not is_han(self.folded[position - 1]):
            return True
        return any(self.folded[position - length : position] in self.stops for length in range(1, min(_LONGEST_STOP, position) + 1))

    def _joined(self, sites: Sequence[Site]) -> list[Site]:
        """The sites, of which two may make one: 和祥小区的中心广场, 青年街与文化路交叉口."""
        out: list[Site] = []
        for site in sites:
            if out and self._belong(out[-1], site):
                site = Site(out.pop().start, site.end, "named", site.head)
            out.append(site)
        return out

    def _belong(self, one: Site, other: Site) -> bool:
        """Whether `other` lies in `one`, or is the point where both cross."""
        between = self.folded[one.end : other.start]
        if self.named.get(other.head) == "crossing" and self.stops.get(between) == "joins":
            return True
        return one.sort == "named" and one.head in self.named and between == PARTICLE
