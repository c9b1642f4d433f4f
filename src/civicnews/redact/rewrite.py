"""Rewrite all strings in a value made of frozen dataclasses and tuples."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

__all__ = ["rewritten"]

_Value = TypeVar("_Value")


def rewritten(value: _Value, text: Callable[[str], str], finish: Callable[[Any, Any], Any]) -> _Value:
    """The value with every string rewritten.

    Args:
        value: anything; what is no string, tuple or dataclass stays.
        text: string → what it becomes.
        finish: (a dataclass as it was, the same with its members rewritten) → what it becomes.
    """

    def one(held: Any) -> Any:
        if isinstance(held, str):
            return text(held)
        if isinstance(held, tuple):
            return tuple(map(one, held))
        if not is_dataclass(held) or isinstance(held, type):
            return held
        return finish(held, replace(held, **{field.name: one(getattr(held, field.name)) for field in fields(held)}))

    return cast(_Value, one(value))
