"""The JSON Schema holds for what is printed, and says what the fields mean."""

from __future__ import annotations

import json

import jsonschema
import pytest
from results import record, result

from civicnews.schema import result_schema
from civicnews.write import to_json


def test_it_is_a_schema() -> None:
    schema = result_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["title"] == "civicnews/1"
    assert result_schema() == schema


@pytest.mark.parametrize(
    "document",
    [result(), result(record()), result(record(date=None, street=None, activity_name=None, venue=None, communities=(), participants=()))],
)
def test_output_is_valid(document: object) -> None:
    jsonschema.validate(json.loads(to_json(document)), result_schema())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "value"),
    [(("schema",), "civicnews/2"), (("source", "published_basis"), "guess"), (("articles", 0, "kind"), "essay"), (("warnings",), None)],
)
def test_wrong_output_is_not_valid(path: tuple[str | int, ...], value: object) -> None:
    document = json.loads(to_json(result(record())))
    inner = document
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, result_schema())


def test_every_key_is_required_and_more_are_allowed() -> None:
    schema = result_schema()
    for part in [schema, *schema["$defs"].values()]:
        assert part["required"] == list(part["properties"])
    document = json.loads(to_json(result(record())))
    document["articles"][0]["mood"] = "festive"
    jsonschema.validate(document, schema)


def test_fields_are_described() -> None:
    edtf = result_schema()["$defs"]["Date"]["properties"]["edtf"]
    assert edtf["description"].startswith("EDTF")
