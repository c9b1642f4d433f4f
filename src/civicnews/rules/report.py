"""What the rules do over a corpus: which match, which win, which get in each other's way, which never fire.

The rules are watched while the pipeline reads, so that each is counted on the very texts that it is run
on. The same text met twice in one document counts once. Rules for sentences are counted on the
sentences and titles of the stories; what the search for the page's region looks at besides is left out.

Source: coverage, overlap and conflict are those of snorkel's labelling functions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from civicnews.match import CompiledRule, Hit, Matcher, ReadyText, settle
from civicnews.rules.load import RuleSet, builtin_pack

if TYPE_CHECKING:
    from civicnews.document import Sentence
    from civicnews.pipeline import Reading

_REDACTION = "personal"
"""The kind that reading does not run."""

__all__ = ["RuleUse", "Stats", "WatchedRules", "watched_rules"]

Seen = dict[tuple[str, str], dict[str, list[Hit]]]
"""(kind, text) → id of a rule → its matches there."""
_SENTENCE_KINDS = frozenset({"date", "place", "party", "deed", "scope", "name", "record"})
_GUARDS = frozenset({"list-count", "not-a-name"})
"""What rules of the kind `place` decide that name no place themselves."""


class WatchedRules(RuleSet):
    """Rule packs that note every match, until `forget` is called.

    Attributes:
        seen: what matched since, on which text.
    """

    def __init__(self) -> None:
        super().__init__()
        self.seen: Seen = defaultdict(dict)
        self._watched: dict[str, Matcher] = {}

    def matcher(self, kind: str) -> Matcher:
        if kind not in self._watched:
            self._watched[kind] = super().matcher(kind).replaced(lambda rule: _Watched(rule, self.seen))
        return self._watched[kind]

    def forget(self) -> None:
        """Begin a new document."""
        self.seen.clear()


class _Watched(CompiledRule):
    """A rule that notes its matches."""

    __slots__ = ("seen",)

    def __init__(self, rule: CompiledRule, seen: Seen) -> None:
        for each in fields(CompiledRule):
            setattr(self, each.name, getattr(rule, each.name))
        self.seen = seen

    def hits(self, reading: ReadyText) -> list[Hit]:
        found = CompiledRule.hits(self, reading)
        if found:
            self.seen[self.kind, reading.folded][self.id] = found
        return found


def watched_rules(*folders: Path) -> WatchedRules:
    """`load_rules`, watched.

    Raises:
        RuleError: a pack is missing or wrong.
    """
    rules = WatchedRules()
    rules.add(builtin_pack())
    for folder in folders:
        rules.add(folder)
        rules.validate(folder)
    return rules


@dataclass(frozen=True, slots=True)
class RuleUse:
    """What one rule did.

    Attributes:
        matched: how often its pattern and its conditions held.
        won: how often a mention, or the kind of a block, came of it; None for rules that only qualify others.
        overlapped: matches that share characters with a match of another rule of the kind.
        conflicted: matches whose very words another rule of the kind decides differently.
        documents: how many documents it matched in.
    """

    rule: str
    kind: str
    matched: int
    won: int | None
    overlapped: int
    conflicted: int
    documents: int


class Stats:
    """Counts over documents, one `add` a document."""

    def __init__(self, rules: WatchedRules) -> None:
        self.rules = rules
        self.documents = 0
        self._counts: dict[str, Counter[str]] = {name: Counter() for name in ("matched", "won", "overlapped", "conflicted", "documents")}

    def add(self, reading: Reading) -> None:
        """Count the document that was read since the rules last forgot, and forget it."""
        told = {sentence.text.folded for sentence in _sentences(reading)}
        matched: set[str] = set()
        for (kind, text), found in self.rules.seen.items():
            if kind not in _SENTENCE_KINDS or text in told:
                self._count(kind, [hit for hits in found.values() for hit in hits])
                matched.update(found)
        self._counts["documents"].update(matched)
        self._counts["won"].update(_mentioned(reading))
        self.documents += 1
        self.rules.forget()

    def uses(self) -> list[RuleUse]:
        """All rules, those that matched most first."""
        out = [self._use(name, kind, rule.as_) for name, (rule, _, kind) in self.rules.sources.items() if kind != _REDACTION]
        return sorted(out, key=lambda use: (-use.matched, use.rule))

    def _use(self, name: str, kind: str, decides: str) -> RuleUse:
        counts = {what: counter[name] for what, counter in self._counts.items()}
        won = None if _qualifies(kind, decides) else counts["won"]
        return RuleUse(name, kind, counts["matched"], won, counts["overlapped"], counts["conflicted"], counts["documents"])

    def _count(self, kind: str, hits: list[Hit]) -> None:
        for hit in hits:
            self._counts["matched"][hit.rule.id] += 1
        for hit in _overlapping(hits):
            self._counts["overlapped"][hit.rule.id] += 1
        for hit in _conflicting(hits):
            self._counts["conflicted"][hit.rule.id] += 1
        if kind == "line":
            self._counts["won"].update(hit.rule.id for hit in _longest(hits))
        elif kind in ("byline", "name", "venue"):
            self._counts["won"].update(hit.rule.id for hit in settle(hits))


def _qualifies(kind: str, decides: str) -> bool:
    """Whether such rules only qualify what others find, so that nothing can come of a match itself."""
    from civicnews.mentions.date_values import RESOLVERS

    return kind in ("scope", "record") or (kind == "place" and decides in _GUARDS) or (kind == "date" and decides not in RESOLVERS)


def _overlapping(hits: list[Hit]) -> Iterator[Hit]:
    """The matches that share characters with one of another rule."""
    ordered = sorted(hits, key=lambda hit: (hit.start, -hit.end))
    shared: set[int] = set()
    open_: list[int] = []
    for index, hit in enumerate(ordered):
        open_ = [other for other in open_ if ordered[other].end > hit.start]
        rivals = [other for other in open_ if ordered[other].rule.id != hit.rule.id]
        if rivals:
            shared.update(rivals)
            shared.add(index)
        open_.append(index)
    return (ordered[index] for index in sorted(shared))


def _conflicting(hits: list[Hit]) -> Iterator[Hit]:
    """The matches whose very words another rule decides differently."""
    decisions: dict[tuple[int, int], set[str]] = defaultdict(set)
    for hit in hits:
        decisions[hit.start, hit.end].add(hit.decides)
    return (hit for hit in hits if len(decisions[hit.start, hit.end]) > 1)


def _longest(hits: list[Hit]) -> Iterable[Hit]:
    """Of the matches of one line, the longest for each decision."""
    best: dict[str, Hit] = {}
    for hit in hits:
        known = best.get(hit.decides)
        if known is None or hit.end - hit.start > known.end - known.start:
            best[hit.decides] = hit
    return best.values()


def _sentences(reading: Reading) -> Iterator[Sentence]:
    for story in reading.stories:
        yield from story.titles
        for section in story.sections:
            yield from section.sentences


def _mentioned(reading: Reading) -> Iterator[str]:
    """The rules of all dates, places, parties, roles and deeds of a page."""
    for sentence in _sentences(reading):
        for found in (sentence.dates, sentence.places, sentence.deeds):
            yield from (mention.rule for mention in found)
        yield from (party.rule for party in sentence.parties if party.place is None)
        yield from (rule for _, rule in sentence.roles.values())
