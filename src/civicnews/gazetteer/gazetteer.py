"""Every division of China, from the province to the community, found by name or by code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import TracebackType

from civicnews.gazetteer.model import CODE_LENGTH, LEVELS, Division, GazetteerInfo, Level, level_of
from civicnews.gazetteer.normalise import FILLER, Name
from civicnews.gazetteer.overlay import Entry, Overlay
from civicnews.gazetteer.similar import near_bases, nearest
from civicnews.gazetteer.store import Store

__all__ = ["BUILTIN", "Gazetteer"]

BUILTIN = Path(__file__).resolve().parent.parent / "data" / "divisions.bin"
"""The gazetteer that civicnews ships."""

Readings = Mapping[str, frozenset[str] | None]
_MIN_SCOPE = CODE_LENGTH["city"]
_CACHED = 8192
"""Look-ups remembered; all are forgotten when there are more."""
_CACHED_MATCHES = 16
"""A look-up with more matches is not remembered, so that the memory stays within a few MB."""


class Gazetteer:
    """A gazetteer file and, over it, the user's own names. Read only; use `Gazetteer.open`.

    The file is mapped and read in place. One object may be used by several threads, by the children of
    a fork, and be sent to other processes, which open the files again.
    """

    def __init__(self, path: Path, extra: Path | None = None) -> None:
        self._paths = (path, extra)
        self._store = Store(path)
        self._overlay = Overlay() if extra is None else Overlay.read(extra, self._store)
        self._run = lru_cache(256)(self._store.run)
        self._near = lru_cache(256)(self._near_rows)
        self._found: dict[tuple[str, Level | None, str, date | None], list[Division]] = {}

    @classmethod
    def open(cls, path: Path | None = None, *, extra: Path | None = None) -> Gazetteer:
        """Open a gazetteer.

        Args:
            path: a file that `civicnews gazetteer build` wrote; the one that civicnews ships if None.
            extra: a CSV file of the user's own names; see docs/gazetteer.md.

        Raises:
            GazetteerError: a file is missing or wrong; for a bad row the message begins `file:line:`.
        """
        return cls(BUILTIN if path is None else Path(path), None if extra is None else Path(extra))

    def __reduce__(self) -> tuple[type[Gazetteer], tuple[Path, Path | None]]:
        return Gazetteer, self._paths

    def __enter__(self) -> Gazetteer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Unmap the file. The object cannot be used afterwards; closing it again does nothing."""
        self._found.clear()
        self._near.cache_clear()
        self._store.close()

    @property
    def info(self) -> GazetteerInfo:
        """Source, release, licence and counts of the file; without the user's own names."""
        return self._store.info

    def normalise(self, name: str, level: Level) -> Name:
        """Take a name apart by the tails of a level: 永和社区居委会 is (永和, 社区)."""
        return self._store.tables.normalise(name, level)

    def get(self, code: str) -> Division | None:
        """The division with a code, under the user's name for it if there is one; None if unknown."""
        return self._overlay.named(code) or self._official(code)

    def parents(self, code: str) -> tuple[Division, ...]:
        """The divisions above a code, the province first, without levels that only the codes need.

        Empty for a province, and for a code that is not in the gazetteer.
        """
        if self.get(code) is None:
            return ()
        out: list[Division] = []
        for above in self._above(code):
            division = self.get(above)
            if division is not None and division.kind != FILLER:
                out.append(division)
        return tuple(reversed(out))

    def children(self, code: str) -> list[Division]:
        """The divisions directly below a code, by code, fillers included; "" gives the provinces."""
        own = (entry.division.code for entry in self._overlay.by_parent.get(code, ()))
        codes = {child for child in own if self._overlay.parent(child) == code}
        level = level_of(code) if code else None
        if not code or (level not in (None, "community") and self._store.row(code) is not None):
            below = LEVELS[0] if level is None else LEVELS[LEVELS.index(level) + 1]
            listed = (self._store.code(row)[0] for row in self._store.level(self._run(code), below))
            codes.update(child for child in listed if self._overlay.parent(child) in (None, code))
        return self._named(codes)

    def listed(self, level: Level) -> Iterator[tuple[str, str]]:
        """Name and base of what `names` gives for the whole country, in half the time."""
        if self._overlay.by_code:
            yield from ((division.name, division.base) for division in self.names("", level))
        else:
            for name, base, kind in self._store.names_of(self._store.level(self._run(""), level)):
                if kind != FILLER:
                    yield name, base

    def names(self, within: str, level: Level) -> list[Division]:
        """All divisions of one level whose code begins with a prefix, by code, without fillers.

        Args:
            within: a code prefix; "" for the whole country, which at the level of communities is large.
            level: the level.
        """
        rows = self._store.level(self._run(within), level)
        if not self._overlay.by_code:
            return [division for division in map(self._store.division, rows) if division.kind != FILLER]
        codes = {self._store.code(row)[0] for row in rows}
        codes.update(self._own_codes(level, within))
        return [division for division in self._named(codes) if division.kind != FILLER]

    def find(self, name: str, *, level: Level | None = None, within: str = "", on: date | None = None) -> list[Division]:
        """The divisions that a printed name may mean.

        A name that says its kind finds that kind: 永和社区 and 永和社区居委会 find communities called 永和, 尖山村 the
        villages 尖山 and whatever has the base 尖山村. A bare 永和 finds every kind. 尖山村社区 finds the village
        where no community has that name.

        Args:
            name: the name as printed; width does not matter.
            level: only divisions of this level.
            within: only divisions whose code, or that of one above, begins so.
            on: only names of the user's file that hold on this day.

        Returns:
            Divisions in the order of their codes; empty if there is none.
        """
        asked = (name, level, within, on)
        known = self._found.get(asked)
        if known is None:
            known = self._look_up(*asked)
            if len(known) <= _CACHED_MATCHES:
                if len(self._found) >= _CACHED:
                    self._found.clear()
                self._found[asked] = known
        return known[:]

    def find_each(self, name: str, *, level: Level, within: Sequence[str]) -> list[Division]:
        """What `find` finds within each of several code prefixes, one after another; prefixes without such a name cost little."""
        if len(within) > 1:
            held = self._held(name, level)
            within = [prefix for prefix in within if prefix in held]
        return [division for prefix in within for division in self.find(name, level=level, within=prefix)]

    def similar(self, name: str, *, level: Level, within: str) -> list[tuple[Division, float]]:
        """Streets whose name is near a printed one, best first. See `civicnews.gazetteer.similar`.

        Args:
            name: the name as printed.
            level: "street"; no other level has near names.
            within: a code prefix of a city or below; a shorter one finds nothing.

        Returns:
            Pairs of a division and a score above 0 and at most 1.
        """
        if level != "street" or len(within) < _MIN_SCOPE:
            return []
        rows = self._near(name)
        codes = {self._store.code(row)[0] for row in self._store.within(rows, self._run(within))} if rows else set()
        codes.update(self._own_codes(level, within))
        streets = (one for one in self._named(codes) if one.level == level and one.kind != FILLER)
        return nearest(name, streets, self._store.tables)

    def _near_rows(self, name: str) -> list[int]:
        """The rows of the file, in rising order, that have a base near a street's name."""
        return sorted({row for base in near_bases(name, self._store.tables) for row in self._store.find(base)})

    def _held(self, name: str, level: Level) -> set[str]:
        """The prefixes of the codes that a name may find, of every length."""
        tables = self._store.tables
        bases = tables.readings(name, level).keys() | tables.second_readings(name, level).keys()
        codes = {self._store.code(row)[0] for base in bases for row in self._store.find(base)}
        for base in bases:
            own = [entry.division.code for _, entry in self._overlay.by_key.get(base, ())]
            codes.update(own, (above for code in own for above in self._above(code)))
        return {code[:length] for code in codes for length in range(len(code) + 1)}

    def _own_codes(self, level: Level, within: str) -> Iterator[str]:
        """The codes of the user's own names of one level."""
        for code, entries in self._overlay.by_code.items():
            if entries[0].division.level == level and self._inside(code, within):
                yield code

    def _official(self, code: str) -> Division | None:
        row = self._store.row(code)
        return None if row is None else self._store.division(row)

    def _named(self, codes: set[str]) -> list[Division]:
        return [division for division in map(self.get, sorted(codes)) if division is not None]

    def _above(self, code: str) -> Iterator[str]:
        """The codes above a code, nearest first."""
        while code:
            own = self._overlay.parent(code)
            level = level_of(code)
            if own is None:
                own = code[: CODE_LENGTH[LEVELS[LEVELS.index(level) - 1]]] if level and level != "province" else ""
            if own:
                yield own
            code = own

    def _inside(self, code: str, within: str) -> bool:
        return code.startswith(within) or any(above.startswith(within) for above in self._above(code))

    def _look_up(self, name: str, level: Level | None, within: str, on: date | None) -> list[Division]:
        tables = self._store.tables
        found = self._matching(tables.readings(name, level), level, within, on)
        found = found or self._matching(tables.second_readings(name, level), level, within, on)
        return [found[code] for code in sorted(found)] if len(found) > 1 else list(found.values())

    def _matching(self, readings: Readings, level: Level | None, within: str, on: date | None) -> dict[str, Division]:
        store, overlay = self._store, self._overlay
        found: dict[str, Division] = {}
        for base, kinds in readings.items():
            rows = store.find(base)
            if rows and level is not None:
                rows = store.near_level(rows, level)
            if rows and within:
                rows = store.within(rows, self._run(within))
            for row in rows:
                division = store.division(row)
                if (kinds is None or division.kind in kinds) and (level is None or division.level == level):
                    found[division.code] = division
        if overlay.by_code:
            found = {code: division for code, division in found.items() if not overlay.hides(code, on)}
            for base, kinds in readings.items():
                for kind, entry in overlay.by_key.get(base, ()):
                    if (kinds is None or kind in kinds) and self._wanted(entry, level, within, on):
                        found[entry.division.code] = entry.division
        return found

    def _wanted(self, entry: Entry, level: Level | None, within: str, on: date | None) -> bool:
        division = entry.division
        return entry.holds(on) and (level is None or division.level == level) and self._inside(division.code, within)
