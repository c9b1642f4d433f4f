"""JSON that somebody else wrote → plain data, unless it would take the memory of the machine: 60 MB of `[],[],[]` take 2 GB."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["MAX_MEMORY", "parsed"]

MAX_MEMORY = 400 << 20
"""Bytes that the data may take, estimated by its marks. What civicnews writes itself takes some five times the bytes of its file."""
_OBJECT, _ARRAY, _VALUE = 240, 90, 60
"""Bytes of an object with one field, of an array with one value, of a value more. They are those of CPython 3.11."""


def parsed(text: str | bytes) -> Any:
    """What JSON says.

    Args:
        text: as UTF-8, where it is bytes.

    Raises:
        ValueError: it is no JSON, or holds too many values.
        RecursionError: it is nested too deeply.
    """
    objects, arrays, values = (text.count(mark) for mark in (("{", "[", ",") if isinstance(text, str) else (b"{", b"[", b",")))  # type: ignore[arg-type]
    if objects * _OBJECT + arrays * _ARRAY + values * _VALUE > MAX_MEMORY:
        raise ValueError(f"too many values: {objects + arrays + values:,}; split it")
    return json.loads(text)
