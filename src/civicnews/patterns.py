"""RE2 patterns: how they are compiled, alone and for the texts that they are given.

Source: RE2 (Cox, "Regular Expression Matching in the Wild", 2010), through google-re2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import re2

from civicnews.expansion import Expander

__all__ = ["ANYWHERE", "AT_START", "Pattern", "compile_bare", "compile_pattern", "plain_han"]

_RULE_MEMORY = 64 << 20
"""What RE2 may keep of one pattern: with its default of 8 MiB a pattern that holds a large vocabulary is 30 times slower."""

_HAN = "\u3400-\u9fff"
_HAN_CLASS = "\\p{Han}"
_PIECE = re.compile(r"\\p\{Han\}|\\.|[\[\]]", re.DOTALL)
ANYWHERE = re2._re2.RE2.Anchor.UNANCHORED
AT_START = re2._re2.RE2.Anchor.ANCHOR_START


def plain_han(pattern: str) -> str:
    r"""Write the class `\p{Han}` as the range U+3400 to U+9FFF, in a bracket or by itself.

    The class has dozens of ranges, most of them outside the text that newspapers print; with the one
    range, patterns that count Han characters compile seven times as fast.
    """
    if _HAN_CLASS not in pattern:
        return pattern
    bracket = False

    def one(found: re.Match[str]) -> str:
        nonlocal bracket
        piece = found.group()
        if piece == _HAN_CLASS:
            return _HAN if bracket else f"[{_HAN}]"
        if len(piece) == 1:
            bracket = piece == "["
        return piece

    return _PIECE.sub(one, pattern)


def compile_pattern(pattern: str) -> Any:
    """Compile an RE2 pattern.

    Raises:
        re2.error: the pattern is not RE2, or is too large.
    """
    return re2.compile(plain_han(pattern), _WITH_GROUPS)


def _options(*, captures: bool, codec: str) -> Any:
    options = re2._re2.RE2.Options()
    options.encoding = options.Encoding.UTF8 if codec == "utf-8" else options.Encoding.LATIN1
    options.log_errors = False
    options.max_mem = _RULE_MEMORY
    options.never_capture = not captures
    return options


_OPTIONS = {(captures, codec): _options(captures=captures, codec=codec) for captures in (False, True) for codec in ("utf-8", "latin-1")}
_WITH_GROUPS = _OPTIONS[True, "utf-8"]


def compile_bare(pattern: str, codec: str = "utf-8") -> Any:
    """What `compile_pattern` wraps: RE2's own object, without groups where none is named.

    Raises:
        re2.error: as `compile_pattern`.
    """
    regexp = re2._re2.RE2(plain_han(pattern).encode(codec), _OPTIONS["(?P<" in pattern or "(?<" in pattern, codec])
    if not regexp.ok():
        raise re2.error(regexp.error())
    return regexp


class Pattern:
    """A pattern on its own, compiled for the texts that it is given; its methods are those of `re.Pattern`.

    Args:
        pattern: RE2, with names that `expander` knows.
        expander: what the names stand for.
    """

    __slots__ = ("_compiled", "_expander", "_pattern", "_whole")

    def __init__(self, pattern: str, expander: Expander) -> None:
        self._pattern = pattern
        self._expander = expander
        self._compiled: tuple[int, Any] | None = None
        self._whole: Any = None

    def _for(self, text: str) -> Any:
        if not self._expander.cover(text):
            if self._whole is None:
                self._whole = compile_pattern(self._expander.expand(self._pattern))
            return self._whole
        age = self._expander.age
        compiled = self._compiled
        if compiled is None or compiled[0] != age:
            compiled = self._compiled = (age, compile_pattern(self._expander.expand_met(self._pattern)))
        return compiled[1]

    def search(self, text: str) -> Any:
        """The first match, or None."""
        return self._for(text).search(text)

    def match(self, text: str) -> Any:
        """The match at the start of the text, or None."""
        return self._for(text).match(text)

    def fullmatch(self, text: str) -> Any:
        """The match of the whole text, or None."""
        return self._for(text).fullmatch(text)

    def finditer(self, text: str) -> Iterator[Any]:
        """All matches, in order."""
        found: Iterator[Any] = self._for(text).finditer(text)
        return found
