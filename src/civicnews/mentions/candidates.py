"""Turn the matches of the party rules into candidates: phrases with their name, count and title.

The rules find heads: nouns for people, endings of bodies, surnames behind titles. This module decides what
a pattern cannot see: where a title before a name begins, which modifiers are no part of a name. The own
names of bodies are found in own_names.py, the full names of persons in full_names.py.

Rules: rules/base/parties.yaml, vocab/party_*.tsv, person_*.tsv, body_*.tsv, org_suffix.tsv, team_suffix.tsv
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from civicnews.document import PlaceMention
from civicnews.match import Hit
from civicnews.mentions.candidate import Candidate
from civicnews.mentions.counts import count_of
from civicnews.mentions.full_names import PARTICLE, FullNames
from civicnews.mentions.own_names import OwnNames
from civicnews.models import Count, PartyKind
from civicnews.rules.load import RuleSet
from civicnews.structs import replace
from civicnews.text import is_han

__all__ = ["Candidates"]

_LONGEST_TITLE = 10
_LONGEST_BODY = 11
_LONGEST_AGE = 16


class Candidates:
    """Makes the candidates of one sentence.

    Args:
        folded: the sentence.
        places: the divisions found in it.
        words: offsets at which the segmenter's words begin; None where no segmenter runs.
        rules: the rule packs.
    """

    def __init__(self, folded: str, places: Sequence[PlaceMention], words: frozenset[int] | None, rules: RuleSet) -> None:
        self.folded = folded
        self.places = places
        self.words = words
        self.rules = rules
        self.names = FullNames(folded, words, rules)
        self.own_names = OwnNames(folded, places, words, rules)
        self.place_at_end, self.place_over = self.own_names.place_at_end, self.own_names.place_over
        self.stops = rules.vocabulary("party_left_stop")
        self.verbs = rules.vocabulary("frame_hold")
        self.heads = rules.vocabulary("party_head")
        self.bodies = rules.vocabulary("party_agency")
        self.prefixes = rules.vocabulary("body_prefix")
        self.teams = rules.vocabulary("team_suffix")
        self.titles = rules.vocabulary("person_title")
        self.modifiers = rules.vocabulary("party_modifier")
        self.place_bodies = rules.vocabulary("body_of_place")
        self.age = rules.compiled("{p_age}$")
        self.noun = rules.compiled("^(?:{p_noun})$")

    def all(self) -> list[Candidate]:
        """All candidates, overlapping ones too.

        A noun that is the title of a person is none, nor a guess at a body that is known by a closed name.
        """
        hits = self.rules.matcher("party").each(self.folded)
        persons = [candidate for hit in hits if hit.decides == "person" and (candidate := self._person(hit)) is not None]
        persons.extend([other for one in persons for other in [*self._listed(one), *self._listed_before(one)]])
        self.own_names.person_ends.update(one.end for one in persons)
        titled = {one.start for one in persons}
        others = [candidate for hit in hits if hit.decides != "person" and (candidate := self._of(hit)) is not None]
        closed = {one.end for one in others if one.kind == "organisation" and one.rule != "party/own-name"}
        guesses = {id(one) for one in others if one.rule == "party/own-name" and one.end in closed}
        titles = {id(one) for one in others if one.kind == "group" and one.end in titled}
        return persons + [one for one in others if id(one) not in guesses and id(one) not in titles]

    def chain_start(self, start: int) -> int:
        """Where the divisions printed directly before `start`, or with 的 between, begin."""
        while True:
            place = self.place_at_end.get(start)
            if place is None and start and self.folded[start - 1] == PARTICLE:
                place = self.place_at_end.get(start - 1)
            if place is None or place.start >= start or place.level == "community":
                return start
            start = place.start

    def _of(self, hit: Hit) -> Candidate | None:
        if hit.rule.id in ("party/plural", "party/by-ending", "party/personnel"):
            return self._word(hit)
        if hit.rule.id in ("party/commune", "party/said-body"):
            return self._pronoun(hit)
        if hit.decides == "organisation" or hit.rule.id in ("party/team", "party/quoted-team"):
            return self._named(hit)
        if hit.rule.id == "party/family" and not self.names.is_family(*hit.groups["name"]):
            return None
        return self._noun(hit)

    def _make(self, hit: Hit, outer: int, start: int, end: int, name_end: int, title: str | None = None) -> Candidate:
        kind: PartyKind = hit.decides  # type: ignore[assignment]  # the schema allows a party rule nothing else
        return Candidate(outer, start, end, kind, hit.rule.id, hit.rule.rank, self.folded[start:name_end], self._count(hit), title)

    def _count(self, hit: Hit) -> Count | None:
        for group in ("count", "count_after"):
            words = hit.group(group, self.folded)
            if words:
                return count_of(words, self.rules)
        return None

    def _crosses_place(self, start: int, end: int) -> bool:
        return any(position in self.place_over for position in range(start, end))

    # -- groups -------------------------------------------------------------------------------------

    def _noun(self, hit: Hit) -> Candidate | None:
        """A noun for people with its modifiers; what lies in a division before it is cut off."""
        start, end = hit.groups.get("name", (hit.start, hit.end))
        outer = hit.start
        for position in range(hit.start, end):
            place = self.place_over.get(position)
            if place is not None:
                if place.end >= end:
                    return None
                outer = max(outer, place.end)
        whole = self._at_border(max(start, outer), end)
        if whole is None or (hit.rule.id == "party/counted-modifier" and self._knows_modifier(hit.groups["count"][1], start)):
            return None
        body = self._behind_body(max(start, outer), whole)
        if body is not None:
            outer = start = body
        else:
            start = self._without_modifier(max(start, outer), whole)
        return self._make(hit, outer, start, hit.end if whole == end else whole, whole)

    def _knows_modifier(self, start: int, end: int) -> bool:
        """Whether the words before a noun are no modifier of their own: a noun begins with them, or a body ends (镇派出所|民警)."""
        ends_in_body = any(self.place_bodies.get(self.folded[begin:end]) == "public" for begin in range(start, end))
        return ends_in_body or bool(self._word_at(start, self.heads))

    def _behind_body(self, start: int, end: int) -> int | None:
        """Where the noun begins behind the body that its people belong to (镇派出所|民警), if one is printed directly before it."""
        for cut in range(end - 1, start, -1):
            if self.folded[cut:end] in self.heads and any(
                self.place_bodies.get(self.folded[begin:cut]) == "public" for begin in range(start, cut)
            ):
                return cut
        return None

    def _at_border(self, start: int, end: int) -> int | None:
        """The end of the longest noun within that cuts no word of the segmenter's: 独居老人|家庭, but not 清洁工|作."""
        sure = self.rules.vocabulary("party_sure_end")
        if self.words is None or end in self.words:
            return end
        following = (sure.get(self.folded[end : end + 1]), sure.get(self.folded[end : end + 2]))
        if sure.get(self.folded[end - 1]) == "last" or "next" in following:
            return end
        for cut in range(end - 1, start, -1):
            head = self._word_before(cut, self.heads) if cut in self.words else None
            if head is not None and head >= start:
                return cut
        return None

    def _without_modifier(self, start: int, end: int) -> int:
        """Where a name begins without a modifier that only says where people are from or how they fare, or a team.

        社区居民 → 居民, 被困村民 → 村民, 工作队队员 → 队员.
        """
        bound = self.rules.vocabulary("party_bound_head")
        for cut in range(start + 1, end - 1):
            if (
                self.modifiers.get(self.folded[start:cut]) == "passing"
                and self.folded[cut:end] not in bound
                and self.noun.match(self.folded[cut:end])
            ):
                return self._without_modifier(cut, end)
        for cut in range(end - 1, start, -1):
            if self.folded[start:cut] in self.teams and self.folded[cut:end] in self.heads:
                return cut
            if self.modifiers.get(self.folded[start:cut]) == "place" and self.heads.get(self.folded[cut:end]) == "receiver":
                return cut
        return start

    def _word(self, hit: Hit) -> Candidate | None:
        """A word for people that no vocabulary has: the segmenter says where it begins."""
        first, end = hit.groups["name"]
        if self.words is None or end not in self.words:
            return None
        head = next((head for head in self.rules.vocabulary("party_bound_head") if self.folded.endswith(head, first, end)), "")
        start = max((at for at in range(first, end - (len(head) or 1)) if at in self.words), default=end)
        name = self.folded[start:end]
        if head and (len(name) < len(head) + 2 or name[:2] in self.stops or name[:2] in self.verbs):
            return None
        if len(name) < 2 or name in self.rules.vocabulary("party_not_person") or self._crosses_place(start, end):
            return None
        if hit.rule.id == "party/by-ending" and any(at in self.words for at in range(start + 1, end)):
            return None
        return self._make(hit, hit.start if "count" in hit.groups else start, start, hit.end, end)

    # -- bodies -------------------------------------------------------------------------------------

    def _pronoun(self, hit: Hit) -> Candidate | None:
        """A bare 社区, 该局: what it stands for is known only from the record."""
        start, end = hit.groups.get("name", (hit.start, hit.end))
        return None if self._crosses_place(hit.start, hit.end) else self._make(hit, hit.start, start, end, end)

    def _named(self, hit: Hit) -> Candidate | None:
        """A body or team: its own name reaches back to the division, the function word or the mark before it."""
        start, end = hit.groups.get("name", (hit.start, hit.end))
        edge = self.own_names.begin(hit, start, end)
        if edge is None:
            return None
        name = self.folded[edge:end]
        if hit.rule.id == "party/own-name" and ((start - edge < 2 and name[0] != "“") or name in self.rules.vocabulary("party_not_body")):
            return None
        outer = self.chain_start(min(hit.start, edge))
        prefix = self._word_before(outer, self.prefixes)
        if prefix is not None and outer < start:
            outer = edge = prefix
        made = self._make(hit, outer, edge, hit.end, end)
        place = self.place_at_end.get(start)
        if place is not None and place.start == edge:
            made.sharers = self._sharers(place)
        return made if len(name) > 1 else None

    def _sharers(self, place: PlaceMention) -> tuple[PlaceMention, ...]:
        """The communities before `place` that share its ending and body: 甲、乙社区新时代文明实践站."""
        out: list[PlaceMention] = []
        separators = self.rules.vocabulary("list_separator")
        position = place.start
        while position and self.folded[position - 1] in separators:
            before = self.place_at_end.get(position - 1)
            if before is None or not before.elided or before.level != place.level:
                break
            out.insert(0, before)
            position = before.start
        return tuple(out)

    def headless(self, place: PlaceMention, end: int) -> Iterator[tuple[int, int]]:
        """The bodies listed behind a body of `place` that ends at `end`, which share its head: 柳林镇党委、政府."""
        separators, bodies = self.rules.vocabulary("list_separator"), self.place_bodies
        while self.folded[end : end + 1] in separators and self.folded[end : end + 1]:
            start = end + 1
            end = next((last for last in range(start + _LONGEST_BODY, start + 1, -1) if bodies.get(self.folded[start:last]) == "inner"), 0)
            if not end or self._word_at(end, self.titles):
                return
            yield start, end

    # -- persons ------------------------------------------------------------------------------------

    def _person(self, hit: Hit) -> Candidate | None:
        by_name = "name" in hit.groups
        start, matched = hit.groups["name" if by_name else "given"]
        outer, title = self._called(start)
        titled = outer < start or (hit.rule.id == "party/person-before-kin" and self._word_before(start, self.bodies) is not None)
        if hit.rule.id == "party/anonymised":
            end = matched if titled or self.names.is_anonymised(start, matched) else None
        elif by_name:
            end = matched if self.names.is_by_name(start, matched, titled=titled) else None
        else:
            end = self.names.end_of(hit, start, matched, titled=titled)
        if end is None or self._crosses_place(start, end):
            return None
        while outer < start and outer in self.place_over:
            outer = self.place_over[outer].end
        finish = max(hit.end, end) if hit.rule.id == "party/person-before-kin" else end
        return self._make(hit, outer, start, finish, end, title or (self.folded[end:finish] or None))

    def _listed(self, first: Candidate) -> Iterator[Candidate]:
        """The names listed behind a name: 志愿者张明、王丽和陈晓东."""
        separators = self.rules.vocabulary("list_separator")
        position = first.end
        while self.folded[position : position + 1] in separators and self.folded[position]:
            end = self.names.listed(position + 1)
            if end is None or self._crosses_place(position + 1, end):
                return
            yield replace(first, outer=position + 1, start=position + 1, end=end, name=self.folded[position + 1 : end], count=None)
            position = end

    def _listed_before(self, last: Candidate) -> Iterator[Candidate]:
        """The names listed before a name that nothing else tells to be names: 王立新、|丁素芬等8名学生."""
        separators = self.rules.vocabulary("list_separator")
        position = last.outer
        while position and self.folded[position - 1] in separators:
            end = position - 1
            start = next((at for at in (end - 3, end - 2) if at >= 0 and self.names.listed(at) == end and self._begins_clause(at)), None)
            if start is None or self._crosses_place(start, end):
                return
            yield replace(last, outer=start, start=start, end=end, name=self.folded[start:end], count=None, title=None)
            position = start

    def _begins_clause(self, position: int) -> bool:
        """Whether a mark, 的 or nothing stands before a position."""
        return position == 0 or not is_han(self.folded[position - 1]) or self.folded[position - 1] == PARTICLE

    def _called(self, start: int) -> tuple[int, str | None]:
        """Where the age and title before a name begin, and the title."""
        before = self.folded[start - 1] if start else ""
        title_end = start - 1 if before in ("“", "”") and before else start
        edge = self._word_before(title_end, self.heads, self.titles)
        if edge is None:
            return self._before_age(start), None
        for _ in range(3):
            before_it = self._word_before(edge, self.modifiers, self.heads, self.place_bodies)
            if before_it is None or self.folded[before_it:edge] in self.rules.vocabulary("party_agency"):
                break  # a body before the title is where the person is from
            edge = before_it
        title = self.folded[edge:title_end]
        edge = self._before_age(edge)
        return (edge - 1 if before == "”" and edge and self.folded[edge - 1] == "“" else edge), title

    def _before_age(self, end: int) -> int:
        """Where the age that ends at `end` begins; `end` where none does."""
        age = self.age.search(self.folded[max(0, end - _LONGEST_AGE) : end])
        return end - len(age.group()) if age else end

    def _word_at(self, start: int, vocabulary: Mapping[str, str]) -> bool:
        return any(self.folded[start:end] in vocabulary for end in range(start + 1, start + _LONGEST_TITLE))

    def _word_before(self, end: int, *vocabularies: Mapping[str, str]) -> int | None:
        """Where the longest word of the vocabularies that ends at `end` begins."""
        for start in range(max(0, end - _LONGEST_TITLE), end):
            if any(self.folded[start:end] in vocabulary for vocabulary in vocabularies):
                return start
        return None
