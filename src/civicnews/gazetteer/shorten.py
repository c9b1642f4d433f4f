"""The names that papers use where the list says more: without the names of the divisions above.

The list has 四平市铁东区解放街道 and 广东省河源市和平县公白镇新聚村; papers print 解放街道 and 新聚村. So the base of a
street, a community or a village loses the full names of the divisions above it, and the longer base
stays as a further name. A zone, a farm and the like keep their base (山西大同经济开发区) and get further names
without province and city, and with the short words of `zones.tsv` (大同经开区).

Rules: rules/base/gazetteer/aliases.tsv and zones.tsv.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from civicnews.gazetteer.model import CODE_LENGTH, LEVELS, Division
from civicnews.gazetteer.normalise import FILLER, VIRTUAL, Tables, clean

__all__ = ["shorten"]

_SHORTEST_BASE = 2
_SHORTEST_ABOVE = 3
_SHORTEST_ALIAS = 3


def shorten(rows: Iterable[Division], tables: Tables) -> Iterator[tuple[Division, set[str]]]:
    """Take the names of the divisions above off the bases.

    Args:
        rows: divisions, each after those above it.
        tables: the word lists.

    Yields:
        The division with its final base, and its further names.
    """
    printed: dict[str, list[str]] = {}
    for word, official in tables.rows["aliases"]:
        printed.setdefault(official, []).append(clean(word))
    named: dict[str, Division] = {}
    called: dict[str, list[str]] = {}
    for given in rows:
        row, further = given, set[str]()
        above = [code for code in (row.code[: CODE_LENGTH[level]] for level in LEVELS) if code != row.code and code in named]
        kept = row.kind in tables.kept_kinds(row.level)
        if kept:
            further = _zone_names(row, [named[code] for code in above], tables)
        elif row.level in ("street", "community") and row.kind not in (FILLER, VIRTUAL):
            base = _without(row.base, above, called)
            if not tables.is_tail(base, row.level):
                row, further = row._replace(base=base), {row.base}
        if row.level != "community":
            named[row.code] = row
            names = {clean(row.name), *(further if kept else tables.printed(row.base, row.kind, row.level))}
            called[row.code] = _longest_first(names) if row.kind != FILLER else []
            further.update(printed.get(row.name, ()))
        yield row, further - {row.base}


def _longest_first(names: Iterable[str]) -> list[str]:
    return sorted((name for name in names if len(name) >= _SHORTEST_ABOVE), key=lambda name: (-len(name), name))


def _without(base: str, above: Iterable[str], called: dict[str, list[str]]) -> str:
    if len(base) < _SHORTEST_ABOVE + _SHORTEST_BASE:
        return base
    for code in above:
        head = next((word for word in called[code] if base.startswith(word) and len(base) - len(word) >= _SHORTEST_BASE), "")
        base = base[len(head) :]
    return base


def _zone_names(row: Division, above: Iterable[Division], tables: Tables) -> set[str]:
    names = {row.base, clean(row.name)}
    for division in above:
        if division.kind == FILLER or division.level == "street":
            continue
        for name in tuple(names):
            for head in (clean(division.name), division.base):
                if name.startswith(head):
                    names |= {name[len(head) :], division.base + name[len(head) :]}
                    break
    for long, short in tables.rows["zones"]:
        names |= {name.removesuffix(long) + short for name in tuple(names) if name.endswith(long)}
    return {name for name in names if len(name) >= _SHORTEST_ALIAS}
