"""Vocabularies as they are kept ready: each is taken apart when it is first asked for, for a page asks for few."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["PackedVocabularies", "pack"]

_BETWEEN = "\x7f"
"""Stands between words: unlike a line feed it is written into JSON as it is, which makes that faster to read."""


def pack(words: Mapping[str, str]) -> list[Any]:
    """A vocabulary, surface → value, as JSON data: its surfaces, and its values where they differ from them."""
    same = all(word == value for word, value in words.items())
    return [_joined(list(words)), [] if same else _joined(list(words.values()))]


def _joined(words: list[str]) -> str | list[str]:
    return words if not words or any(_BETWEEN in word for word in words) else _BETWEEN.join(words)


class PackedVocabularies(Mapping[str, dict[str, str]]):
    """Vocabularies by name.

    Args:
        packed: name → what `pack` gave.

    Raises:
        TypeError, ValueError: it is something else.
    """

    def __init__(self, packed: Mapping[str, list[Any]]) -> None:
        for name, (surfaces, values) in packed.items():
            if values and _count(surfaces) != _count(values):
                raise ValueError(name)
        self._packed = packed
        self._known: dict[str, dict[str, str]] = {}

    def __getitem__(self, name: str) -> dict[str, str]:
        known = self._known.get(name)
        if known is None:
            surfaces, values = map(_words, self._packed[name])
            known = self._known[name] = dict(zip(surfaces, values or surfaces, strict=True))
        return known

    def __contains__(self, name: object) -> bool:
        return name in self._packed

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def _count(joined: str | list[str]) -> int:
    return joined.count(_BETWEEN) + 1 if isinstance(joined, str) else len(joined)


def _words(joined: str | list[str]) -> list[str]:
    return joined.split(_BETWEEN) if isinstance(joined, str) else joined
