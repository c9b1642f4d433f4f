"""The JSON Schema of the output, made from the models."""

from __future__ import annotations

from dataclasses import is_dataclass
from typing import Any

from pydantic import ConfigDict, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from civicnews import models

__all__ = ["result_schema"]


class _Generator(GenerateJsonSchema):
    """All keys are always there; a title that only repeats the key says nothing."""

    def field_is_required(self, *args: Any, **kwargs: Any) -> bool:
        return True

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def result_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) that every document of `civicnews/1` fulfils.

    Further keys are allowed, because more fields may be added within `civicnews/1`.
    """
    for model in vars(models).values():
        if is_dataclass(model):  # a plain dataclass takes pydantic's settings from this attribute only
            setattr(model, "__pydantic_config__", ConfigDict(use_attribute_docstrings=True))  # noqa: B010
    schema = TypeAdapter(models.Result).json_schema(mode="serialization", schema_generator=_Generator)
    return {"$schema": GenerateJsonSchema.schema_dialect, **schema, "title": models.SCHEMA}
