"""Which part of the country a page is about, and what the gazetteer knows there.

Half of the community codes of China share their name with another, so names are matched only within
the page's region. The region is the city that explains most of the names printed on the page together;
a name that is merely unique in the nation never decides alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from civicnews.gazetteer import Division, Gazetteer, Level
from civicnews.structs import frozen

__all__ = ["PrintedName", "Scope", "decide_region"]

_WEIGHT = {"province": 1.0, "city": 4.0, "district": 3.0, "street": 2.0, "community": 1.0}
_MARGIN = 1.15
"""How much better than the next the best region must explain the page."""
_REMEMBERED = 8192
"""Of so many names of a page it is remembered what they find."""
_ENOUGH_NAMES = 3
"""Without a printed city or district, so many different names must agree."""
_PROVINCE_WIDE = ("11", "12", "31", "50")
"""Municipalities: their districts and their counties are one region."""


@frozen
class PrintedName:
    """A division's name as printed, for the vote; `short` where it stands without its ending (苏州)."""

    name: str
    level: Level
    short: bool = False


def region_of(code: str) -> str:
    """The region that a code lies in: 4 digits, 2 for a municipality, 6 for a county under a province."""
    if code[:2] in _PROVINCE_WIDE:
        return code[:2]
    return code[:6] if code[2:4] == "90" else code[:4]


class Scope:
    """What the gazetteer knows within the regions of one page.

    Attributes:
        regions: code prefixes, the page's own first; empty where it could not be told.
    """

    def __init__(self, gazetteer: Gazetteer, regions: Sequence[str] = ()) -> None:
        self.gazetteer = gazetteer
        self.regions = tuple(regions)
        upper = upper_names(gazetteer)
        self._upper = upper.names
        self.upper_bases = upper.bases
        self.district_endings = upper.endings
        self._own_bases = {d.base: d for region in self.regions for d in gazetteer.names(region, "district") if len(d.base) > 1}
        self._candidates: dict[tuple[Level, str], Sequence[Division]] = {}

    def bears(self, level: Level, base: str, normal: str) -> bool:
        """Whether a division in the page's regions has exactly this base: 南友村社区 is no village 南友."""
        return any(division.base == base for division in self.candidates(level, base + normal))

    def upper_level(self, name: str) -> Level | None:
        """The level of a province, city or district of that full name, or of a district's former one; else None."""
        known = self._upper.get(name)
        return "district" if known is None and self.renamed(name) is not None else known

    def renamed(self, name: str) -> Division | None:
        """The district of the page's regions that bears this name with another ending: 铜山县 is 铜山区 today."""
        return self._own_bases.get(name[:-1]) if name not in self._upper and name[-1:] in self.district_endings else None

    def knows(self, level: Level, base: str, normal: str) -> bool:
        """Whether a division of that name and level lies in the page's regions.

        Args:
            level: community or street.
            base: the name without its ending.
            normal: the ending: 社区, 村, 街道, 镇 …
        """
        return bool(self.regions) and bool(self.candidates(level, base + normal))

    def listed(self, level: Level, name: str) -> bool:
        """Whether a division of that name and level is listed anywhere."""
        return bool(self.gazetteer.find(name, level=level))

    def candidates(self, level: Level, name: str) -> Sequence[Division]:
        """The divisions of that printed name within the page's regions, by code."""
        found = self._candidates.get((level, name))
        if found is None:
            if len(self._candidates) >= _REMEMBERED:
                self._candidates.clear()
            found = self._candidates[level, name] = self.gazetteer.find_each(name, level=level, within=self.regions)
        return found


class Upper(NamedTuple):
    """The names of all provinces, cities and districts.

    Attributes:
        names: full name → level; a name of two levels keeps the higher.
        bases: short name of a city or district (大同, 昆山), of two characters or more → level, cities first.
        endings: the last characters of full names.
    """

    names: dict[str, Level]
    bases: dict[str, Level]
    endings: frozenset[str]


@lru_cache(maxsize=4)
def upper_names(gazetteer: Gazetteer) -> Upper:
    """Read the names above townships once for each gazetteer; there are some 3,300."""
    names: dict[str, Level] = {}
    bases: dict[str, Level] = {}
    levels: tuple[Level, ...] = ("district", "city", "province")
    for level in levels:
        for name, base in gazetteer.listed(level):
            names[name] = level
            if level != "province" and len(base) > 1:
                bases[base] = level
    return Upper(names, bases, frozenset(name[-1] for name in names))


def decide_region(printed: Iterable[PrintedName], gazetteer: Gazetteer, *, prior: str = "") -> tuple[str, ...]:
    """The regions of a page.

    Args:
        printed: the names found on the page, and in the newspaper's title.
        gazetteer: all divisions.
        prior: code of a paper's home, if the user gave one; it breaks ties and stands in where nothing is printed.

    Returns:
        Code prefixes: the region that explains most first, then others that a printed city or district
        names without doubt; empty where nothing decides.
    """
    votes: dict[str, float] = defaultdict(float)
    supporters: dict[str, set[str]] = defaultdict(set)
    anchored: set[str] = set()
    certain: list[str] = []
    home = region_of(prior) if prior else ""
    names = list(dict.fromkeys(printed))
    townships = {one.code for name in names if name.level == "street" for one in gazetteer.find(name.name, level="street")}
    for name in names:
        found = [division for division in gazetteer.find(name.name, level=name.level) if len(division.code) >= 4]
        regions = {region_of(division.code) for division in found}
        if name.level == "community":
            chained = {region_of(one.code) for one in found if one.code[:9] in townships}
            if len(chained) == 1:
                anchored |= chained  # a township and a community of it, on one page, exist once
                regions = chained
        if not regions:
            continue
        weight = _WEIGHT[name.level] / len(regions) ** 0.5 / (2 if name.short else 1)
        for region in regions:
            votes[region] += weight
            supporters[region].add(name.name)
            if name.level == "city" or (name.level == "district" and not name.short):
                anchored.add(region)
        for division in found:
            if name.level == "street" and any(name.name.startswith(above.base) for above in gazetteer.parents(division.code)[-1:]):
                anchored.add(region_of(division.code))  # 辛集经济开发区 names its own city
        if len(regions) == 1 and name.level in ("city", "district") and not name.short:
            certain.extend(regions)
    if home:
        votes[home] += _WEIGHT["district"]
        anchored.add(home)
    order = sorted(votes, key=lambda region: (-votes[region], region != home, region))
    chosen: list[str] = []
    if order:
        best, rest = order[0], order[1:]
        clear = not rest or votes[best] > votes[rest[0]] * _MARGIN or best == home
        if clear and (best in anchored or (len(supporters[best]) >= _ENOUGH_NAMES and (not rest or votes[best] > 2 * votes[rest[0]]))):
            chosen.append(best)
    chosen.extend(region for region in dict.fromkeys(certain) if region not in chosen)
    return tuple(chosen)
