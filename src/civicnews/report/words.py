"""The words of the report, Chinese and English, from words.json."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Literal

__all__ = ["Language", "word"]

Language = Literal["zh", "en"]


@cache
def _words() -> dict[str, tuple[str, str]]:
    held: dict[str, tuple[str, str]] = json.loads((files("civicnews.report") / "words.json").read_text("utf-8"))
    return held


def word(key: str, language: Language, *parts: object) -> str:
    """A word or a sentence; `{}` in it takes the parts. A key that is not known stands for itself."""
    found = _words().get(key)
    return key if found is None else found[language == "en"].format(*parts)
