"""Tables → Vega-Lite charts → SVG that stands in the page as it is: no script, no network, colours by the page's style sheet.

The colours are CSS variables, so that the charts follow light and dark.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from civicnews.errors import WriteError
from civicnews.report.numbers import Cell, Table
from civicnews.report.words import Language, word

__all__ = ["ROOM", "charts", "has_room"]

_MOST = 25
"""Rows of a chart; the table has all of them."""
_LONGEST = 40
ROOM = 68 << 30
"""Address space (not memory), in bytes, that the JavaScript engine in the library reserves."""
_NOT_DRAWN = re.compile("[\x00-\x08\x0a-\x1f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_SIZE = 13
_WIDTH = 620
_STEP = 24
_FONT = "system-ui, sans-serif"
_INK, _LINE, _FILL = "var(--ink)", "var(--line)", "var(--accent)"
_CONFIG = {
    "background": None,
    "font": _FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": _INK, "titleColor": _INK, "domainColor": _LINE, "tickColor": _LINE, "gridColor": _LINE, "labelFontSize": _SIZE,
        "titleFontSize": _SIZE, "titleFontWeight": "normal", "labelLimit": 320,
    },
    "text": {"fontSize": _SIZE, "color": _INK, "fill": _INK},
    "bar": {"fill": _FILL, "cornerRadiusEnd": 3},
}  # fmt: skip


def charts(tables: Mapping[str, Table], types: Mapping[str, str], language: Language) -> dict[str, str]:
    """The charts of a report.

    Args:
        tables: what `Numbers.tables` gave.
        types: id of an activity type → its label.
        language: of the words.

    Returns:
        Name of a table → SVG. A table without rows has no chart.

    Raises:
        WriteError: the library that draws is not installed.
    """
    try:
        from vl_convert import vegalite_to_svg
    except ImportError as error:
        raise WriteError("the charts need vl-convert-python; install it with: pip install 'civicnews[report]'") from error
    makers: dict[str, Callable[[Table, Mapping[str, str], Language], dict[str, Any] | None]] = {
        "months": _months, "types": _types, "street_types": _street_types, "communities": _communities, "shares": _shares,
        "coverage": _coverage,
    }  # fmt: skip
    out = {}
    for name, make in makers.items():
        spec = make(tables[name], types, language)
        if spec is not None:
            out[name] = str(vegalite_to_svg(_printable({"config": _CONFIG, **spec}), vl_version="5.20", allowed_base_urls=[]))
    return out


def has_room() -> bool:
    """Whether this process may have the address space that charts need; without it, drawing would end the program."""
    try:
        import resource
    except ImportError:  # there is no such limit on Windows
        return True
    allowed = resource.getrlimit(resource.RLIMIT_AS)[0]
    return allowed == resource.RLIM_INFINITY or allowed >= ROOM


def _printable(spec: Any) -> Any:
    """The chart without characters that XML cannot hold, at which the library would end the whole program, or that end a line of the
    expressions that names are put into, and with short names only."""
    if isinstance(spec, dict):
        return {name: _printable(value) for name, value in spec.items()}
    if isinstance(spec, list):
        return [_printable(value) for value in spec]
    if not isinstance(spec, str):
        return spec
    text = _NOT_DRAWN.sub("\ufffd", spec)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _months(table: Table, types: Mapping[str, str], language: Language) -> dict[str, Any] | None:
    rows = [{"x": row[0], "n": row[1]} for row in table.rows if row[0] is not None]
    if not rows:
        return None
    axis = {"title": None, "labelAngle": -45 if len(rows) > 8 else 0, "labelOverlap": "greedy"}
    return {
        "data": {"values": rows},
        "width": _WIDTH,
        "height": 240,
        "mark": {"type": "bar", "fill": _FILL},
        "encoding": {
            "x": {"field": "x", "type": "ordinal", "axis": axis, "sort": None},
            "y": {"field": "n", "type": "quantitative", "title": word("records", language), "axis": {"tickMinStep": 1, "format": "d"}},
        },
    }


def _types(table: Table, types: Mapping[str, str], language: Language) -> dict[str, Any] | None:
    return _bars([(types.get(str(name), str(name)), count) for name, count in table.rows])


def _communities(table: Table, types: Mapping[str, str], language: Language) -> dict[str, Any] | None:
    names = [str(row[0]) for row in table.rows[:_MOST]]
    return _bars([
        (f"{name}（{row[2] or row[1] or word('unknown', language)}）" if names.count(name) > 1 else name, row[3])
        for name, row in zip(names, table.rows, strict=False)
    ])  # fmt: skip


def _shares(table: Table, types: Mapping[str, str], language: Language) -> dict[str, Any] | None:
    rows = [{"y": word(str(row[0]), language), "n": row[3], "of": 1, "said": f"{row[3]:.0%}"} for row in table.rows if row[3] is not None]
    if not rows:
        return None
    order = [row["y"] for row in rows]
    y = {"field": "y", "type": "nominal", "sort": order, "axis": _names(map(str, order))}
    x = {"type": "quantitative", "axis": {"format": "%", "title": None, "tickCount": 5}, "scale": {"domain": [0, 1.12]}}
    return {
        "data": {"values": rows},
        "width": 380,
        "height": {"step": _STEP},
        "encoding": {"y": y},
        "layer": [
            {"mark": {"type": "bar", "fill": _FILL, "fillOpacity": 0.14}, "encoding": {"x": {"field": "of", **x}}},
            {"mark": {"type": "bar", "fill": _FILL}, "encoding": {"x": {"field": "n", **x}}},
            {"mark": {"type": "text", "align": "left", "x": 346}, "encoding": {"text": {"field": "said"}}},
        ],
    }


def _street_types(table: Table, types: Mapping[str, str], language: Language) -> dict[str, Any] | None:
    places = list(dict.fromkeys((row[0], row[1]) for row in table.rows))[:_MOST]
    names = [str(name) for name, _ in places]
    shown = {
        place: f"{place[0]}（{place[1] or word('unknown', language)}）" if names.count(str(place[0])) > 1 else str(place[0])
        for place in places
    }
    used = {str(row[2]) for row in table.rows if (row[0], row[1]) in shown}
    rows = [(types.get(str(row[2]), str(row[2])), shown[row[0], row[1]], row[3]) for row in table.rows if (row[0], row[1]) in shown]
    return _heat(rows, [types.get(name, name) for name in (*types, *sorted(used - set(types))) if name in used], list(shown.values()))


def _coverage(table: Table, types: Mapping[str, str], language: Language) -> dict[str, Any] | None:
    papers = list(dict.fromkeys(str(row[0] or word("unknown", language)) for row in table.rows))[:_MOST]
    rows = [(str(row[1]), str(row[0] or word("unknown", language)), row[2]) for row in table.rows]
    return _heat([row for row in rows if row[1] in papers], sorted({row[0] for row in rows}), papers)


def _bars(rows: list[tuple[Cell, Cell]]) -> dict[str, Any] | None:
    """One bar a name, the number at its end."""
    if not rows:
        return None
    values = [{"y": name, "n": count} for name, count in rows[:_MOST]]
    order = [row["y"] for row in values]
    return {
        "data": {"values": values},
        "width": 400,
        "height": {"step": _STEP},
        "encoding": {
            "y": {"field": "y", "type": "nominal", "sort": order, "axis": _names(map(str, order))},
            "x": {"field": "n", "type": "quantitative", "axis": None},
        },
        "layer": [
            {"mark": {"type": "bar", "fill": _FILL}},
            {"mark": {"type": "text", "align": "left", "dx": 5}, "encoding": {"text": {"field": "n"}}},
        ],
    }


def _heat(rows: list[tuple[str, str, Cell]], across: list[str], down: list[str]) -> dict[str, Any] | None:
    """One cell a pair, the darker the more, never so dark that its number cannot be read."""
    if not rows:
        return None
    most = max(int(row[2] or 0) for row in rows)
    values = [{"x": x, "y": y, "n": count} for x, y, count in rows if count]
    step = max(22, min(44, 760 // max(1, len(across))))
    bare = {"title": None, "domain": False, "ticks": False}
    columns = {
        **bare,
        "orient": "top",
        "labelAngle": -55,
        "labelAlign": "left",
        "labelBaseline": "middle",
        "labelPadding": 9,
        "labelOverlap": len(across) > 40,
    }
    darkness = {"type": "sqrt", "domain": [0, most], "range": [0.07, 0.5]}
    return {
        "data": {"values": values},
        "width": {"step": step},
        "height": {"step": _STEP},
        "encoding": {
            "x": {"field": "x", "type": "nominal", "sort": across, "scale": _cells(across), "axis": columns},
            "y": {"field": "y", "type": "nominal", "sort": down, "scale": _cells(down), "axis": {**bare, **_names(down)}},
        },
        "layer": [
            {
                "mark": {"type": "rect", "fill": _FILL, "cornerRadius": 2},
                "encoding": {"fillOpacity": {"field": "n", "type": "quantitative", "legend": None, "scale": darkness}},
            },
            {"mark": {"type": "text", "fontSize": 11}, "encoding": {"text": {"field": "n"}}},
        ],
    }


def _cells(names: list[str]) -> dict[str, Any]:
    return {"domain": names, "paddingInner": 0.06}


def _names(names: Iterable[str]) -> dict[str, Any]:
    """An axis with room for its names, whatever fonts there are where the chart is drawn."""
    widest = max((sum(_SIZE if unicodedata.east_asian_width(c) in "WF" else 0.6 * _SIZE for c in name) for name in names), default=0)
    return {"title": None, "minExtent": min(330, round(widest) + 10)}
