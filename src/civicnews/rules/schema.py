"""The shape of a rule file. Strict: an unknown key is a mistake.

A rule file is YAML with a `kind`, optional `define`d sub-patterns and a list of `rules`. What a kind
of rule may decide is a closed list (`KINDS`): there is no code in a rule file.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

__all__ = ["KINDS", "Example", "NearMiss", "Pack", "Rule", "RuleFile"]

KINDS: dict[str, frozenset[str] | None] = {
    "line": frozenset(
        {
            "masthead",
            "furniture",
            "advertisement",
            "announcement",
            "notice",
            "label",
            "note",
            "placeholder",
            "caption",
            "pointer",
            "heading",
            "subhead",
            "crosshead",
            "jump",
            "opens",
            "unfinished",
            "broken",
            "continues",
            "tail",
            "source",
            "links",
        }
    ),
    "byline": frozenset({"dateline", "reporters", "signature", "credit", "author"}),
    "date": frozenset(
        {
            "calendar",
            "relative-day",
            "weekday",
            "lunar",
            "feast",
            "season",
            "part-of-year",
            "vague",
            "since",
            "range",
            "set",
            "pointer",
            "none",
            "future",
            "memorial",
            "birthday",
            "founding",
            "law",
            "reporter",
            "deadline",
            "statistic",
            "career",
            "weather",
        }
    ),
    "place": frozenset({"community", "street", "bare-community", "list-count", "not-a-name"}),
    "party": frozenset({"person", "group", "organisation"}),
    "frame": frozenset({"roles"}),
    "deed": None,
    "scope": frozenset({"aim", "negated", "planned", "remark", "honour", "title", "background", "event"}),
    "name": frozenset({"title"}),
    "venue": frozenset({"place"}),
    "record": frozenset({"introduction", "background", "opens", "continues", "jointly", "local"}),
}
"""Kind of rule → what its `as` may say; None where the stage that runs the kind holds the list."""

_ID = re.compile(r"[a-z][a-z0-9_]*(?:[/.-][a-z0-9_-]+)*")


def _is_id(value: str) -> str:
    if not _ID.fullmatch(value):
        raise ValueError("an id is lower-case words joined with - _ . or /, such as date.month-day")
    return value


Words = Annotated[str, StringConstraints(min_length=1)]
Pattern = Annotated[str, StringConstraints(min_length=1, max_length=8000)]
RuleId = Annotated[str, AfterValidator(_is_id)]


class Strict(BaseModel):
    """A model that refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Example(Strict):
    """A text that the rule must match."""

    text: Words
    at: Words | None = None
    """The words that the match covers; the whole text if left out."""
    value: str | None = None
    """What the match means: for a date its EDTF value, else what `as` says."""
    published: str | None = None
    """For dates: the publication date that `value` is resolved against."""


class NearMiss(Strict):
    """A text that looks like the rule's but is not."""

    text: Words
    why: Words


class Rule(Strict):
    """One pattern and what it decides."""

    id: RuleId
    about: Words
    """One line for people, in Chinese or English."""
    as_: Words = Field(alias="as")
    """What a match means, from the closed list of the kind."""
    match: Pattern
    """RE2 pattern over folded text; `{name}` stands for a vocabulary or a defined sub-pattern."""
    before: Pattern | None = None
    """What must stand directly before the match."""
    after: Pattern | None = None
    """What must stand directly after the match."""
    not_before: Pattern | None = None
    not_after: Pattern | None = None
    over: tuple[RuleId, ...] = ()
    """Ids of rules that this one beats where both match; else the longer match wins, then the first."""
    weight: Literal["strong", "weak"] = "strong"
    """For deeds: weak evidence counts only where a record has no strong one. For frames: a weak one gives a role by
    default, which a strong one in a later sentence corrects."""
    source: Words | None = None
    examples: Annotated[tuple[Example, ...], Field(min_length=1)]
    not_: Annotated[tuple[NearMiss, ...], Field(alias="not", min_length=1)]
    todo: tuple[Example, ...] = ()
    """Known misses. The check fails when one of them starts to pass: then it is an example."""


class RuleFile(Strict):
    """One YAML file of rules of one kind."""

    kind: Words
    define: dict[str, Pattern] = {}
    rules: tuple[Rule, ...] = ()


class Pack(Strict):
    """`pack.yaml`: what the pack is."""

    name: RuleId
    version: Words
    about: Words
    activity_types: dict[str, dict[str, Any]] = {}
    """The closed list of activity types that deeds may name: id → labels."""
