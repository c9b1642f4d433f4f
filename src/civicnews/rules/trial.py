"""Run one rule on one text and say what became of each of its matches, and why.

A match is refused by a condition beside it, kept, or lost: to another rule of the kind, or to what the stage that runs the
kind knows besides (a name that is none, a date that belongs to another). The rule is run by the engine itself, once without its
conditions and once with each of them alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from civicnews.errors import RuleError
from civicnews.match import CONTEXT, CompiledRule, Hit
from civicnews.rules.check import EVALUATORS, Finding
from civicnews.rules.load import RuleSet
from civicnews.rules.schema import Rule
from civicnews.text import Span, fold

__all__ = ["Attempt", "Condition", "Refusal", "Trial", "try_rule"]

Condition = Literal["before", "not_before", "after", "not_after"]
CONDITIONS: tuple[Condition, ...] = ("before", "not_before", "after", "not_after")
_ABSTRACT = "frame"
"""The kind that runs over sentences whose parties are put as one character each, so that its patterns match no plain text."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A condition that refused a match.

    Attributes:
        condition: its name in the rule.
        pattern: as written in the rule.
        saw: the characters of the text that it looked at.
    """

    condition: Condition
    pattern: str
    saw: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One match of the pattern.

    Attributes:
        start: first position in the text, in code points.
        end: one past the last position.
        groups: named group → its words.
        refused: the conditions that refused it.
        kept: what came of it; None where it was refused or lost.
        instead: what other rules of the kind made of the same words.
    """

    start: int
    end: int
    groups: dict[str, str]
    refused: tuple[Refusal, ...]
    kept: Finding | None
    instead: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """What one rule does in one text.

    Attributes:
        rule: its id.
        kind: its kind.
        path: its file.
        line: line of its pattern, from 1.
        text: what it was tried on.
        attempts: every match of its pattern, in reading order; none for frames, whose patterns see no plain text.
        kept: what the rule found, all conditions and other rules considered.
        parties: for frames, the parties that the text holds: value is kind:name.
    """

    rule: str
    kind: str
    path: Path
    line: int
    text: str
    attempts: tuple[Attempt, ...]
    kept: tuple[Finding, ...]
    parties: tuple[Finding, ...] = ()


def try_rule(rules: RuleSet, name: str, text: str, published: str | None = None) -> Trial:
    """Run the rule on the text.

    Args:
        rules: the packs, loaded.
        name: id of a rule.
        text: one line or sentence.
        published: ISO publication date that dates are resolved against.

    Raises:
        RuleError: no rule has that id.
    """
    known = rules.sources.get(name)
    if known is None:
        raise RuleError(f"{name}: no rule has this id{_perhaps(name, rules)}; see `civicnews rules list`")
    rule, path, kind = known
    found = list(EVALUATORS[kind](rules, text, published))
    kept = tuple(one for one in found if one.rule == name)
    if kind == _ABSTRACT:
        parties = tuple(EVALUATORS["party"](rules, text, None))
        return Trial(name, kind, path, rules.marks[name][0], text, (), kept, parties)
    others = [one for one in found if one.rule != name]
    return Trial(name, kind, path, rules.marks[name][0], text, tuple(_attempts(rules, rule, kind, text, kept, others)), kept)


def _attempts(rules: RuleSet, rule: Rule, kind: str, text: str, kept: tuple[Finding, ...], others: list[Finding]) -> Iterator[Attempt]:
    folded = fold(text)
    for hit in _hits(rules, rule, kind, folded, ()):
        refused = _refused(rules, rule, kind, folded, (hit.start, hit.end))
        own = None if refused else next((one for one in kept if _overlap(one, hit)), None)
        instead = () if own else tuple(one for one in others if _overlap(one, hit))
        groups = {group: text[start:end] for group, (start, end) in hit.groups.items()}
        yield Attempt(hit.start, hit.end, groups, refused, own, instead)


def _refused(rules: RuleSet, rule: Rule, kind: str, folded: str, span: Span) -> tuple[Refusal, ...]:
    start, end = span
    out: list[Refusal] = []
    for condition in CONDITIONS:
        pattern = getattr(rule, condition)
        if pattern is not None and all((hit.start, hit.end) != span for hit in _hits(rules, rule, kind, folded, (condition,))):
            saw = folded[max(0, start - CONTEXT) : start] if condition.endswith("before") else folded[end : end + CONTEXT]
            out.append(Refusal(condition, pattern, saw))
    return tuple(out)


def _hits(rules: RuleSet, rule: Rule, kind: str, folded: str, conditions: tuple[Condition, ...]) -> list[Hit]:
    """The matches of the rule with these of its conditions alone."""
    beside = {condition: rules.expand(getattr(rule, condition)) if condition in conditions else None for condition in CONDITIONS}
    alone = CompiledRule(
        id=rule.id, kind=kind, decides=rule.as_, pattern=rules.expand(rule.match),
        before=beside["before"], after=beside["after"], not_before=beside["not_before"], not_after=beside["not_after"],
    )  # fmt: skip
    return list(alone.finditer(folded))


def _overlap(finding: Finding, hit: Hit) -> bool:
    return finding.start < hit.end and hit.start < finding.end


def _perhaps(name: str, rules: RuleSet) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, rules.sources, n=3)
    return f"; perhaps {' or '.join(near)}" if near else ""
