"""Find who is named in a sentence: people, groups and bodies, with count and affiliation.

Candidates come from the rules (mentions/candidates.py). Here overlaps are settled, communities and streets
that are part of no other party become parties, and people get the body or community before them.

Rules: rules/base/parties.yaml
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from civicnews.document import Party, PlaceMention, Sentence
from civicnews.gazetteer import Gazetteer
from civicnews.mentions import places as place_stage
from civicnews.mentions.candidate import BEHIND, Candidate
from civicnews.mentions.candidates import Candidates
from civicnews.mentions.full_names import PARTICLE
from civicnews.region import Scope
from civicnews.rules.check import Finding
from civicnews.rules.load import RuleSet
from civicnews.segment import Segmenter, open_segmenter, word_starts
from civicnews.structs import replace
from civicnews.text import Text

__all__ = ["evaluate", "find", "read_example"]


def find(text: Text, places: Sequence[PlaceMention], words: Sequence[int] | None, rules: RuleSet) -> list[Party]:
    """Find the parties named in a sentence.

    Args:
        text: the sentence.
        places: the divisions found in it.
        words: offsets at which the segmenter's words begin, with the length of the text at the end; None
            where no segmenter runs.
        rules: the rule packs.

    Returns:
        Parties in reading order, without overlaps between `outer` and `end`. A community or street that is
        part of no other party is one itself, with its index in `place`.
    """
    made = Candidates(text.folded, places, frozenset(words) if words is not None else None, rules)
    kept = _settle(made.all(), made.heads)
    parties = [_party(one, text, rules) for one in kept]
    for one in kept:
        parties.extend(_sharing(one, text, made))
    for one in kept:
        headless = list(_headless(one, text, made))
        if headless:
            starts = {body.start for body in headless}
            parties = [party for party in parties if party.start not in starts] + headless
    parties.extend(_communes(parties, text, made, rules))
    parties.sort(key=lambda party: party.start)
    named = _affiliate(_without_apposed(parties, text.folded, rules), text.folded, places, rules)
    return _without_first_office(named, text.folded, rules)


def _settle(found: Iterable[Candidate], heads: Mapping[str, str]) -> list[Candidate]:
    """Keep the longest up to its name's end where candidates overlap; then the first, then the rule that stands first.

    People whose modifier or title overlaps with a longer body (市第一医院|医院医生) keep what is behind it.
    """
    taken: dict[int, int] = {}
    kept: list[Candidate] = []
    for one in sorted(found, key=lambda c: (c.outer - c.start - len(c.name), c.outer - c.end, c.outer, c.rank)):
        edge = one.outer
        passed = []
        while edge in taken:
            passed.append(edge)
            edge = taken[edge]
        taken.update(dict.fromkeys(passed, edge))  # the way is shorter next time
        if edge >= one.end or any(position in taken for position in range(edge, one.end)):
            continue
        if edge > one.start:
            rest = one.name[edge - one.start :]
            if one.kind != "group" or rest not in heads:
                continue
            one = replace(one, start=edge, name=rest)
        one = replace(one, outer=edge)
        taken.update(dict.fromkeys(range(one.outer, one.end), one.end))
        kept.append(one)
    return kept


def _party(one: Candidate, text: Text, rules: RuleSet) -> Party:
    end = one.start + len(one.name)
    name = text.chars[one.start : end]
    back = tuple(rules.vocabulary("party_back").get(one.name, "").split())
    return Party(one.start, end, one.outer, name, one.kind, one.rule, one.count, title=one.title, stands_for=back)


def _sharing(one: Candidate, text: Text, made: Candidates) -> Iterator[Party]:
    """The bodies of the communities that share the tail of `one`."""
    if one.sharers:
        place = made.place_over[one.start]
        tail = text.chars[place.end : one.start + len(one.name)]
        for place in one.sharers:
            yield Party(place.start, place.end, made.chain_start(place.start), place.name + tail, one.kind, one.rule)


def _headless(one: Candidate, text: Text, made: Candidates) -> Iterator[Party]:
    """The bodies listed behind `one` that share the community or township at its head."""
    place = made.place_over.get(one.start)
    if one.kind == "organisation" and place is not None and place.start == one.start and place.level in ("community", "street"):
        for start, end in made.headless(place, one.end):
            yield Party(start, end, start, place.name + text.chars[start:end], one.kind, one.rule)


def _communes(parties: Sequence[Party], text: Text, made: Candidates, rules: RuleSet) -> Iterator[Party]:
    """The communities and streets that are part of no other party and stand above none."""
    taken = {position for party in parties for position in range(party.outer, party.end)}
    starts = {place.start for place in made.places}
    suffixes = rules.vocabulary("place_suffix")
    for index, place in enumerate(made.places):
        if place.level not in ("community", "street") or place.end in starts or place.start in taken or place.end - 1 in taken:
            continue
        printed = text.chars[place.start : place.end]
        ending = next((printed[at:] for at in range(len(printed)) if printed[at:] in suffixes), "")
        body = bool(ending) and suffixes[ending].partition(":")[2] not in ("", ending)  # 石桥村村委会 stays as printed
        yield Party(
            place.start, place.end, made.chain_start(place.start), printed if body else place.name, "organisation", place.rule, place=index
        )


def _without_apposed(parties: Sequence[Party], folded: str, rules: RuleSet) -> list[Party]:
    """Leave out what only says of which sort, or how many, the party beside it is.

    A word for a sort of body before the name of one (共建单位|市图书馆), a sort of team before a quoted name
    (志愿者团队|“微光社”), a group with a number directly
    behind the persons that it sums up (丁素芬、林国和|两位老人), a sort of team that sums up bodies and
    teams (清河艺术团等|多支队伍), and a noun that is a verb behind a person or before a body (丁素芬|代表社区).
    """
    verbs = rules.vocabulary("party_or_verb")
    sorts = rules.words("party_sort")
    bodies = {one.outer for one in parties if one.kind == "organisation"}
    quoted = {one.outer for one in parties if one.rule == "party/quoted-team"}
    behind = rules.compiled("{p_behind_person}")
    named = {one.end for one in parties if one.kind != "person" and not one.name.endswith(sorts)}
    persons = {one.end + behind.match(folded[one.end : one.end + BEHIND]).end() for one in parties if one.kind == "person"}
    return [
        one
        for one in parties
        if not (one.kind == "organisation" and one.count is None and one.name.endswith(sorts) and one.end in bodies)
        and not (one.kind == "group" and one.name.endswith(sorts) and one.end in quoted)
        and not (one.kind == "group" and (one.count is not None or one.name in verbs) and one.outer in persons)
        and not (one.name in verbs and one.count is None and one.end in bodies)
        and not (one.kind == "group" and one.name.endswith(sorts) and folded[one.outer - 1 : one.outer] == "等" and one.outer - 1 in named)
    ]


def _without_first_office(parties: list[Party], folded: str, rules: RuleSet) -> list[Party]:
    """Leave out the first of two offices of one person: 党委委员、|武装部长林国和; 市人大代表、|医生周敏。"""
    separators, offices = rules.vocabulary("list_separator"), rules.vocabulary("party_office")
    persons = [one for one in parties if one.kind == "person"]
    titled = {one.outer for one in persons if any(office in (one.title or "") for office in offices)}
    alone = {one.outer for one in persons if folded[one.end : one.end + 1] not in (*separators, "等")}

    def is_first(one: Party) -> bool:
        after, before = folded[one.end : one.end + 1], folded[one.outer - 1 : one.outer]
        if not _is_office(one, offices) or not after or after not in separators:
            return False
        return one.end + 1 in titled or (after == "、" and one.end + 1 in alone and before not in separators)

    return [one for one in parties if not is_first(one)]


def _is_office(one: Party, offices: Mapping[str, str]) -> bool:
    """Whether a group is an office that one person holds, with the body or level before it or without (市人大代表)."""
    return one.kind == "group" and one.count is None and any(one.name[start:] in offices for start in range(len(one.name) - 1))


def _affiliate(parties: list[Party], folded: str, places: Sequence[PlaceMention], rules: RuleSet) -> list[Party]:
    """Give people the body, team or communities printed directly before them, which are then no parties themselves.

    Where a team and its members both have a count, both stay. A quoted nickname behind a noun (居民“护绿员”)
    is no party of its own.
    """
    tail = rules.compiled("{p_tail}")
    by_end: dict[int, Party] = {}
    for party in parties:
        more = tail.match(folded[party.end : party.end + BEHIND]) if party.place is not None else None
        if party.kind != "person":
            by_end[party.end + (more.end() if more else 0)] = party
    gone = {id(one) for one in parties if one.rule == "party/quoted-noun" and (before := by_end.get(one.outer)) and before.kind == "group"}
    for party in parties:
        if party.kind == "organisation":
            continue
        owner = by_end.get(party.outer - 1 if party.outer and folded[party.outer - 1] == PARTICLE else party.outer)
        if owner is None or owner is party or id(owner) in gone or (owner.kind == "group" and owner.rule != "party/team"):
            continue
        if owner.place is not None:
            owners = _list_of_communes(owner, by_end, folded, rules)
            if len(owners) == 1 and party.kind == "group":
                party.affiliation = owner.name
            party.outer = owners[0].outer
            gone.update(id(each) for each in owners)
        elif owner.count is None or party.count is None:
            party.affiliation = owner.name
            party.outer = owner.outer
            gone.add(id(owner))
    return [party for party in parties if id(party) not in gone]


def _list_of_communes(last: Party, by_end: Mapping[int, Party], folded: str, rules: RuleSet) -> list[Party]:
    """The communities listed up to `last`: 柳河、梅溪和松岗社区."""
    separators = rules.vocabulary("list_separator")
    owners = [last]
    while (edge := owners[0].outer) and folded[edge - 1] in separators:
        before = by_end.get(edge - 1)
        if before is None or before.place is None:
            break
        owners.insert(0, before)
    return owners


# -- for the checks of rules ------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _tools() -> tuple[Segmenter, Scope]:
    return open_segmenter(), Scope(Gazetteer.open())


def read_example(rules: RuleSet, text: str) -> Sentence:
    """The example of a rule as a sentence with its places and parties, read as from nowhere in particular."""
    segmenter, nowhere = _tools()
    folded = Text.of(text)
    words = word_starts(segmenter.cut(folded.folded))
    sentence = Sentence(folded, 0, True, frozenset(words))
    sentence.places = place_stage.find(sentence.text, words, nowhere, rules)
    sentence.parties = find(sentence.text, sentence.places, words, rules)
    return sentence


def evaluate(rules: RuleSet, text: str) -> Iterator[Finding]:
    """The parties of a text for the checks of rules: from count to name, value kind:name."""
    for party in read_example(rules, text).parties:
        yield Finding(party.rule, party.outer, party.end, f"{party.kind}:{party.name}")
