"""What stands for a name, and the text with it in the places of the names."""

from __future__ import annotations

import hmac
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from civicnews.mentions.personal import surname_of
from civicnews.rules.load import RuleSet
from civicnews.text import Span, fold

__all__ = ["MIN_KEY", "Pseudonyms", "Redaction", "Redactor", "key_of"]

Pseudonyms = Literal["number", "surname"]
MIN_KEY = 16
"""Bytes that a key must have, so that nobody finds it by trying."""
_DIGITS = 12
"""Hexadecimal digits of a keyed pseudonym: a million names share one by chance once in five hundred sets."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """What to replace, and by what.

    Attributes:
        reporters: replace the names of reporters too.
        pseudonyms: `number` (person-7), or `surname` (林某某), which reads better and gives away the surname.
        key: a secret. With it a name has the same pseudonym in every document; without, pseudonyms are counted in
            each document by itself, and the same one in two documents says nothing.

    Raises:
        ValueError: the key is shorter than `MIN_KEY` bytes.
    """

    reporters: bool = False
    pseudonyms: Pseudonyms = "number"
    key: bytes | None = None

    def __post_init__(self) -> None:
        if self.key is not None and len(self.key) < MIN_KEY:
            raise ValueError(f"the key has {len(self.key)} bytes; take {MIN_KEY} or more, such as `openssl rand -hex 32` prints")


class Redactor:
    """Replaces the names of one document; counts pseudonyms in the order in which they are first needed.

    Args:
        people: what a person is called → the name that the pseudonym is of, both as `key_of` makes them.
        redaction: what stands for a name.
        rules: know the surnames.
        kept: what stays though a name is part of it (王庄 in 王庄村); a name that is one of these itself is none.
    """

    def __init__(self, people: Mapping[str, str], redaction: Redaction, rules: RuleSet, kept: Collection[str] = ()) -> None:
        self.redaction = redaction
        self.people = people
        self.surname = surname_of(rules)
        self.given: dict[str, str] = {}
        self.kept = {one for one in kept if any(key in one and key != one for key in people)}
        words = sorted({*people, *self.kept}, key=lambda key: (-len(key), key))
        self.pattern = re.compile("|".join(map(_anywhere, words))) if people else None

    def edits(self, text: str) -> Iterator[tuple[Span, str]]:
        """Each place of a name in a text, with what stands for it, in order."""
        if self.pattern is None:
            return
        for found in self.pattern.finditer(fold(text)):
            key = key_of(found.group())
            if key not in self.kept:
                behind = text[found.end() : found.end() + 1]
                parted = " " if behind.isascii() and behind.isalnum() else ""  # person-1 3月5日
                yield found.span(), self.pseudonym(key) + parted

    def text(self, text: str) -> str:
        """The text with every name replaced."""
        out: list[str] = []
        position = 0
        for (start, end), pseudonym in self.edits(text):
            out += [text[position:start], pseudonym]
            position = end
        return "".join([*out, text[position:]])

    def pseudonym(self, called: str) -> str:
        """What stands for a person who is called so."""
        key = self.people[called]
        if key not in self.given:
            self.given[key] = self._new(key)
        return self.given[key]

    def _new(self, key: str) -> str:
        secret, by_number = self.redaction.key, self.redaction.pseudonyms == "number"
        if secret is not None:
            tail = hmac.digest(secret, key.encode("utf-8", "replace"), "sha256").hex()[:_DIGITS]
            return f"person-{tail}" if by_number else f"{self.surname(key)}-{tail}"
        if by_number:
            return f"person-{len(self.given) + 1}"
        alike = sum(self.surname(other) == self.surname(key) for other in self.given)
        return self.surname(key) + (str(alike + 1) if alike else "")


def key_of(name: str) -> str:
    """A name as it is known by: folded, without blanks."""
    return "".join(fold(name).split())


def _anywhere(key: str) -> str:
    """A pattern for a name: blanks may stand between its characters; a Latin name is no part of a longer one."""
    pattern = r"\s*".join(map(re.escape, key))
    if key[0].isascii() and key[0].isalpha():
        pattern = f"(?<![A-Za-z]){pattern}"
    return f"{pattern}(?![A-Za-z])" if key[-1].isascii() and key[-1].isalpha() else pattern
