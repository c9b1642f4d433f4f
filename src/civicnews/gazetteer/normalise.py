"""Names of divisions, without the words that only say what kind of division it is.

永和社区居民委员会 is (永和, 社区); 尖山村村委会 is (尖山, 村); 大厂回族自治县 is (大厂, 自治县). One rule: fold as
all text is folded, drop a note in brackets at the end, cut the longest tail of the level's table that
leaves two characters. Where every tail leaves one, the base is that one and the word of its kind (王村村委会 is
王村), so that a base is never empty and seldom a single character.

Rules: rules/base/gazetteer/*.tsv. A built gazetteer carries its own copy of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from civicnews.errors import GazetteerError
from civicnews.gazetteer.model import Level
from civicnews.text import fold

__all__ = ["FILLER", "OTHER", "VIRTUAL", "Name", "Tables", "clean"]

FILLER = "占位"
"""Kind of a level that the codes need and nobody writes."""
VIRTUAL = "虚拟"
"""Kind of a unit that only statistics knows."""
OTHER = "其他"
"""Kind of a name that ends in no known tail."""

_TABLE_OF: dict[Level, str] = {"province": "city", "city": "city", "district": "district", "street": "street", "community": "community"}
_ALL_TABLES = ("city", "district", "street", "community")
_NONE: frozenset[str] = frozenset()
_FILES = ("community", "street", "district", "city", "kinds", "peoples", "generic", "zones", "aliases")
_KEEP = "keep"
_FROM_REST = "*"
_PEOPLE = "族"
_AUTONOMOUS = ("自治", "民族")
_INNER_NOTE = re.compile(r"（[^（）]*）(?=委会$)")
_LAST_NOTE = re.compile(r"(?<=.)（[^（）]*）+$")
_BLANKS = re.compile(r"\s+")

Rows = list[list[str]]


class Name(NamedTuple):
    """A name taken apart: `base` is what tells it from its neighbours, `kind` what it is."""

    base: str
    kind: str


class Tables:
    """The word lists, ready for use.

    Args:
        rows: name of the list → its rows of one to three cells.
    """

    def __init__(self, rows: Mapping[str, Rows]) -> None:
        self.rows = {name: [list(row) for row in rows.get(name, [])] for name in _FILES}
        self._tails = {name: {fold(row[0]): (row[1], "".join(row[2:])) for row in self.rows[name]} for name in set(_TABLE_OF.values())}
        self._ends = {name: frozenset(tail[-1] for tail in tails) for name, tails in self._tails.items()}
        self._longest = {name: max(map(len, tails), default=0) for name, tails in self._tails.items()}
        self._accepts = {row[0]: frozenset(row[1].split()) for row in self.rows["kinds"]}
        self._heads = {row[0]: row[2] for row in self.rows["kinds"]}
        self._peoples = tuple(sorted((row[0] for row in self.rows["peoples"]), key=lambda word: (-len(word), word)))
        self.generic = frozenset(row[0] for row in self.rows["generic"])

    @classmethod
    def read(cls, folder: Path) -> Tables:
        """Read the lists from a folder of TSV files.

        Raises:
            GazetteerError: a file is missing or a line has the wrong number of cells.
        """
        rows: dict[str, Rows] = {}
        for name in _FILES:
            path = folder / f"{name}.tsv"
            wanted = {"kinds": (3, 3), "aliases": (2, 2), "zones": (2, 2), "peoples": (1, 1), "generic": (1, 1)}.get(name, (2, 3))
            try:
                lines = path.read_text(encoding="utf-8").splitlines()
            except (OSError, UnicodeDecodeError) as error:
                raise GazetteerError(f"{path}: cannot be read: {error}") from error
            rows[name] = []
            for number, line in enumerate(lines, 1):
                if not line.strip() or line.startswith("#"):
                    continue
                cells = line.rstrip().split("\t")
                if not all(cells) or not wanted[0] <= len(cells) <= wanted[1]:
                    raise GazetteerError(f"{path}:{number}: expected {wanted[1]} cells with a tab between, none empty, and found {line!r}")
                rows[name].append(cells)
        return cls(rows)

    @property
    def digest(self) -> str:
        """SHA-256 over all lists: what the normalised names of a built file depend on."""
        import hashlib

        text = "\n".join("\t".join([name, *row]) for name in _FILES for row in self.rows[name])
        return hashlib.sha256(text.encode()).hexdigest()

    def normalise(self, name: str, level: Level) -> Name:
        """Take an official or printed name apart.

        Args:
            name: the name as written.
            level: the level whose tails apply.

        Returns:
            The base and the kind. The base is empty only where the name has no character but blanks.
        """
        return Name(*self._split(clean(name), _TABLE_OF[level]))

    def _split(self, text: str, table: str) -> tuple[str, str]:
        if text[-1:] not in self._ends[table]:
            return text, OTHER
        tails = self._tails[table]
        rest = single = ""
        for length in range(min(self._longest[table], len(text)), 0, -1):
            tail = text[-length:]
            if tail not in tails:
                continue
            kind, more = tails[tail]
            rest = text[:-length]
            if more == _KEEP:
                return text, kind
            if len(rest) < 2:
                single = single or kind
            elif kind == _FROM_REST:
                return rest, self._kept_kind(rest, table) or more
            elif _PEOPLE in text or tail.startswith(_AUTONOMOUS):
                return self._without_peoples(rest, tail), kind
            else:
                return rest, kind
        if not single:
            return text, OTHER
        first = text[:1]
        return (first + self._heads.get(single, text[1:]) if len(rest) == 1 else text), single

    def _kept_kind(self, text: str, table: str) -> str:
        found = (self._tails[table].get(text[-length:]) for length in range(self._longest[table], 0, -1))
        return next((kind for kind, how in filter(None, found) if how == _KEEP), "")

    def kept_kinds(self, level: Level) -> frozenset[str]:
        """The kinds of zones, farms and the like, whose names keep their tail."""
        return frozenset(kind for kind, how in self._tails[_TABLE_OF[level]].values() if how == _KEEP)

    def is_tail(self, text: str, level: Level) -> bool:
        """Whether a text is nothing but a word for a kind."""
        return text in self._tails[_TABLE_OF[level]]

    def printed(self, base: str, kind: str, level: Level) -> set[str]:
        """A base with each tail of its kind: 清远街道, 清远街道办事处, 清远街办 …"""
        return {base + tail for tail, (of, how) in self._tails[_TABLE_OF[level]].items() if of == kind and how != _KEEP}

    def accepts(self, kind: str) -> frozenset[str]:
        """The kinds of the list that a name printed with `kind` may stand for."""
        accepted = self._accepts.get(kind)
        return frozenset((kind,)) if accepted is None else accepted

    def readings(self, name: str, level: Level | None = None) -> dict[str, frozenset[str] | None]:
        """Every way to look a printed name up.

        Returns:
            Base → the kinds that may carry it. The name itself is the first base, of any kind (None).
        """
        text = clean(name)
        out: dict[str, frozenset[str] | None] = {text: None}
        for table in _ALL_TABLES if level is None else (_TABLE_OF[level],):
            base, kind = self._split(text, table)
            if base != text and kind != OTHER:
                out[base] = self.accepts(kind) | (out.get(base) or _NONE)
        return out

    def second_readings(self, name: str, level: Level | None = None) -> dict[str, frozenset[str] | None]:
        """Readings for a name that none of its first readings found: 尖山村社区 as the village 尖山."""
        if level not in (None, "community"):
            return {}
        base, kind = self.normalise(name, "community")
        inner, of = self.normalise(base, "community")
        return {inner: self.accepts(of)} if OTHER not in (kind, of) and inner != base else {}

    def _without_peoples(self, rest: str, tail: str) -> str:
        """Cut the peoples that an autonomous area is named after: 恩施土家族苗族 is 恩施."""
        if tail.startswith(_PEOPLE):
            rest += _PEOPLE
        bare = tail.startswith(_AUTONOMOUS)
        while True:
            for people in self._peoples:
                short = people.removesuffix(_PEOPLE)
                cut = next((word for word in ((people, short) if bare and len(short) > 1 else (people,)) if rest.endswith(word)), "")
                if cut:
                    break
            else:
                return rest
            if len(rest) - len(cut) < 2:
                return short if cut == rest and len(short) > 1 else rest
            rest, bare = rest[: -len(cut)], False


def clean(name: str) -> str:
    """Fold width and Traditional characters, take blanks out, and drop notes in brackets that end the name."""
    text = fold(name)
    if text.isalnum():
        return text
    text = _BLANKS.sub("", text)
    if not text.endswith("）"):
        return _INNER_NOTE.sub("", text) if "（" in text else text
    while True:
        shorter = _LAST_NOTE.sub("", text)
        if shorter == text:
            break
        text = shorter
    if text.startswith("（") and text.endswith("）"):
        text = text.strip("（）") or text
    return text
