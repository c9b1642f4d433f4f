"""The shape of a rule file. Strict: an unknown key is a mistake.

A rule file is YAML with a `kind`, optional `define`d sub-patterns and a list of `rules`. What a kind
of rule may decide is a closed list (`KINDS`): there is no code in a rule file.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, NotRequired

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from typing_extensions import TypedDict  # pydantic asks for this one before Python 3.12

__all__ = ["KINDS", "Example", "NearMiss", "Pack", "Rule", "RuleFile"]

MAX_EXAMPLE = 2000
"""Characters of an example: it is a sentence or a line."""
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
            "summary",
            "cut",
            "teaser",
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
    "record": frozenset(
        {
            "introduction",
            "background",
            "opens",
            "continues",
            "plan",
            "local",
            "award",
            "item",
            "list",
            "static",
            "same-host",
            "picture",
            "upper-host",
        }
    ),
    "personal": frozenset({"name"}),
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


def described(text: str) -> Any:
    """A field's description, for editors that read the JSON Schema."""
    return Field(description=text)


class Strict(BaseModel):
    """A model that refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Example(Strict):
    """A text that the rule must match."""

    text: Annotated[Words, Field(max_length=MAX_EXAMPLE), described("A sentence or line of your own.")]
    at: Annotated[Words | None, described("The words that the match covers; the whole text if left out.")] = None
    value: Annotated[
        str | None, described("What the match means: for a date its EDTF value, for a party kind:name, else what `as` says.")
    ] = None
    published: Annotated[str | None, described("For dates: the publication date, YYYY-MM-DD, that `value` is resolved against.")] = None


class NearMiss(Strict):
    """A text that looks like the rule's but is not."""

    text: Annotated[Words, Field(max_length=MAX_EXAMPLE), described("A sentence or line that the rule must not match.")]
    why: Annotated[Words, described("Why it is none.")]


class Rule(Strict):
    """One pattern and what it decides."""

    id: Annotated[
        RuleId, described("Unique: lower-case words joined with - _ . or /. With the id of a built-in rule it takes that rule's place.")
    ]
    about: Annotated[Words, described("One line for people, in Chinese or English.")]
    as_: Annotated[Words, Field(alias="as", description="What a match means, from the closed list of the kind.")]
    match: Annotated[
        Pattern,
        described(
            "RE2 pattern over folded text (simplified, half-width, Chinese punctuation); {name} stands for a vocabulary or a `define`."
        ),
    ]
    before: Annotated[Pattern | None, described("What must stand directly before the match (24 characters are seen).")] = None
    after: Annotated[Pattern | None, described("What must stand directly after the match (24 characters are seen).")] = None
    not_before: Annotated[Pattern | None, described("What must not stand directly before the match.")] = None
    not_after: Annotated[Pattern | None, described("What must not stand directly after the match.")] = None
    over: Annotated[
        tuple[RuleId, ...], described("Ids of rules that this one beats where both match; else the longer match wins, then the first.")
    ] = ()
    weight: Annotated[
        Literal["strong", "weak"],
        described(
            "For deeds: weak evidence counts only where a record has no strong one. For frames: a weak one gives a role by default, "
            "which a strong one in a later sentence corrects."
        ),
    ] = "strong"
    source: Annotated[Words | None, described("Where the rule comes from, if not from yourself.")] = None
    examples: Annotated[tuple[Example, ...], Field(min_length=1, description="Texts that the rule must match; they run as tests.")]
    not_: Annotated[
        tuple[NearMiss, ...], Field(alias="not", min_length=1, description="Texts that look alike and must not match; they run as tests.")
    ]
    todo: Annotated[
        tuple[Example, ...], described("Known misses. The check fails when one of them starts to pass: then it is an example.")
    ] = ()


class RuleFile(Strict):
    """One YAML file of rules of one kind."""

    kind: Annotated[Words, described("What the rules of this file find.")]
    define: Annotated[dict[str, Pattern], described("Sub-patterns by name, for {name} in the patterns of all files.")] = {}
    rules: Annotated[tuple[Rule, ...], described("The rules. Their order decides where nothing else does.")] = ()


class ActivityType(TypedDict):
    """What an activity type is called, and what it means."""

    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]

    zh: Annotated[Words, described("What to call it in Chinese, in tables.")]
    en: NotRequired[Annotated[Words, described("What to call it in English.")]]
    means: NotRequired[Annotated[Words, described("Which activities it holds.")]]


class Pack(Strict):
    """`pack.yaml`: what the pack is."""

    name: Annotated[RuleId, described("Lower-case words joined with - _ . or /.")]
    version: Annotated[Words, described("Any text; quote it.")]
    about: Annotated[Words, described("One line for people, in Chinese or English.")]
    activity_types: Annotated[
        dict[str, ActivityType], described("Activity types that deeds may name, beside those of the packs below: id → labels.")
    ] = {}
