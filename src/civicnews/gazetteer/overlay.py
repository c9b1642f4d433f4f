"""The user's own names: a CSV file that adds divisions, renames them or gives them other names.

Columns: `name`, `code`, `parent_code`, `alias`, `valid_from`, `valid_to`; `name` and `code` must be there,
the others may be missing. docs/gazetteer.md describes them for users.
"""

from __future__ import annotations

import io
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import NamedTuple

from civicnews.bounded import read_bounded
from civicnews.errors import GazetteerError
from civicnews.gazetteer.model import LEVELS, Division, Level, level_of
from civicnews.gazetteer.normalise import OTHER, clean
from civicnews.gazetteer.store import Store

__all__ = ["COLUMNS", "Entry", "Overlay"]

COLUMNS = ("name", "code", "parent_code", "alias", "valid_from", "valid_to")
"""The columns of a user's CSV file."""

MAX_ROWS = 100_000
"""A row takes some 0.03 ms, at each start. A province has some 20,000 communities."""
_MAX_CELL = 200
_MANY = 5


class Entry(NamedTuple):
    """One row: a name of a division and when it holds."""

    division: Division
    parent: str
    """Code of the division directly above; "" for a province."""
    names: bool
    """Whether the row gives the division its name, or only an alias."""
    keys: frozenset[tuple[str, str]]
    """Each (base, kind) that finds the division."""
    valid_from: date | None
    valid_to: date | None

    def holds(self, on: date | None) -> bool:
        """Whether the row is valid on a day; always, if no day is asked for."""
        return on is None or ((self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to))

    @property
    def dated(self) -> bool:
        """Whether the row is valid for some of the time only."""
        return self.valid_from is not None or self.valid_to is not None


class Overlay:
    """The rows of a user's file, by key, by code and by parent."""

    def __init__(self) -> None:
        self.by_code: dict[str, list[Entry]] = {}
        self.by_key: dict[str, list[tuple[str, Entry]]] = defaultdict(list)
        self.by_parent: dict[str, list[Entry]] = defaultdict(list)
        self._placed: set[tuple[str, str]] = set()

    @classmethod
    def read(cls, path: Path, store: Store) -> Overlay:
        """Read a user's file against the divisions that it adds to.

        Raises:
            GazetteerError: the file is unreadable, has an unknown column, or bad rows; the message
                begins with `file:line:` of the first bad row and names the lines of the others.
        """
        overlay = cls()
        bad: list[tuple[int, str]] = []
        rows = [(line, {k: v.strip() for k, v in cells.items()}) for line, cells in _rows(path, bad)]
        new: dict[str, Level] = {}
        for line, cells in rows:
            try:
                overlay._add(_entry(cells, store, overlay, new))
            except ValueError as error:
                bad.append((line, str(error)))
        if bad:
            bad.sort()
            others = [str(line) for line, _ in bad[1 : _MANY + 1]] + ["…"] * (len(bad) > _MANY + 1)
            also = f" (also wrong: line {', '.join(others)})" if others else ""
            raise GazetteerError(f"{path}:{bad[0][0]}: {bad[0][1]}{also}")
        return overlay

    def _add(self, entry: Entry) -> None:
        code = entry.division.code
        self.by_code.setdefault(code, []).append(entry)
        for base, kind in sorted(entry.keys):
            self.by_key[base].append((kind, entry))
        if (entry.parent, code) not in self._placed:
            self._placed.add((entry.parent, code))
            self.by_parent[entry.parent].append(entry)

    def hides(self, code: str, on: date | None) -> bool:
        """Whether the official name of a code gives way to the user's."""
        rows = [entry for entry in self.by_code.get(code, ()) if entry.names]
        return any(not entry.dated or (on is not None and entry.holds(on)) for entry in rows)

    def named(self, code: str) -> Division | None:
        """A division under the name that the last row gives it."""
        return next((entry.division for entry in reversed(self.by_code.get(code, ())) if entry.names), None)

    def parent(self, code: str) -> str | None:
        """The parent that the file gives a code; None if the file does not have the code."""
        return self.by_code[code][-1].parent if code in self.by_code else None


