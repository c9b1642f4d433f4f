"""Put vocabularies and defined sub-patterns in the place of their names, no wider than the texts need.

A vocabulary of a thousand words makes a pattern that takes milliseconds to compile, and so does a class such as
"a letter, but none of these"; a page holds few of the words and few of the characters. So patterns are first
expanded for the characters of one text, the page that is read first: words with another character
cannot match in it, and whether a class has another character does not matter. When a text has others,
patterns are expanded for all ordinary characters. The few texts that have still others need patterns
for all characters there are, of which only those that run on such a text are made. What matches is the same each time.

Words are put into a pattern as a tree of their beginnings, which RE2 compiles into fewer states than a list. For the first
page there is a still narrower way, one byte a character: see `byte_form.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter

import re2

from civicnews.byte_form import NO_BYTE, ByteForm, ByteTable, Numbering, NumberTable, Tree, filled

__all__ = ["NOTHING", "Expander"]

NOTHING = r"[^\x00-\x{10FFFF}]"
"""The pattern that matches no text, for a vocabulary without words."""
_REFERENCE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_ALWAYS = frozenset(map(chr, [*range(128), *range(0xE000, 0xE010), 0xFFFD])) | frozenset("“”‘’。，、：；！？…（）《》【】［］—～·")
"""Characters that stages put into a text of their own accord."""
_ORDINARY = (
    (0, 0x24F), (0x391, 0x3C9), (0x410, 0x44F), (0x2000, 0x206F), (0x20A0, 0x20BF), (0x2103, 0x2103), (0x2109, 0x2109), (0x2116, 0x2116),
    (0x2150, 0x2182), (0x2190, 0x2BFF), (0x3000, 0x303F), (0x30FB, 0x30FB), (0x3220, 0x3247), (0x3280, 0x32B0), (0x3380, 0x33DF),
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xE000, 0xE00F), (0xFE0F, 0xFE6F), (0xFF00, 0xFF65), (0xFFE0, 0xFFFF), (0x1F300, 0x1FAFF),
)  # fmt: skip
"""Code points of what is printed in China: all else is met once in thousands of lines. They are so chosen that letters and
other characters take turns seldom, for each turn makes a class such as "no letter" longer."""
_LONGEST_BRANCH = 100
"""Words longer than this do not become a tree."""
MAX_EXPANDED = 8_000_000
"""A pattern does not grow to more characters: a vocabulary as large as may be has fewer."""
_MARKS = _OPEN, _OR, _CLOSE, _CLOSE_OPTIONAL, _EITHER, _END, _NONE = tuple(map(chr, range(0xD800, 0xD807)))
"""What is syntax in a tree of words: lone surrogates, which no text has."""
_SYNTAX = dict(zip(map(ord, _MARKS), ("(?:", "|", ")", ")?", "[", "]"), strict=False))
_IN_UTF8 = {**_SYNTAX, ord(_NONE): NOTHING, **{code: f"\\{chr(code)}" for code in range(32, 127) if not chr(code).isalnum()}}
_IN_BYTES = {**_SYNTAX, ord(_NONE): NO_BYTE}
_TOKEN = re.compile(r"\\(?:[xpP]\{[^}]*\}|.)|\[\^?\]?(?:\\(?:[xpP]\{[^}]*\}|.)|\[:\^?\w+:\]|[^\]\\])*\]", re.DOTALL)
_MEMBER = re.compile(r"(.)-(.)|(.)", re.DOTALL)
_PROPERTY = re.compile(r"\\[pPDSW]")


class Expander:
    """The names that patterns may use.

    Args:
        defines: sub-patterns by name.
        vocabularies: words by name; of a name that both have, the sub-pattern counts.
        edges: class of characters as written → the first and last character of each of its runs, for those that are known.

    Attributes:
        age: rises when what was expanded before is too narrow for the text covered last.
        numbering: of the characters of texts after the first page.
    """

    def __init__(
        self, defines: Mapping[str, str], vocabularies: Mapping[str, Mapping[str, str]], edges: Mapping[str, str] | None = None
    ) -> None:
        self._defines = defines
        self._vocabularies = vocabularies
        self._edges = edges or {}
        self._whole: dict[str, str] = {}
        self._met = _Met(_ALWAYS, self._edges)
        self.age = 0
        self.numbering = Numbering()

    def cover(self, text: str) -> bool:
        """Make `expand_met` expand wide enough for a text.

        Safe in several threads: the age rises only after the characters are known, so whoever notes the age
        first and expands then has what that age promises.

        Returns:
            Whether it does; a text with characters that are out of the ordinary needs `expand`.
        """
        met = self._met
        if met.covers(text):
            return True
        wider = met.wider(text)
        if wider is None:
            return False
        self._met = wider
        self.age += 1
        return True

    def expand(self, pattern: str) -> str:
        """Expand a pattern whole.

        Raises:
            KeyError: a name is unknown; `args[0]` is the name.
            RecursionError: sub-patterns name each other in a circle.
            OverflowError: it grows to more than `MAX_EXPANDED` characters.
        """
        return self._expand(pattern, (), None, self._whole)

    def expand_met(self, pattern: str) -> str:
        """Expand a pattern for the texts covered so far. Raises what `expand` raises."""
        met = self._met
        return self._expand(pattern, (), met, met.known)

    def filled(self, form: ByteForm) -> tuple[str, ByteTable | NumberTable] | None:
        """A pattern for one byte a character, and the bytes of the characters, for the texts covered so far.

        None where they have more characters to tell from each other than there are bytes.
        """
        met = self._met
        found = filled(form, {name: met.tree(name, self._vocabularies[name]) for name in form.vocabularies}, met.characters)
        if found is None or met.characters is not None:
            return found
        return found[0], NumberTable(form, dict(found[1]), self.numbering)

    def _expand(self, pattern: str, path: tuple[str, ...], met: _Met | None, known: dict[str, str]) -> str:
        size = 0

        def one(found: re.Match[str]) -> str:
            nonlocal size
            name = found.group(1)
            if name in path:
                raise RecursionError(f"{{{name}}} is defined through itself")
            expanded = known.get(name)
            if expanded is None:
                if name in self._defines:
                    expanded = f"(?:{self._expand(self._defines[name], (*path, name), met, known)})"
                elif name in self._vocabularies:
                    words = self._vocabularies[name]
                    expanded = _tree(words if met is None else met.possible(words)).translate(_IN_UTF8)
                else:
                    raise KeyError(name)
                known[name] = expanded
            size += len(expanded)
            if size > MAX_EXPANDED:
                raise OverflowError(f"{{{name}}} makes it longer than {MAX_EXPANDED:,} characters")
            return expanded

        return _REFERENCE.sub(one, pattern if met is None else met.narrowed(pattern))


class _Met:
    """Characters that texts may have, and what was made of patterns for them.

    Args:
        characters: the characters; None for the ordinary ones.
        edges: as `Expander` has them.

    Attributes:
        characters: the characters; None for the ordinary ones.
        known: name → its pattern, expanded.
    """

    __slots__ = ("_classes", "_edges", "_ordered", "_trees", "characters", "known")

    def __init__(self, characters: frozenset[str] | None, edges: Mapping[str, str]) -> None:
        self._edges = edges
        self.characters = characters
        self._ordered = "".join(sorted(characters)) if characters is not None else _ordinary()
        self._classes: dict[str, str] = {}
        self._trees: dict[str, Tree] = {}
        self.known: dict[str, str] = {}

    def covers(self, text: str) -> bool:
        """Whether a text has no other characters."""
        return _is_ordinary(text) if self.characters is None else self.characters.issuperset(text)

    def wider(self, text: str) -> _Met | None:
        """What comes after these, so that a text is covered; None where nothing does but all characters there are."""
        if self.characters is _ALWAYS:
            return _Met(_ALWAYS | frozenset(text), self._edges)
        return _Met(None, self._edges) if self.characters is not None and _is_ordinary(text) else None

    def possible(self, words: Iterable[str]) -> Iterable[str]:
        """Those of the words that a text may have."""
        return words if self.characters is None else filter(self.characters.issuperset, words)

    def tree(self, name: str, words: Iterable[str]) -> Tree:
        """Those words of the vocabulary of that name that a text may have."""
        tree = self._trees.get(name)
        if tree is None:
            possible = list(self.possible(words))
            tree = self._trees[name] = Tree(_tree(possible), frozenset().union(*possible), _IN_BYTES)
        return tree

    def narrowed(self, pattern: str) -> str:
        """The pattern with each class as few ranges as tell its characters from the others that were met."""
        return _TOKEN.sub(self._narrowed_class, pattern) if "[" in pattern else pattern

    def _narrowed_class(self, found: re.Match[str]) -> str:
        token = found.group()
        negated = token.startswith("[^")
        if _REFERENCE.search(token) or not (negated or (token[0] == "[" and _PROPERTY.search(token))):
            return token
        known = self._classes.get(token)
        if known is None:
            edges = self._edges.get(token)
            if edges is not None:
                runs = self._between(edges)
            else:
                runs = self._runs(token) if "\\" in token or "[:" in token else self._gaps(token[2:-1])
            ranges = "".join(f"\\x{{{ord(first):X}}}-\\x{{{ord(last):X}}}" for first, last in runs)
            known = self._classes[token] = f"[{ranges}]" if ranges else NOTHING
        return known

    def _between(self, edges: str) -> Iterator[tuple[str, str]]:
        """The same for a class of which the first and last character of each run are known."""
        ordered = self._ordered
        start = end = 0
        for first, last in zip(edges[::2], edges[1::2], strict=True):
            low, high = bisect_left(ordered, first, end), bisect_right(ordered, last, end)
            if low < high:
                if low > end and start < end:
                    yield ordered[start], ordered[end - 1]
                start, end = (low, high) if low > end or start == end else (start, high)
        if start < end:
            yield ordered[start], ordered[end - 1]

    def _runs(self, token: str) -> Iterator[tuple[str, str]]:
        """First and last character of each run of ordered characters that a class has."""
        for run in re2.finditer(f"{token}+", self._ordered):
            characters = run.group()
            yield characters[0], characters[-1]

    def _gaps(self, members: str) -> Iterator[tuple[str, str]]:
        """The same for a negated class of plain characters and ranges."""
        left_out: set[str] = set()
        for first, last, single in _MEMBER.findall(members):
            left_out.update([single] if single else [c for c in self._ordered if first <= c <= last])
        start = 0
        for character in sorted(left_out):
            position = bisect_left(self._ordered, character)
            if self._ordered[position : position + 1] == character:
                if position > start:
                    yield self._ordered[start], self._ordered[position - 1]
                start = position + 1
        if start < len(self._ordered):
            yield self._ordered[start], self._ordered[-1]


@cache
def _ordinary_text() -> re.Pattern[str]:
    return re.compile("[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in _ORDINARY) + "]*")


def _is_ordinary(text: str) -> bool:
    return _ordinary_text().fullmatch(text) is not None


def _ordinary() -> str:
    """The ordinary characters, in order."""
    return "".join(chr(code) for first, last in _ORDINARY for code in range(first, last + 1))


def _tree(words: Iterable[str]) -> str:
    """The words as a tree that tries the longest first; its syntax is marks, of which words have none."""
    chosen = list(words)
    if not chosen:
        return _NONE
    if max(map(len, chosen)) > _LONGEST_BRANCH:
        return f"{_OPEN}{_OR.join(sorted(chosen, key=lambda word: (-len(word), word)))}{_CLOSE}"
    return f"{_OPEN}{_branches(sorted(chosen), 0)}{_CLOSE}"


def _branches(words: Sequence[str], depth: int) -> str:
    """The rest, from `depth` on, of sorted words that are alike up to there; the longest is tried first."""
    ends = len(words[0]) == depth
    branches: list[str] = []
    single: list[str] = []
    for character, group in groupby(words[ends:], key=itemgetter(depth)):
        members = list(group)
        if len(members) == 1 and len(members[0]) == depth + 1:
            single.append(character)
        elif len(members) == 1:
            branches.append(members[0][depth:])
        else:
            branches.append(character + _branches(members, depth + 1))
    if len(single) == 1:
        branches.append(single[0])
    elif single:
        branches.append(f"{_EITHER}{''.join(single)}{_END}")
    if not branches:
        return ""
    if not ends and len(branches) == 1:
        return branches[0]
    return f"{_OPEN}{_OR.join(branches)}{_CLOSE_OPTIONAL if ends else _CLOSE}"
