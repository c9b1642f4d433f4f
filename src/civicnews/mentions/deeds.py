"""What was done: the deeds of a sentence and the activity types of a record.

A deed is a verb with its object; the patterns are rules of the kind `deed`. Rules of the kind `scope`
say what words around it do to it: aims, results, plans, remarks, honours, titles and background make it
weak, what is negated is no deed, and what is held as an event (`event`: 举办……招聘会) says what the
sentence is about, so it goes before the other deeds of its sentence. Weak evidence decides only where a
record has no strong one; a deed in a weak scope then counts more than a bare hint, and a long hint more
than a short one. Beside strong evidence hints do two things: where the words of another type fill the
record, that type is the main one; and a type that one word alone tells of beside the main one counts only
where a hint bears it out.

Rules: deeds_*.yaml (verb with object; `deeds_done.yaml` holds the phrases and named programmes that say by
themselves what is done), deed_hints.yaml, deed_scopes.yaml, vocab/deed_*.tsv.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate

from civicnews.document import Deed
from civicnews.match import Hit
from civicnews.rules.load import RuleSet
from civicnews.text import Span, Text

__all__ = ["find", "types"]

_PUBLICITY = "publicity_education"
_VOLUNTEER = "volunteer_service"
_OTHER = "other"
_AID = "charity_aid"
_OF_VOLUNTEERS = "volunteer_service/own"
"""The rule that sees what concerns volunteers themselves: where nothing else is done, no weak evidence decides."""
_BARE = frozenset(
    {
        "publicity_education/bare",
        "publicity_education/doer",
        "publicity_education/field",
        "publicity_education/telling",
        "publicity_education/visit-learn",
    }
)
"""The rules that see teaching without its topic: it counts only where nothing else is done."""
_TALE = frozenset({"publicity_education/tale"})
"""The rule that sees tales told: it counts only where nothing else at all is done."""
_HELD = frozenset(
    {
        "publicity_education/held",
        "publicity_education/programme",
        "publicity_education/done",
        "publicity_education/to-hands",
        "publicity_education/team",
    }
)
"""The rules that see teaching being held or leaflets handed out, whatever the topic."""
_OWN_TOPIC = frozenset({"fire_traffic_safety", "health_service", "employment_service", "party_building", "epidemic_emergency"})
"""Types whose teaching is no publicity besides: in their record bare teaching is of their topic."""
_TOPICS = _OWN_TOPIC | {"legal_service", "consumer_protection", "ecology_waste", "women_family", "civility_guidance"}
_TOPIC_HINTS = 3
_BESIDE_BARE = (_TOPICS - _OWN_TOPIC) | {"publicity_education", "volunteer_service", "child_youth", "elder_care", "veterans_military"}
_DOMINANT = 3
"""A record whose main type has so many deeds is about that type: what is told besides must be told twice, or be an event."""
_IN_PASSING = frozenset(
    {
        "community_governance",
        "fire_traffic_safety",
        "health_service",
        "employment_service",
        "epidemic_emergency",
        "party_building",
        "ecology_waste",
        "women_family",
    }
)
"""Types whose words also name things that are merely there (消防, 健康, 物业): beside another type one word alone is told in passing."""
_HOLLOW = frozenset({"planned", "background"})
"""Scopes whose hints are none: what is planned or long past says nothing of what this record is about."""
_AUDIENCE = frozenset({"elder_care", "child_youth", "veterans_military", "women_family"})
"""Types that say for whom. Of one deed under two types, what is done goes before for whom."""
_FOR_WHOM = "/for"
"""How the rules end that see only for whom something is done; what is done in the same sentence goes before."""
_NOT_FOR_WHOM = frozenset(
    {"environment_cleanup", "fire_traffic_safety", "legal_service", "health_service", "epidemic_emergency", "dispute_mediation"}
)
"""Where one of these is done, it says nothing of itself for whom."""
_DONE = frozenset(
    {"condolence_visit", "fire_traffic_safety", "legal_service", "health_service", "convenience_service", "employment_service"}
)
_MOST = 6
"""How many types strong evidence may give a record, volunteer service not counted."""
_FAINT_WEIGHT = 4
"""Where only weak evidence is left: what a deed in a weak scope counts; a hint counts its characters, `_HINT_MOST` at most."""
_HINT_MOST = 3
_FAINT_LEAST = 4
"""Where only weak evidence is left: what it must weigh to decide; one word of two characters outside the first sentence does not."""
_THEME_DEED = 3
"""What a strong deed counts for the theme of a record, a hint counting as above, each word once."""
_THEME_DEEDS = 3
"""So many deeds of one type count; more say no more."""
_THEME_HINTS = 13
"""A type becomes the main one by its hints only where they weigh so much, and all it has outweighs the main type."""
_LED = "inspection_survey"
"""What officials lead stays what the record is about, whatever they look at."""
_EMERGENCY = "epidemic_emergency"
_HANDS_ON = frozenset({"environment_cleanup", "fire_traffic_safety", "community_governance"})
"""Types of what hands do in a flood or storm: draining, clearing, looking for dangers. There it is emergency work and nothing besides."""
_ELSEWHERE = frozenset(
    {
        "fire_traffic_safety/drill",
        "fire_traffic_safety/alarm",
        "charity_aid/donate",
        "charity_aid/collected",
        "charity_aid/money",
        "environment_cleanup/snow",
    }
)
"""The rules whose deeds are no fight of a disaster though the text speaks of one: drills, gifts to those far away, snow."""
_OPENING_WEIGHT = 2
"""Where only weak evidence is left: how many times the first sentence counts."""


def find(text: Text, rules: RuleSet, places: Sequence[Span] = ()) -> list[Deed]:
    """The deeds of one sentence.

    Args:
        text: the sentence.
        rules: the packs; kinds `deed` and `scope`.
        places: half-open `(start, end)` positions of place names in the sentence; words inside them are no deeds.

    Returns:
        Deeds in reading order, which may overlap where their types differ.
    """
    folded = text.folded
    hits = _unbeaten(rules.matcher("deed").find(folded))
    if not hits:
        return []
    scopes = rules.matcher("scope").find(folded)
    negated = _Reach((s.start, s.end) for s in scopes if s.decides == "negated")
    events = _Reach((s.start, s.end) for s in scopes if s.decides == "event")
    titles = ((s.start + 1, s.end - 1) for s in scopes if s.decides == "title")
    faint = _Reach([*((s.start, s.end) for s in scopes if s.decides not in ("negated", "title", "event")), *titles])
    hollow = _Reach((s.start, s.end) for s in scopes if s.decides in _HOLLOW)
    named = _Reach(places)
    return [
        Deed(
            hit.start,
            hit.end,
            hit.decides,
            hit.rule.id,
            weak=hit.rule.weak or faint.of(hit.start) >= hit.end,
            hint=hit.rule.weak,
            event=events.of(hit.end - 1) >= hit.end,
            word=folded[hit.start : hit.end],
        )
        for hit in hits
        if named.of(hit.start) < hit.end and negated.of(hit.start) <= hit.start and not (hit.rule.weak and hollow.of(hit.start) >= hit.end)
    ]


def types(sentences: Iterable[Sequence[Deed]], *, disaster: bool = False) -> tuple[str, ...]:
    """The activity types of a record.

    Args:
        sentences: for each sentence of the record, in the order of the text, its deeds in reading order.
        disaster: whether its story tells of a flood, storm or fire that is being fought.

    Returns:
        Ids of the closed list, the main one first: in the order of the text, but the theme that the hints
        agree on before all, of one sentence the event first, teaching after the type of its topic, and volunteer
        service last, but first where volunteers' own affairs are told first; in a disaster the fight of it before
        all; `other` alone where nothing was found, what was found is too faint, or most is none of the list.
    """
    everything = [list(sentence) for sentence in sentences]
    shown = {deed.type for sentence in everything for deed in sentence if not deed.weak} - {_OTHER}
    silent = (_BARE if not shown <= _BESIDE_BARE else frozenset()) | (_HELD if not _OWN_TOPIC.isdisjoint(shown) else frozenset())
    if shown - {_PUBLICITY, _VOLUNTEER}:
        silent |= _TALE
    if _is_other(everything):
        return (_OTHER,)
    for_whom = _NOT_FOR_WHOM.isdisjoint(shown)
    told = [
        [
            deed
            for deed in sentence
            if deed.type in shown and not deed.weak and deed.rule not in silent and (for_whom or not deed.rule.endswith(_FOR_WHOM))
        ]
        for sentence in everything
    ]
    ordered = _borne_out(_without_asides(_in_order(told), told), told, everything)
    done = _with_topic(_most_told(ordered, told), everything)
    if done:
        ordered = _with_theme(done, everything)
    elif any(deed.rule == _OF_VOLUNTEERS and not deed.weak for sentence in everything for deed in sentence):
        ordered = []
    else:
        ordered = _hinted(everything)
    if disaster and _fights(told):
        ordered = [_EMERGENCY, *(kind for kind in ordered if kind != _EMERGENCY and kind not in _HANDS_ON)]
    if _VOLUNTEER in shown:
        ordered.insert(0 if _leads(_OF_VOLUNTEERS, told) else len(ordered), _VOLUNTEER)
    return tuple(ordered) or (_OTHER,)


def _fights(sentences: Sequence[Sequence[Deed]]) -> bool:
    """Whether what is done can be the fight of a disaster: no drill, no gift to those far away, no other event held."""
    return not any(
        deed.rule in _ELSEWHERE or (deed.event and deed.type not in (_EMERGENCY, _LED, _VOLUNTEER, *_HANDS_ON))
        for sentence in sentences
        for deed in sentence
    )


def _is_other(sentences: Iterable[Sequence[Deed]]) -> bool:
    """Whether at least twice as many words tell of what is none of the list as of anything else, and of no event.

    Who helps with the harvest gives aid.
    """
    strong = [deed for sentence in sentences for deed in sentence if not deed.weak and deed.type != _VOLUNTEER]
    listed = [deed for deed in strong if deed.type != _OTHER]
    unlisted = {deed.word for deed in strong if deed.type == _OTHER}
    if not listed or any(deed.event or deed.type == _AID for deed in listed):
        return False
    return len(unlisted) >= 2 * len({deed.word for deed in listed})


def _leads(rule: str, sentences: Iterable[Sequence[Deed]]) -> bool:
    """Whether the first deed told, bare mention of volunteers left out, is one that the rule sees."""
    for sentence in sentences:
        for deed in sentence:
            if deed.type != _VOLUNTEER or deed.rule == rule:
                return deed.rule == rule
    return False


def _in_order(sentences: Iterable[Sequence[Deed]]) -> list[str]:
    """Types by their first deed, of one sentence the event first; of overlapping deeds the more specific type first."""
    ordered: dict[str, None] = {}
    for sentence in sentences:
        for deed in sorted(sentence, key=lambda deed: (not deed.event, deed.rule.endswith(_FOR_WHOM))):
            if deed.type == _VOLUNTEER or deed.type in ordered:
                continue
            for other in sorted(sentence, key=lambda other: other.type in _AUDIENCE):
                if other.start < deed.end and deed.start < other.end and _goes_before(other.type, deed.type):
                    ordered[other.type] = None
            ordered[deed.type] = None
    return list(ordered)


def _without_asides(ordered: list[str], sentences: Sequence[Sequence[Deed]]) -> list[str]:
    """Leave out types told of in passing, where the main type dominates the record and they do not stand in its opening."""
    every = [deed for sentence in sentences for deed in sentence]
    counts = Counter(deed.type for deed in every)
    if not ordered or counts[ordered[0]] < _DOMINANT:
        return ordered
    opening = next((sentence for sentence in sentences if sentence), [])
    kept = {deed.type for deed in opening} | {deed.type for deed in every if deed.event or deed.type == _PUBLICITY}
    return [kind for kind in ordered if counts[kind] > 1 or kind in kept]


def _borne_out(ordered: list[str], sentences: Sequence[Sequence[Deed]], everything: Sequence[Sequence[Deed]]) -> list[str]:
    """Leave out types told in passing: one word says them beside the main type, and no other word of the record speaks for them."""
    kept = ordered[:1]
    for kind in ordered[1:]:
        told = [(number, deed) for number, sentence in enumerate(sentences) for deed in sentence if deed.type == kind]
        number, first = told[0]
        alone = kind in _IN_PASSING and len({deed.word for _, deed in told}) == 1 and not any(deed.event for _, deed in told)
        if not alone or any(
            deed.hint and deed.type == kind and not (place == number and first.start <= deed.start and deed.end <= first.end)
            for place, sentence in enumerate(everything)
            for deed in sentence
        ):
            kept.append(kind)
    return kept


def _with_topic(ordered: list[str], sentences: Iterable[Sequence[Deed]]) -> list[str]:
    """Where teaching would be the main type, let the topic go before it that the hints name often enough."""
    if ordered[:1] != [_PUBLICITY]:
        return ordered
    hints = Counter(deed.type for sentence in sentences for deed in sentence if deed.weak and deed.type in _TOPICS)
    topic, count = max(hints.items(), key=lambda item: item[1], default=("", 0))
    if count < _TOPIC_HINTS:
        return ordered
    rest = [kind for kind in ordered if kind != topic and not (kind == _PUBLICITY and topic in _OWN_TOPIC)]
    return [topic, *rest]


def _with_theme(ordered: list[str], sentences: Sequence[Sequence[Deed]]) -> list[str]:
    """Let a type be the main one whose words the record is full of, where the first deed's type is hardly told of."""
    deeds = Counter(deed.type for sentence in sentences for deed in sentence if not deed.weak)
    hints: Counter[str] = Counter()
    for kind, word in {(deed.type, deed.word) for sentence in sentences for deed in sentence if deed.hint}:
        hints[kind] += min(len(word), _HINT_MOST)
    for kind in _AUDIENCE - {ordered[0]}:
        hints[kind] //= 2
    weights = {kind: hints[kind] + _THEME_DEED * min(deeds[kind], _THEME_DEEDS) for kind in {*hints, *deeds, *ordered}}
    theme = max(sorted(weights.keys() - {_PUBLICITY, _VOLUNTEER, _OTHER}), key=lambda kind: weights[kind], default=ordered[0])
    if ordered[0] == _LED or hints[theme] < _THEME_HINTS or weights[theme] <= weights[ordered[0]]:
        return ordered
    return [theme, *(kind for kind in ordered if kind != theme)]


