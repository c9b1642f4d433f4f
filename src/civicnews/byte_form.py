r"""Patterns for texts of one byte a character.

RE2 reads UTF-8 byte by byte: `[^，。]` is a dozen states, `[^，。]{2,20}` some two hundred. A rule tells few characters from each
other; to it all others are alike. So the characters of a page become bytes, one for all that are alike to the rule, and the
pattern is written for these bytes: what matches is the same, the program has a sixth of the states, and RE2 is ready three times as
soon. Which characters are alike is found out once for each rule (`rules/forms.py`) but for words of vocabularies, of
which a page has few: their characters get bytes of their own when the page is there. For the pages after it the words are all those of the
vocabularies; four rules in five have bytes enough for them.
"""

from __future__ import annotations

from _thread import allocate_lock
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

__all__ = ["CODES", "LITERAL", "NO_BYTE", "SPARE", "WORDS", "ByteForm", "ByteTable", "NumberTable", "Numbering", "Tree", "filled", "ranges"]

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


class Numbering(dict[int, int]):
    """Code point → its number, by the order in which characters are met: a table of bytes by number is as long as what is met.

    Safe in several threads.

    Attributes:
        codes: number → code point.
    """

    __slots__ = ("_lock", "codes")

    def __init__(self) -> None:
        self.codes: list[int] = []
        self._lock = allocate_lock()

    def __missing__(self, code: int) -> int:
        with self._lock:
            number = self.get(code)
            if number is None:
                self.codes.append(code)
                number = self[code] = len(self.codes) - 1
        return number

    def picker(self, text: str) -> Callable[[bytes], Any]:
        """What picks from a table the bytes of a text."""
        numbers = [*map(self.__getitem__, map(ord, text))]
        if len(numbers) > 1:
            return itemgetter(*numbers)
        return itemgetter(slice(numbers[0], numbers[0] + 1) if numbers else slice(0))


class NumberTable:
    """Number → byte, for a rule: grows with the characters that are met."""

    __slots__ = ("_bytes", "_numbering", "_own", "_starts", "_table")

    def __init__(self, form: ByteForm, own: Mapping[int, int], numbering: Numbering) -> None:
        self._starts, self._bytes = form.starts, form.bytes.encode("latin-1")
        self._own = own
        self._numbering = numbering
        self._table = b""

    def encoded(self, pick: Callable[[bytes], Any]) -> bytes:
        """The bytes of the text that `Numbering.picker` was given."""
        table = self._table
        codes = self._numbering.codes
        if len(table) < len(codes):
            table = self._table = table + bytes(map(self._byte, codes[len(table) :]))
        return bytes(pick(table))

    def _byte(self, code: int) -> int:
        own = self._own.get(code)
        return self._bytes[bisect_right(self._starts, chr(code)) - 1] if own is None else own


def filled(form: ByteForm, trees: Mapping[str, Tree], present: frozenset[str] | None) -> tuple[str, ByteTable] | None:
    """A pattern of Latin-1 and the bytes of the characters; None where there are more to tell from each other than bytes.

    Args:
        form: of the pattern.
        trees: name → words, for the vocabularies of the form.
        present: the characters that a text may have; None for any.
    """
    table = ByteTable(form)
    apart: defaultdict[int, list[int]] = defaultdict(list)
    for character in sorted(frozenset[str]().union(*(trees[name].characters for name in form.vocabularies))):
        apart[table[ord(character)]].append(ord(character))
    taken = len(set(form.bytes))
    half = len(form.alone) >> 1
    fill = {
        LITERAL + ord(byte): byte if present is None or character in present else _ABSENT
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
