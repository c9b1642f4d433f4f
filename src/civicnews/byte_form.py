r"""Patterns for texts of one byte a character, for the page that is read first.

RE2 reads UTF-8 byte by byte: `[^，。]` is a dozen states, `[^，。]{2,20}` some two hundred. A rule tells few characters from each
other; to it all others are alike. So the characters of a page become bytes, one for all that are alike to the rule, and the
pattern is written for these bytes: what matches is the same, the program has a sixth of the states, and RE2 is ready three times as
soon. Which characters are alike is found out once for each rule (`rules/forms.py`) but for words of vocabularies, of
which a page has few: their characters get bytes of their own when the page is there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

__all__ = ["CODES", "LITERAL", "NO_BYTE", "SPARE", "WORDS", "ByteForm", "ByteTable", "Tree", "filled", "ranges"]

CODES = "".join(map(chr, [*range(128, 256), *range(97, 123), *range(65, 91), *range(48, 58), *range(1, 31)]))
"""The bytes that stand for characters: those that mean only themselves in a pattern and in a class."""
LITERAL = 0x1000
"""This and a byte: in a template, that byte; it stands for one character, and for none where the page lacks that."""
_ABSENT = "\x1f"
"""The byte of characters that the page lacks."""
NO_BYTE = r"[^\x00-\xff]"
"""The pattern of Latin-1 that matches no text."""
SPARE = 0x2000
"""This and the number of a class of several characters: in a template, the bytes of those that words tell from the others."""
WORDS = 0x3000
"""This and the number of a vocabulary: in a template, its words."""


class ByteForm(NamedTuple):
    """A pattern for one byte a character, as far as it is the same for all pages.

    Attributes:
        template: the pattern, with what is given by `SPARE` and `WORDS` to be filled in.
        starts: the first character of each run of characters that are alike, rising, from U+0000.
        bytes: the byte of each run, as a character of `CODES`; the first of `CODES` are taken.
        alone: the characters that have a byte of their own, followed by these bytes in the same order.
        several: the bytes of more than one character, in the order of the numbers behind `SPARE`.
        vocabularies: the names of the vocabularies, in the order of the numbers behind `WORDS`.
    """

    template: str
    starts: str
    bytes: str
    alone: str
    several: str
    vocabularies: Sequence[str]


class Tree(NamedTuple):
    """The words of a vocabulary that a page may have.

    Attributes:
        pattern: the pattern that matches the longest; each character of a word means itself, what is syntax is
            characters of no text.
        characters: those of the words.
        syntax: these → what they stand for.
    """

    pattern: str
    characters: frozenset[str]
    syntax: Mapping[int, str]


class ByteTable(dict[int, int]):
    """Code point → byte, for `str.translate`: what is not there is found once."""

    __slots__ = ("_bytes", "_starts")

    def __init__(self, form: ByteForm) -> None:
        self._starts = [*map(ord, form.starts)]
        self._bytes = form.bytes.encode("latin-1")

    def __missing__(self, code: int) -> int:
        found = self[code] = self._bytes[bisect_right(self._starts, code) - 1]
        return found

    def encoded(self, text: str) -> bytes:
        """A text, one byte a character."""
        return text.translate(self).encode("latin-1")


def filled(form: ByteForm, trees: Mapping[str, Tree], present: frozenset[str]) -> tuple[str, ByteTable] | None:
    """A pattern of Latin-1 and the bytes of the characters; None where there are more to tell from each other than bytes.

    Args:
        form: of the pattern.
        trees: name → words, for the vocabularies of the form.
        present: the characters that a text may have.
    """
    table = ByteTable(form)
    apart: defaultdict[int, list[int]] = defaultdict(list)
    for character in sorted(frozenset[str]().union(*(trees[name].characters for name in form.vocabularies))):
        apart[table[ord(character)]].append(ord(character))
    taken = len(set(form.bytes))
    half = len(form.alone) >> 1
    fill = {
        LITERAL + ord(byte): byte if character in present else _ABSENT
        for character, byte in zip(form.alone[:half], form.alone[half:], strict=True)
    }
    for number, byte in enumerate(form.several):
        members = apart.get(ord(byte), ())
        own = CODES[taken : taken + len(members)]
        if len(own) < len(members):
            return None
        table.update(zip(members, map(ord, own), strict=True))
        fill[SPARE + number] = ranges(own)
        taken += len(own)
    for number, name in enumerate(form.vocabularies):
        tree = trees[name]
        fill[WORDS + number] = tree.pattern.translate({**{ord(c): table[ord(c)] for c in tree.characters}, **tree.syntax})
    return form.template.translate(fill), table


def ranges(codes: Iterable[str]) -> str:
    """Bytes, in the order of `CODES`, as members of a class."""
    runs: list[list[str]] = []
    for code in codes:
        if runs and ord(code) == ord(runs[-1][1]) + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return "".join(first if first == last else f"{first}-{last}" for first, last in runs)
