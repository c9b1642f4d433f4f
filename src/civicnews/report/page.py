"""Tables and charts → the report: one HTML file that needs neither a script nor the network."""

from __future__ import annotations

import html
from collections.abc import Mapping
from importlib.resources import files
from urllib.parse import quote

from civicnews import __version__
from civicnews.report.csv import table_csv
from civicnews.report.numbers import Cell, Table
from civicnews.report.words import Language, word
from civicnews.review.render import filled, policy

__all__ = ["cell_text", "is_number", "report_page"]

_SHOWN = 200
"""Rows of a table on the page; the CSV has all of them."""
_NUMBERS = frozenset({"records", "documents", "count", "of", "share", "days", "value"})


def report_page(tables: Mapping[str, Table], charts: Mapping[str, str], types: Mapping[str, str], language: Language) -> str:
    """The whole page.

    Args:
        tables: what `Numbers.tables` gave.
        charts: name of a table → SVG.
        types: id of an activity type → its label.
        language: of the words.
    """
    style = (files("civicnews.report") / "page.css").read_text("utf-8")
    title = word("report", language)
    sections = "".join(_section(table, charts.get(name), types, language) for name, table in tables.items() if name != "overview")
    links = "".join(f'<li><a href="#{name}">{html.escape(word(name, language))}</a></li>' for name in tables if name != "overview")
    return filled(
        (files("civicnews.report") / "page.html").read_text("utf-8"),
        {
            "language": "zh-CN" if language == "zh" else "en",
            "policy": policy(style),
            "style": style,
            "title": html.escape(title),
            "jump": html.escape(word("jump", language)),
            "links": links,
            "overview": _overview(tables["overview"], language),
            "sections": sections,
            "made": html.escape(word("made_by", language, __version__)),
        },
    ).replace("\x00", "\ufffd")


def _overview(table: Table, language: Language) -> str:
    tiles = "".join(
        f"<div><dt>{html.escape(word(str(name), language))}</dt><dd>{html.escape(cell_text(value, 'value', {}, language))}</dd></div>"
        for name, value in table.rows
    )
    return f'<dl class="tiles">{tiles}</dl>{_download(table, language)}'


def _section(table: Table, chart: str | None, types: Mapping[str, str], language: Language) -> str:
    name = html.escape(word(table.name, language))
    drawn = ""
    if chart is not None:
        said = html.escape(word("chart", language, word(table.name, language)), quote=True)
        drawn = f'<figure tabindex="0" role="group" aria-label="{said}"><div role="img" aria-label="{said}">{chart}</div></figure>'
    about = html.escape(word(f"{table.name}.about", language))
    return (
        f'<section id="{table.name}" class="{"drawn" if chart else "plain"}"><h2>{name}</h2><p class="about">{about}</p>'
        f'<div class="pair">{drawn}{_table(table, types, language)}</div></section>'
    )


def _table(table: Table, types: Mapping[str, str], language: Language) -> str:
    label = html.escape(word("table", language, word(table.name, language)), quote=True)
    if not table.rows:
        return f"<p>{html.escape(word('nothing', language))}</p>"
    head = "".join(f'<th scope="col"{_class(name)}>{html.escape(word(name, language))}</th>' for name in table.columns)
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td{_class(name)}>{html.escape(cell_text(cell, name, types, language))}</td>"
            for name, cell in zip(table.columns, row, strict=True)
        )
        + "</tr>"
        for row in table.rows[:_SHOWN]
    )
    more = len(table.rows) > _SHOWN
    note = f'<p class="about">{html.escape(word("first_rows", language, _SHOWN, len(table.rows)))}</p>' if more else ""
    return (
        f'<div class="table"><div class="scroll" tabindex="0" role="region" aria-label="{label}"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{note}{_download(table, language)}</div>"
    )


def is_number(column: str) -> bool:
    """Whether the cells of a column are set flush right."""
    return column in _NUMBERS


def _class(column: str) -> str:
    return ' class="number"' if is_number(column) else ""


def cell_text(cell: Cell, column: str, types: Mapping[str, str], language: Language) -> str:
    """A cell as people read it."""
    if cell is None:
        return "–" if column in ("value", "share") or column.endswith("_code") else word("unknown", language)
    if column == "share":
        return f"{cell:.1%}"
    if column == "measure":
        return word(str(cell), language)
    if column == "type":
        return types.get(str(cell), str(cell))
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def _download(table: Table, language: Language) -> str:
    link = f"data:text/csv;charset=utf-8,{quote(table_csv(table))}"
    shown = html.escape(word("download", language))
    said = html.escape(f"{word('download', language)}: {word(table.name, language)}", quote=True)
    return f'<p><a class="download" download="{table.name}.csv" href="{link}" aria-label="{said}">{shown}</a></p>'