def _rows(path: Path, bad: list[tuple[int, str]]) -> list[tuple[int, dict[str, str]]]:
    import csv

    text = _text(path)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    out: list[tuple[int, dict[str, str]]] = []
    header: list[str] = []
    try:
        for row in reader:
            line = reader.line_num
            if not any(cell.strip() for cell in row):
                continue
            if not header:
                header = [cell.strip() for cell in row]
                unknown = [cell for cell in header if cell not in COLUMNS]
                if unknown or not {"name", "code"} <= set(header) or len(set(header)) < len(header):
                    raise GazetteerError(f"{path}:{line}: expected a header with name, code and, where needed, {', '.join(COLUMNS[2:])}")
            elif len(row) > len(header):
                bad.append((line, f"expected {len(header)} cells as in the header and found {len(row)}"))
            elif len(out) == MAX_ROWS:
                raise GazetteerError(f"{path}:{line}: expected at most {MAX_ROWS:,} rows; leave out what the built-in list has")
            else:
                out.append((line, dict.fromkeys(COLUMNS, "") | dict(zip(header, row, strict=False))))
    except csv.Error as error:
        raise GazetteerError(f"{path}:{reader.line_num}: not CSV: {error}") from error
    if not header:
        raise GazetteerError(f"{path}:1: expected a header with name, code and, where needed, {', '.join(COLUMNS[2:])}")
    return out


def _text(path: Path) -> str:
    try:
        data = read_bounded(path)
    except (OSError, ValueError) as error:
        raise GazetteerError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise GazetteerError(f"{path}: neither UTF-8 nor GB18030; save it as UTF-8")


def _entry(cells: dict[str, str], store: Store, overlay: Overlay, new: dict[str, Level]) -> Entry:
    """One row, checked.

    Raises:
        ValueError: a cell is wrong; the message says what was expected.
    """
    name, code, parent, alias = cells["name"], cells["code"], cells["parent_code"], cells["alias"]
    if any(len(cell) > _MAX_CELL or "\0" in cell for cell in cells.values()):
        raise ValueError(f"expected cells of at most {_MAX_CELL} characters without NUL")
    if not code:
        raise ValueError("expected a code")
    row = store.row(code)
    official = None if row is None else store.division(row)
    known = overlay.named(code) or official
    if not clean(name) and not clean(alias):
        raise ValueError("expected a name, an alias or both")
    if not clean(name) and known is None:
        raise ValueError(f"expected a name, because the code {code} is new")
    above = _level(parent, store, new) if parent else None
    if parent and above is None:
        raise ValueError(f"expected a parent_code that is in the gazetteer or in a row above and found {parent!r}")
    level = known.level if known else new.get(code) or level_of(code)
    if above is not None and level is None and above != LEVELS[-1]:
        level = _level_by_name(name, above, store)
    if level is None:
        raise ValueError(f"expected a parent_code of a street or above, because {code!r} has not 2, 4, 6, 9 or 12 digits")
    if above is not None and LEVELS.index(above) >= LEVELS.index(level):
        raise ValueError(f"expected a parent_code above the level of {level} and found {parent!r}, a {above}")
    if not parent:
        parent = overlay.parent(code) or _prefix_parent(code, level)
        if parent and _level(parent, store, new) is None:
            raise ValueError(f"expected a parent_code, because there is no division {parent}")
    starts, ends = _day(cells["valid_from"], "valid_from"), _day(cells["valid_to"], "valid_to")
    if starts and ends and ends < starts:
        raise ValueError(f"expected valid_to on or after valid_from and found {ends} before {starts}")
    keys: set[tuple[str, str]] = set()
    for printed in (name, *alias.split("|")):
        if clean(printed):
            taken = store.tables.normalise(printed, level)
            keys |= {(taken.base, taken.kind), (clean(printed), taken.kind)}
    division = Division(code, name, *store.tables.normalise(name, level), level) if clean(name) or known is None else known
    new.setdefault(code, level)
    return Entry(division, parent, bool(clean(name)), frozenset(keys), starts, ends)


def _level(code: str, store: Store, new: dict[str, Level]) -> Level | None:
    return new.get(code) or (level_of(code) if store.row(code) is not None else None)


def _level_by_name(name: str, above: Level, store: Store) -> Level:
    """The level of a code of the user's own: the lowest whose tails the name ends in, else the one below its parent."""
    below = LEVELS[LEVELS.index(above) + 1 :]
    return next((level for level in reversed(below) if store.tables.normalise(name, level).kind != OTHER), below[0])


def _prefix_parent(code: str, level: Level) -> str:
    length = level_of(code) and {"province": 0, "city": 2, "district": 4, "street": 6, "community": 9}[level]
    return code[: length or 0]


def _day(cell: str, column: str) -> date | None:
    if not cell:
        return None
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise ValueError(f"expected {column} as YYYY-MM-DD and found {cell!r}") from None