def _most_told(ordered: list[str], sentences: Iterable[Sequence[Deed]]) -> list[str]:
    """Of too many types keep those that most sentences tell of; a long feature touches on much."""
    if len(ordered) <= _MOST:
        return ordered
    counts = Counter(kind for sentence in sentences for kind in {deed.type for deed in sentence})
    kept = set(sorted(ordered, key=lambda kind: (-counts[kind], ordered.index(kind)))[:_MOST])
    return [kind for kind in ordered if kind in kept]


def _goes_before(one: str, other: str) -> bool:
    if other == _PUBLICITY:
        return one not in (_PUBLICITY, _VOLUNTEER)
    return other in _AUDIENCE and one in _DONE


def _hinted(sentences: Sequence[Sequence[Deed]]) -> list[str]:
    """The one type that weak evidence speaks for most, if it speaks loud enough.

    Where two tie, what is done goes before for whom, and `other` last.
    """
    weights: Counter[str] = Counter()
    for number, sentence in enumerate(sentences):
        reach: dict[str, int] = {}
        for deed in sentence:
            if deed.type == _VOLUNTEER or (not deed.hint and deed.start < reach.get(deed.type, 0)):
                continue  # the same words seen by another rule
            if not deed.hint:
                reach[deed.type] = deed.end
            weight = min(len(deed.word), _HINT_MOST) if deed.hint else _FAINT_WEIGHT
            weights[deed.type] += weight * (1 if number else _OPENING_WEIGHT)
    if not any(deed.type == _OTHER and not deed.hint for sentence in sentences for deed in sentence):
        del weights[_OTHER]
    loud = [kind for kind, weight in weights.items() if weight >= _FAINT_LEAST]
    return sorted(loud, key=lambda kind: (-weights[kind], kind == _OTHER, kind in _AUDIENCE))[:1]


def _unbeaten(hits: Sequence[Hit]) -> list[Hit]:
    """The hits that no overlapping hit of a rule `over` theirs beats."""
    winners: dict[str, list[Span]] = {}
    for hit in hits:
        for loser in hit.rule.over:
            winners.setdefault(loser, []).append((hit.start, hit.end))
    reach = {loser: _Reach(spans) for loser, spans in winners.items()}
    return [hit for hit in hits if hit.rule.id not in reach or reach[hit.rule.id].of(hit.end - 1) <= hit.start]


class _Reach:
    """How far the spans that begin at or before a position reach."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans)
        self.starts = [start for start, _ in ordered]
        self.ends = list(accumulate((end for _, end in ordered), max))

    def of(self, position: int) -> int:
        """The furthest end of the spans that begin at or before `position`; -1 where there is none."""
        index = bisect_right(self.starts, position)
        return self.ends[index - 1] if index else -1
