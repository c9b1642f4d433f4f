"""JSON Schemas of rule files and of `pack.yaml`, for editors: what a key means, which values there are.

Made from the models that the loader checks with; what the models leave open (which `as` goes with which kind) is added here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from civicnews.rules.schema import KINDS, Pack, RuleFile

__all__ = ["ABOUT_KINDS", "pack_schema", "rules_schema"]

ABOUT_KINDS = {
    "line": "What a whole printed line is: furniture, a label, a heading, an advertisement.",
    "byline": "Who wrote it: datelines, bylines, credits. The group `names` holds the names.",
    "date": "When: expressions, and words around them that say whose date it is.",
    "place": "Divisions: how the names of communities and streets end, and what only looks like one.",
    "party": "Who takes part: persons, groups, organisations. The group `name` holds the name.",
    "frame": "Who does what for whom: roles, over a sentence with one sign for each party.",
    "deed": "What is done: words that show an activity type.",
    "scope": "Words whose deeds do not count, or count less: aims, plans, negations, titles.",
    "name": "What an activity is called. The group `title` holds the name.",
    "venue": "Where: one place, smaller than a community. The group `place` holds it.",
    "record": "Which sentences open a record, belong to the one before, or to none.",
    "personal": "Names that only --redact looks for. The group `name` or `called` holds the name.",
}


class _Generator(GenerateJsonSchema):
    """A title that only repeats the key says nothing."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def rules_schema(types: Iterable[str]) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a rule file.

    Args:
        types: ids of activity types to offer for deeds; a pack may have more.
    """
    schema = _schema(RuleFile, "A civicnews rule file")
    schema["properties"]["kind"] = {
        "description": schema["properties"]["kind"]["description"],
        "oneOf": [{"const": kind, "description": ABOUT_KINDS[kind]} for kind in KINDS],
    }
    schema["allOf"] = [_only(kind, {"enum": sorted(words)}) for kind, words in KINDS.items() if words is not None]
    schema["allOf"].append(_only("deed", {"anyOf": [{"enum": sorted(types)}, {"type": "string"}]}))
    return schema


def pack_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a `pack.yaml`."""
    return _schema(Pack, "A civicnews rule pack")


def _schema(model: type[RuleFile | Pack], title: str) -> dict[str, Any]:
    made = model.model_json_schema(schema_generator=_Generator)
    return {"$schema": GenerateJsonSchema.schema_dialect, **made, "title": title}


def _only(kind: str, words: dict[str, Any]) -> dict[str, Any]:
    """Where the file is of this kind, `as` says one of these words."""
    rule = {"properties": {"as": words}}
    return {"if": {"properties": {"kind": {"const": kind}}}, "then": {"properties": {"rules": {"items": rule}}}}
