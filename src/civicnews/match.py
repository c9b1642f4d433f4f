"""The rule engine: run all rules of a kind over a text and settle what overlaps.

It knows no kind of mention. Patterns are RE2, which matches in time linear in the text whatever the
pattern. A prefilter says from the characters of a text which rules can match at all, and only those are
compiled and run. RE2 is called on UTF-8 bytes that are made once for each text; offsets are turned
into code points where there is a match.

Source: RE2 (Cox, "Regular Expression Matching in the Wild", 2010), through google-re2.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from civicnews.byte_form import ByteForm, ByteTable, Numbering, NumberTable
from civicnews.expansion import Expander
from civicnews.literals import NO_SAMPLES, Conditions, UnknownSyntaxError, needs_of
from civicnews.patterns import ANYWHERE, AT_START, compile_bare
from civicnews.prefilter import Prefilter
from civicnews.structs import field, struct
from civicnews.text import Span

__all__ = ["CompiledRule", "Hit", "Matcher", "ReadyText", "Scanner", "settle"]

CONTEXT = 24
"""How many characters beside a match its `before` and `after` conditions see."""
_READY = 1000
"""So many texts of a page are kept ready: as many as a page has that is printed."""


class ReadyText:
    """A text made ready for the rules.

    Attributes:
        folded: the text.
        data: its UTF-8 bytes.
        passing: which patterns of the scanner may match in it, one bit each.
        rare: whether it has characters that only whole patterns know.
        found: what matchers have found in it.
    """

    __slots__ = ("_pick", "data", "folded", "found", "passing", "rare")

    def __init__(self, folded: str, passing: int = -1, *, rare: bool = False) -> None:
        self.folded = folded
        self.data = folded.encode()
        self.passing = passing
        self.rare = rare
        self.found: dict[Matcher, Sequence[Hit]] = {}
        self._pick: Callable[[bytes], Any] | None = None

    def bytes_in(self, table: ByteTable | NumberTable, numbering: Numbering) -> bytes:
        """The text, one byte a character."""
        if isinstance(table, ByteTable):
            return table.encoded(self.folded)
        if self._pick is None:
            self._pick = numbering.picker(self.folded)
        return table.encoded(self._pick)


class Scanner:
    """What all rules of a pack share: the prefilter, the names in their patterns, the texts of the page that is read.

    The stages read a paragraph up to six times, so what was found in a text is kept for as long as its page is read.

    Args:
        prefilter: numbers the rules of all kinds.
        expander: what `{name}` stands for.
    """

    def __init__(self, prefilter: Prefilter, expander: Expander) -> None:
        self.prefilter = prefilter
        self.expander = expander
        self._ready: dict[str, ReadyText] = {}

    def read(self, folded: str) -> ReadyText:
        """Make a text ready; one that comes again on the same page is ready."""
        reading = self._ready.get(folded)
        if reading is None:
            rare = not self.expander.cover(folded)
            reading = ReadyText(folded, self.prefilter.passing(folded), rare=rare)
            if len(self._ready) >= _READY:
                self.forget()
            self._ready[folded] = reading
        return reading

    def forget(self) -> None:
        """Begin another page."""
        self._ready = {}


_BARE = Expander({}, {})
_NO_GROUPS: dict[str, Span] = {}
"""Of a rule that names none: all its hits share it."""


@struct
class CompiledRule:
    """A rule ready to run. Patterns are compiled when they are first needed.

    Patterns may name what `expander` knows.
    """

    id: str
    kind: str
    decides: str
    pattern: str
    before: str | None = None
    after: str | None = None
    not_before: str | None = None
    not_after: str | None = None
    over: tuple[str, ...] = ()
    about: str = ""
    weak: bool = False
    """For deeds: counts only where a record has no strong evidence. For frames: a default that later sentences correct."""
    rank: int = 0
    """Position in the pack: the last resort when two matches tie."""
    expander: Expander = _BARE
    plain: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Name of a condition beside the match → the words that fulfil it, where they are few."""
    form: Callable[[], ByteForm] | None = None
    """What gives the pattern for one byte a character, where there is one."""
    _compiled: _Compiled | None = None
    _whole: _Compiled | None = None

    def finditer(self, folded: str) -> Iterable[Hit]:
        """The matches of this rule alone, in reading order, without overlaps among themselves."""
        return iter(self.hits(ReadyText(folded, rare=not self.expander.cover(folded))))

    def hits(self, reading: ReadyText) -> list[Hit]:
        """The same for a text that is ready and covered."""
        expander = self.expander
        compiled = self._whole if reading.rare else self._compiled
        if compiled is None or (compiled.age != expander.age and not reading.rare):
            if reading.rare:
                compiled = self._whole = _Compiled(self, expander.age, expander.expand)
            else:
                age = expander.age
                narrow = None if self.form is None else expander.filled(self.form())
                compiled = self._compiled = _Compiled(self, age, expander.expand_met, narrow)
        if compiled.table is None:
            return self._hits_in_utf8(reading, compiled)
        folded, match, groups_of = reading.folded, compiled.match, compiled.groups
        data, size = reading.bytes_in(compiled.table, expander.numbering), len(folded)
        spans = match(ANYWHERE, data, 0, size)
        start, end = spans[0]
        out: list[Hit] = []
        position = 0
        while start >= 0:
            if start < end and compiled.fits(folded, start, end):
                groups = {name: spans[index] for name, index in groups_of if spans[index][0] >= 0} if groups_of else _NO_GROUPS
                out.append(Hit(self, start, end, groups))
            position = end if end > position else position + 1
            if position >= size:
                break
            spans = match(ANYWHERE, data, position, size)
            start, end = spans[0]
        return out

    def _hits_in_utf8(self, reading: ReadyText, compiled: _Compiled) -> list[Hit]:
        match, data = compiled.match, reading.data
        size = len(data)
        spans = match(ANYWHERE, data, 0, size)
        start, end = spans[0]
        out: list[Hit] = []
        position = known = at = 0
        while start >= 0:
            at += len(data[known:start].decode())
            known = start
            if start < end:
                stop = at + len(data[start:end].decode())
                if compiled.fits(reading.folded, at, stop):
                    groups = {
                        name: (at + len(data[start:first].decode()), at + len(data[start:last].decode()))
                        for name, index in compiled.groups
                        if (first := spans[index][0]) >= 0 and (last := spans[index][1]) >= 0
                    }
                    out.append(Hit(self, at, stop, groups or _NO_GROUPS))
            if end > position:
                position = end
            elif position < size:
                position += _width(data[position])
            if position >= size:
                break
            spans = match(ANYWHERE, data, position, size)
            start, end = spans[0]
        return out


