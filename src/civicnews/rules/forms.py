"""Which characters a rule's pattern tells from each other, and the pattern for one byte a character (`byte_form.py`)."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import re2

from civicnews.byte_form import CODES, LITERAL, NO_BYTE, SPARE, WORDS, ByteForm, ranges
from civicnews.literals import UnknownSyntaxError
from civicnews.patterns import plain_han

if TYPE_CHECKING:
    from civicnews.rules.load import RuleRow

__all__ = ["edges", "forms"]

_LAST = sys.maxunicode
_FIXED = 160
"""So many bytes a form may take; the others are for the words of a page."""
_SURROGATES = (0xD800, 0xDFFF)
_TOKEN = re.compile(
    r"\{(?P<name>[a-z][a-z0-9_]*)\}"
    r"|(?P<syntax>\((?:\?(?::|P?<\w+>)|(?!\?))|[)|^$]|(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})\??|\\[Az])"
    r"|(?P<characters>\[\^?\]?(?:\\(?:[xpP]\{[^}]*\}|.)|\[:\^?\w+:\]|[^\]\\])*\]|\\(?:[xpP]\{[^}]*\}|x[0-9A-Fa-f]{2}|[pP]\w|.)|[^\[\\{(*+?])",
    re.DOTALL,
)
_MEMBER = re.compile(r"\\x\{([0-9A-Fa-f]+)\}|\\x([0-9A-Fa-f]{2})|\\([dnt])|\\([^\w])|([^\\])", re.DOTALL)
_SHORT = {"d": ((48, 57),), "n": ((10, 10),), "t": ((9, 9),)}

Characters = tuple[tuple[int, int], ...]
"""First and last code points of runs, rising, with gaps between them."""


class _Words(NamedTuple):
    """The place of a vocabulary."""

    name: str


Item = str | Characters | _Words
"""Syntax, one of these characters, or a word."""


def forms(rows: Iterable[RuleRow], defines: Mapping[str, str], vocabularies: Mapping[str, Mapping[str, str]]) -> dict[str, ByteForm]:
    """The forms of the rules that have one, by the rules' ids.

    Args:
        rows: the rules.
        defines: sub-patterns by name.
        vocabularies: words by name.
    """
    reader = _Reader(defines, vocabularies)
    found: dict[str, ByteForm] = {}
    for row in rows:
        try:
            form = _form(reader.items(row.pattern))
        except (UnknownSyntaxError, RecursionError):
            continue
        if form is not None:
            found[row.id] = form
    return found


def edges(rows: Iterable[RuleRow], defines: Mapping[str, str]) -> dict[str, str]:
    """The first and last character of each run of characters that a class has, by the class as it is written in rules and sub-patterns."""
    found: dict[str, str] = {}
    beside = ("pattern", "before", "after", "not_before", "not_after")
    patterns = {pattern for row in rows for part in beside if (pattern := getattr(row, part)) is not None} | set(defines.values())
    for token in sorted({one.group() for pattern in patterns for one in _TOKEN.finditer(pattern) if one["characters"]}):
        if token[0] == "[" and len(token) > 2:
            try:
                runs = _characters(token)
            except UnknownSyntaxError:
                continue
            text = "".join(chr(edge) for run in runs for edge in run)
            if not any("\ud800" <= edge <= "\udfff" for edge in text):
                found[token] = text
    return found


class _Reader:
    def __init__(self, defines: Mapping[str, str], vocabularies: Mapping[str, Mapping[str, str]]) -> None:
        self._defines = defines
        self._vocabularies = vocabularies
        self._known: dict[str, list[Item]] = {}

    def items(self, pattern: str) -> list[Item]:
        """A pattern taken apart.

        Raises:
            UnknownSyntaxError: it holds what is not known here.
        """
        items: list[Item] = []
        at = 0
        while at < len(pattern):
            found = _TOKEN.match(pattern, at)
            if found is None:
                raise UnknownSyntaxError(f"{pattern[at : at + 8]!r} at {at}")
            at = found.end()
            if found["name"]:
                items.extend(self._named(found["name"]))
            elif found["syntax"]:
                items.append(found["syntax"])
            else:
                items.append(_characters(found["characters"]))
        return items

    def _named(self, name: str) -> list[Item]:
        if name not in self._known:
            if name in self._defines:
                self._known[name] = ["(?:", *self.items(self._defines[name]), ")"]
            elif name in self._vocabularies:
                self._known[name] = [_Words(name)]
            else:
                raise UnknownSyntaxError(name)
        return self._known[name]


@cache
def _characters(token: str) -> Characters:
    """The characters that a token of one character matches.

    Raises:
        UnknownSyntaxError: it is not known here.
    """
    if len(token) == 1 and token != ".":
        return ((ord(token), ord(token)),)
    if token[0] != "[":
        token = plain_han(token)  # as it is compiled by itself; in a class, `Expander` takes it as RE2 does
    negated = token.startswith("[^")
    plain = _members(token[1 + negated : -1] if token[0] == "[" else token) if token != "." else None
    if plain is None:
        return _asked(token)
    return _others(_merged(plain)) if negated else _merged(plain)


def _members(members: str) -> list[tuple[int, int]] | None:
    """The runs that a class lists; None where it names properties."""
    if "[:" in members:
        return None
    out: list[tuple[int, int]] = []
    open_range = False
    at = 0
    while at < len(members):
        found = _MEMBER.match(members, at)
        if found is None:
            return None
        at = found.end()
        if found[5] == "-" and out and at < len(members) and not open_range:
            open_range = True
            continue
        code = found[1] or found[2]
        runs = _SHORT[found[3]] if found[3] else ((int(code, 16),) * 2,) if code else ((ord(found[4] or found[5]),) * 2,)
        if open_range:
            (first, _), (last, _) = out.pop(), runs[0]
            out.append((first, last))
            open_range = False
        else:
            out.extend(runs)
    return out


def _merged(runs: Iterable[tuple[int, int]]) -> Characters:
    """Runs in order, those that touch as one."""
    out: list[tuple[int, int]] = []
    for first, last in sorted(runs):
        if out and first <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(out[-1][1], last))
        else:
            out.append((first, last))
    return tuple(out)


def _others(runs: Characters) -> Characters:
    """All characters but these."""
    edges = [-1, *(edge for first, last in runs for edge in (first, last)), _LAST + 1]
    return tuple((before + 1, after - 1) for before, after in zip(edges[::2], edges[1::2], strict=True) if before + 1 < after)


def _asked(token: str) -> Characters:
    """What RE2 itself takes a token for."""
    if token[0] == "\\" and token[1].isalnum() and token[1] not in "pPxdDsSwWnrtfva":
        raise UnknownSyntaxError(token)
    try:
        found = [one.group() for one in re2.compile(f"{token}+", _quietly()).finditer(_all_characters())]
    except re2.error as error:
        raise UnknownSyntaxError(token) from error
    return tuple((ord(run[0]), ord(run[-1])) for run in found)


@cache
def _quietly() -> Any:
    options = re2.Options()
    options.log_errors = False
    return options


@cache
def _all_characters() -> str:
    return "".join(map(chr, (*range(_SURROGATES[0]), *range(_SURROGATES[1] + 1, _LAST + 1))))


def _form(items: Sequence[Item]) -> ByteForm | None:
    """The form of a pattern; None where it tells too many characters from each other."""
    sets = dict.fromkeys(item for item in items if isinstance(item, tuple) and not isinstance(item, _Words))
    starts, members = _alike(list(sets))
    order = sorted(range(len(sets)), key=lambda number: -sum(last - first for first, last in list(sets)[number]))
    numbers = sorted(set(members), key=lambda member: [number not in member for number in order])  # so that sets are few runs of bytes
    if len(numbers) > _FIXED:
        return None
    codes = dict(zip(numbers, CODES, strict=False))
    runs: defaultdict[frozenset[int], list[tuple[int, int]]] = defaultdict(list)
    for start, end, member in zip(starts, [*starts[1:], _LAST + 1], members, strict=True):
        runs[member].append((start, end))
    alone = {
        member: chr(runs[member][0][0]) for member in numbers if len(runs[member]) == 1 and runs[member][0][1] == runs[member][0][0] + 1
    }
    several = [member for member in numbers if member not in alone]
    spare = {member: chr(SPARE + number) for number, member in enumerate(several)}
    classes = {}
    for number, one in enumerate(sets):
        chosen = [member for member in numbers if number in member]
        if len(chosen) == 1 and chosen[0] in alone:
            classes[one] = chr(LITERAL + ord(codes[chosen[0]]))
        else:
            listed = ranges(codes[member] for member in chosen) + "".join(spare[member] for member in chosen if member in spare)
            classes[one] = f"[{listed}]" if listed else NO_BYTE
    names = list(dict.fromkeys(item.name for item in items if isinstance(item, _Words)))
    places = {name: chr(WORDS + number) for number, name in enumerate(names)}
    template = "".join(
        item if isinstance(item, str) else places[item.name] if isinstance(item, _Words) else classes[item] for item in items
    )
    return ByteForm(
        template,
        "".join(map(chr, starts)),
        "".join(codes[member] for member in members),
        "".join(alone.values()) + "".join(codes[member] for member in alone),
        "".join(codes[member] for member in several),
        names,
    )


def _alike(sets: Sequence[Characters]) -> tuple[list[int], list[frozenset[int]]]:
    """The runs of characters that are in the same sets: where each begins, and the numbers of these sets."""
    changes: defaultdict[int, set[int]] = defaultdict(set)
    for number, one in enumerate(sets):
        for first, last in one:
            for edge in (first, last + 1):
                changes[_SURROGATES[1] + 1 if _SURROGATES[0] <= edge <= _SURROGATES[1] else edge] ^= {number}
    changes.pop(_LAST + 1, None)
    changes.setdefault(0, set())
    starts = sorted(changes)
    members: list[frozenset[int]] = []
    current: frozenset[int] = frozenset()
    for start in starts:
        current ^= changes[start]
        members.append(current)
    return starts, members
