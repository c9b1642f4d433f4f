"""Text that knows where each of its characters stands in the input.

Page repair joins, cuts and drops; it never edits. A `Text` is a run of characters of the decoded
input, in reading order, each with its offset there. All offset arithmetic of civicnews is in this
module: the stages slice and join `Text` and ask it for spans.

Matching runs on `Text.folded`, which has the same length as `Text.chars` and stands position for
position beside it: full-width letters and digits become half-width, Western punctuation becomes
Chinese, blanks of any width become one kind, Traditional characters become simplified ones. What is
reported is always `Text.chars`.

Source: for the Traditional characters OpenCC's TSCharacters, see data/traditional.txt.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import overload

__all__ = ["Span", "Text", "fold", "is_han"]


Span = tuple[int, int]
"""A half-open `(start, end)` pair of offsets in code points."""

_WESTERN = {
    ",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）",
    "[": "［", "]": "］", "~": "～", "〜": "～", "∼": "～", "˜": "～",
    "－": "-", "‐": "-", "‑": "-", "–": "—", "―": "—", "─": "—", "━": "—", "ー": "—",
    "「": "“", "」": "”", "『": "‘", "』": "’", "﹁": "“", "﹂": "”", "﹃": "‘", "﹄": "’",
    "〝": "“", "〞": "”", "＂": '"', "•": "·", "‧": "·", "・": "·", "･": "·", "∙": "·", "⋅": "·", "․": "·",
    "﹑": "、", "､": "、", "｡": "。", "〔": "（", "〕": "）", "〈": "《", "〉": "》",
    "\u3000": " ", "\t": " ", "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\u202f": " ", "\u205f": " ",
    "\u200b": " ", "\ufeff": " ", "\x0b": " ", "\x0c": " ",
}  # fmt: skip


@lru_cache(maxsize=65536)
def _fold_character(character: str) -> str:
    if character in _WESTERN:
        return _WESTERN[character]
    code = ord(character)
    if 0xD800 <= code <= 0xDFFF:  # a lone surrogate cannot be encoded, so no pattern may see it
        return "\ufffd"
    if 0xFF01 <= code <= 0xFF5E or 0xFFE0 <= code <= 0xFFEE or 0xF900 <= code <= 0xFAFF:
        plain = unicodedata.normalize("NFKC", character)
        return _WESTERN.get(plain, plain) if len(plain) == 1 else character
    return character


_TRANSLATION = {ord(c): _fold_character(c) for c in _WESTERN}
_TRANSLATION.update({code: _fold_character(chr(code)) for code in range(0xFF01, 0xFFEF)})
_TRANSLATION.update(dict.fromkeys(range(0xD800, 0xE000), "\ufffd"))
_DATA = Path(__file__).resolve().parent / "data" / "traditional.txt"
_TRADITIONAL, _SIMPLIFIED = [line for line in _DATA.read_text("utf-8").splitlines() if not line.startswith("#")]
_TRANSLATION.update(zip(map(ord, _TRADITIONAL), _SIMPLIFIED, strict=True))
_TRANSLATION.update({code: _fold_character(chr(code)).translate(_TRANSLATION) for code in range(0xF900, 0xFB00)})
_TRADITIONAL_SET = frozenset(_TRADITIONAL)
_OFFSETS = "I"
"""Offsets of an input take 32 bits each."""
_TURNS = re.compile('["“”.\n]')
"""What is folded by what stands before it."""


def is_han(character: str) -> bool:
    """Whether a folded character is a Chinese one of the basic block, U+4E00 to U+9FFF; the empty text is none."""
    return "\u4e00" <= character <= "\u9fff"


def fold(chars: str) -> str:
    """Fold width and punctuation one character to one character.

    Args:
        chars: any text, lone surrogates included.

    Returns:
        A string of the same length, in which digits and Latin letters are half-width, punctuation is
        Chinese, Traditional characters are simplified, straight double quotes are told apart as opening
        and closing by turns in each paragraph, and a full stop at the end of a word is `。` unless it stands between digits or
        Latin letters.
    """
    folded = chars.translate(_TRANSLATION)
    if '"' not in folded and "." not in folded:
        return folded
    out: list[str] = []
    done = 0
    opening = True
    changed, into = -1, ""
    for found in _TURNS.finditer(folded):
        position = found.start()
        character = instead = found.group()
        if character == "\n":
            opening = True
        elif character == '"':
            instead = "“" if opening else "”"
            opening = not opening
        elif character in ("“", "”"):
            opening = character == "”"
        else:
            before = into if position and changed == position - 1 else folded[position - 1 : position]
            after = folded[position + 1 : position + 2]
            latin = before.isascii() and before.isalnum()
            if before and not (latin and (after.isascii() and after.isalnum())) and before not in "./ " and after not in (".", "/"):
                instead = "。"
        if instead != character:
            out += folded[done:position], instead
            done = position + 1
            changed, into = position, instead
    return "".join([*out, folded[done:]])


class Text:
    """A run of input characters in reading order, each with its offset in the input.

    Attributes:
        chars: the characters as printed.
        folded: the same characters folded for matching; `len(folded) == len(chars)`. Where nothing is folded it is the same object.
        origin: for each character its offset in the decoded input, in code points; rising, because
            repair keeps the reading order of what it joins. Given as one number, the offset of the first, where all follow each other.
    """

    __slots__ = ("_origin", "_script", "chars", "folded")

    def __init__(self, chars: str, folded: str, origin: int | Sequence[int]) -> None:
        self.chars = chars
        self.folded = chars if folded == chars else folded
        self._origin = origin
        self._script: dict[int, str] | None = None

    @classmethod
    def of(cls, chars: str, start: int = 0) -> Text:
        """Wrap a piece of input that begins at offset `start`."""
        return cls(chars, fold(chars), start)

    @classmethod
    def join(cls, pieces: Iterable[Text]) -> Text:
        """Join pieces in the order given, with nothing between them."""
        parts = [piece for piece in pieces if len(piece)]
        if len(parts) == 1:
            return parts[0]
        origin = array(_OFFSETS)
        for part in parts:
            origin.extend(part.origin)
        return cls("".join(p.chars for p in parts), "".join(p.folded for p in parts), origin)

    @property
    def origin(self) -> Sequence[int]:
        origin = self._origin
        return range(origin, origin + len(self.chars)) if isinstance(origin, int) else origin

    def __len__(self) -> int:
        return len(self.chars)

    def __bool__(self) -> bool:
        return bool(self.chars)

    def __str__(self) -> str:
        return self.chars

    def __repr__(self) -> str:
        return f"Text({self.chars!r})"

    @overload
    def __getitem__(self, key: int) -> str: ...
    @overload
    def __getitem__(self, key: slice) -> Text: ...
    def __getitem__(self, key: int | slice) -> str | Text:
        if isinstance(key, int):
            return self.chars[key]
        origin = self.origin[key]
        return Text(self.chars[key], self.folded[key], origin.start if isinstance(origin, range) and origin.step == 1 else origin)

    def strip(self) -> Text:
        """Drop blanks and line ends at both ends."""
        start, end = 0, len(self.chars)
        while start < end and (self.folded[start] == " " or self.folded[start].isspace()):
            start += 1
        while end > start and (self.folded[end - 1] == " " or self.folded[end - 1].isspace()):
            end -= 1
        return self if (start, end) == (0, len(self.chars)) else self[start:end]

    def drop(self, positions: Iterable[int]) -> Text:
        """The text without the characters at `positions`."""
        gone = set(positions)
        if not gone:
            return self
        keep = [i for i in range(len(self.chars)) if i not in gone]
        return Text(
            "".join(self.chars[i] for i in keep), "".join(self.folded[i] for i in keep), array(_OFFSETS, (self.origin[i] for i in keep))
        )

    def compact(self) -> Text:
        """Drop the blanks and line ends that do not part two Latin words or numbers."""
        if not any(c == " " or c == "\n" or c == "\r" for c in self.folded):
            return self
        gone: list[int] = []
        size = len(self.folded)
        position = 0
        while position < size:
            if not self.folded[position].isspace():
                position += 1
                continue
            end = position
            while end < size and self.folded[end].isspace():
                end += 1
            before = self.folded[position - 1] if position else "。"
            after = self.folded[end] if end < size else "。"
            words = before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
            if not words or (before.isdigit() and after.isdigit()):
                gone.extend(range(position, end))
            position = end
        return self.drop(gone)

    def as_printed(self, value: str) -> str:
        """Put the script of this text back into a value that was made from its folded characters.

        Width stays folded: 6916社区 for ６９１６社区, and 范羅崗社區 for 范罗岗社区 where 羅 and 區 are printed.
        """
        script = self._script
        if script is None:
            script = self._script = {
                ord(plain): character
                for character, plain in zip(self.chars, self.folded, strict=True)
                if character != plain and character in _TRADITIONAL_SET
            }
        return value.translate(script) if script else value

    def spans(self, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
        """Where `self[start:end]` stands in the input.

        Args:
            start: first position in this text.
            end: one past the last position; the end of the text if None.

        Returns:
            Half-open `(start, end)` pairs of input offsets, in code points, in reading order, as few
            as there can be; empty for an empty piece.
        """
        origin = self.origin[start:end]
        if isinstance(origin, range):
            return ((origin.start, origin.stop),) if len(origin) else ()
        out: list[Span] = []
        first = previous = -2
        for offset in origin:
            if offset != previous + 1:
                if first >= 0:
                    out.append((first, previous + 1))
                first = offset
            previous = offset
        if first >= 0:
            out.append((first, previous + 1))
        return tuple(out)
