"""Run the examples, near-misses and known misses that stand beside each rule.

An example fails in one of four ways: the rule found nothing, it found the wrong extent, it gave the
wrong value, or another rule won the words (ambiguous). A near-miss fails when the rule matches. A known
miss (`todo`) fails when it passes: then it is an example.

Source: the four ways are facebook/duckling's corpus tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from civicnews.match import settle
from civicnews.rules.load import RuleSet
from civicnews.rules.schema import Example, Rule
from civicnews.text import fold

__all__ = ["EVALUATORS", "Evaluator", "Failure", "Finding", "check_rules"]

Way = Literal["nothing", "extent", "value", "ambiguous", "near-miss", "todo-passes"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a stage found in a text: the rule that won, the extent in code points, and the value."""

    rule: str
    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
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
    """

    rule: str
    path: Path
    line: int
    way: Way
    text: str
    expected: str
    found: str


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
    "venue": _settled("venue"),
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
    for name, (rule, path, kind) in rules.sources.items():
        if only is not None and path.parent != only:
            continue
        line = rules.marks[name][0]
        evaluate = EVALUATORS[kind]
        for example in rule.examples:
            found = _hold(rule, example, list(evaluate(rules, example.text, example.published)))
            if found is not None:
                yield Failure(name, path, line, found[0], example.text, _wanted(rule, example), found[1])
        for near in rule.not_:
            for finding in evaluate(rules, near.text, None):
                if finding.rule == name:
                    yield Failure(name, path, line, "near-miss", near.text, near.why, near.text[finding.start : finding.end])
                    break
        for example in rule.todo:
            if _hold(rule, example, list(evaluate(rules, example.text, example.published))) is None:
                yield Failure(name, path, line, "todo-passes", example.text, "a miss", "it passes: move it to examples")


def _wanted(rule: Rule, example: Example) -> str:
    return f"{example.at or example.text} = {example.value or rule.as_}"


def _hold(rule: Rule, example: Example, findings: list[Finding]) -> tuple[Way, str] | None:
    """None where the example holds, else how it fails and what was found."""
    wanted = example.at or example.text
    own = [f for f in findings if f.rule == rule.id]
    extents = [example.text[f.start : f.end] for f in own]
    if wanted not in extents:
        others = [f for f in findings if example.text[f.start : f.end] == wanted]
        if others:
            return "ambiguous", f"{others[0].rule} = {others[0].value}"
        return ("extent", " | ".join(extents)) if own else ("nothing", "")
    if example.value is not None:
        values = [f.value for f, extent in zip(own, extents, strict=True) if extent == wanted]
        if example.value not in values:
            return "value", " | ".join(values)
    return None
