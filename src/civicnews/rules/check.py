"""Run the examples, near-misses and known misses that stand beside each rule.

An example fails in one of four ways: the rule found nothing, it found the wrong extent, it gave the
wrong value, or another rule won the words (ambiguous): it decides the very words, or keeps the rule off
them. A near-miss fails when the rule matches. A known
miss (`todo`) fails when it passes: then it is an example.

Source: the four ways are facebook/duckling's corpus tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from civicnews.match import settle
from civicnews.rules.load import RuleSet
from civicnews.structs import frozen
from civicnews.text import Span, fold

if TYPE_CHECKING:
    from civicnews.rules.schema import Example, Rule

__all__ = ["EVALUATORS", "Evaluator", "Failure", "Finding", "check_rules"]

Way = Literal["nothing", "extent", "value", "ambiguous", "near-miss", "todo-passes"]


@frozen
class Finding:
    """What a stage found in a text: the rule that won, the extent in code points, and the value."""

    rule: str
    start: int
    end: int
    value: str


@frozen
class Failure:
    """One example, near-miss or known miss that did not hold.

    Attributes:
        rule: id of the rule.
        path: its file.
        line: line of the rule's pattern, from 1.
        way: how it failed.
        text: the text of the example.
        expected: what should have come.
        found: what came.
        wanted: where the expected words stand in the text; None where they do not.
        findings: what came, with its place: of this rule, else of the others at those words.
    """

    rule: str
    path: Path
    line: int
    way: Way
    text: str
    expected: str
    found: str
    wanted: Span | None = None
    findings: tuple[Finding, ...] = ()


Evaluator = Callable[[RuleSet, str, str | None], Iterable[Finding]]
"""(rules, text, publication date) → all findings of one kind in the text."""


def _settled(kind: str) -> Evaluator:
    def evaluate(rules: RuleSet, text: str, published: str | None) -> Iterator[Finding]:
        for hit in settle(rules.matcher(kind).find(fold(text))):
            yield Finding(hit.rule.id, hit.start, hit.end, hit.decides)

    return evaluate


def _all(kind: str) -> Evaluator:
    def evaluate(rules: RuleSet, text: str, published: str | None) -> Iterator[Finding]:
        for hit in rules.matcher(kind).find(fold(text)):
            yield Finding(hit.rule.id, hit.start, hit.end, hit.decides)

    return evaluate


def _dates(rules: RuleSet, text: str, published: str | None) -> Iterable[Finding]:
    from civicnews.mentions.dates import evaluate

    return evaluate(rules, text, published)


def _parties(rules: RuleSet, text: str, published: str | None) -> Iterable[Finding]:
    from civicnews.mentions.parties import evaluate

    return evaluate(rules, text)


def _frames(rules: RuleSet, text: str, published: str | None) -> Iterable[Finding]:
    from civicnews.mentions.roles import evaluate

    return evaluate(rules, text)


def _venues(rules: RuleSet, text: str, published: str | None) -> Iterable[Finding]:
    from civicnews.mentions.venues import evaluate

    return evaluate(rules, text)


def _personal(rules: RuleSet, text: str, published: str | None) -> Iterable[Finding]:
    from civicnews.mentions.personal import evaluate

    return evaluate(rules, text)


EVALUATORS: dict[str, Evaluator] = {
    "line": _all("line"),
    "byline": _settled("byline"),
    "date": _dates,
    "place": _all("place"),
    "party": _parties,
    "frame": _frames,
    "deed": _all("deed"),
    "scope": _all("scope"),
    "name": _settled("name"),
    "venue": _venues,
    "record": _all("record"),
    "personal": _personal,
}


def check_rules(rules: RuleSet, *, only: Path | None = None) -> Iterator[Failure]:
    """Run every example of every rule.

    Args:
        rules: the packs, loaded.
        only: look only at the rules whose file lies in this folder.

    Yields:
        What does not hold, in the order of the files.
    """
    for name, (rule, path, kind, (line, _)) in rules.written.items():
        if only is not None and path.parent != only:
            continue
        evaluate = EVALUATORS[kind]
        for example in rule.examples:
            failed = _hold(rule, example, list(evaluate(rules, example.text, example.published)))
            if failed is not None:
                way, came = failed
                if came and way in ("nothing", "ambiguous"):
                    way = "ambiguous" if _matches(rules, rule, kind, example) else "nothing"
                words = " | ".join(_told(example.text, rule, one) for one in came)
                yield Failure(name, path, line, way, example.text, _wanted(rule, example), words, _place(example), came)
        for near in rule.not_:
            for finding in evaluate(rules, near.text, None):
                if finding.rule == name:
                    words = near.text[finding.start : finding.end]
                    yield Failure(name, path, line, "near-miss", near.text, near.why, words, None, (finding,))
                    break
        for example in rule.todo:
            if _hold(rule, example, list(evaluate(rules, example.text, example.published))) is None:
                yield Failure(name, path, line, "todo-passes", example.text, "a miss", "it passes: move it to examples", _place(example))


def _wanted(rule: Rule, example: Example) -> str:
    return f"{example.at or example.text} = {example.value or rule.as_}"


def _told(text: str, rule: Rule, finding: Finding) -> str:
    words = f"{text[finding.start : finding.end]} = {finding.value}"
    return words if finding.rule == rule.id else f"{words}, by {finding.rule}"


def _place(example: Example) -> Span | None:
    words = example.at or example.text
    start = example.text.find(words)
    return (start, start + len(words)) if start >= 0 else None


def _hold(rule: Rule, example: Example, findings: list[Finding]) -> tuple[Way, tuple[Finding, ...]] | None:
    """None where the example holds, else how it fails and what was found at its words, by this rule or by others."""
    wanted = example.at or example.text
    own = tuple(one for one in findings if one.rule == rule.id)
    exact = tuple(one for one in own if example.text[one.start : one.end] == wanted)
    if exact:
        return None if example.value is None or any(one.value == example.value for one in exact) else ("value", exact)
    start, end = _place(example) or (0, 0)
    others = tuple(one for one in findings if one.rule != rule.id and one.start < end and start < one.end)
    same = tuple(one for one in others if (one.start, one.end) == (start, end))
    if same or own:
        return ("ambiguous", same) if same else ("extent", own)
    return "nothing", others


def _matches(rules: RuleSet, rule: Rule, kind: str, example: Example) -> bool:
    """Whether the pattern and its conditions hold at the words of the example, before the stage and other rules decide."""
    start, end = _place(example) or (0, 0)
    return any(hit.rule.id == rule.id and hit.start < end and start < hit.end for hit in rules.matcher(kind).find(fold(example.text)))
