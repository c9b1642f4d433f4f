"""What `civicnews rules check` says of an example that does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from civicnews.cli.carets import carets, label, refused, shown
from civicnews.cli.console import one_line
from civicnews.cli.language import translated

if TYPE_CHECKING:
    from civicnews.rules.check import Failure
    from civicnews.rules.load import RuleSet

__all__ = ["describe"]

_WAYS = {
    "nothing": "nothing matched",
    "extent": "wrong extent",
    "value": "wrong value",
    "ambiguous": "ambiguous",
    "near-miss": "a near-miss matches",
    "todo-passes": "a known miss passes",
}
_NEXT = {
    "nothing": "make `match` fit these words, or correct the example",
    "extent": "make `match` cover the words of `at`, or correct `at`",
    "value": "correct `value` in the example, or what the rule decides",
    "ambiguous": "name the other rule in `over`, or leave these words to it",
    "near-miss": "narrow `match`, or keep it off with `not_before` or `not_after`",
    "todo-passes": "move it from `todo` to `examples`",
}


def describe(failure: Failure, rules: RuleSet) -> str:
    """A failure for people: its place, the text with carets, what should have come, what came, and what to do."""
    head = f"{failure.path}:{failure.line}: {failure.rule}: {translated(_WAYS[failure.way])}"
    lines = [
        one_line(head),
        shown(failure.text),
        *_carets(failure),
        *_reasons(failure, rules),
        f"    {label('next')}{translated(_NEXT[failure.way])}",
    ]
    return "\n".join(lines) + "\n"


def _carets(failure: Failure) -> Iterator[str]:
    text = failure.text
    if failure.way == "near-miss":
        for one in failure.findings:
            yield carets(
                text, (one.start, one.end), f"{label('found')}{failure.found} = {one.value}; {translated('but')} {failure.expected}"
            )
        return
    if failure.wanted is not None:
        yield carets(text, failure.wanted, f"{label('expected')}{failure.expected}")
    else:
        yield f"    {label('expected')}{one_line(failure.expected)}"
    for one in failure.findings:
        by = "" if one.rule == failure.rule else f" ({one.rule})"
        yield carets(text, (one.start, one.end), f"{label('found')}{text[one.start : one.end]} = {one.value}{by}")


def _reasons(failure: Failure, rules: RuleSet) -> Iterator[str]:
    """Why nothing came: what the pattern matched, and which condition refused it."""
    from civicnews.rules.trial import try_rule

    if failure.way != "nothing":
        return
    if failure.wanted is None:
        yield f"    {label('found')}{translated('the words of `at` do not stand in the text')}"
        return
    tried = try_rule(rules, failure.rule, failure.text)
    for attempt in tried.attempts:
        for refusal in attempt.refused:
            yield carets(failure.text, (attempt.start, attempt.end), refused(refusal))
    if not failure.findings and not any(attempt.refused for attempt in tried.attempts):
        yield f"    {label('found')}{translated('matches, and is not kept') if tried.attempts else translated('nothing')}"