def _width(first: int) -> int:
    """How many bytes the UTF-8 character has that begins with this byte."""
    return 1 if first < 0x80 else 2 if first < 0xE0 else 3 if first < 0xF0 else 4


class _Compiled:
    """The patterns of a rule, compiled.

    Args:
        rule: the rule.
        age: of its expander, noted before anything is expanded.
        expand: puts patterns in the place of names.
        narrow: the rule's pattern for one byte a character, and the bytes, where there is one.

    Attributes:
        age: as above.
        match: RE2's own function: (anchor, bytes, from, to) → the byte spans of the match and of its groups.
        table: characters → the bytes that are matched; None where they are those of UTF-8.
        groups: name and number of each named group.
    """

    __slots__ = ("_conditions", "age", "groups", "match", "table")

    def __init__(
        self, rule: CompiledRule, age: int, expand: Callable[[str], str], narrow: tuple[str, ByteTable | NumberTable] | None = None
    ) -> None:
        self.age = age
        if narrow is None:
            regexp = compile_bare(expand(rule.pattern))
            self.table: ByteTable | NumberTable | None = None
        else:
            pattern, self.table = narrow
            regexp = compile_bare(pattern, "latin-1")
        self.match: Callable[[Any, bytes, int, int], list[Span]] = regexp.Match
        self.groups = tuple((name.decode(), index) for name, index in regexp.NamedCapturingGroups())
        self._conditions = [
            _Condition(pattern, rule.plain.get(name), expand, before=name.endswith("before"), wanted=not name.startswith("not"))
            for name in ("before", "not_before", "after", "not_after")
            if (pattern := getattr(rule, name)) is not None
        ]

    def fits(self, folded: str, start: int, end: int) -> bool:
        """Whether the conditions beside a match hold."""
        for condition in self._conditions:  # noqa: SIM110 (twice as fast as all() in the innermost loop)
            if not condition.holds(folded, start, end):
                return False
        return True


