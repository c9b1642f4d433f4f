"""Decide where the own name of a body or team begins.

A rule finds the body that closes the name (小学, 协会, 服务队); how far the name reaches back, no pattern can say.
Divisions, marks, function words, persons and the segmenter's words decide.

Rules: vocab/party_left_stop.tsv, party_level.tsv, party_agency.tsv, frame_hold.tsv, party_head.tsv, team_prefix.tsv,
team_suffix.tsv
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from civicnews.document import PlaceMention
from civicnews.match import Hit
from civicnews.rules.load import RuleSet
from civicnews.text import is_han

__all__ = ["OwnNames"]

LONGEST_OWN_NAME = 12
"""How many characters of its own a body's name may have before its head, in code points."""
_LONGEST_WORD = 10
_LONGEST_STOP = 6


class OwnNames:
    """The own names of the bodies and teams of one sentence.

    Args:
        folded: the sentence.
        places: the divisions found in it.
        words: offsets at which the segmenter's words begin; None where no segmenter runs.
        rules: the rule packs.

    Attributes:
        person_ends: where the names of persons end; the finder of persons fills it.
    """

    def __init__(self, folded: str, places: Sequence[PlaceMention], words: frozenset[int] | None, rules: RuleSet) -> None:
        self.folded = folded
        self.words = words
        self.person_ends: set[int] = set()
        self.place_at_end = {place.end: place for place in places}
        self.place_over = {position: place for place in places for position in range(place.start, place.end)}
        self.stops = rules.vocabulary("party_left_stop")
        self.verbs = rules.vocabulary("frame_hold")
        self.heads = rules.vocabulary("party_head")
        self.bodies = rules.vocabulary("party_agency")
        self.levels = rules.vocabulary("party_level")
        self.units = rules.vocabulary("count_unit")
        self.prefixes = rules.vocabulary("team_prefix")
        self.teams = rules.vocabulary("team_suffix")

    def begin(self, hit: Hit, start: int, end: int) -> int | None:
        """Where the name of a body or team begins; None where it is none, or points back (这支|队伍).

        Args:
            hit: the match that found it.
            start: where the rule's match of the name begins.
            end: where it ends.
        """
        edge = self._edge(hit, start, end)
        return None if edge is None or self.stops.get(self.folded[edge - 2 : edge]) == "back" else edge

    def _edge(self, hit: Hit, start: int, end: int) -> int | None:
        inside = self.place_over.get(start)
        team = hit.decides == "group"
        if inside is not None and inside.start < start:
            if inside.end >= end:
                return None
            return self._team_of(inside) if team else inside.start
        place = self.place_at_end.get(start)
        if place is not None:
            return self._team_of(place) if team else place.start
        if hit.rule.id == "party/body-of-place":
            return None
        if hit.rule.id == "party/sort-and-name":
            return start
        if self.folded[start] == "“" or "count" in hit.groups or self._begins_with_level(start):
            return start
        if team and self.teams.get(self.folded[start:end]) == "sent" and self._word_before(start, self.bodies):
            return start
        return self._left_edge(start, local=self.bodies.get(self.folded[start:end]) == "local")

    def _team_of(self, place: PlaceMention) -> int:
        """Where the name of a team of a place begins: behind the place, or at the prefix before it (驻|柳林村工作队)."""
        before = place.start - 1
        return before if self.folded[before : place.start] in self.prefixes else place.end

    def _begins_with_level(self, start: int) -> bool:
        """Whether the name opens with the level of the body (市, 区, 社区) and not inside a word (贵州|医科大学)."""
        level = max((word for word in self.levels if self.folded.startswith(word, start)), key=len, default=None)
        if level is None or self.levels[level] == "no":
            return False
        return (
            self.levels[level] != "word" or self.words is None or start in self.words or self._sure_stop(start) or self._behind_count(start)
        )

    def _behind_count(self, start: int) -> bool:
        """Whether a count ends here, wherever the segmenter cuts (5名|镇派出所)."""
        return self.folded[start - 1 : start] in self.units and self.folded[start - 2 : start - 1].isdecimal()

    def _sure_stop(self, position: int) -> bool:
        """Whether a function word ends here that no name holds, wherever the segmenter cuts (课堂由|镇团委)."""
        return self.stops.get(self.folded[position - 1 : position]) == "sure"

    def _left_edge(self, start: int, *, local: bool) -> int:
        """Where the own name begins; a `local` body has no division before a name of its own (河东区|柳林派出所)."""
        edge = start
        limit = max(0, start - LONGEST_OWN_NAME)
        while edge > limit:
            place = self.place_at_end.get(edge)
            if place is not None:
                return place.end if local and edge < start - 1 else place.start
            character = self.folded[edge - 1]
            if not (character == "·" or is_han(character) or (character.isascii() and character.isalnum())):
                break
            if edge in self.person_ends or (edge < start and self._word_before(edge, self.heads)):
                break
            if edge < start - 1 and self._sort_before(edge):
                break
            body = self._longest_body(edge) if edge < start else 0
            if body:
                edge -= body  # 建设银行|柳林支行, though 建设 is a verb
                continue
            stop = self._stop_before(edge)
            if stop > 1:
                return edge  # wherever the segmenter cuts: 联合|国华小学, though 联合国 is a word
            if stop:
                break
            edge -= 1
        while self.words is not None and edge < start and edge not in self.words:
            edge += 1
        return edge

    def _sort_before(self, end: int) -> bool:
        """Whether a word for a sort of body ends here (爱心企业|远山建材公司)."""
        return any(self.stops.get(self.folded[at:end]) == "sort" for at in range(max(0, end - _LONGEST_STOP), end))

    def _longest_body(self, end: int) -> int:
        """The length of the longest body known by a closed name that ends here, else 0."""
        return next((end - at for at in range(max(0, end - _LONGEST_WORD), end - 3) if self.folded[at:end] in self.bodies), 0)

    def _stop_before(self, position: int) -> int:
        """The length of the word that is no part of a name and ends here, else 0.

        One of a single character must be a word of the segmenter's. A word that ends the name of a body (社会组织|联合会) is part of it.
        """
        if self._word_before(position, self.bodies):
            return 0
        for length in range(min(_LONGEST_STOP, position), 0, -1):
            word = self.folded[position - length : position]
            if word in self.stops or (length > 1 and word in self.verbs):
                stands = length > 1 or self.words is None or {position - 1, position} <= self.words or self._sure_stop(position)
                return length if stands else 0
        return 0

    def _word_before(self, end: int, vocabulary: Mapping[str, str]) -> bool:
        return any(self.folded[start:end] in vocabulary for start in range(max(0, end - _LONGEST_WORD), end))