class _Condition:
    """One condition beside a match: what must or must not end before it, or begin behind it.

    Most are short lists of words or characters, which need no pattern.
    """

    __slots__ = ("_before", "_match", "_pattern", "_plain", "_wanted")

    def __init__(self, pattern: str, plain: Sequence[str] | None, expand: Callable[[str], str], *, before: bool, wanted: bool) -> None:
        self._before = before
        self._wanted = wanted
        self._plain = None if plain is None else tuple(plain)
        self._pattern = expand(pattern) if plain is None else ""
        self._match: Any = None

    def holds(self, folded: str, start: int, end: int) -> bool:
        first, last = (max(0, start - CONTEXT), start) if self._before else (end, end + CONTEXT)
        if self._plain is None:
            found = self._search(folded[first:last].encode())
        else:
            found = folded.endswith(self._plain, first, last) if self._before else folded.startswith(self._plain, first, last)
        return found is self._wanted

    def _search(self, data: bytes) -> bool:
        if self._match is None:
            self._match = compile_bare(f"(?:{self._pattern})$" if self._before else self._pattern).Match
        return bool(self._match(ANYWHERE if self._before else AT_START, data, 0, len(data))[0][0] >= 0)


class Hit(NamedTuple):
    """One match of one rule.

    Attributes:
        rule: the rule that matched.
        start: first position in the text, in code points.
        end: one past the last position.
        groups: named group → its `(start, end)`; groups that took no part are left out.
    """

    rule: CompiledRule
    start: int
    end: int
    groups: dict[str, Span]

    @property
    def decides(self) -> str:
        return self.rule.decides

    def group(self, name: str, folded: str) -> str | None:
        """The folded words of a named group, or None where it took no part."""
        span = self.groups.get(name)
        return folded[span[0] : span[1]] if span else None


class Matcher:
    """All rules of one kind.

    Args:
        rules: the rules, in the order of the pack.
        scanner: shared by the matchers of a pack; one for these rules alone if None.
        first: the number of the first rule in the scanner's prefilter; the others follow.
    """

    def __init__(self, rules: Sequence[CompiledRule], scanner: Scanner | None = None, first: int = 0) -> None:
        self.rules = tuple(rules)
        self._scanner = scanner if scanner is not None else Scanner(Prefilter.of([_conditions_of(rule) for rule in rules]), _BARE)
        self._first = first
        self._mask = (1 << len(self.rules)) - 1

    def replaced(self, replace: Callable[[CompiledRule], CompiledRule]) -> Matcher:
        """The same matcher with other objects for its rules."""
        return Matcher([replace(rule) for rule in self.rules], self._scanner, self._first)

    def each(self, folded: str) -> Sequence[Hit]:
        """All matches of all rules, overlapping ones too, by rule in the order of the pack, then by start."""
        reading = self._scanner.read(folded)
        found = reading.found.get(self)
        if found is None:
            bits = reading.passing >> self._first & self._mask
            rules = self.rules
            hits: list[Hit] = []
            while bits:
                low = bits & -bits
                bits ^= low
                hits.extend(rules[low.bit_length() - 1].hits(reading))
            found = reading.found[self] = hits
        return found

    def find(self, folded: str) -> list[Hit]:
        """All matches of all rules, overlapping ones too, by start, then longest first."""
        return sorted(self.each(folded), key=_place)


def _place(hit: Hit) -> tuple[int, int, int]:
    return hit.start, -hit.end, hit.rule.rank


def _conditions_of(rule: CompiledRule) -> Conditions:
    """What a text must hold for a rule without names in its patterns to match."""
    try:
        return needs_of(rule.pattern, NO_SAMPLES, framed=True).as_conditions(NO_SAMPLES)
    except UnknownSyntaxError:
        return ()


def settle(hits: Iterable[Hit]) -> list[Hit]:
    """Keep the matches that win where several overlap.

    A rule that is `over` another beats it; else the longer match wins, then the one that begins
    first, then the one whose rule stands first in the pack.

    Returns:
        Matches without overlaps, in reading order.
    """
    pool = sorted(hits, key=lambda hit: (hit.start, hit.end, hit.rule.rank))
    beaten = _beaten(pool)
    starts: list[int] = []
    kept: list[Hit] = []
    order = sorted((hit for index, hit in enumerate(pool) if index not in beaten), key=lambda h: (h.start - h.end, h.start, h.rule.rank))
    for hit in order:
        at = bisect_right(starts, hit.start)
        if (at == 0 or kept[at - 1].end <= hit.start) and (at == len(kept) or hit.end <= starts[at]):
            starts.insert(at, hit.start)
            kept.insert(at, hit)
    return kept


def _beaten(pool: Sequence[Hit]) -> set[int]:
    """The positions in `pool`, which is sorted by start, of the hits that another rule is `over`."""
    starts = [hit.start for hit in pool]
    longest = max((hit.end - hit.start for hit in pool), default=0)
    out: set[int] = set()
    for winner in pool:
        if winner.rule.over:
            for index in range(bisect_left(starts, winner.start - longest), bisect_left(starts, winner.end)):
                if pool[index].rule.id in winner.rule.over and winner.start < pool[index].end:
                    out.add(index)
    return out
